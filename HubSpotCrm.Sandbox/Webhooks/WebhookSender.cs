using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HubSpotCrm.Sandbox.Webhooks;

/// <summary>Delivers events in signed batches, and again when they are not taken within five seconds.</summary>
internal sealed class WebhookSender(WebhookQueue queue, SandboxOptions options, IHttpClientFactory clients, TimeProvider time) : BackgroundService
{
    public const string Client = "sandbox-webhooks";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int MostRetries = 10;
    private static readonly TimeSpan RetriesWithin = TimeSpan.FromDays(1);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>HMAC over method, address, body and time, as HubSpot's third version of the signature has it.</summary>
    public static string Sign(string secret, Uri url, byte[] body, string timestamp)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes("POST" + Decoded(url.AbsoluteUri)), .. body, .. Encoding.UTF8.GetBytes(timestamp)];
        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new List<Task>();
        while (await queue.Events.WaitToReadAsync(stoppingToken))
        {
            var batch = new List<WebhookEvent>();
            while (queue.Events.TryPeek(out var next) && batch.Count + next.Length <= WebhookQueue.MostInBatch && queue.Events.TryRead(out next))
            {
                batch.AddRange(next);
            }

            if (queue.Target is { } target)
            {
                // A delivery that waits for its next attempt does not hold up the others.
                running.RemoveAll(delivery => delivery.IsCompleted);
                running.Add(DeliverAsync(target, target.Reorder ? [.. Enumerable.Reverse(batch)] : [.. batch], stoppingToken));
            }
        }
    }

    private async Task DeliverAsync(WebhookTarget target, WebhookEvent[] batch, CancellationToken stopping)
    {
        for (var attempt = 0; attempt <= MostRetries; attempt++)
        {
            var delivered = await SendAsync(target.Url, [.. batch.Select(one => one with { AttemptNumber = attempt })], stopping);
            if (delivered && target.Duplicates)
            {
                await SendAsync(target.Url, batch, stopping);
            }

            if (delivered || stopping.IsCancellationRequested)
            {
                return;
            }

            var wait = target.RetryMs is { } ms ? TimeSpan.FromMilliseconds(ms) : RetriesWithin / MostRetries * Random.Shared.NextDouble();
            await Task.Delay(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> SendAsync(Uri url, WebhookEvent[] batch, CancellationToken stopping)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(batch, Json);
        var timestamp = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-HubSpot-Signature-v3", Sign(options.ClientSecret!, url, body, timestamp));
        request.Headers.Add("X-HubSpot-Request-Timestamp", timestamp);
        var delivered = false;
        try
        {
            using var client = clients.CreateClient(Client);
            using var answer = await client.SendAsync(request, stopping);
            delivered = answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Nobody there: tried again like any other refusal.
        }
        catch (OperationCanceledException)
        {
            // Not within the time HubSpot gives, or the sandbox ends.
        }

        queue.Count(delivered);
        return delivered;
    }

    /// <summary>The address with those characters in the clear that HubSpot decodes before it signs.</summary>
    private static string Decoded(string url)
    {
        foreach (var (code, letter) in new[]
        {
            ("%3A", ":"), ("%2F", "/"), ("%3F", "?"), ("%40", "@"), ("%21", "!"), ("%24", "$"),
            ("%27", "'"), ("%28", "("), ("%29", ")"), ("%2A", "*"), ("%2C", ","), ("%3B", ";"),
        })
        {
            url = url.Replace(code, letter, StringComparison.OrdinalIgnoreCase);
        }

        return url;
    }
}
