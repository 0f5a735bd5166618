using HubSpotCrm.Core;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Search.Embeddings;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Components;
using HubSpotCrm.Web.Diagnostics;
using HubSpotCrm.Web.Endpoints;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Features.Search;
using HubSpotCrm.Web.Localization;
using HubSpotCrm.Web.Security;
using Microsoft.AspNetCore.Components.Server;
using MudBlazor;
using MudBlazor.Services;

namespace HubSpotCrm.Web.Hosting;

/// <summary>Puts the portal together.</summary>
internal static class PortalHost
{
    public const string DefaultAddress = "http://localhost:5080";

    /// <summary>Registers everything. <paramref name="output"/> takes the setup link, apart from the log.</summary>
    public static WebApplicationBuilder AddPortal(this WebApplicationBuilder builder, TextWriter output)
    {
        builder.Configuration.AddHubSpotVariables(Environment.GetEnvironmentVariable);
        SettingsCheck.Check(builder.Configuration, builder.Environment);

        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        var portal = builder.Configuration.GetSection(PortalOptions.Section);
        builder.Services.Configure<PortalOptions>(portal);
        builder.Services.Configure<StorageOptions>(portal);
        builder.Services.AddHostedService<StartupPreparation>();

        builder.Services.Configure<HubSpotOptions>(builder.Configuration.GetSection(HubSpotOptions.Section));
        builder.Services.Configure<SyncOptions>(builder.Configuration.GetSection(SyncOptions.Section));
        builder.Services.Configure<EmbeddingOptions>(builder.Configuration.GetSection(EmbeddingOptions.Section));

        builder.AddPortalLogging();
        builder.Services.AddHubSpotCrmCore();
        builder.AddPortalSecurity(output);
        builder.AddSandboxHosting();

        builder.Services.AddLocalization();
        builder.Services.AddScoped<Formats>();
        builder.Services.AddMemoryCache();
        builder.Services.AddSingleton<ConnectNotices>();
        builder.AddPortalCircuits();
        builder.Services.AddRecordKinds();
        builder.Services.AddSingleton<HitReader>();
        builder.Services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomLeft;
            mud.SnackbarConfiguration.MaxDisplayedSnackbars = 3;
            mud.SnackbarConfiguration.VisibleStateDuration = 6000;
        });
        return builder;
    }

    /// <summary>The pipeline and the endpoints.</summary>
    public static WebApplication UsePortal(this WebApplication app)
    {
        app.UsePortalForwarding();
        app.UseCorrelation();
        app.UseSecurityHeaders();
        app.UseErrorPages();
        app.UseHostGuard();
        app.UseSetupAnnouncement();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseOriginGuard();
        app.UseAntiforgery();

        app.MapStaticAssets().AllowAnonymous();
        app.MapPortalEndpoints();
        app.MapSandbox();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode =>
        {
            // Our own headers forbid framing altogether; two policies would be one too many.
            mode.ContentSecurityFrameAncestorsPolicy = null;
        });
        return app;
    }
}
