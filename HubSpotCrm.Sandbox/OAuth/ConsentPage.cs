using System.Net;
using HubSpotCrm.Sandbox.Data;
using Microsoft.AspNetCore.WebUtilities;

namespace HubSpotCrm.Sandbox.OAuth;

/// <summary>Where a person says that an app may read and write the account. No script, no style of its own in the page.</summary>
internal static class ConsentPage
{
    public const string Css = """
        :root { color-scheme: light dark; --ground: #f4f6f8; --card: #fff; --text: #1c2733; --soft: #55636f; --line: #c5ced6; --accent: #0b5cab; --on-accent: #fff; }
        @media (prefers-color-scheme: dark) { :root { --ground: #12181e; --card: #1b242d; --text: #e8edf2; --soft: #a9b6c2; --line: #3d4a57; --accent: #7cb8f5; --on-accent: #0c1620; } }
        * { box-sizing: border-box; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
        main { width: min(34rem, 100% - 2rem); margin: 1rem auto; padding: 1.75rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
        h1 { margin: 0 0 .25rem; font-size: 1.4rem; line-height: 1.25; }
        h2 { margin: 1.25rem 0 .5rem; font-size: 1rem; }
        p { margin: .25rem 0; color: var(--soft); }
        ul { margin: 0; padding-left: 1.25rem; overflow-wrap: anywhere; }
        .actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.5rem; }
        button { min-height: 2.75rem; padding: .5rem 1.25rem; border-radius: .5rem; border: 1px solid var(--accent); background: transparent; color: var(--accent); font: inherit; font-weight: 600; cursor: pointer; }
        button.yes { background: var(--accent); color: var(--on-accent); }
        button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        """;

    private static readonly string[] Carried = ["client_id", "redirect_uri", "scope", "optional_scope", "state", "code_challenge", "code_challenge_method"];

    public static Task Show(HttpContext http)
    {
        var account = http.RequestServices.GetRequiredService<SandboxAccount>();
        var query = Carried.ToDictionary(name => name, name => http.Request.Query[name].ToString());
        return Problem(http, account, query) is { } problem
            ? Page(http, 400, "This request cannot be answered", $"<p>{WebUtility.HtmlEncode(problem)}</p>")
            : Page(http, 200, "Connect this app?", Form(query, account.Options.CallbackPath is null ? null : Proofs(http).Issue(http)));
    }

    public static async Task Decide(HttpContext http)
    {
        var account = http.RequestServices.GetRequiredService<SandboxAccount>();
        if (!http.Request.HasFormContentType)
        {
            await Page(http, 400, "This request cannot be answered", "<p>The answer of the form is missing.</p>");
            return;
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var values = Carried.ToDictionary(name => name, name => form[name].ToString());
        if (Problem(http, account, values) is { } problem)
        {
            await Page(http, 400, "This request cannot be answered", $"<p>{WebUtility.HtmlEncode(problem)}</p>");
            return;
        }

        if (account.Options.CallbackPath is not null && !Proofs(http).Take(http, form[ConsentProofs.Field].ToString()))
        {
            await Page(http, 400, "This request cannot be answered", "<p>The answer does not come from the page that asked, or the page is too old. Nothing was granted. Start again from the portal.</p>");
            return;
        }

        var back = new Dictionary<string, string?>();
        if (form["decision"] == "connect")
        {
            var challenge = values["code_challenge"].Length > 0 ? values["code_challenge"] : null;
            back["code"] = account.Tokens.IssueCode(values["redirect_uri"], [.. Scopes(values).Where(account.Offers).Except(Api.Scopes.OfApp)], challenge, values["code_challenge_method"]);
        }
        else
        {
            back["error"] = "access_denied";
            back["error_description"] = "The user did not grant access";
        }

        if (values["state"].Length > 0)
        {
            back["state"] = values["state"];
        }

        http.Response.StatusCode = StatusCodes.Status302Found;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Location = QueryHelpers.AddQueryString(values["redirect_uri"], back);
    }

    private static ConsentProofs Proofs(HttpContext http) => http.RequestServices.GetRequiredService<ConsentProofs>();

    private static string[] Scopes(Dictionary<string, string> values) =>
        [.. (values["scope"] + " " + values["optional_scope"]).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct()];

    private static string? Problem(HttpContext http, SandboxAccount account, Dictionary<string, string> values)
    {
        if (values["client_id"] != account.Options.ClientId)
        {
            return "The client_id is missing or is not that of an app known here.";
        }

        if (account.Options.CallbackPath is { } path)
        {
            if (!Uri.TryCreate(values["redirect_uri"], UriKind.Absolute, out var given)
                || !Uri.TryCreate($"{http.Request.Scheme}://{http.Request.Host}{path}", UriKind.Absolute, out var own)
                || given.AbsoluteUri != own.AbsoluteUri)
            {
                return "The redirect_uri is not the address of this portal that takes the answer.";
            }
        }
        else if (!Uri.TryCreate(values["redirect_uri"], UriKind.Absolute, out var redirect)
            || (redirect.Scheme != Uri.UriSchemeHttps && !(redirect.Scheme == Uri.UriSchemeHttp && (redirect.IsLoopback || redirect.Host == http.Request.Host.Host))))
        {
            return "The redirect_uri is missing, or is neither an https address nor one of this machine.";
        }

        if (values["scope"].Split(' ').FirstOrDefault(scope => !account.Offers(scope)) is { } lacking)
        {
            return $"The app needs {lacking}, which this account's subscription does not have.";
        }

        return values["scope"].Length == 0 ? "The request asks for no scope."
            : values["code_challenge_method"] is not ("" or "S256" or "plain") ? "The code_challenge_method is unknown." : null;
    }

    private static string Form(Dictionary<string, string> values, string? proof)
    {
        var scopes = string.Concat(Scopes(values).Select(scope => $"<li>{WebUtility.HtmlEncode(scope)}</li>"));
        var hidden = string.Concat(values.Select(pair => $"<input type=\"hidden\" name=\"{pair.Key}\" value=\"{WebUtility.HtmlEncode(pair.Value)}\">"));
        if (proof is not null)
        {
            hidden += $"<input type=\"hidden\" name=\"{ConsentProofs.Field}\" value=\"{proof}\">";
        }

        return $"""
            <p>Account: <strong>{WebUtility.HtmlEncode(Reference.PortalName)}</strong> ({Reference.PortalId})</p>
            <p>You will be sent back to {WebUtility.HtmlEncode(new Uri(values["redirect_uri"]).GetLeftPart(UriPartial.Authority))}</p>
            <h2>The app asks for these scopes</h2>
            <ul>{scopes}</ul>
            <form method="post">{hidden}<div class="actions">
            <button class="yes" name="decision" value="connect">Connect</button><button name="decision" value="cancel">Cancel</button>
            </div></form>
            """;
    }

    private static Task Page(HttpContext http, int status, string title, string content)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html;charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        var css = http.Request.PathBase + http.Request.Path + ".css";
        return http.Response.WriteAsync($"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="{css}"></head>
            <body><main><h1>{title}</h1>{content}</main></body>
            </html>
            """, http.RequestAborted);
    }
}
