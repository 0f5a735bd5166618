using HubSpotCrm.Web.Features.Palette;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Web;

namespace HubSpotCrm.Web.Circuits;

/// <summary>Razor components over circuits, with the limits of <c>docs/security.md</c>.</summary>
internal static class PortalCircuits
{
    public static WebApplicationBuilder AddPortalCircuits(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DetailedErrors = builder.Environment.IsDevelopment();
            circuits.DisconnectedCircuitMaxRetained = 50;
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(2);
            circuits.PersistedCircuitInMemoryMaxRetained = 200;
            circuits.PersistedCircuitInMemoryRetentionPeriod = TimeSpan.FromMinutes(30);
            circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(20);
            circuits.RootComponents.RegisterForJavaScript<PaletteResults>("palette");
        }).AddHubOptions(hub =>
        {
            // A value of HubSpot may hold 65,536 characters, up to three bytes each; typed into a field it comes in one message.
            hub.MaximumReceiveMessageSize = 256 * 1024;
        });
        builder.Services.AddScoped<AuthenticationStateProvider, SessionRevalidation>();
        builder.Services.AddScoped<CurrentActor>();
        builder.Services.AddScoped<Announcer>();
        builder.Services.AddScoped<Toasts>();
        builder.Services.AddScoped<NewRecordWatch>();
        return builder;
    }
}
