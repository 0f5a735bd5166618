using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Tests.Search.Embeddings;

/// <summary>An endpoint on a real port that answers by <see cref="WordVectors"/>, and notes what it was asked.</summary>
internal sealed class EmbeddingServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<IReadOnlyList<string>> _asked = new();

    private EmbeddingServer(WebApplication app) => _app = app;

    public string Address => _app.Urls.First() + "/v1/embeddings";

    /// <summary>The texts of each call, in their order.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Asked => [.. _asked];

    /// <summary>The status of the answer to these texts; null: they get vectors.</summary>
    public Func<IReadOnlyList<string>, int?>? Refuse { get; set; }

    /// <summary>What an answer waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public Func<string, float[]> Vector { get; set; } = WordVectors.Of;

    public static async Task<EmbeddingServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new EmbeddingServer(app);
        app.MapPost("/v1/embeddings", server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var texts = body.RootElement.GetProperty("input").EnumerateArray().Select(text => text.GetString()!).ToList();
        _asked.Enqueue(texts);
        await Gate.WaitAsync(http.RequestAborted);
        if (Refuse?.Invoke(texts) is { } status)
        {
            http.Response.StatusCode = status;
            await http.Response.WriteAsJsonAsync(new { error = new { message = "not today" } }, http.RequestAborted);
            return;
        }

        await http.Response.WriteAsJsonAsync(
            new { @object = "list", data = texts.Select((text, at) => new { @object = "embedding", index = at, embedding = Vector(text) }), model = "words" }, http.RequestAborted);
    }
}
