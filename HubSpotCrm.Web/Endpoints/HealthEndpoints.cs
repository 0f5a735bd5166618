using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Web.Endpoints;

/// <summary>Whether the portal runs, and whether it can work. HubSpot is no part of it: the portal answers without.</summary>
internal static class HealthEndpoints
{
    private const long LeastFreeBytes = 1L << 30;

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet(PortalUrls.HealthLive, () => TypedResults.Text("ok")).AllowAnonymous();
        app.MapGet(PortalUrls.HealthReady, async (
            HttpContext context, IDbContextFactory<AppDb> databases, IDataProtectionProvider protection, IOptions<StorageOptions> storage, ILogger<AppDb> logger,
            CancellationToken cancellationToken) =>
        {
            var checks = new Dictionary<string, string>
            {
                ["database"] = await TryAsync(logger, () => OpenAsync(databases, cancellationToken)),
                ["keys"] = await TryAsync(logger, () => Task.FromResult(Keys(protection))),
                ["disk"] = await TryAsync(logger, () => Task.FromResult(Disk(storage.Value.FullPath))),
            };
            var ready = checks.Values.All(check => check == "ok");
            var status = ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return context.User.IsInRole(nameof(Role.Admin))
                ? Results.Json(new { status = ready ? "ok" : "fail", checks }, statusCode: status)
                : Results.Text(ready ? "ok" : "fail", statusCode: status);
        }).AllowAnonymous();
    }

    private static async Task<string> TryAsync(ILogger logger, Func<Task<string>> check)
    {
        try
        {
            return await check();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "A readiness check failed");
            return "fail";
        }
    }

    private static async Task<string> OpenAsync(IDbContextFactory<AppDb> databases, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return (await database.Database.GetPendingMigrationsAsync(cancellationToken)).Any() ? "schema is not current" : "ok";
    }

    private static string Keys(IDataProtectionProvider protection)
    {
        var protector = protection.CreateProtector("Readiness");
        return protector.Unprotect(protector.Protect("canary")) == "canary" ? "ok" : "fail";
    }

    private static string Disk(string folder) =>
        new DriveInfo(folder).AvailableFreeSpace >= LeastFreeBytes ? "ok" : "less than 1 GB free";
}
