using HubSpotCrm.Core.Connection;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Integration;

/// <summary>
/// The account's records, a tab for each kind. As a page its tab is the route's and the shell's navigation is its tab bar;
/// inside another page it is given a <see cref="Tab"/>, draws its own bar and says how the account is connected.
/// </summary>
public sealed partial class HubSpotIntegration : ComponentBase, IDisposable
{
    private IntegrationTab? _chosen;
    private IntegrationTab? _given;
    private ConnectionStatus _status = ConnectionStatus.None;
    private IDisposable? _subscription;

    [Inject]
    public required IConnectionService Connection { get; init; }

    /// <summary>The tab to begin with inside another page; null where the route says it.</summary>
    [Parameter]
    public IntegrationTab? Tab { get; set; }

    private bool IsEmbedded => Tab is not null;

    private IntegrationTab Current => _chosen ?? Tab ?? OfRoute(new Uri(Navigation.Uri).AbsolutePath);

    private (string Kind, string Icon, string Text) Connected => _status.State switch
    {
        ConnectionState.None => ("t2", Glyphs.Info, "Not connected"),
        ConnectionState.ReconnectNeeded => ("bad", Glyphs.Close, "HubSpot rejected token"),
        _ => ("ok", Glyphs.Check, _status.Portal?.Name ?? "Connected"),
    };

    public void Dispose() => _subscription?.Dispose();

    protected override void OnInitialized()
    {
        _status = Connection.Status;

        // Nothing to look at yet: the portal begins with the choice of an account.
        if (!IsEmbedded && Current == IntegrationTab.Overview && _status.State == ConnectionState.None)
        {
            Navigation.NavigateTo(PortalUrls.Connect);
            return;
        }

        _subscription = Connection.Subscribe(status => _ = InvokeAsync(() =>
        {
            _status = status;
            StateHasChanged();
        }));
    }

    protected override void OnParametersSet()
    {
        if (_given != Tab)
        {
            (_given, _chosen) = (Tab, null);
        }
    }

    private static IntegrationTab OfRoute(string path) => path.TrimEnd('/') switch
    {
        "" => IntegrationTab.Overview,
        PortalUrls.Analytics => IntegrationTab.Analytics,
        PortalUrls.Companies => IntegrationTab.Companies,
        PortalUrls.Deals => IntegrationTab.Deals,
        PortalUrls.Campaigns => IntegrationTab.Campaigns,
        _ => IntegrationTab.Contacts,
    };
}
