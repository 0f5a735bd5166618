using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Features.Connection;
using HubSpotCrm.Web.Features.Overview;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace HubSpotCrm.Web.Features.Analytics;

/// <summary>A page of numbers. Its state is the URL, except inside another page, whose URL is not its own; the numbers follow sync and colleagues while it is open.</summary>
public abstract class ReportTab : ComponentBase, IDisposable
{
    private DashboardLoader _loader = null!;
    private ReportChanges? _changes;
    private IDisposable? _syncing;
    private bool _isRefreshing;
    private HashSet<ObjectType> _changed = [];
    private bool _isDisposed;

    [Inject]
    internal CurrentActor CurrentActor { get; init; } = null!;

    [Inject]
    public required IAnalyticsService Analytics { get; init; }

    [Inject]
    public required IConnectionService Connection { get; init; }

    [Inject]
    public required ISyncService Sync { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required ILogger<ReportTab> Logger { get; init; }

    /// <summary>The path it is shown at.</summary>
    [Parameter]
    public string Page { get; set; } = "";

    /// <summary>It stands inside another page: what the reader chooses stays here, and the URL is left alone.</summary>
    [Parameter]
    public bool IsEmbedded { get; set; }

    /// <summary>From prerendering, so that each report is asked for once.</summary>
    [PersistentState(RestoreBehavior = RestoreBehavior.SkipLastSnapshot)]
    public DashboardSnapshot? Snapshot { get; set; }

    /// <summary>The path while no other is given.</summary>
    protected abstract string OwnPage { get; }

    /// <summary>The reports that are shown; no other is asked for.</summary>
    protected abstract IReadOnlyCollection<DashboardReport> Wanted { get; }

    protected AnalyticsState State { get; private set; } = new();

    /// <summary>Parts of the URL that could not be used.</summary>
    protected IReadOnlyList<string> Ignored { get; private set; } = [];

    /// <summary>Permissions that HubSpot did not grant.</summary>
    protected IReadOnlyList<string> MissingScopes { get; private set; } = [];

    protected SyncState SyncState { get; private set; }

    protected string Path => Page.Length > 0 ? Page : OwnPage;

    protected DashboardAnalytics Shown => _loader.Present;

    protected string Zone => Connection.Status.Portal?.TimeZone ?? "UTC";

    public void Dispose()
    {
        _isDisposed = true;
        Navigation.LocationChanged -= OnLocationChanged;
        _changes?.Dispose();
        _syncing?.Dispose();
        _loader.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task OnInitializedAsync()
    {
        _loader = new DashboardLoader(Analytics, Wanted, Logger, StateHasChanged);
        (State, Ignored) = AnalyticsUrl.Parse(IsEmbedded ? "" : new Uri(Navigation.Uri).Query);
        (SyncState, MissingScopes) = (Sync.Status.State, Scopes.Missing(Connection.Status, Sync.Status));
        if (!IsEmbedded)
        {
            Navigation.LocationChanged += OnLocationChanged;
        }

        var actor = await CurrentActor.GetAsync();
        if (RendererInfo.IsInteractive)
        {
            _changes = new ReportChanges(Feed, Time, changed => _ = InvokeAsync(() => RefreshAsync(changed)));
            _syncing = Sync.Subscribe(status => _ = InvokeAsync(() => TakeStatus(status)));
        }

        if (Snapshot is { } snapshot)
        {
            await _loader.AdoptAsync(actor, State.ToQuery(), snapshot.Unpack());
        }
        else
        {
            await _loader.LoadAsync(actor, State.ToQuery());
        }

        if (!RendererInfo.IsInteractive)
        {
            Snapshot = DashboardSnapshot.Of(Shown);
        }
    }

    private void TakeStatus(SyncStatus status)
    {
        // Progress comes twice a second and is not shown here.
        var missing = Scopes.Missing(Connection.Status, status);
        if (!_isDisposed && (status.State != SyncState || !missing.SequenceEqual(MissingScopes)))
        {
            (SyncState, MissingScopes) = (status.State, missing);
            StateHasChanged();
        }
    }

    // What comes while a refresh runs waits for its end: a first sync would otherwise cancel every one.
    private async Task RefreshAsync(IReadOnlyCollection<ObjectType> changed)
    {
        _changed.UnionWith(changed);
        if (_isRefreshing)
        {
            return;
        }

        _isRefreshing = true;
        while (_changed.Count > 0 && !_isDisposed)
        {
            var now = _changed;
            _changed = [];
            await _loader.RefreshAsync(await CurrentActor.GetAsync(), now);
        }

        _isRefreshing = false;
    }

    protected async Task RetryAsync(DashboardReport report) => await _loader.LoadAsync(report);

    /// <summary>Where the period menu gives its choice; without a delegate it links to the URL of the choice.</summary>
    protected EventCallback<AnalyticsState> OnChosen => IsEmbedded ? EventCallback.Factory.Create<AnalyticsState>(this, GoToAsync) : default;

    protected Task GoToAsync(AnalyticsState next)
    {
        if (IsEmbedded)
        {
            return ShowAsync(next, []);
        }

        Navigation.NavigateTo(AnalyticsUrl.At(Path, next));
        return Task.CompletedTask;
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs location)
    {
        var address = new Uri(location.Location);
        if (address.AbsolutePath == Path)
        {
            var (state, ignored) = AnalyticsUrl.Parse(address.Query);
            _ = InvokeAsync(() => ShowAsync(state, ignored));
        }
    }

    private async Task ShowAsync(AnalyticsState next, IReadOnlyList<string> ignored)
    {
        if (_isDisposed)
        {
            return;
        }

        var before = State;
        (State, Ignored) = (next, ignored);
        StateHasChanged();
        if (!before.ToQuery().Equals(State.ToQuery()))
        {
            await _loader.LoadAsync(await CurrentActor.GetAsync(), State.ToQuery());
        }
    }
}
