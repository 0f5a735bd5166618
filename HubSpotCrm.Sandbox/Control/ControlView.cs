using System.Globalization;
using System.Net;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Control;

/// <summary>What was asked of the page: which record, found how, and what to set.</summary>
internal sealed record ControlInput(string Type, string Text, string Id, string Property, string? Value);

/// <summary>The control page's markup.</summary>
/// <param name="self">Its own address.</param>
/// <param name="portal">The address of the host it runs in; null alone.</param>
internal sealed class ControlView(Call call, string self, string? portal)
{
    private const int CallsShown = 100;

    private static readonly Dictionary<string, string> Said = new()
    {
        ["change"] = "Changed, as a colleague in HubSpot would have.",
        ["remove"] = "Removed.",
        ["limits-on"] = "HubSpot's rate limits hold.",
        ["limits-off"] = "No rate limits.",
        ["throttle"] = "The next calls are answered with 429.",
        ["latency"] = "Answers are held back so long from now on.",
        ["expire"] = "Every access token has expired.",
        ["revoke"] = "The app was taken out of the account; it has to connect again.",
        ["down"] = "The account answers 503 to every call.",
        ["up"] = "The account answers again, and nothing more is set to go wrong.",
        ["marketing-on"] = "The account has marketing. Apps get its scopes when they connect again.",
        ["marketing-off"] = "The account has no marketing: its calls answer 403.",
        ["reset"] = "Everything is as on the first day. Apps have to connect again.",
    };

    public static string Refusal(string why) => $"<h1>Sandbox control</h1><p role=\"alert\">{E(why)}</p>";

    public string Write(ControlInput input, string done, string? wrong)
    {
        var account = call.Account;
        var back = portal is null ? "" : $"<p><a href=\"{E(portal)}\">Back to the portal</a></p>";
        var message = wrong is not null ? $"<p class=\"message wrong\" role=\"alert\">{E(wrong)}</p>"
            : Said.TryGetValue(done, out var said) ? $"<p class=\"message\" role=\"status\">{E(said)}</p>" : "";
        return $"""
            {back}<h1>Sandbox control</h1>
            <p>{E(Reference.PortalName)}, account {Reference.PortalId}. What you do here happens in the emulated HubSpot, as if somebody else did it; then see what the app makes of it.</p>
            {message}
            <section aria-labelledby="records"><h2 id="records">Change a record in HubSpot</h2>{Records(input)}</section>
            <div class="cards">
            <section aria-labelledby="state"><h2 id="state">Reachable</h2>
            <p>{(account.Faults.Down is not null ? "<strong>Down</strong>: every call answers 503." : account.Faults.All.Count > 0 ? "Up, with faults set to happen." : "Up.")}</p>
            <div class="actions">{Button("down", "Go down")}{Button("up", "Come up, clear faults")}</div></section>
            <section aria-labelledby="limits"><h2 id="limits">Rate limits</h2>
            <p>{(account.Limits.On ? "On: 110 calls in 10 s by OAuth, 190 by token, 5 searches a second." : "Off.")}</p>
            <div class="actions">{(account.Limits.On ? Button("limits-off", "Switch limits off") : Button("limits-on", "Switch limits on"))}</div>
            {NumberForm("throttle", "count", "Calls to answer with 429", "10", 1, 1000, "Throttle the next calls")}</section>
            <section aria-labelledby="speed"><h2 id="speed">Latency</h2>
            {NumberForm("latency", "ms", "Milliseconds each answer is held back", account.LatencyMs.ToString(CultureInfo.InvariantCulture), 0, 60_000, "Set latency")}</section>
            <section aria-labelledby="tokens"><h2 id="tokens">Tokens</h2>
            <p>An expired token is renewed by the app itself; an app taken out of the account has to be connected again.</p>
            <div class="actions">{Button("expire", "Expire access tokens")}{Button("revoke", "Take the app out")}</div></section>
            <section aria-labelledby="marketing"><h2 id="marketing">Marketing</h2>
            <p>{(account.Marketing.IsIncluded ? "The account pays for marketing." : "The account has no marketing: campaigns and marketing e-mails answer 403.")}</p>
            <div class="actions">{(account.Marketing.IsIncluded ? Button("marketing-off", "Take marketing away") : Button("marketing-on", "Give marketing"))}</div></section>
            <section aria-labelledby="reset"><h2 id="reset">Reset</h2>
            <p>Forgets every change and every token: the account is as on its first day.</p>
            <form method="post" action="{E(self)}">{Hidden("reset")}<p class="tick"><input type="checkbox" id="sure" name="sure" value="yes" required><label for="sure">All changes may be forgotten</label></p>
            <div class="actions"><button>Reset the account</button></div></form></section>
            </div>
            {Unknown()}{Calls()}
            """;
    }

