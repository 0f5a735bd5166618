using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Connection;

/// <summary>The app by which the portal is known at a target. Its text never shows the secret.</summary>
internal sealed record ConnectedApp(HubSpotEndpoint Endpoint, string ClientId, string ClientSecret)
{
    public override string ToString() => $"(app at {Endpoint})";
}

/// <summary>Where the sandbox and HubSpot are reached, and as which app.</summary>
internal sealed class ConnectionTargets(IOptions<HubSpotOptions> options, ISandboxDirectory sandbox)
{
    /// <summary>Where HubSpot sends the browser back to.</summary>
    private const string CallbackPath = "/api/hubspot/oauth/callback";

    /// <summary><see cref="SandboxOff"/> or <see cref="AppNotConfigured"/> when there is none.</summary>
    public Result<ConnectedApp> AppOf(ConnectionTarget target)
    {
        if (target == ConnectionTarget.Sandbox)
        {
            return sandbox.Current is { } here
                ? new ConnectedApp(EndpointOf(target)!, here.ClientId, here.ClientSecret)
                : new SandboxOff();
        }

        var settings = options.Value;
        return string.IsNullOrWhiteSpace(settings.ClientId) || string.IsNullOrWhiteSpace(settings.ClientSecret)
            ? new AppNotConfigured()
            : new ConnectedApp(EndpointOf(target)!, settings.ClientId, settings.ClientSecret);
    }

    /// <summary>Null while the sandbox is off, or the portal that serves it does not listen yet.</summary>
    public HubSpotEndpoint? EndpointOf(ConnectionTarget target)
    {
        if (target == ConnectionTarget.Sandbox)
        {
            return sandbox.Current is { } here ? new HubSpotEndpoint(here.ApiBase, options.Value.ApiVersion, IsSandbox: true) : null;
        }

        var address = new Uri(options.Value.ApiBaseUrl);
        return new HubSpotEndpoint(address, options.Value.ApiVersion, IsSandbox: sandbox.IsOn && address.IsLoopback);
    }

    /// <summary>The consent page, and the address it returns to; both as the browser at <paramref name="origin"/> reaches them.</summary>
    public Result<(Uri Authorize, string RedirectUri)> ConsentOf(ConnectionTarget target, Uri origin)
    {
        if (target == ConnectionTarget.Sandbox)
        {
            return sandbox.Current is { } here
                ? (new Uri(origin, here.AuthorizePath), new Uri(origin, CallbackPath).ToString())
                : new SandboxOff();
        }

        var settings = options.Value;
        return string.IsNullOrWhiteSpace(settings.RedirectUri)
            ? new AppNotConfigured()
            : (new Uri(settings.AuthorizeUrl), settings.RedirectUri);
    }
}
