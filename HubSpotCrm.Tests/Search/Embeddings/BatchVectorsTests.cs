using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search.Embeddings;

namespace HubSpotCrm.Tests.Search.Embeddings;

/// <summary>A text over which an endpoint fails, and an endpoint that fails over every text.</summary>
[Trait("Seed", "S06")]
[Trait("BadInput", "text that the endpoint does not take")]
public sealed class BatchVectorsTests : IAsyncLifetime
{
    private MeaningWorld _world = null!;

    private int Companies => _world.Copies.Of(_world.Bench.Mirror)!.CountOf(ObjectType.Company);

    public async ValueTask InitializeAsync()
    {
        _world = await MeaningWorld.OpenAsync();
        await _world.Bench.SeedAsync(ObjectType.Contact, "1", ("firstname", "Ada"), ("jobtitle", "Doctor"), ("notes_last_updated", "2026-01-01T00:00:00Z"));
        await _world.Bench.SeedAsync(ObjectType.Contact, "2", ("firstname", "Ben"), ("jobtitle", "Driver"), ("notes_last_updated", "2026-03-01T00:00:00Z"));
        await _world.Bench.SeedAsync(ObjectType.Company, "7", ("name", "Hill Estate"), ("description", "A winery above the lake"), ("notes_last_updated", "2026-02-01T00:00:00Z"));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(500)]
    public async Task A_text_that_the_endpoint_does_not_take_holds_up_no_other(int status)
    {
        _world.Server.Refuse = texts => texts.Any(IsBad) ? status : null;

        await _world.RunAsync();
        await _world.UntilReadyAsync(3);

        (await _world.FindAsync("physician")).Should().ContainSingle();
        Companies.Should().Be(0);
        _world.Status.Failure.Should().BeNull();
        _world.Log.Lines.Should().NotContain(line => line.Contains("winery"));

        await _world.RunAsync();
        var asked = _world.Embedded.Count;
        await _world.UntilReadyAsync(3);
        _world.Embedded.Should().HaveCount(asked, "it is not asked for again before it changes");
    }

    [Theory]
    [InlineData(WordVectors.Dimensions, 0)]
    [InlineData(3, 1)]
    public async Task A_text_whose_vector_cannot_be_used_holds_up_no_other(int length, float number)
    {
        _world.Server.Vector = text => IsBad(text) ? [.. Enumerable.Repeat(number, length)] : WordVectors.Of(text);

        await _world.RunAsync();
        await _world.UntilReadyAsync(3);

        (await _world.FindAsync("physician")).Should().ContainSingle();
        Companies.Should().Be(0);
        _world.Status.Failure.Should().BeNull();
    }

    [Fact]
    public async Task A_text_is_asked_for_once_more_before_it_is_given_up()
    {
        var refused = 0;
        _world.Server.Refuse = texts => texts.Any(IsBad) && ++refused <= 3 ? 413 : null;

        await _world.RunAsync();
        await _world.UntilReadyAsync(3);

        refused.Should().Be(4, "the whole batch, a half of it and the text alone were refused");
        Companies.Should().Be(1);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    public async Task An_endpoint_that_takes_no_text_at_all_is_not_taken_for_records_that_it_does_not_take(int status)
    {
        _world.Server.Refuse = _ => status;
        await _world.RunAsync();
        await _world.UntilAsync(now => now.Stage == MeaningStage.Failing);

        _world.Server.Refuse = null;
        await _world.UntilReadyAsync(3);
        (await _world.FindAsync("physician")).Should().ContainSingle();
        Companies.Should().Be(1);
    }

    [Fact]
    public async Task An_endpoint_that_is_not_ready_is_waited_for_whatever_the_text()
    {
        _world.Server.Refuse = texts => texts.Any(IsBad) ? 503 : null;
        await _world.RunAsync();
        await _world.UntilAsync(status => status.Stage == MeaningStage.Failing);

        _world.Server.Asked.Should().OnlyContain(texts => texts.Count == 3, "neither another text nor a part of the batch tells more");
        _world.Server.Refuse = null;
        await _world.UntilReadyAsync(3);
        Companies.Should().Be(1);
    }

    private static bool IsBad(string text) => text.Contains("winery", StringComparison.Ordinal);
}
