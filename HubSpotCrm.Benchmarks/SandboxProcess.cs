using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace HubSpotCrm.Benchmarks;

/// <summary>A HubSpot account in a process of its own, so that its work and memory are not measured with ours.</summary>
internal sealed class SandboxProcess : IAsyncDisposable
{
    public const string ClientId = "benchmark-client";
    public const string ClientSecret = "benchmark-secret";
    public const string Callback = "http://localhost/callback";

    /// <summary>Never expires, however far the clock is put forward.</summary>
    public const string Token = "benchmark-token";

    private const string Scopes =
        "oauth crm.objects.contacts.read crm.objects.contacts.write crm.objects.companies.read crm.objects.deals.read crm.objects.owners.read "
        + "marketing.campaigns.read marketing.campaigns.revenue.read marketing.email.read sales-email-read";

    private readonly Process _process;
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false };
    private readonly HttpClient _http;

    private SandboxProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        _http = new HttpClient(_handler, disposeHandler: false) { BaseAddress = address };
    }

    public Uri Address { get; }

    /// <summary>Starts it and waits until it listens; throws when it does not start.</summary>
    /// <param name="also">Further arguments of the sandbox.</param>
    public static async Task<SandboxProcess> StartAsync(int contacts, int latency, bool limits, CancellationToken cancellationToken, params string[] also)
    {
        var number = CultureInfo.InvariantCulture;
        var process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "HubSpotCrm.Sandbox.dll"),
            "--urls", "http://127.0.0.1:0", "--contacts", contacts.ToString(number), "--seed", "1", "--latency", latency.ToString(number),
            "--limits", limits ? "on" : "off", "--client-id", ClientId, "--client-secret", ClientSecret, "--token", Token, .. also,
        ])
        {
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("The sandbox did not start.");

        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("Sandbox:", StringComparison.Ordinal))
            {
                return new SandboxProcess(process, new Uri(line["Sandbox:".Length..].Trim()));
            }
        }

        process.Dispose();
        throw new InvalidOperationException("The sandbox ended before it listened.");
    }

    /// <summary>An access token by consent and code, as the portal gets one: the limits of an OAuth app hold for it.</summary>
    public async Task<string> AuthorizeAsync(CancellationToken cancellationToken)
    {
        using var consent = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_id"] = ClientId,
            ["redirect_uri"] = Callback,
            ["scope"] = Scopes,
            ["decision"] = "connect",
        });
        using var answer = await _http.PostAsync(new Uri("/oauth/authorize", UriKind.Relative), consent, cancellationToken);
        var code = answer.Headers.Location?.Query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith("code=", StringComparison.Ordinal))?["code=".Length..]
            ?? throw new InvalidOperationException($"The sandbox gave no code: {answer.StatusCode}.");
        using var exchange = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = ClientId,
            ["client_secret"] = ClientSecret,
            ["redirect_uri"] = Callback,
            ["code"] = Uri.UnescapeDataString(code),
        });
        using var tokens = await _http.PostAsync(new Uri("/oauth/2026-09/token", UriKind.Relative), exchange, cancellationToken);
        using var json = JsonDocument.Parse(await tokens.Content.ReadAsStringAsync(cancellationToken));
        return json.RootElement.GetProperty("access_token").GetString()!;
    }

    /// <summary>Every call so far, or since they were forgotten.</summary>
    public async Task<IReadOnlyList<SandboxCall>> CallsAsync(CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<List<SandboxCall>>(new Uri("/_sandbox/calls", UriKind.Relative), cancellationToken) ?? [];

    public async Task ForgetCallsAsync(CancellationToken cancellationToken)
    {
        using var answer = await _http.DeleteAsync(new Uri("/_sandbox/calls", UriKind.Relative), cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Something happens in the account, as the sandbox's README tells. Returns what it answers, if anything.</summary>
    public async Task<JsonElement> ControlAsync<T>(string path, T body, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri($"/_sandbox/{path}", UriKind.Relative), body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The sandbox refused {path}: {text}");
        }

        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Every record of the type with the time of its last change, archived ones too.</summary>
    /// <param name="type">In the plural.</param>
    public async Task<Dictionary<string, RecordVersion>> VersionsAsync(string type, CancellationToken cancellationToken)
    {
        var versions = new Dictionary<string, RecordVersion>();
        await using var stream = await _http.GetStreamAsync(new Uri($"/_sandbox/dump?type={type}&values=off", UriKind.Relative), cancellationToken);
        using var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            using var json = JsonDocument.Parse(line);
            versions[json.RootElement.GetProperty("id").GetString()!] = new RecordVersion(
                json.RootElement.GetProperty("updatedAt").GetDateTimeOffset().ToUnixTimeMilliseconds(), json.RootElement.GetProperty("archived").GetBoolean());
        }

        return versions;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _handler.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}

/// <summary>A call as the sandbox's log has it.</summary>
/// <param name="Time">When it was answered.</param>
/// <param name="Inputs">How many records a batch read named.</param>
internal sealed record SandboxCall(DateTimeOffset Time, string Method, string Path, int Status, int Inputs)
{
    public bool IsSearch => Path.EndsWith("/search", StringComparison.Ordinal);

    public bool IsAssociations => Path.StartsWith("/crm/associations/", StringComparison.Ordinal);

    public bool IsBatchRead => Path.EndsWith("/batch/read", StringComparison.Ordinal);

    /// <summary>A page of a list of records.</summary>
    public bool IsList => Method == "GET" && Path.StartsWith("/crm/objects/", StringComparison.Ordinal) && Path.Count(letter => letter == '/') == 4;

    /// <summary>A call of records or of marketing, and not of a token.</summary>
    public bool IsOfAccount => Path.StartsWith("/crm/", StringComparison.Ordinal) || Path.StartsWith("/marketing/", StringComparison.Ordinal);
}

/// <param name="UpdatedAt">UTC milliseconds.</param>
internal readonly record struct RecordVersion(long UpdatedAt, bool IsArchived);
