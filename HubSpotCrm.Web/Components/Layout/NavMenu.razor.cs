using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Components.Layout;

/// <summary>The pages, how many live records each list holds, what needs a user, and which account this is.</summary>
public sealed partial class NavMenu : ComponentBase, IDisposable
{
    private static readonly (ObjectType Type, string Address, string Icon)[] Lists =
    [
        (ObjectType.Contact, PortalUrls.Contacts, Glyphs.Person),
        (ObjectType.Company, PortalUrls.Companies, Glyphs.Company),
        (ObjectType.Deal, PortalUrls.Deals, Glyphs.Deal),
        (ObjectType.Campaign, PortalUrls.Campaigns, Glyphs.Campaign),
    ];

    private SyncStatus _sync = SyncStatus.Off;
    private PortalInformation? _portal;
    private bool _mayView;
    private IDisposable? _syncing;
    private IDisposable? _connecting;
    private IDisposable? _counting;

    [Inject]
    public required IConnectionService Connection { get; init; }

    [Inject]
    public required ISyncService Sync { get; init; }

    [Inject]
    public required LiveCounts Counts { get; init; }

    public void Dispose()
    {
        _syncing?.Dispose();
        _connecting?.Dispose();
        _counting?.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _sync = Sync.Status;
        _portal = Connection.Status.Portal;
        _syncing = Sync.Subscribe(status => _ = InvokeAsync(() =>
        {
            _sync = status;
            StateHasChanged();
        }));
        _connecting = Connection.Subscribe(status => _ = InvokeAsync(() =>
        {
            _portal = status.Portal;
            StateHasChanged();
        }));
        _counting = Counts.Subscribe(() => _ = InvokeAsync(StateHasChanged));
        _mayView = (await Current.GetAsync()).Check(Policy.ViewRecords) is null;
    }

    // None, rather than 0, of what HubSpot does not let us read.
    private int? CountOf(ObjectType type) =>
        _mayView && Counts.Present.TryGetValue(type, out var count) && (count > 0 || !_sync.Objects.Any(progress => progress.Type == type && progress.MissingScopes is not null))
            ? count
            : null;
}
