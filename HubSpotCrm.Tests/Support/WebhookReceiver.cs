using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Tests.Support;

/// <summary>What was delivered to an address, and how it was signed.</summary>
internal sealed record Delivery(byte[] Body, string Signature, string Timestamp)
{
    public JsonElement[] Events { get; } = [.. JsonDocument.Parse(Body).RootElement.EnumerateArray()];
}

/// <summary>An address of this machine that takes deliveries of events, or refuses the first so many.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>();
    private int _refusals;

    private WebhookReceiver(WebApplication app, int refusals)
    {
        _app = app;
        _refusals = refusals;
    }

    public Uri Url => new(_app.Urls.First() + "/hook?for=a%40b");

    public static async Task<WebhookReceiver> StartAsync(int refusals = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new WebhookReceiver(app, refusals);
        app.MapPost("/hook", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>The next delivery, taken or refused.</summary>
    public Task<Delivery> NextAsync() => _deliveries.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        http.Response.StatusCode = Interlocked.Decrement(ref _refusals) >= 0 ? StatusCodes.Status500InternalServerError : StatusCodes.Status204NoContent;
        _deliveries.Writer.TryWrite(new Delivery(body.ToArray(), http.Request.Headers["X-HubSpot-Signature-v3"].ToString(), http.Request.Headers["X-HubSpot-Request-Timestamp"].ToString()));
    }
}
