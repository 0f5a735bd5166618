using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.OAuth;

/// <summary>Tokens for codes and refresh tokens, and their end.</summary>
internal static class TokenEndpoints
{
    // The pages of HubSpot say one thing, its descriptions another.
    private static readonly string[] TokenFields = ["token", "access_token", "refresh_token"];

    public static async Task Token(Call call)
    {
        if (await Form(call) is not { } form)
        {
            return;
        }

        switch (form["grant_type"].ToString())
        {
            case "authorization_code":
                await Exchange(call, form);
                break;
            case "refresh_token":
                var tokens = call.Account.Tokens.Refresh(form["refresh_token"].ToString());
                await (tokens is null
                    ? Refuse(call, "invalid_grant", "refresh token is invalid, expired or revoked", "BAD_REFRESH_TOKEN")
                    : Answer(call, tokens));
                break;
            case "client_credentials":
                await Credentials(call, form["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
                break;
            default:
                await Refuse(call, "unsupported_grant_type", "grant type is not supported", "BAD_GRANT_TYPE");
                break;
        }
    }

    public static async Task Introspect(Call call)
    {
        if (await Form(call) is not { } form)
        {
            return;
        }

        var token = TokenFields.Select(name => form[name].ToString()).FirstOrDefault(value => value.Length > 0) ?? "";
        var access = call.Account.Tokens.FindAccess(token) is { IsStatic: false } grant && grant.UntilMs > call.Crm.NowMs ? grant : null;
        var refresh = call.Account.Tokens.FindRefresh(token);
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("active", access is not null || refresh is not null);
            if ((access?.Scopes ?? refresh?.Scopes) is { } scopes)
            {
                json.WriteString("token", token);
                json.WriteString("token_type", "bearer");
                json.WriteString("token_use", access is null ? "refresh_token" : "access_token");
                json.WriteString("client_id", call.Account.Options.ClientId);
                json.WriteNumber("app_id", Reference.AppId);
                json.WriteNumber("hub_id", Reference.PortalId);
                json.WriteString("hub_domain", "nordlicht-trading.example");
                json.WriteString("user", Reference.AdminEmail);
                json.WriteNumber("user_id", Reference.AdminUserId);
                WriteScopes(json, scopes);
                if (access is not null)
                {
                    json.WriteNumber("expires_in", (access.UntilMs - call.Crm.NowMs) / 1000);
                    json.WriteBoolean("is_private_distribution", false);
                }
            }

            json.WriteEndObject();
        });
    }

    public static async Task Revoke(Call call)
    {
        if (await Form(call) is not { } form)
        {
            return;
        }

        call.Account.Tokens.Revoke(form["token"].Count > 0 ? form["token"].ToString() : form["refresh_token"].ToString());
        await call.NoContent();
    }

    public static Task Uninstall(Call call)
    {
        call.Account.Tokens.RevokeAll();
        return call.NoContent();
    }

    private static async Task Exchange(Call call, IFormCollection form)
    {
        // Taken before it is checked: a code presented wrongly is spent, too.
        var grant = call.Account.Tokens.TakeCode(form["code"].ToString());
        if (grant is null)
        {
            await Refuse(call, "invalid_grant", "authorization code is invalid, expired or already used", "BAD_AUTH_CODE");
        }
        else if (grant.RedirectUri != form["redirect_uri"].ToString())
        {
            await Refuse(call, "invalid_grant", "redirect_uri does not match the one of the authorization", "BAD_REDIRECT_URI");
        }
        else if (!Proves(grant, form["code_verifier"].ToString()))
        {
            await Refuse(call, "invalid_grant", "code_verifier does not match the code_challenge", "BAD_CODE_VERIFIER");
        }
        else
        {
            await Answer(call, call.Account.Tokens.Issue(grant.Scopes));
        }
    }

    /// <summary>A token of the app itself: no account, and nothing to refresh it with.</summary>
    private static Task Credentials(Call call, string[] scopes) => scopes.Length == 0 || scopes.Except(Scopes.OfApp).Any()
        ? Refuse(call, "invalid_scope", "scope is missing or not one that an app may have", "BAD_SCOPE")
        : call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("token_type", "bearer");
            json.WriteString("access_token", call.Account.Tokens.IssueToApp(scopes));
            json.WriteNumber("expires_in", TokenStore.LifetimeSeconds);
            json.WriteString("token_use", "access_token");
            WriteScopes(json, scopes);
            json.WriteEndObject();
        });

    private static bool Proves(CodeGrant grant, string verifier)
    {
        if (grant.Challenge is null)
        {
            return true;
        }

        var answer = grant.ChallengeMethod == "S256"
            ? Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_')
            : verifier;
        return answer == grant.Challenge;
    }

    /// <summary>The form of a call by the app itself; null once a fault was answered. Values in the query do not count.</summary>
    private static async Task<IFormCollection?> Form(Call call)
    {
        if (!call.Http.Request.HasFormContentType)
        {
            await Refuse(call, "invalid_request", "the body must be application/x-www-form-urlencoded", "BAD_REQUEST");
            return null;
        }

        var form = await call.Http.Request.ReadFormAsync(call.Cancelled);
        if (form["client_id"].ToString() != call.Account.Options.ClientId)
        {
            await Refuse(call, "invalid_client", "client_id is missing or unknown", "BAD_CLIENT_ID");
            return null;
        }

        if (!CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(form["client_secret"].ToString()), Encoding.UTF8.GetBytes(call.Account.Options.ClientSecret!)))
        {
            await Refuse(call, "invalid_client", "client_secret is missing or wrong", "BAD_CLIENT_SECRET");
            return null;
        }

        return form;
    }

    private static Task Answer(Call call, IssuedTokens tokens) => call.Answer(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("token_type", "bearer");
        json.WriteString("access_token", tokens.Access);
        json.WriteString("refresh_token", tokens.Refresh);
        json.WriteNumber("expires_in", TokenStore.LifetimeSeconds);
        json.WriteNumber("hub_id", Reference.PortalId);
        json.WriteNumber("user_id", Reference.AdminUserId);
        json.WriteString("token_use", "access_token");
        WriteScopes(json, tokens.Scopes);
        json.WriteEndObject();
    });

    private static Task Refuse(Call call, string error, string description, string status) => call.Answer(400, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", error);
        json.WriteString("error_description", description);
        json.WriteString("status", status);
        json.WriteString("message", description);
        json.WriteString("correlationId", call.CorrelationId);
        json.WriteEndObject();
    });

    private static void WriteScopes(Utf8JsonWriter json, string[] scopes)
    {
        json.WriteStartArray("scopes");
        foreach (var scope in scopes)
        {
            json.WriteStringValue(scope);
        }

        json.WriteEndArray();
    }
}
