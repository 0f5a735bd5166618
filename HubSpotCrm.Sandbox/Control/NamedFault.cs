using HubSpotCrm.Sandbox.Api;

namespace HubSpotCrm.Sandbox.Control;

/// <summary>An answer that HubSpot is known to give when something is the matter, asked for by name.</summary>
internal sealed record NamedFault(string Name, Func<Call, Task> Answer)
{
    private const string MigrationSeconds = "60";

    public static readonly NamedFault[] All =
    [
        new("locked", call => call.Fail(new ApiFault(423, "LOCKED", "The account's data is locked by a large change. Wait at least 2 seconds."))),
        new("migrating", Migrating),
        new("uri-too-long", call => call.Fail(ApiFault.UriTooLong(Dispatch.MostInTarget))),
        new("conflict", call => call.Fail(new ApiFault(409, "CONFLICT", "The record was changed by another request at the same time."))),
        new("ten-secondly", call => RateLimits.Refuse(call, RateLimits.TenSecondly)),
        new("secondly", call => RateLimits.Refuse(call, RateLimits.Secondly)),
        new("daily", call => RateLimits.Refuse(call, RateLimits.Daily)),
        new("firewall", call => Text(call, 429, "text/plain", "error code: 1015")),
        new("bad-gateway", call => Text(call, 502, "text/html", "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>")),
        new("timeout", call => Text(call, 524, "text/plain", "error code: 524")),
    ];

    public static NamedFault? Find(string name) => All.FirstOrDefault(fault => fault.Name == name);

    /// <summary>The account moves to another place; the header says for how many seconds.</summary>
    private static Task Migrating(Call call)
    {
        call.Http.Response.Headers.RetryAfter = MigrationSeconds;
        return call.Fail(new ApiFault(477, "MIGRATION_IN_PROGRESS", "This account is being migrated to another data center."));
    }

    private static Task Text(Call call, int status, string type, string text)
    {
        call.Http.Response.StatusCode = status;
        call.Http.Response.ContentType = type + ";charset=utf-8";
        return call.Http.Response.WriteAsync(text, call.Cancelled);
    }
}
