using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.OAuth;

namespace HubSpotCrm.Sandbox.Control;

/// <summary>Where a person trying an app lets things happen to the account. No script, no style of its own in the page.</summary>
internal sealed class ControlPage(string prefix)
{
    public const string CssPath = "/control.css";
    private const int MostThrottled = 1_000;
    private const int MostLatencyMs = 60_000;

    public void Map(IEndpointRouteBuilder pages, IEndpointRouteBuilder styles)
    {
        pages.MapGet("/", Show);
        pages.MapPost("/", Act);
        styles.MapGet(CssPath, http =>
        {
            http.Response.ContentType = "text/css;charset=utf-8";
            return http.Response.WriteAsync(ConsentPage.Css + ControlStyle.Css, http.RequestAborted);
        });
    }

    private Task Show(HttpContext http)
    {
        var call = Begin(http);
        var query = http.Request.Query;
        return Closed(call) is { } why
            ? Send(http, 403, ControlView.Refusal(why))
            : Send(http, 200, View(call, new ControlInput(query["type"].ToString(), query["q"].ToString(), query["id"].ToString(), query["property"].ToString(), null), query["done"].ToString(), null));
    }

    private async Task Act(HttpContext http)
    {
        var call = Begin(http);
        if (Closed(call) is { } why)
        {
            await Send(http, 403, ControlView.Refusal(why));
            return;
        }

        var form = await Form(http);
        var input = new ControlInput(form["type"].ToString(), "", form["id"].ToString(), form["property"].ToString(), form["value"].ToString());
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(form["token"].ToString()), Encoding.UTF8.GetBytes(call.Account.FormToken)))
        {
            await Send(http, 400, View(call, input with { Value = null }, "", "This form is from another page or from before a restart. Try again from here."));
            return;
        }

        if (Do(call, form["do"].ToString(), form, input) is { } wrong)
        {
            await Send(http, 400, View(call, input, "", wrong));
            return;
        }

        // Seen again by GET, so that reloading does nothing twice.
        var keep = form["do"] == "change" ? $"&type={Uri.EscapeDataString(input.Type)}&id={Uri.EscapeDataString(input.Id)}&property={Uri.EscapeDataString(input.Property)}" : "";
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{Self(http)}?done={Uri.EscapeDataString(form["do"].ToString())}{keep}";
    }

    /// <summary>What was sent; nothing when it is not a form that can be read.</summary>
    private static async Task<IFormCollection> Form(HttpContext http)
    {
        try
        {
            return http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        }
        catch (InvalidDataException)
        {
            return FormCollection.Empty;
        }
    }

    /// <summary>Does what a form asks; what is wrong when it cannot be done.</summary>
    private static string? Do(Call call, string action, IFormCollection form, ControlInput input)
    {
        var account = call.Account;
        switch (action)
        {
            case "change" or "remove":
                var records = new ControlledRecords(call);
                if (records.Find(input.Type, input.Id) is not { } record)
                {
                    return $"id: there is no live record {input.Id} among {input.Type}";
                }

                if (action == "change")
                {
                    return records.Change(record, input.Property, input.Value ?? "");
                }

                records.Remove(record);
                return null;
            case "limits-on" or "limits-off":
                account.Limits.On = action == "limits-on";
                account.Limits.Clear();
                return null;
            case "throttle":
                return Number(form, "count", 1, MostThrottled, count => account.Faults.Add([new Fault { Status = 429, Times = count }]));
            case "latency":
                return Number(form, "ms", 0, MostLatencyMs, ms => account.LatencyMs = ms);
            case "expire":
                account.Tokens.ExpireAll();
                return null;
            case "revoke":
                account.Tokens.RevokeAll();
                return null;
            case "down":
                account.Faults.Down = new Fault { Status = 503 };
                return null;
            case "up":
                account.Faults.Clear();
                return null;
            case "marketing-on" or "marketing-off":
                account.Marketing.IsIncluded = action == "marketing-on";
                return null;
            case "reset" when form["sure"] != "yes":
                return "sure: tick the box to say that all changes may be forgotten";
            case "reset":
                account.Reset();
                return null;
            default:
                return $"do: there is no \"{action}\" here";
        }
    }

    private static string? Number(IFormCollection form, string field, int least, int most, Action<int> take)
    {
        if (!int.TryParse(form[field].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
        {
            return $"{field}: a whole number from {least} to {most}, not \"{form[field]}\"";
        }

        take(number);
        return null;
    }

    /// <summary>Why the page is not for this visitor. A host has let him in itself; alone, only this machine may.</summary>
    private static string? Closed(Call call)
    {
        var (options, http) = (call.Account.Options, call.Http);
        if (!options.ControlIsOpen)
        {
            return null;
        }

        if (options.ControlKey is not null)
        {
            return "This sandbox was started with a control key; use the calls below /_sandbox with it.";
        }

        // The name is asked for, too: a page elsewhere can point its own name at this machine.
        var host = http.Request.Host.Host;
        var isHere = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var named) && IPAddress.IsLoopback(named));
        return isHere && http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from) ? null : "This page is open on the machine that runs the sandbox only.";
    }

    private static Call Begin(HttpContext http) => new(http, http.RequestServices.GetRequiredService<SandboxAccount>(), ApiVersion.Current);

    private string Self(HttpContext http) => http.Request.PathBase + (prefix.Length == 0 ? "/" : prefix);

    private string View(Call call, ControlInput input, string done, string? wrong) =>
        new ControlView(call, Self(call.Http), prefix.Length == 0 ? null : $"{call.Http.Request.PathBase}/").Write(input, done, wrong);

    private async Task Send(HttpContext http, int status, string content)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html;charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        await http.Response.WriteAsync($"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sandbox control</title><link rel="icon" href="data:,"><link rel="stylesheet" href="{http.Request.PathBase}{prefix}{CssPath}"></head>
            <body><main class="wide">{content}</main></body>
            </html>
            """, http.RequestAborted);
    }
}
