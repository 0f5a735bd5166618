using HubSpotCrm.Web.Hosting;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Web.Security;

/// <summary>Headers on every answer, and the guards that look at where a request came from.</summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        var policy = ContentPolicy(app.Configuration["HubSpot:AuthorizeUrl"]);
        app.Use((context, next) =>
        {
            // At the last moment: an error page begins with empty headers.
            context.Response.OnStarting(() =>
            {
                var headers = context.Response.Headers;
                headers.ContentSecurityPolicy = policy;
                headers.XContentTypeOptions = "nosniff";
                headers.XFrameOptions = "DENY";
                headers["Referrer-Policy"] = "no-referrer";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                headers["Cross-Origin-Resource-Policy"] = "same-origin";
                headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

                // Whatever is not a file of the product may hold customers' data.
                if (context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is null)
                {
                    headers.CacheControl = "no-store";
                }

                return Task.CompletedTask;
            });
            return next();
        });
    }

    /// <summary>Plain http from other machines is refused, and names the portal does not know.</summary>
    public static void UseHostGuard(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<PortalOptions>>().Value;
        app.Use((context, next) =>
        {
            var local = IsThisMachine(context.Request.Host.Host);
            var arrivedHere = context.Connection.LocalIpAddress is null || System.Net.IPAddress.IsLoopback(context.Connection.LocalIpAddress);
            if (!(local || options.Hosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase) || (options.Hosts.Count == 0 && !arrivedHere)))
            {
                // A name that leads to loopback without being ours is how a foreign page would reach in.
                return Diagnostics.ErrorPages.WriteAsync(context, StatusCodes.Status400BadRequest, "Unknown host name", "The portal does not know the name under which it was called. An administrator adds it to Portal:Hosts.");
            }

            if (!context.Request.IsHttps && !arrivedHere && !options.AllowPlainHttp)
            {
                return Diagnostics.ErrorPages.WriteAsync(context, StatusCodes.Status403Forbidden, "Plain http is for this machine only",
                    "From other machines the portal needs https, or a proxy named in Portal:Proxies. Portal:AllowPlainHttp=true allows it as it is; passwords then cross the network readable.");
            }

            return next();
        });
    }

    /// <summary>The circuit's socket takes cookies from any page that opens it, so the page's origin must be ours.</summary>
    public static void UseOriginGuard(this WebApplication app) =>
        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments("/_blazor")
                && context.Request.Headers.Origin.ToString() is { Length: > 0 } origin
                && !string.Equals(origin, $"{context.Request.Scheme}://{context.Request.Host}", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }

            return next();
        });

    /// <summary>Nothing is answered before the setup link was printed.</summary>
    public static void UseSetupAnnouncement(this WebApplication app)
    {
        var announced = app.Services.GetRequiredService<SetupCode>().Announced;
        app.Use(async (context, next) =>
        {
            await announced.WaitAsync(context.RequestAborted);
            await next();
        });
    }

    // Scripts come from files only. MudBlazor writes style elements and attributes, hence unsafe-inline there.
    private static string ContentPolicy(string? authorizeUrl)
    {
        var consent = Uri.TryCreate(authorizeUrl, UriKind.Absolute, out var address) ? " " + address.GetLeftPart(UriPartial.Authority) : "";
        return string.Join("; ",
            "default-src 'self'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "font-src 'self'", "connect-src 'self'",
            "object-src 'none'", "base-uri 'self'", "frame-ancestors 'none'", $"form-action 'self' https://app.hubspot.com https://*.hubspot.com{consent}");
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out var address) && System.Net.IPAddress.IsLoopback(address));
}
