using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using HubSpotCrm.Sandbox;
using HubSpotCrm.Sandbox.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Tests.Support;

/// <summary>An emulated HubSpot account on a port of its own. Disposing it fails when a call was made that it does not emulate.</summary>
internal sealed class SandboxServer : IAsyncDisposable
{
    public const string Token = "static-token-of-the-tests";
    public const string AllScopes =
        "oauth crm.objects.contacts.read crm.objects.contacts.write crm.objects.companies.read crm.objects.companies.write crm.objects.deals.read crm.objects.deals.write crm.objects.owners.read";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly WebApplication _app;
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, UseCookies = false };

    private SandboxServer(WebApplication app)
    {
        _app = app;
        BaseAddress = new Uri(app.Urls.First());
        Client = new HttpClient(_handler, disposeHandler: false) { BaseAddress = BaseAddress };
        Options = app.Services.GetRequiredService<SandboxOptions>();
    }

    public Uri BaseAddress { get; }

    /// <summary>Sends no token of its own.</summary>
    public HttpClient Client { get; }

    /// <summary>Client id and secret that the account knows.</summary>
    public SandboxOptions Options { get; }

    /// <summary>An access token that never expires.</summary>
    public Task<string> StaticToken => Task.FromResult(Options.Token!);

    /// <summary>The account behind the server.</summary>
    public SandboxAccount Account => _app.Services.GetRequiredService<SandboxAccount>();

    /// <summary>Do not mind calls that the sandbox does not emulate.</summary>
    public bool AllowUnknownRoutes { get; set; }

    /// <summary>Starts with 300 contacts and no limits, unless told otherwise.</summary>
    public static async Task<SandboxServer> StartAsync(Action<SandboxOptions>? configure = null, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddHubSpotSandbox(options =>
        {
            options.Contacts = 300;
            options.Limits = false;
            options.Token = Token;
            options.ControlIsOpen = true;
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.MapHubSpotSandbox("");
        await app.StartAsync();
        return new SandboxServer(app);
    }

    /// <summary>Sends a call with the token (the static one when null) and reads its answer as JSON; an empty answer is undefined.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null, string? token = null)
    {
        using var response = await SendRawAsync(method, path, body, token);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public async Task<HttpResponseMessage> SendRawAsync(HttpMethod method, string path, object? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? await StaticToken);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, System.Text.Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body, options: Json),
        };
        return await Client.SendAsync(request);
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path, string? token = null) => SendAsync(HttpMethod.Get, path, null, token);

    public Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object body, string? token = null) => SendAsync(HttpMethod.Post, path, body, token);

    public Task<(HttpStatusCode Status, JsonElement Body)> PatchAsync(string path, object body, string? token = null) => SendAsync(HttpMethod.Patch, path, body, token);

    /// <summary>Answers the consent page and gives the address it sends the browser to.</summary>
    public async Task<Uri> ConsentAsync(string redirectUri, string scope = AllScopes, bool connect = true, Dictionary<string, string>? also = null)
    {
        var form = new Dictionary<string, string>(also ?? [])
        {
            ["client_id"] = Options.ClientId!,
            ["redirect_uri"] = redirectUri,
            ["scope"] = scope,
            ["decision"] = connect ? "connect" : "cancel",
        };
        using var content = new FormUrlEncodedContent(form);
        using var response = await Client.PostAsync("/oauth/authorize", content);
        return response.Headers.Location ?? throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
    }

    /// <summary>Calls the token endpoint as the app.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> TokenAsync(Dictionary<string, string> form, string path = "/oauth/2026-09/token")
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_id"] = Options.ClientId!,
            ["client_secret"] = Options.ClientSecret!,
        }.Concat(form).GroupBy(pair => pair.Key).Select(group => group.Last()));
        using var response = await Client.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    /// <summary>An access and a refresh token by consent and code.</summary>
    public async Task<(string Access, string Refresh)> AuthorizeAsync(string scope = AllScopes)
    {
        const string redirect = "http://localhost:5080/callback";
        var back = await ConsentAsync(redirect, scope);
        var code = System.Web.HttpUtility.ParseQueryString(back.Query)["code"]!;
        var (_, body) = await TokenAsync(new() { ["grant_type"] = "authorization_code", ["redirect_uri"] = redirect, ["code"] = code });
        return (body.GetProperty("access_token").GetString()!, body.GetProperty("refresh_token").GetString()!);
    }

    public Task FaultAsync(params Fault[] faults) => ControlAsync(HttpMethod.Post, "faults", faults);

    public Task ClearFaultsAsync() => ControlAsync(HttpMethod.Delete, "faults");

    public async Task<LoggedCall[]> CallsAsync() =>
        (await Client.GetFromJsonAsync<LoggedCall[]>("/_sandbox/calls", Json))!;

    /// <summary>Every record of the type (contacts, companies, deals), archived ones too.</summary>
    public async Task<List<JsonElement>> DumpAsync(string type)
    {
        var text = await Client.GetStringAsync(new Uri($"/_sandbox/dump?type={type}", UriKind.Relative));
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>Another user changes a record in HubSpot.</summary>
    public Task ChangeRecordAsync(string type, string id, Dictionary<string, string?> properties) =>
        ControlAsync(HttpMethod.Post, $"records/{type}/{id}", new { properties });

    public Task ArchiveRecordAsync(string type, string id) => ControlAsync(HttpMethod.Delete, $"records/{type}/{id}");

    public Task ExpireTokensAsync() => ControlAsync(HttpMethod.Post, "tokens/expire");

    public Task RevokeTokensAsync() => ControlAsync(HttpMethod.Post, "tokens/revoke");

    public Task DownAsync(bool on) => ControlAsync(HttpMethod.Post, "down", new { on });

    public async Task<string> ControlAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"/_sandbox/{path}");
        request.Content = body is null ? null : JsonContent.Create(body, options: Json);
        using var response = await Client.SendAsync(request);
        response.IsSuccessStatusCode.Should().BeTrue(await response.Content.ReadAsStringAsync());
        return await response.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        var unknown = _app.Services.GetRequiredService<SandboxAccount>().Log.Unknown.Keys.ToArray();
        Client.Dispose();
        _handler.Dispose();
        await _app.DisposeAsync();
        if (!AllowUnknownRoutes)
        {
            unknown.Should().BeEmpty("the sandbox emulates every call the product makes");
        }
    }
}
