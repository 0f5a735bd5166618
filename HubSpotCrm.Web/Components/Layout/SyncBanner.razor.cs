using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace HubSpotCrm.Web.Components.Layout;

/// <summary>Says on every page when the data is old or sync stands still. The sync page says more itself.</summary>
public sealed partial class SyncBanner : ComponentBase, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private SyncStatus _status = SyncStatus.Off;
    private IDisposable? _subscription;
    private ITimer? _timer;

    [Inject]
    public required ISyncService Sync { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    /// <summary>Whether the page says already that HubSpot refuses the connection.</summary>
    [Parameter]
    public bool IsReconnectSaid { get; set; }

    private SyncNotice? Notice =>
        new Uri(Navigation.Uri).AbsolutePath == PortalUrls.Sync || (IsReconnectSaid && _status.State == SyncState.ReconnectNeeded)
            ? null
            : SyncNotice.Brief(_status, Formats, Clock.GetUtcNow());

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _subscription?.Dispose();
        _timer?.Dispose();
    }

    protected override void OnInitialized()
    {
        _status = Sync.Status;
        _subscription = Sync.Subscribe(status =>
        {
            _status = status;
            _ = InvokeAsync(StateHasChanged);
        });
        Navigation.LocationChanged += OnLocationChanged;
    }

    // Data grows old by itself, but only where someone looks.
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(StateHasChanged), null, Interval, Interval);
        }
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(StateHasChanged);
}
