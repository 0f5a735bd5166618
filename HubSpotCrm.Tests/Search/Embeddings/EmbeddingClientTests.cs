using System.Net;
using System.Text.Json;
using HubSpotCrm.Core.Search.Embeddings;
using HubSpotCrm.Tests.HubSpot;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Tests.Search.Embeddings;

/// <summary>What is asked of an endpoint, and what its answers are taken for, over a real connection.</summary>
[Trait("Seed", "S06")]
public sealed class EmbeddingClientTests : IAsyncLifetime
{
    private const string Secret = "sk-the-secret-of-the-endpoint";
    private readonly ScriptedServer _server = new();
    private readonly ListLog _log = new();
    private ServiceProvider _services = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IEmbeddingGenerator<string, Embedding<float>> Client => _services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();

    public ValueTask InitializeAsync()
    {
        _services = Build(_ => { });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Each_text_gets_its_vector_whatever_order_they_come_in()
    {
        await using var services = Build(options => options.Dimensions = 2);
        _server.Then(Reply.Json("""{"data":[{"index":1,"embedding":[0,1.5]},{"index":0,"embedding":[-2e-1,3]}]}"""));

        var vectors = await services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GenerateAsync(["ä one", "two"], cancellationToken: Cancellation);

        vectors.Select(one => one.Vector.ToArray()).Should().BeEquivalentTo([new[] { -0.2f, 3f }, [0f, 1.5f]], options => options.WithStrictOrdering());
        var asked = _server.Requests.Should().ContainSingle().Subject;
        asked.Should().Match<ScriptedRequest>(request => request.Method == "POST" && request.Target == "/v1/embeddings" && request.Headers["Authorization"] == $"Bearer {Secret}");
        using var body = JsonDocument.Parse(asked.Body);
        body.RootElement.GetProperty("model").GetString().Should().Be("words");
        body.RootElement.GetProperty("dimensions").GetInt32().Should().Be(2);
        body.RootElement.GetProperty("input").EnumerateArray().Select(text => text.GetString()).Should().Equal("ä one", "two");
    }

    [Theory]
    [InlineData("""{"data":[{"embedding":[1,2]}]}""", "1 vectors for 2 texts")]
    [InlineData("""{"data":[{"embedding":[1,2]},{"embedding":[1,2,3]}]}""", "3 numbers where 2 were expected")]
    [InlineData("""{"data":[{"embedding":[1,2]},{"embedding":[]}]}""", "0 numbers")]
    [InlineData("""{"data":[{"embedding":[1,2]},{"embedding":[1,"NaN"]}]}""", "not one of /v1/embeddings")]
    [InlineData("""{"data":[{"embedding":[1,2]},{"embedding":[1,NaN]}]}""", "not one of /v1/embeddings")]
    [InlineData("""{"data":[{"embedding":[1,2]},{"embedding":"AAAA"}]}""", "not one of /v1/embeddings")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2]},{"index":0,"embedding":[1,2]}]}""", "numbers its vectors wrongly")]
    [InlineData("""{"data":[{"index":0,"embedding":[1,2]},{"index":7,"embedding":[1,2]}]}""", "numbers its vectors wrongly")]
    [InlineData("""{"data":{"embedding":[1,2]}}""", "not one of /v1/embeddings")]
    [InlineData("""{"embeddings":[[1,2],[1,2]]}""", "not one of /v1/embeddings")]
    [InlineData("""[1,2]""", "not one of /v1/embeddings")]
    [InlineData("""{"data":[{"embedding":[1,2]},""", "not one of /v1/embeddings")]
    [InlineData("<html>Sign in</html>", "not one of /v1/embeddings")]
    [InlineData("", "not one of /v1/embeddings")]
    public async Task An_answer_that_is_not_a_vector_for_each_text_is_refused_with_the_reason(string answer, string reason)
    {
        _server.Then(Reply.Json(answer));

        (await FailureAsync()).Should().Match<EmbeddingFailure>(failure => failure.Message.Contains(reason) && !failure.IsPassing && !failure.IsOfTexts && failure.MayBeOfTexts);
    }

    [Theory]
    [InlineData("""{"data":[{"embedding":[1,2]},{"embedding":[0,0]}]}""", "zeros")]
    [InlineData("""{"data":[{"embedding":[1,2]},{"embedding":[1,1e999]}]}""", "a number of its vectors is none")]
    public async Task A_vector_without_a_direction_is_refused_as_one_of_its_text(string answer, string reason)
    {
        _server.Then(Reply.Json(answer));

        (await FailureAsync()).Should().Match<EmbeddingFailure>(failure => failure.Message.Contains(reason) && !failure.IsPassing && failure.IsOfTexts && failure.MayBeOfTexts);
    }

    [Theory]
    [InlineData(400, "status 400", false, true, true)]
    [InlineData(401, "Search:Embeddings:ApiKey", false, false, false)]
    [InlineData(404, "Search:Embeddings:Model", false, false, false)]
    [InlineData(413, "status 413", false, true, true)]
    [InlineData(429, "asked too often", true, false, false)]
    [InlineData(500, "status 500", true, false, true)]
    [InlineData(503, "status 503", true, false, false)]
    public async Task A_refusal_says_what_to_look_at_and_whether_to_try_again(int status, string reason, bool isPassing, bool isOfTexts, bool mayBeOfTexts)
    {
        _server.Then(Reply.Json("""{"error":{"message":"no such\nthing"}}""", status).With("Retry-After", "7"));

        var failure = await FailureAsync();

        failure.Message.Should().Contain(reason);
        failure.Should().Match<EmbeddingFailure>(one =>
            one.IsPassing == isPassing && one.IsOfTexts == isOfTexts && one.MayBeOfTexts == mayBeOfTexts && one.Said == "no such thing" && one.Wait == TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData("""{"error":"Incorrect API key provided: sk-the-secret-of-the-endpoint"}""")]
    [InlineData("""{"error":7}""")]
    [InlineData("""["error"]""")]
    [InlineData("not json")]
    [InlineData("""{"error":{"message":"half \ud83d of a pair"}}""")]
    public async Task What_an_error_says_is_told_only_where_it_is_words_without_the_key(string body)
    {
        _server.Then(Reply.Json(body, 401));

        (await FailureAsync()).Said.Should().BeNull();
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _server.Then(Reply.Empty(307).With("Location", "http://127.0.0.1:1/elsewhere"));

        (await FailureAsync()).Message.Should().Contain("leads to another address");
        _server.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task An_endpoint_that_is_away_or_breaks_off_is_a_failure_that_passes()
    {
        _server.Then(Reply.Reset(), Reply.Json("""{"data":[]}""") with { ResetAfter = 4, StatedLength = 900 });

        (await FailureAsync()).IsPassing.Should().BeTrue();
        (await FailureAsync()).IsPassing.Should().BeTrue();
        await _server.DisposeAsync();
        (await FailureAsync()).Should().Match<EmbeddingFailure>(failure => failure.IsPassing && failure.Message.Contains("no connection"));
    }

    [Fact]
    public async Task An_answer_that_has_no_end_is_not_read_to_it()
    {
        _server.Then(Reply.Bomb(64 * 1024 * 1024));

        (await FailureAsync()).Should().Match<EmbeddingFailure>(failure => !failure.IsPassing && failure.Message.Contains("larger than the portal takes"));
    }

    [Fact]
    public async Task Neither_texts_nor_the_key_reach_the_log()
    {
        _server.Then(Reply.Json("""{"data":[{"embedding":[1,2]}]}"""), Reply.Json($$"""{"error":"too long: Ada's diagnosis, key {{Secret}}"}""", 400));
        var vectors = _services.GetRequiredService<QueryVectors>();

        (await vectors.OfAsync("Ada's diagnosis", Cancellation)).Should().Equal(1f, 2f);
        (await vectors.OfAsync("Ada's diagnosis, longer", Cancellation)).Should().BeNull();

        _log.Lines.Should().Contain(line => line.Contains("status 400"));
        _log.Lines.Should().NotContain(line => line.Contains("diagnosis") || line.Contains(Secret));
    }

    [Theory]
    [InlineData("127.0.0.1", true, true)]
    [InlineData("::1", true, true)]
    [InlineData("10.1.2.3", true, true)]
    [InlineData("172.16.0.9", true, true)]
    [InlineData("192.168.1.5", true, true)]
    [InlineData("fd00::7", true, true)]
    [InlineData("8.8.8.8", true, false)]
    [InlineData("2001:4860:4860::8888", true, false)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("::ffff:169.254.169.254", false, false)]
    [InlineData("fe80::1", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("224.0.0.1", false, false)]
    public void Readable_texts_stay_in_the_own_network_and_no_address_of_nobody_is_called(string address, bool isHost, bool isNear)
    {
        EmbeddingTransport.IsHost(IPAddress.Parse(address)).Should().Be(isHost);
        EmbeddingTransport.IsNear(IPAddress.Parse(address)).Should().Be(isNear);
    }

    [Fact]
    public async Task A_record_s_call_is_repeated_while_the_endpoint_starts_and_a_search_s_is_not()
    {
        var embedder = _services.GetRequiredService<Embedder>();
        _server.Then(Reply.Empty(503).With("Retry-After", "0"), Reply.Json("""{"data":[{"embedding":[1,2]}]}"""), Reply.Empty(503).With("Retry-After", "0"));

        (await embedder.RecordsAsync(["a"], Cancellation)).Value.Should().ContainSingle().Which.Should().Equal(1f, 2f);
        (await embedder.QueryAsync("a", Cancellation)).Failure.Should().BeOfType<EmbeddingFailure>();

        _server.Requests.Should().HaveCount(3);
    }

    [Fact]
    public async Task After_some_searches_that_failed_the_endpoint_is_left_alone()
    {
        var embedder = _services.GetRequiredService<Embedder>();
        _server.Otherwise = _ => Reply.Empty(500);
        for (var times = 0; times < 20; times++)
        {
            (await embedder.QueryAsync("a", Cancellation)).Failure.Should().BeOfType<EmbeddingFailure>();
        }

        _server.Requests.Count.Should().BeLessThan(10);
    }

    private async Task<EmbeddingFailure> FailureAsync()
    {
        var failed = await Client.Awaiting(client => client.GenerateAsync(["one", "two"], cancellationToken: Cancellation)).Should().ThrowAsync<EmbeddingFailedException>();
        return failed.Which.Failure;
    }

    private ServiceProvider Build(Action<EmbeddingOptions> more) => new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).Services.AddSingleton<ILoggerProvider>(_log))
        .AddEmbeddings()
        .Configure<EmbeddingOptions>(options =>
        {
            (options.Endpoint, options.Model, options.ApiKey, options.QueryTimeout) = (_server.Address + "v1/embeddings", "words", Secret, TimeSpan.FromSeconds(5));
            more(options);
        })
        .BuildServiceProvider();
}