    private string Records(ControlInput input)
    {
        var records = new ControlledRecords(call);
        var type = records.Types.Contains(input.Type) ? input.Type : records.Types.First();
        var options = string.Concat(records.Types.Select(one => $"<option{(one == type ? " selected" : "")}>{E(one)}</option>"));
        var search = $"""
            <form method="get" action="{E(self)}" class="row">
            <p><label for="type">Type</label><select id="type" name="type">{options}</select></p>
            <p class="grow"><label for="q">Part of the name, or an id</label><input id="q" name="q" value="{E(input.Text)}" maxlength="200"></p>
            <button>Find</button></form>
            """;
        if (input.Id.Length > 0)
        {
            return search + (records.Find(type, input.Id) is { } record ? One(record, input) : $"<p>There is no live record {E(input.Id)} among {E(type)}.</p>");
        }

        if (input.Type.Length == 0)
        {
            return search;
        }

        var found = records.Search(type, input.Text.Trim());
        var items = string.Concat(found.Select(one => $"<li><a href=\"{E(Link(type, one.Id))}\">{E(one.Title)}</a> <span class=\"soft\">{E(one.Id)}</span></li>"));
        var more = found.Count == ControlledRecords.MostFound ? $"<p>The first {ControlledRecords.MostFound}; more of the name finds fewer.</p>" : "";
        return search + (found.Count == 0
            ? $"<p>Nothing found among the first {ControlledRecords.MostLookedAt.ToString("N0", CultureInfo.InvariantCulture)} {E(type)}; an id finds any.</p>"
            : $"<ul class=\"found\">{items}</ul>{more}");
    }

    private string One(ShownRecord record, ControlInput input)
    {
        var chosen = record.Properties.FirstOrDefault(property => property.Name == input.Property) ?? record.Properties[0];
        var options = string.Concat(record.Properties.Select(property =>
            $"<option value=\"{E(property.Name)}\"{(property == chosen ? " selected" : "")}>{E(property.Label)}</option>"));
        var value = input.Value ?? chosen.Value ?? "";
        var field = chosen.Options.Count > 0
            ? $"<select id=\"value\" name=\"value\"><option value=\"\">(empty)</option>{string.Concat(chosen.Options.Select(option => $"<option value=\"{E(option.Value)}\"{(option.Value == value ? " selected" : "")}>{E(option.Label)}</option>"))}</select>"
            : $"<textarea id=\"value\" name=\"value\" rows=\"2\">\n{E(value)}</textarea>";
        var carried = $"<input type=\"hidden\" name=\"type\" value=\"{E(record.Type)}\"><input type=\"hidden\" name=\"id\" value=\"{E(record.Id)}\">";
        var removal = record.Removal is null ? "" : $"<form method=\"post\" action=\"{E(self)}\">{Hidden("remove")}{carried}<div class=\"actions\"><button>{E(record.Removal)}</button></div></form>";
        return $"""
            <h3>{E(record.Title)} <span class="soft">{E(record.Id)}</span></h3>
            <form method="get" action="{E(self)}" class="row">{carried}
            <p class="grow"><label for="property">Property</label><select id="property" name="property">{options}</select></p><button>Choose</button></form>
            <form method="post" action="{E(self)}">{Hidden("change")}{carried}<input type="hidden" name="property" value="{E(chosen.Name)}">
            <p><label for="value">{E(chosen.Label)}: new value</label>{field}</p>
            <div class="actions"><button class="yes">Change it as {E(ControlledRecords.Colleague.FirstName)} {E(ControlledRecords.Colleague.LastName)}</button></div></form>{removal}
            """;
    }

    private string Unknown()
    {
        var unknown = call.Account.Log.Unknown;
        return unknown.Count == 0 ? "" : $"""
            <section aria-labelledby="unknown"><h2 id="unknown">Calls that are not emulated</h2>
            <ul>{string.Concat(unknown.OrderByDescending(pair => pair.Value).Take(CallsShown).Select(pair => $"<li>{E(pair.Key)}: {pair.Value} ×</li>"))}</ul></section>
            """;
    }

    private string Calls()
    {
        var calls = call.Account.Log.Calls.TakeLast(CallsShown).Reverse().ToList();
        var rows = string.Concat(calls.Select(one =>
            $"<tr{(one.Status is >= 400 or 0 ? " class=\"bad\"" : "")}><td>{one.Time.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}</td><td>{E(one.Method)}</td><td class=\"path\">{E(one.Path + one.Query)}</td><td>{(one.Status == 0 ? "cut off" : one.Status.ToString(CultureInfo.InvariantCulture))}</td><td class=\"number\">{one.DurationMs.ToString("0", CultureInfo.InvariantCulture)}</td></tr>"));
        return $"""
            <section aria-labelledby="calls"><h2 id="calls">The last calls</h2><p><a href="{E(self)}#calls">Look again</a></p>
            {(calls.Count == 0 ? "<p>No app has called yet.</p>" : $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of the last calls\"><table><thead><tr><th scope=\"col\">Time (UTC)</th><th scope=\"col\">Method</th><th scope=\"col\">Path</th><th scope=\"col\">Status</th><th scope=\"col\">ms</th></tr></thead><tbody>{rows}</tbody></table></div>")}</section>
            """;
    }

    private string Button(string action, string label) =>
        $"<form method=\"post\" action=\"{E(self)}\">{Hidden(action)}<button>{E(label)}</button></form>";

    private string NumberForm(string action, string field, string label, string value, int least, int most, string button) => $"""
        <form method="post" action="{E(self)}" class="row">{Hidden(action)}
        <p class="grow"><label for="{field}">{E(label)}</label><input type="number" id="{field}" name="{field}" value="{E(value)}" min="{least}" max="{most}" required></p><button>{E(button)}</button></form>
        """;

    private string Hidden(string action) =>
        $"<input type=\"hidden\" name=\"token\" value=\"{call.Account.FormToken}\"><input type=\"hidden\" name=\"do\" value=\"{action}\">";

    private string Link(string type, string id) => $"{self}?type={Uri.EscapeDataString(type)}&id={Uri.EscapeDataString(id)}";

    private static string E(string? text) => WebUtility.HtmlEncode(text ?? "");
}
