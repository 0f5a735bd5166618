using System.Globalization;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Sandbox.Data;
using HubSpotCrm.Sandbox.OAuth;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>What happens to every call around its own work: clock, log, faults, latency, token, scope, limits.</summary>
internal static class Dispatch
{
    /// <summary>Characters of path and query; the web server itself cuts off a little above.</summary>
    public const int MostInTarget = 8_000;

    public static Task Run(HttpContext http, Operation? operation, ApiVersion version, string prefix)
    {
        var account = http.RequestServices.GetRequiredService<SandboxAccount>();
        return Run(new Call(http, account, version), operation, http.Request.Path.Value![prefix.Length..]);
    }

    private static async Task Run(Call call, Operation? operation, string path)
    {
        var (http, account) = (call.Http, call.Account);
        var began = account.Time.GetTimestamp();
        http.Response.Headers.Date = account.Time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        http.Response.Headers["X-HubSpot-Correlation-Id"] = call.CorrelationId;
        var (token, grant) = Authenticate(call);
        var auth = grant is null ? (token is null ? "none" : "unknown") : grant.IsStatic ? "token" : "oauth";
        try
        {
            if (account.LatencyMs > 0)
            {
                await Task.Delay(account.LatencyMs, call.Cancelled);
            }

            await FaultExecution.Around(call, account.Faults.Match(http.Request.Method, path), () => Answer(call, operation, path, token, grant));
        }
        finally
        {
            account.Log.Add(new LoggedCall(
                account.Time.GetUtcNow(), http.Request.Method, path, http.Request.QueryString.Value ?? "",
                http.RequestAborted.IsCancellationRequested ? 0 : http.Response.StatusCode, auth,
                Math.Round(account.Time.GetElapsedTime(began).TotalMilliseconds, 1), operation is null, call.Inputs));
        }
    }

    private static Task Answer(Call call, Operation? operation, string path, string? token, AccessGrant? grant)
    {
        if (call.TargetLength > MostInTarget)
        {
            return call.Fail(ApiFault.UriTooLong(MostInTarget));
        }

        if (operation is null)
        {
            return call.Fail(new ApiFault(501, "NOT_IN_SANDBOX", $"The sandbox does not emulate {call.Http.Request.Method} {path}"));
        }

        if (operation.Scope is null)
        {
            return operation.Handle(call);
        }

        if (grant is null)
        {
            return call.Fail(new ApiFault(401, "INVALID_AUTHENTICATION", token is null
                ? "Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview"
                : "The OAuth token used to make this call is invalid or was revoked."));
        }

        var late = (call.Crm.NowMs - grant.UntilMs) / 1000;
        if (!grant.IsStatic && grant.UntilMs <= call.Crm.NowMs)
        {
            return call.Fail(new ApiFault(401, "EXPIRED_AUTHENTICATION", $"The OAuth token used to make this call expired {late} second(s) ago.")
            {
                Context = new Dictionary<string, string[]> { ["expire time"] = [Stamp.Iso(grant.UntilMs)] },
            });
        }

        if (!call.Account.Limits.Allows(operation.Meter, grant.IsStatic, call.Http, out var policy))
        {
            return RateLimits.Refuse(call, policy);
        }

        var schema = call.Schema();
        if (operation.Path.Contains("{type}", StringComparison.Ordinal) && schema is null)
        {
            return call.Fail(ApiFault.UnknownType(call.Route("type")));
        }

        if (operation.Path.Contains("{to}", StringComparison.Ordinal) && call.Schema("to") is null)
        {
            return call.Fail(ApiFault.UnknownType(call.Route("to")));
        }

        var needed = Scopes.Needed(operation.Scope, schema?.Type);
        return needed.Any(set => set.All(scope => call.Account.Offers(scope) && ((grant.IsStatic && !Scopes.OfApp.Contains(scope)) || grant.Scopes.Contains(scope))))
            ? operation.Handle(call)
            : call.Fail(new ApiFault(403, "MISSING_SCOPES", "One or more of the following scopes are required.")
            {
                Context = new Dictionary<string, string[]> { ["requiredGranularScopes"] = [.. needed[0].Where(scope => !call.Account.Offers(scope) || !grant.Scopes.Contains(scope))] },
            });
    }

    private static (string? Token, AccessGrant? Grant) Authenticate(Call call)
    {
        var header = call.Http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return (null, null);
        }

        var token = header["Bearer ".Length..].Trim();
        return (token, call.Account.Tokens.FindAccess(token));
    }
}
