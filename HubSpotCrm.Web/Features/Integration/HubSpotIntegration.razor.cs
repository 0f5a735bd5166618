using HubSpotCrm.Core.Connection;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace HubSpotCrm.Web.Features.Integration;

/// <summary>
/// The account's records, a tab for each kind. As a page its tab is the route's and the shell's navigation is its tab bar;
/// inside another page it is given a <see cref="Tab"/>, draws its own bar and says how the account is connected.
/// </summary>
public sealed partial class HubSpotIntegration : ComponentBase, IAsyncDisposable
{
    private IntegrationTab? _chosen;
    private IntegrationTab? _given;
    private IntegrationTab _routed;
    private bool _isTurned;
    private ScriptModule? _script;
    private ConnectionStatus _status = ConnectionStatus.None;
    private IDisposable? _subscription;

    [Inject]
    public required IConnectionService Connection { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>The tab to begin with inside another page; null where the route says it.</summary>
    [Parameter]
    public IntegrationTab? Tab { get; set; }

    private bool IsEmbedded => Tab is not null;

    private IntegrationTab Current => _chosen ?? Tab ?? _routed;

    private (string Kind, string Icon, string Text) Connected => _status.State switch
    {
        ConnectionState.None => ("t2", Glyphs.Info, "Not connected"),
        ConnectionState.ReconnectNeeded => ("bad", Glyphs.Close, "HubSpot rejected token"),
        _ => ("ok", Glyphs.Check, _status.Portal?.Name ?? "Connected"),
    };

    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        Navigation.LocationChanged -= OnLocationChanged;
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    protected override void OnInitialized()
    {
        _status = Connection.Status;
        _routed = OfRoute(Navigation.Uri) ?? IntegrationTab.Contacts;

        // Nothing to look at yet: the portal begins with the choice of an account.
        if (!IsEmbedded && Current == IntegrationTab.Overview && _status.State == ConnectionState.None)
        {
            Navigation.NavigateTo(PortalUrls.Connect);
            return;
        }

        if (!IsEmbedded)
        {
            Navigation.LocationChanged += OnLocationChanged;
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

    // The heading that the router has just given the focus is the one of the tab before.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isTurned)
        {
            _isTurned = false;
            _script ??= new ScriptModule(Js, "./Features/Integration/HubSpotIntegration.razor.js");
            await _script.CallAsync("focusHeading");
        }
    }

    // All tabs are one page to the router, which does not draw it again for another of its routes.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs location)
    {
        if (OfRoute(location.Location) is { } tab && tab != _routed)
        {
            (_routed, _isTurned) = (tab, true);
            _ = InvokeAsync(StateHasChanged);
        }
    }

    private static IntegrationTab? OfRoute(string address) => new Uri(address).AbsolutePath.TrimEnd('/') switch
    {
        "" => IntegrationTab.Overview,
        PortalUrls.Analytics => IntegrationTab.Analytics,
        PortalUrls.Contacts => IntegrationTab.Contacts,
        PortalUrls.Companies => IntegrationTab.Companies,
        PortalUrls.Deals => IntegrationTab.Deals,
        PortalUrls.Campaigns => IntegrationTab.Campaigns,
        _ => null,
    };
}
