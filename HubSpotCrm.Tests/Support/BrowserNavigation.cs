using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Tests.Support;

/// <summary>A browser's address and history. Its answers come at once, or when they are let go, as over a slow line.</summary>
internal sealed class BrowserNavigation : NavigationManager
{
    private readonly List<string> _entries = ["http://localhost/"];
    private readonly Queue<(string Address, bool IsLink)> _held = new();
    private int _at;

    public BrowserNavigation() => Initialize("http://localhost/", "http://localhost/");

    /// <summary>Runs an answer where the page runs.</summary>
    public Action<Action> Dispatch { get; set; } = action => action();

    /// <summary>Keeps the answers back until <see cref="Release"/>.</summary>
    public bool IsSlow { get; set; }

    /// <summary>Whether the last step of the page took the place of an entry.</summary>
    public bool Replaced { get; private set; }

    /// <summary>Steps that the page asked for.</summary>
    public int Steps { get; private set; }

    public IReadOnlyList<string> Entries => [.. _entries.Select(ToBaseRelativePath)];

    /// <summary>A click on a link.</summary>
    public void Follow(string address)
    {
        Push(ToAbsoluteUri(address).AbsoluteUri);
        Answer(_entries[_at], isLink: true);
    }

    public void Back()
    {
        _at--;
        Answer(_entries[_at], isLink: false);
    }

    /// <summary>Lets the oldest answer go.</summary>
    public void Release()
    {
        var (address, isLink) = _held.Dequeue();
        Uri = address;
        Dispatch(() => NotifyLocationChanged(isLink));
    }

    protected override void NavigateToCore(string uri, NavigationOptions options)
    {
        Steps++;
        Replaced = options.ReplaceHistoryEntry;
        var address = ToAbsoluteUri(uri).AbsoluteUri;
        if (Replaced)
        {
            _entries[_at] = address;
        }
        else
        {
            Push(address);
        }

        Answer(address, isLink: false);
    }

    private void Push(string address)
    {
        _entries.RemoveRange(_at + 1, _entries.Count - _at - 1);
        _entries.Add(address);
        _at++;
    }

    private void Answer(string address, bool isLink)
    {
        _held.Enqueue((address, isLink));
        if (!IsSlow)
        {
            Release();
        }
    }
}
