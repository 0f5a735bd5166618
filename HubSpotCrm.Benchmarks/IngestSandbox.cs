using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace HubSpotCrm.Benchmarks;

/// <summary>A HubSpot account in a process of its own, so that its work and memory are not measured with ours.</summary>
internal sealed class IngestSandbox : IAsyncDisposable
{
    private const string ClientId = "benchmark-client";
    private const string ClientSecret = "benchmark-secret";
    private const string Callback = "http://localhost/callback";
    private const string Scopes =
        "oauth crm.objects.contacts.read crm.objects.companies.read crm.objects.deals.read crm.objects.owners.read "
        + "marketing.campaigns.read marketing.campaigns.revenue.read marketing.email.read sales-email-read";

    private readonly Process _process;
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false };
    private readonly HttpClient _http;

    private IngestSandbox(Process process, Uri address)
    {
        _process = process;
        Address = address;
        _http = new HttpClient(_handler, disposeHandler: false) { BaseAddress = address };
    }

    public Uri Address { get; }

    /// <summary>Starts it and waits until it listens; throws when it does not start.</summary>
    public static async Task<IngestSandbox> StartAsync(int contacts, int latency, bool limits, CancellationToken cancellationToken)
    {
        var number = CultureInfo.InvariantCulture;
        var process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "HubSpotCrm.Sandbox.dll"),
            "--urls", "http://127.0.0.1:0", "--contacts", contacts.ToString(number), "--seed", "1", "--latency", latency.ToString(number),
            "--limits", limits ? "on" : "off", "--client-id", ClientId, "--client-secret", ClientSecret,
        ])
        {
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("The sandbox did not start.");

        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("Sandbox:", StringComparison.Ordinal))
            {
                return new IngestSandbox(process, new Uri(line["Sandbox:".Length..].Trim()));
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

    /// <summary>Path and status of every call so far.</summary>
    public async Task<IReadOnlyList<(string Path, int Status)>> CallsAsync(CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(await _http.GetStringAsync(new Uri("/_sandbox/calls", UriKind.Relative), cancellationToken));
        return [.. json.RootElement.EnumerateArray().Select(call => (call.GetProperty("path").GetString()!, call.GetProperty("status").GetInt32()))];
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
