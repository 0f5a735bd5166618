using System.Net;
using System.Text.RegularExpressions;

namespace HubSpotCrm.Tests.Support;

/// <summary>Fills and sends the portal's forms, as a browser would.</summary>
internal static partial class FormClient
{
    public static Task<HttpResponseMessage> PostSignInAsync(this HttpClient client, string email, string password, string? returnUrl = null) =>
        client.PostFormAsync("/sign-in", "/sign-in", new() { ["Input.Email"] = email, ["Input.Password"] = password, ["Input.ReturnUrl"] = returnUrl ?? "" });

    public static Task<HttpResponseMessage> PostSetupAsync(this HttpClient client, string code, string email = "first@portal.example", string password = PortalFactory.Password) =>
        client.PostFormAsync($"/setup?code={code}", "/setup", SetupFields(code, email, password));

    public static Dictionary<string, string> SetupFields(string code, string email, string password) => new()
    {
        ["Input.Code"] = code,
        ["Input.Name"] = "Katharina Berg",
        ["Input.Email"] = email,
        ["Input.Password"] = password,
        ["Input.Repeat"] = password,
    };

    /// <summary>Reads the page, takes its hidden fields over, and sends the fields given.</summary>
    public static async Task<HttpResponseMessage> PostFormAsync(this HttpClient client, string page, string action, Dictionary<string, string> fields)
    {
        var hidden = await client.HiddenFieldsAsync(page);
        return await client.SendFormAsync(action, hidden, fields);
    }

    /// <summary>What the portal's forms carry to be taken.</summary>
    public static async Task<Dictionary<string, string>> HiddenFieldsAsync(this HttpClient client, string page) =>
        (await client.AllHiddenFieldsAsync(page)).Where(field => field.Key is "_handler" or "__RequestVerificationToken").ToDictionary();

    public static async Task<Dictionary<string, string>> AllHiddenFieldsAsync(this HttpClient client, string page)
    {
        using var answer = await client.GetAsync(page, TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return Hidden().Matches(html)
            .Select(match => (Name: Name().Match(match.Value).Groups[1].Value, Value: WebUtility.HtmlDecode(Value().Match(match.Value).Groups[1].Value)))
            .DistinctBy(field => field.Name)
            .ToDictionary(field => field.Name, field => field.Value);
    }

    public static async Task<HttpResponseMessage> SendFormAsync(
        this HttpClient client, string action, Dictionary<string, string> hidden, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(hidden.Concat(fields));
        return await client.PostAsync(action, content, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex Hidden();

    [GeneratedRegex("name=\"([^\"]*)\"")]
    private static partial Regex Name();

    [GeneratedRegex("value=\"([^\"]*)\"")]
    private static partial Regex Value();
}
