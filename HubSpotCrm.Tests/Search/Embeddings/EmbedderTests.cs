using HubSpotCrm.Core.Search.Embeddings;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Search.Embeddings;

/// <summary>When an endpoint is asked again, and when it is not asked.</summary>
[Trait("Seed", "S06")]
public sealed class EmbedderTests : IAsyncLifetime
{
    private readonly ScriptedServer _server = new();
    private ServiceProvider _services = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddEmbeddings()
            .Configure<EmbeddingOptions>(options => (options.Endpoint, options.Model) = (_server.Address + "v1/embeddings", "words"))
            .BuildServiceProvider();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_endpoint_that_asks_for_no_pause_gets_the_usual_ones()
    {
        var time = new HastyTime();
        _server.Otherwise = _ => Reply.Empty(503).With("Retry-After", "0");

        (await Embedder(time).RecordsAsync(["a"], Cancellation)).Failure.Should().BeOfType<EmbeddingFailure>();

        _server.Requests.Should().HaveCount(4);
        new TimeSpan(time.Pauses.Sum(pause => pause.Ticks)).Should().BeGreaterThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task An_endpoint_that_asks_for_a_longer_pause_gets_it()
    {
        var time = new HastyTime();
        _server.Otherwise = _ => Reply.Empty(503).With("Retry-After", "20");

        (await Embedder(time).RecordsAsync(["a"], Cancellation)).Failure.Should().BeOfType<EmbeddingFailure>();

        time.Pauses.Should().HaveCount(3).And.OnlyContain(pause => pause == TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Texts_that_are_not_taken_keep_no_other_search_from_the_endpoint()
    {
        var embedder = Embedder(TimeProvider.System);
        _server.Otherwise = _ => Reply.Empty(400);
        for (var times = 0; times < 20; times++)
        {
            (await embedder.QueryAsync("a", Cancellation)).Failure.Should().BeOfType<EmbeddingFailure>();
        }

        _server.Otherwise = _ => Reply.Json("""{"data":[{"embedding":[1,2]}]}""");
        (await embedder.QueryAsync("b", Cancellation)).Value.Should().Equal(1f, 2f);
        _server.Requests.Should().HaveCount(21);
    }

    [Fact]
    public async Task While_eight_searches_wait_for_the_endpoint_a_further_one_goes_on_without_it()
    {
        var embedder = Embedder(TimeProvider.System);
        var gate = new TaskCompletionSource();
        _server.Otherwise = _ => Reply.Json("""{"data":[{"embedding":[1,2]}]}""") with { After = gate.Task };
        var waiting = Enumerable.Range(0, 8).Select(_ => embedder.QueryAsync("a", Cancellation)).ToList();
        await _server.WaitForRequestsAsync(8);

        (await embedder.QueryAsync("b", Cancellation)).Failure.Should().BeOfType<EmbeddingFailure>().Which.Message.Should().Contain("as many searches");
        _server.Requests.Should().HaveCount(8);

        gate.SetResult();
        (await Task.WhenAll(waiting)).Should().OnlyContain(vector => vector.Succeeded);
        (await embedder.QueryAsync("b", Cancellation)).Succeeded.Should().BeTrue("the others have their answer");
    }

    private Embedder Embedder(TimeProvider time) => new(_services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(), time);
}
