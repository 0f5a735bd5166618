using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Features.Analytics;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace HubSpotCrm.Web.Features.Overview;

/// <summary>The dashboard of the account. Its state is the URL; the numbers follow sync and colleagues while it is open.</summary>
public sealed partial class OverviewTab : ComponentBase, IDisposable
{
    private AnalyticsState _state = new();
    private IReadOnlyList<string> _ignored = [];
    private IReadOnlyList<string> _missing = [];
    private SyncStatus _sync = SyncStatus.Off;
    private DashboardLoader _loader = null!;
    private ReportChanges? _changes;
    private IDisposable? _syncing;
    private bool _isRefreshing;
    private HashSet<ObjectType> _changed = [];
    private bool _isDisposed;

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
    public required ILogger<OverviewTab> Logger { get; init; }

    /// <summary>The path it is shown at.</summary>
    [Parameter]
    public string Page { get; set; } = PortalUrls.Home;

    /// <summary>From prerendering, so that each report is asked for once.</summary>
    [PersistentState(RestoreBehavior = RestoreBehavior.SkipLastSnapshot)]
    public DashboardSnapshot? Snapshot { get; set; }

    private DashboardAnalytics Shown => _loader.Present;

    private string Zone => Connection.Status.Portal?.TimeZone ?? "UTC";

    // Without an account, or without a single record, a page of dashes would say nothing.
    private bool IsEmpty => Shown.Key switch
    {
        { Failure: NotConnected or NotAllowed } => true,
        { Report: { } key } => key.TotalContacts.Value == 0 && key.TotalCompanies.Value == 0 && key.TotalDeals.Value == 0,
        _ => false,
    };

    public void Dispose()
    {
        _isDisposed = true;
        Navigation.LocationChanged -= OnLocationChanged;
        _changes?.Dispose();
        _syncing?.Dispose();
        _loader.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _loader = new DashboardLoader(Analytics, Logger, StateHasChanged);
        (_state, _ignored) = AnalyticsUrl.Parse(new Uri(Navigation.Uri).Query);
        (_sync, _missing) = (Sync.Status, Connection.Status.MissingScopes);
        Navigation.LocationChanged += OnLocationChanged;
        var actor = await CurrentActor.GetAsync();
        if (RendererInfo.IsInteractive)
        {
            _changes = new ReportChanges(Feed, Time, changed => _ = InvokeAsync(() => RefreshAsync(changed)));
            _syncing = Sync.Subscribe(status => _ = InvokeAsync(() => TakeStatus(status)));
        }

        if (Snapshot is { } snapshot)
        {
            await _loader.AdoptAsync(actor, _state.ToQuery(), snapshot.Unpack());
        }
        else
        {
            await _loader.LoadAsync(actor, _state.ToQuery());
        }

        if (!RendererInfo.IsInteractive)
        {
            Snapshot = DashboardSnapshot.Of(Shown);
        }
    }

    private void TakeStatus(SyncStatus status)
    {
        // Progress comes twice a second and is not shown here.
        var isOther = status.State != _sync.State;
        _sync = status;
        if (isOther && !_isDisposed)
        {
            _missing = Connection.Status.MissingScopes;
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

    private async Task RetryAsync(DashboardReport report) => await _loader.LoadAsync(report);

    private void GoTo(AnalyticsState next) => Navigation.NavigateTo(AnalyticsUrl.At(Page, next));

    private void OnLocationChanged(object? sender, LocationChangedEventArgs location)
    {
        var address = new Uri(location.Location);
        if (address.AbsolutePath == Page)
        {
            _ = InvokeAsync(() => FollowAsync(address.Query));
        }
    }

    private async Task FollowAsync(string query)
    {
        if (_isDisposed)
        {
            return;
        }

        var before = _state;
        (_state, _ignored) = AnalyticsUrl.Parse(query);
        StateHasChanged();
        if (!before.ToQuery().Equals(_state.ToQuery()))
        {
            await _loader.LoadAsync(await CurrentActor.GetAsync(), _state.ToQuery());
        }
    }
}
