using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Connection;
using HubSpotCrm.Web.Features.Views;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>The records of one kind: search, filters, list, open record. Its state is the URL; records change under it while sync and colleagues work.</summary>
public sealed partial class RecordList<T> : ComponentBase, IAsyncDisposable
    where T : class
{
    private ListState _state = null!;
    private IReadOnlyList<string> _ignored = [];
    private AccountDefinitions _definitions = AccountDefinitions.Empty;
    private RowMatches<T> _matches = null!;
    private Actor _actor = Actor.Nobody;
    private ListLoader<T> _list = null!;
    private RecordLoader<T> _record = null!;
    private LiveChanges? _live;
    private RecordTable<T>? _table;
    private HashSet<string> _shown = [];
    private IDisposable? _syncing;
    private (SyncState State, string? Missing) _told;
    private bool _isDisposed;

    [Inject]
    public required RecordKind<T> Kind { get; init; }

    [Inject]
    public required IRecordService<T> Records { get; init; }

    [Inject]
    public required IDefinitionService Definitions { get; init; }

    [Inject]
    public required ISyncService Sync { get; init; }

    [Inject]
    public required IConnectionService Connection { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required ILogger<RecordList<T>> Logger { get; init; }

    /// <summary>The list is a part of another page: its state is its own and not the URL's.</summary>
    [Parameter]
    public bool IsEmbedded { get; set; }

    /// <summary>From prerendering, so that the list is asked for once.</summary>
    [PersistentState(RestoreBehavior = RestoreBehavior.SkipLastSnapshot)]
    public ListSnapshot? Snapshot { get; set; }

    private CellContext Cells => new(_definitions, TimeZoneInfo.TryFindSystemTimeZoneById(_actor.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc, Time.GetUtcNow());

    private bool HasList => _list.Failure is not (NotConnected or CopyUnusable);

    private string? MissingScope => Scopes.Missing(Connection.Status, Sync.Status).Contains(Kind.ReadScope) ? Kind.ReadScope : null;

    private bool HasNextPage => _list.Total is { } total && (!total.IsExact || total.Count > _state.Page * _state.Size) && _list.Rows.Count >= _state.Size;

    private string RangeText
    {
        get
        {
            var first = (_state.Page - 1) * _state.Size;
            var total = _list.Total is { } known ? Formats.Number(known) : "";
            return $"{Formats.Number(first + 1)}–{Formats.Number(first + _list.Rows.Count)} of {total}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        Navigation.LocationChanged -= OnLocationChanged;
        _live?.Dispose();
        _syncing?.Dispose();
        _viewing?.Dispose();
        _list.Dispose();
        _record.Dispose();
        _counts.Dispose();
        _reliefs.Dispose();
        _others.Dispose();
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    protected override async Task OnInitializedAsync()
    {
        _matches = new(Kind);
        _list = new(
            (query, token) => Records.FindAsync(_actor, query, token), (query, token) => Records.CountAsync(_actor, query, token),
            Kind.IdOf, Time, Logger, ShowList);
        _record = new((id, token) => Records.GetAsync(_actor, id, token), Logger, StateHasChanged);
        _reliefs = new((query, token) => Records.CountAsync(_actor, query, token), Logger, StateHasChanged);
        _others = new(
            (text, token) => Searches.SuggestAsync(_actor, text, Kind.Type, token), token => Recent.GetAsync(_actor, token),
            (query, token) => Records.CountAsync(_actor, query, token), Logger, StateHasChanged);
        _counts = new((query, token) => Records.CountAsync(_actor, query, token), Time, Logger, StateHasChanged);
        _views = new ViewSet(Kind.Type, [], _definitions);
        Show(new ListState(Kind.Type), []);
        if (!IsEmbedded)
        {
            Navigation.LocationChanged += OnLocationChanged;
        }

        // Before the first wait: what changes from here on is heard, and a page that is left meanwhile has something to dispose.
        if (RendererInfo.IsInteractive)
        {
            _live = new LiveChanges(Feed, Kind.Type, Time, id => _shown.Contains(id) || id == _record.Id, changed => _ = InvokeAsync(() => RefreshAsync(changed)));
            _told = (Sync.Status.State, MissingScope);
            _viewing = ViewNews.Subscribe(HearOfViews);
            _syncing = Sync.Subscribe(status => _ = InvokeAsync(TakeStatus));
        }

        var sequence = Feed.Sequence;
        _actor = await CurrentActor.GetAsync();
        _definitions = await Definitions.GetAsync(CancellationToken.None);
        await LoadViewsAsync();
        var address = await ReadAsync(IsEmbedded ? "" : new Uri(Navigation.Uri).Query);
        if (_isDisposed)
        {
            return;
        }

        Show(address);
        OpenDefault(new Uri(Navigation.Uri).Query);
        if (Snapshot is { } snapshot)
        {
            _list.Adopt(snapshot.Unpack<T>(), _state.Text, snapshot.ReadAt);
            ShowList();
        }

        // What changed between the first render and this one was told to nobody.
        if (Snapshot?.Sequence != sequence)
        {
            await LoadAsync();
        }
        else
        {
            await RelieveAsync();
        }

        // The browser's render reads these: the first one shows the list, and its markup stays small.
        if (RendererInfo.IsInteractive && !_isDisposed)
        {
            await ReadMarksAsync();
            await _record.OpenAsync(_state.Record);
            _ = CountTabsAsync();
        }
        else if (_list is { Failure: null, Total: { } total, ReadAt: { } readAt })
        {
            Snapshot = ListSnapshot.Of(new Page<T>(_list.Rows, total), readAt, sequence);
        }
    }

    private void Show(ListState state, IReadOnlyList<string> ignored)
    {
        DropSelectionOf(_state, state);
        (_state, _ignored) = (state, ignored);
    }

    private async Task LoadAsync()
    {
        var asked = _state.Rows;
        await _list.LoadAsync(Asked);
        if (_isDisposed || !asked.Equals(_state.Rows) || _list is not { Failure: null, IsLoading: false, Total: { } total })
        {
            return;
        }

        if (_list.Rows.Count == 0 && total.Count > 0 && _state.Page > 1)
        {
            await GoToAsync(_state with { Page = (total.Count + _state.Size - 1) / _state.Size }, replace: true);
            return;
        }

        if (RendererInfo.IsInteractive)
        {
            Announcer.Say(Formats.Count(total.Count, Kind.Singular, Kind.Type.Plural()));
            await RelieveAsync();
        }
    }

    private async Task RefreshAsync(IReadOnlyCollection<string> changed)
    {
        if (_isDisposed)
        {
            return;
        }

        _definitions = await Definitions.GetAsync(CancellationToken.None);
        if (_record.Id is { } open && changed.Contains(open))
        {
            await _record.ReloadAsync();
        }

        await ReadMarksAsync();
        await _list.RefreshAsync(Asked, changed);
        await CountTabsAsync();
    }

    // Of sync only what an empty list says is shown here; progress comes twice a second.
    private void TakeStatus()
    {
        var now = (Sync.Status.State, MissingScope);
        if (!_isDisposed && now != _told)
        {
            _told = now;
            StateHasChanged();
        }
    }

    private void ShowList()
    {
        // A new set each time: the change feed looks into it from other threads.
        _shown = [.. _list.Rows.Select(Kind.IdOf)];
        _matches.Show(_list.Rows, _list.Text);
        StateHasChanged();
    }
}
