using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Components.Layout;
using HubSpotCrm.Web.Features.Connection;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>What sync does and did, the proof that the copy equals HubSpot, and what waits for a person. Which pages of its lists are shown is part of the address.</summary>
public sealed partial class SyncPage : ComponentBase, IDisposable
{
    // The report is read again when lanes ran, but not for each of a hundred pages.
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ClockInterval = TimeSpan.FromSeconds(5);

    private SyncStatus _status = SyncStatus.Off;
    private IDisposable? _subscription;
    private Throttle? _reports;
    private ITimer? _timer;
    private Actor? _actor;
    private bool _busy;
    private string? _failure;
    private int _announced;
    private int _version;
    private IReadOnlyList<LaneStatus> _lanes = [];

    [Inject]
    public required ISyncService Sync { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    internal Announcer Announcer { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [SupplyParameterFromQuery(Name = PortalUrls.SyncObjectsQuery)]
    private string? Objects { get; set; }

    [SupplyParameterFromQuery(Name = PortalUrls.SyncRunsQuery)]
    private string? Runs { get; set; }

    [SupplyParameterFromQuery(Name = PortalUrls.SyncDriftQuery)]
    private string? Drift { get; set; }

    [SupplyParameterFromQuery(Name = PortalUrls.SyncValuesQuery)]
    private string? Values { get; set; }

    private List<string> LeftOut => [.. Scopes.LeftOut(_status).Select(one => Words.Plural(one.Type))];

    public void Dispose()
    {
        _subscription?.Dispose();
        _reports?.Dispose();
        _timer?.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _status = Sync.Status;
        _lanes = _status.Lanes;
        _announced = Quarter(_status);
        _reports = new Throttle(Clock, ReportInterval, () => _ = InvokeAsync(() =>
        {
            _version++;
            StateHasChanged();
        }));
        _subscription = Sync.Subscribe(status => _ = InvokeAsync(() => Take(status)));
        _actor = await Current.GetAsync();
    }

    // "23 s" grows by itself, but only where someone looks.
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(StateHasChanged), null, ClockInterval, ClockInterval);
        }
    }

    private void Take(SyncStatus status)
    {
        _status = status;

        // Four times in all: a reader that hears every percent hears nothing else.
        if (Quarter(status) is var quarter && quarter > _announced)
        {
            Announcer.Say($"First sync {quarter * 25} percent done");
        }

        _announced = Quarter(status);
        if (!_lanes.SequenceEqual(status.Lanes))
        {
            _lanes = status.Lanes;
            _reports?.Signal();
        }

        StateHasChanged();
    }

    private static int Quarter(SyncStatus status) => SyncShare.Of(status) is { } share ? (int)(share * 4) : 0;

    private async Task DoAsync(Func<Actor, CancellationToken, Task<Result<Done>>> action)
    {
        _busy = true;
        _failure = (await action(await Current.GetAsync(), CancellationToken.None)).Failure?.Message;
        _busy = false;
    }
}
