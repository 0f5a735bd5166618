namespace HubSpotCrm.Web.Features.Records;

/// <summary>
/// The steps of a list in the browser's history: which of them the browser has not confirmed yet, and what its Back would show.
/// A page shows a step at once; the browser's answer to it must not bring an older state back.
/// </summary>
public sealed class ListTrail
{
    private readonly List<ListState> _sent = [];

    /// <summary>What the entry before the present one shows; null when it is not known or is no state of this list.</summary>
    public ListState? Before { get; private set; }

    /// <summary>A new entry on top of <paramref name="present"/>.</summary>
    public void Push(ListState present, ListState next)
    {
        Before = present;
        _sent.Add(next);
    }

    /// <summary>Another state in the place of the present entry.</summary>
    public void Replace(ListState next) => _sent.Add(next);

    /// <summary>One entry back, to <see cref="Before"/>.</summary>
    public void Back(ListState next)
    {
        Before = null;
        _sent.Add(next);
    }

    /// <summary>Whether the browser only says what the page has asked of it.</summary>
    public bool Confirms(ListState shown)
    {
        var at = _sent.IndexOf(shown);
        if (at < 0)
        {
            return false;
        }

        _sent.RemoveRange(0, at + 1);
        return true;
    }

    /// <summary>The user went somewhere: by a link, which adds an entry to <paramref name="present"/>, or through the history, where nobody knows what is behind.</summary>
    public void Follow(ListState present, bool isLink)
    {
        _sent.Clear();
        Before = isLink ? present : null;
    }
}
