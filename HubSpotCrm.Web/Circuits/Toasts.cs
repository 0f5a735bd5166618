namespace HubSpotCrm.Web.Circuits;

/// <summary>What a toast offers to do, by a click or by Ctrl+Z.</summary>
public sealed record ToastAction(string Label, Func<Task> Run, bool IsUndo = false);

/// <summary>A few words at the edge of the screen.</summary>
/// <param name="Link">Where <paramref name="LinkLabel"/> leads; null for nowhere.</param>
/// <param name="Until">When it goes by itself; null: when it is closed.</param>
public sealed record Toast(string Text, bool IsBad, ToastAction? Action, string? Link, string? LinkLabel, DateTimeOffset? Until);

/// <summary>The toasts of one screen: they stay when the page beneath is left. Used on the renderer's thread only.</summary>
public sealed class Toasts(TimeProvider time)
{
    public static readonly TimeSpan ShownFor = TimeSpan.FromSeconds(6);
    private const int Most = 3;

    private readonly List<Toast> _shown = [];

    /// <summary>Something was added or taken away.</summary>
    public event Action? Changed;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Toast> Shown => _shown;

    public Toast Say(string text, string? link = null, string? linkLabel = null) =>
        Add(new Toast(text, false, null, link, linkLabel, time.GetUtcNow() + ShownFor));

    /// <summary>An error stays until it is closed.</summary>
    public Toast Fail(string text, string? link = null, string? linkLabel = null) => Add(new Toast(text, true, null, link, linkLabel, null));

    /// <summary>Offers to take something back until it is too late.</summary>
    public Toast OfferUndo(string text, DateTimeOffset until, Func<Task> undo) => Add(new Toast(text, false, new ToastAction("Undo", undo, IsUndo: true), null, null, until));

    public void Remove(Toast toast)
    {
        if (_shown.Remove(toast))
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Takes away what has had its time.</summary>
    public void Expire()
    {
        var now = time.GetUtcNow();
        if (_shown.RemoveAll(toast => toast.Until <= now) > 0)
        {
            Changed?.Invoke();
        }
    }

    private Toast Add(Toast toast)
    {
        _shown.Add(toast);
        if (_shown.Count > Most)
        {
            _shown.RemoveAt(0);
        }

        Changed?.Invoke();
        return toast;
    }
}
