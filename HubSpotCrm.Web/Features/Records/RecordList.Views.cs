using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Views;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Views;
using HubSpotCrm.Web.Localization;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>The saved views of the list, its columns and its sort, and the address that says them.</summary>
public sealed partial class RecordList<T>
{
    // States of links that are too long for an address, by their short ids: kept, or read from where they are kept.
    private readonly Dictionary<string, string> _keptStates = [];
    private ViewSet _views = null!;
    private TabCounts _counts = null!;
    private IDisposable? _viewing;
    private string? _viewNote;

    [Inject]
    public required ISavedViewService SavedViews { get; init; }

    [Inject]
    public required IListStateService ListStates { get; init; }

    [Inject]
    public required ViewFeed ViewNews { get; init; }

    private SavedView? CurrentView => _views.Find(_state.View);

    private bool IsViewChanged => _views.IsChanged(_state);

    private IReadOnlyList<RecordColumn> Columns => ListColumns.Of(Kind, _state, _definitions);

    /// <summary>The address that shows the same to everybody.</summary>
    private string CopyAddress => Address(ListAddress.WriteWhole(_state with { View = _state.View ?? (_views.Default is null ? null : ListState.NoView) }));

    private RecordQuery Asked => _state.ToQuery() with { Properties = ListColumns.Properties(_state, _definitions) };

    private EventCallback<string?> OnView => IsEmbedded
        ? EventCallback.Factory.Create<string?>(this, id => GoToAsync(_views.StateOf(id), replace: false))
        : default;

    private string ViewLink(string? id) => UrlOf(_views.StateOf(id));

    private string UrlOf(ListState state) => Address(ListAddress.Write(Named(state), _views));

    private string Address(string query) => query.Length == 0 ? Kind.Address : $"{Kind.Address}?{query}";

    private async Task LoadViewsAsync()
    {
        var views = await SavedViews.ListAsync(_actor, Kind.Type, CancellationToken.None);
        _views = new ViewSet(Kind.Type, views.Succeeded ? views.Value : [], _definitions);
    }

    private async Task ReloadViewsAsync()
    {
        await LoadViewsAsync();
        _ = CountTabsAsync();
    }

    // Beside no other tab the count of the list itself is enough.
    private Task CountTabsAsync() => !RendererInfo.IsInteractive || _views.Pinned.Count == 0 || _isDisposed
        ? Task.CompletedTask
        : _counts.LoadAsync([.. ViewTabs.Of(_views, CurrentView).Select(tab => (tab?.Id ?? "", _views.StateOf(tab?.Id)))]);

    // What the address says, once the views and the kept state that it names are known.
    private async ValueTask<ListedAddress> ReadAsync(string query)
    {
        if (ListAddress.KeptIn(query) is { } kept && !_keptStates.ContainsKey(kept))
        {
            var found = await ListStates.FindAsync(_actor, Kind.Type, kept, CancellationToken.None);
            if (found.Succeeded)
            {
                _keptStates[kept] = found.Value;
            }
        }

        // Made a moment ago, in another window: the news of it may still be on its way.
        if (ListAddress.ViewIn(query) is { } view && _views.Find(view) is null)
        {
            await LoadViewsAsync();
        }

        return ListAddress.Read(query, _views, ListAddress.KeptIn(query) is { } id ? _keptStates.GetValueOrDefault(id) : null);
    }

    private void Show(ListedAddress address)
    {
        Show(address.State, address.Ignored);
        _viewNote = !address.IsViewMissing ? null
            : address.SaysList ? "The view of this link was deleted or is private to somebody else. The link says itself what to show, so the rows are the same."
            : $"The view of this link was deleted or is private to somebody else, and the link does not say what it shows. These are {ViewRules.NameOfAll(Kind.Type).ToLowerInvariant()}.";
    }

    // The plain address opens the user's own view.
    private void OpenDefault(string query)
    {
        if (!IsEmbedded && _views.Default is { } view && query.Length <= 1)
        {
            Show(_views.StateOf(view.Id), _views.Read(view.Id)!.Ignored);
            if (RendererInfo.IsInteractive)
            {
                RewriteAddress();
            }
        }
    }

    private void RewriteAddress()
    {
        if (!IsEmbedded)
        {
            _state = Named(_state);
            _trail.Replace(_state);
            Navigation.NavigateTo(UrlOf(_state), replace: true);
        }
    }

    private async Task KeepAsync(ListState state)
    {
        if (ListAddress.ToKeep(state) is not { } text || _keptStates.ContainsValue(text))
        {
            return;
        }

        var kept = await TryAsync(() => ListStates.KeepAsync(_actor, Kind.Type, text, CancellationToken.None));
        Tell(kept.Failure);
        if (kept.Succeeded)
        {
            _keptStates[kept.Value] = text;
        }
    }

    private void HearOfViews(ViewsChanged change)
    {
        if (change.Type == Kind.Type && (change.UserId is null || change.UserId == _actor.UserId))
        {
            _ = InvokeAsync(TakeViewsAsync);
        }
    }

    // A list that shows its view as it was follows the view; one with changes of its own keeps them.
    private async Task TakeViewsAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        var wasChanged = IsViewChanged;
        var before = CurrentView;
        await ReloadViewsAsync();
        if (before is not null && CurrentView is null)
        {
            _viewNote = $"The view “{before.Name}” was deleted or is not shared any more. The list is as it was.";
            Show(_state with { View = null }, _ignored);
            RewriteAddress();
        }
        else if (before is not null && !wasChanged && IsViewChanged)
        {
            var shown = _state;
            Show(_views.StateOf(before.Id) with { Record = _state.Record, Tab = _state.Tab }, _views.Read(before.Id)!.Ignored);
            await FollowAsync(shown);
        }

        StateHasChanged();
    }

    private Task ResetViewAsync() => GoToAsync(_views.StateOf(CurrentView?.Id), replace: false);

    private Task ChooseColumnsAsync(IReadOnlyList<string> columns) => GoToAsync(
        _state with { Columns = columns, Widths = columns.Count == 0 ? [] : _state.Widths }, replace: true);

    private Task WidenAsync((string Field, int? Pixels) column) => GoToAsync(_state.WithWidth(column.Field, column.Pixels), replace: true);

    private async Task CopyLinkAsync()
    {
        await KeepAsync(_state);
        var isCopied = _script is not null && await _script.AskAsync<bool>("copy", Navigation.ToAbsoluteUri(CopyAddress).AbsoluteUri);
        if (isCopied)
        {
            Toasts.Say("Link copied.");
        }
        else
        {
            Toasts.Fail("The browser did not allow copying. Copy the address from its bar.");
        }
    }
}
