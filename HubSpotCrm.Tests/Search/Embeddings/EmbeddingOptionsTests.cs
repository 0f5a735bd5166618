using HubSpotCrm.Core.Search.Embeddings;

namespace HubSpotCrm.Tests.Search.Embeddings;

/// <summary>What is said of settings that cannot be.</summary>
[Trait("BadInput", "invalid settings")]
public sealed class EmbeddingOptionsTests
{
    [Fact]
    public void Without_an_endpoint_there_is_nothing_to_check() => Faults(new EmbeddingOptions()).Should().BeEmpty();

    [Theory]
    [InlineData("http://127.0.0.1:11434/v1/embeddings")]
    [InlineData("http://[::1]:8080/v1/embeddings")]
    [InlineData("http://192.168.1.20/v1/embeddings")]
    [InlineData("http://ollama:11434/v1/embeddings")]
    [InlineData("https://models.example.com/v1/embeddings")]
    [InlineData("https://8.8.8.8/v1/embeddings")]
    public void An_endpoint_may_be_near_or_speak_https(string endpoint) => Faults(On(options => options.Endpoint = endpoint)).Should().BeEmpty();

    [Theory]
    [InlineData("models.example.com/v1/embeddings", "absolute address")]
    [InlineData("ftp://127.0.0.1/v1", "absolute address")]
    [InlineData("http://8.8.8.8/v1/embeddings", "must begin with https://")]
    [InlineData("https://169.254.169.254/latest", "nothing that makes vectors")]
    [InlineData("https://me:hunter2@models.example.com/v1/embeddings", "Search__Embeddings__ApiKey")]
    [InlineData("https://models.example.com/v1/embeddings?key=hunter2", "without '?'")]
    public void An_endpoint_that_cannot_be_is_named_with_what_to_do(string endpoint, string reason) =>
        Faults(On(options => options.Endpoint = endpoint)).Should().ContainSingle().Which.Should().StartWith("Search:Embeddings:Endpoint").And.Contain(reason).And.NotContain("hunter2");

    [Fact]
    public void Every_fault_is_named_at_once_and_the_key_is_never_told()
    {
        var faults = Faults(On(options =>
        {
            (options.Model, options.ApiKey, options.Dimensions, options.QueryTimeout) = (" ", "hunter2 ", 5000, TimeSpan.FromSeconds(6));
            (options.Nearness, options.Records, options.BatchSize, options.Pause) = (double.NaN, 0, 0, TimeSpan.FromHours(1));
        }));

        faults.Select(fault => fault.Split(' ')[0]).Should().Equal(
            "Search:Embeddings:Model", "Search:Embeddings:ApiKey", "Search:Embeddings:Dimensions", "Search:Embeddings:QueryTimeout",
            "Search:Embeddings:Nearness", "Search:Embeddings:Records", "Search:Embeddings:BatchSize", "Search:Embeddings:Pause");
        faults.Should().NotContain(fault => fault.Contains("hunter2"));
    }

    [Fact]
    public void A_model_without_an_endpoint_says_what_is_missing() =>
        Faults(new EmbeddingOptions { Model = "words" }).Should().ContainSingle().Which.Should().StartWith("Search:Embeddings:Endpoint is missing");

    private static EmbeddingOptions On(Action<EmbeddingOptions> change)
    {
        var options = new EmbeddingOptions { Endpoint = "http://127.0.0.1/v1/embeddings", Model = "words" };
        change(options);
        return options;
    }

    private static IReadOnlyList<string> Faults(EmbeddingOptions options) => [.. new EmbeddingOptionsValidator().Validate(null, options).Failures ?? []];
}
