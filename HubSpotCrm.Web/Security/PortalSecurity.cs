using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Web.Hosting;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;

namespace HubSpotCrm.Web.Security;

/// <summary>Sign-in, roles, cookies, keys, limits.</summary>
internal static class PortalSecurity
{
    /// <summary>The name of the rate limit on forms that take a password or the setup code.</summary>
    public const string SignInLimit = "sign-in";

    /// <summary>The name of the rate limit on HubSpot's deliveries.</summary>
    public const string WebhookLimit = "webhooks";

    /// <summary>The name of the authorization policy for administrators.</summary>
    public const string AdminPolicy = "admin";

    public static WebApplicationBuilder AddPortalSecurity(this WebApplicationBuilder builder, TextWriter output)
    {
        var services = builder.Services;
        services.AddIdentityCore<PortalUser>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                identity.Password.RequiredLength = 12;
                identity.Password.RequiredUniqueChars = 1;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Lockout.MaxFailedAccessAttempts = 5;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                identity.Lockout.AllowedForNewUsers = true;
            })
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<AppDb>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<PortalClaims>()
            .AddPasswordValidator<CommonPasswordValidator>();
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 210_000);
        services.Configure<SecurityStampValidatorOptions>(stamp =>
        {
            stamp.ValidationInterval = TimeSpan.FromSeconds(60);
            stamp.OnRefreshingPrincipal = context =>
            {
                Session.Carry(context.CurrentPrincipal, context.NewPrincipal);
                return Task.CompletedTask;
            };
        });

        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, Cookie)
            // Nothing sets it yet, but ending a session signs it out and fails without.
            .AddCookie(IdentityConstants.TwoFactorRememberMeScheme);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(AdminPolicy, policy => policy.RequireRole(nameof(Role.Admin)));
        services.AddCascadingAuthenticationState();
        services.AddHttpContextAccessor();
        services.AddAntiforgery(antiforgery =>
        {
            // Our own headers say it more strictly.
            antiforgery.SuppressXFrameOptionsHeader = true;
            antiforgery.Cookie.Name = "portal-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Lax;
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddHsts(hsts =>
        {
            hsts.MaxAge = TimeSpan.FromDays(365);
            hsts.IncludeSubDomains = true;
        });

        services.AddSingleton<OpenSessions>();
        services.AddScoped<AccountAudit>();
        services.AddScoped<SignInService>();
        services.AddScoped<SetupService>();
        services.AddSingleton(provider => new SetupCode(provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<SetupAnnouncement>(provider, output));
        services.AddSingleton<CommonPasswords>();
        services.AddRateLimiter(Limits);
        services.AddKeyRing();
        services.Configure<ForwardedHeadersOptions>(forwarded => Forwarding(forwarded, builder.Configuration));
        return builder;
    }

    /// <summary>Reads X-Forwarded-* headers, from configured proxies only.</summary>
    public static void UsePortalForwarding(this WebApplication app)
    {
        if (app.Configuration.GetSection("Portal:Proxies").GetChildren().Any())
        {
            app.UseForwardedHeaders();
        }
    }

    private static void Cookie(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "portal";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.Path = "/";
        // Strict would drop the cookie on the way back from HubSpot's consent page.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.CookieManager = new HostCookieManager();
        cookie.ExpireTimeSpan = Session.LongestIdle;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = PortalUrls.SignIn;
        cookie.AccessDeniedPath = PortalUrls.Home;
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.Events.OnRedirectToLogin = context =>
        {
            if (HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.Redirect(PortalUrls.SignInThen(ReturnPath(context.Request)));
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            }

            return Task.CompletedTask;
        };
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        cookie.Events.OnValidatePrincipal = async context =>
        {
            var services = context.HttpContext.RequestServices;
            var sessions = services.GetRequiredService<OpenSessions>();
            var id = Session.Id(context.Principal!);
            if (Session.IsTooOld(context.Principal, services.GetRequiredService<TimeProvider>().GetUtcNow()) || sessions.HasEnded(id))
            {
                context.RejectPrincipal();
                await services.GetRequiredService<SignInManager<PortalUser>>().SignOutAsync();
                return;
            }

            await SecurityStampValidator.ValidatePrincipalAsync(context);

            // The socket of a screen connects again by itself; everything else is somebody's doing.
            if (context.Principal is not null && !context.HttpContext.Request.Path.StartsWithSegments("/_blazor"))
            {
                sessions.Touch(id);
            }
        };
    }

    // HubSpot's code must not travel on in a return address.
    private static string ReturnPath(HttpRequest request) =>
        request.Path.StartsWithSegments("/api") || request.Path == PortalUrls.Setup ? PortalUrls.Home : request.Path + request.QueryString;

    private static void Limits(Microsoft.AspNetCore.RateLimiting.RateLimiterOptions limits)
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = (context, _) =>
        {
            if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after))
            {
                context.HttpContext.Response.Headers.RetryAfter = ((int)after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            return ValueTask.CompletedTask;
        };
        limits.AddPolicy(SignInLimit, context => HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = 20, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter("reading"));
        limits.AddPolicy(WebhookLimit, context => RateLimitPartition.GetFixedWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = 100, Window = TimeSpan.FromSeconds(1) }));
    }

    private static void Forwarding(ForwardedHeadersOptions forwarded, ConfigurationManager configuration)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in configuration.GetSection("Portal:Proxies").Get<string[]>() ?? [])
        {
            forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        }

        foreach (var host in configuration.GetSection("Portal:Hosts").Get<string[]>() ?? [])
        {
            forwarded.AllowedHosts.Add(host);
        }
    }
}
