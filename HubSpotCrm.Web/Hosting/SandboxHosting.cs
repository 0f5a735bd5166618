using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Sandbox;
using HubSpotCrm.Web.Security;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Web.Hosting;

/// <summary>The only place that knows the sandbox.</summary>
internal static class SandboxHosting
{
    public const string Path = PortalUrls.Sandbox;

    public static WebApplicationBuilder AddSandboxHosting(this WebApplicationBuilder builder)
    {
        if (!IsOn(builder.Configuration, builder.Environment))
        {
            return builder;
        }

        var settings = builder.Configuration.GetSection("Sandbox");
        var folder = builder.Configuration.GetSection(PortalOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        builder.Services.AddHubSpotSandbox(options =>
        {
            options.Contacts = settings.GetValue("Contacts", options.Contacts);
            options.Engagements = settings.GetValue<int?>("Engagements");
            options.Seed = settings.GetValue("Seed", options.Seed);
            options.LatencyMs = settings.GetValue("LatencyMs", options.LatencyMs);
            options.Limits = settings["Limits"] is not ("off" or "false" or "False");
            options.ControlKey = settings["ControlKey"];
            options.CallbackPath = PortalUrls.OAuthCallback;
            options.StateFile = System.IO.Path.Combine(folder.FullPath, "sandbox", "changes.ndjson");
        });
        builder.Services.AddSingleton<ISandboxDirectory, HostedSandbox>();
        return builder;
    }

    public static WebApplication MapSandbox(this WebApplication app)
    {
        if (IsOn(app.Configuration, app.Environment))
        {
            var sandbox = app.MapHubSpotSandbox(Path);
            sandbox.Pages.RequireAuthorization(policy => policy.RequireRole(nameof(Role.Admin)));

            // It asks for its own bearer or key, as HubSpot does.
            sandbox.Api.AllowAnonymous();
        }

        return app;
    }

    private static bool IsOn(IConfiguration configuration, IHostEnvironment environment) =>
        (configuration.GetSection(PortalOptions.Section).Get<PortalOptions>() ?? new PortalOptions()).SandboxIsOn(environment);

    /// <summary>The sandbox below the address that the portal itself listens on.</summary>
    private sealed class HostedSandbox(IServer server, SandboxOptions options, IServiceProvider services) : ISandboxDirectory
    {
        public SandboxEndpoint? Current => ListeningAddress.Of(server) is { } origin
            ? new SandboxEndpoint(new Uri(origin + Path), $"{Path}/oauth/authorize", options.ClientId!, options.ClientSecret!)
            : null;

        public bool IsOn => true;

        // Asked for only now: with it the account is made, and that has to wait for the data folder.
        public void Reset() => services.GetRequiredService<SandboxData>().Reset();
    }
}
