using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search.Meaning;
using HubSpotCrm.Tests.Sync;

namespace HubSpotCrm.Tests.Search;

/// <summary>What administrators say that words mean.</summary>
[Trait("Seed", "S06")]
public sealed class SynonymServiceTests : IAsyncLifetime
{
    private static readonly Actor Viewer = new("3", "Vi", Role.Viewer);
    private SyncWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ISynonymService Synonyms => _world.Get<ISynonymService>();

    private SynonymBook Book => _world.Get<SynonymBook>();

    public async ValueTask InitializeAsync() => _world = await SyncWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_pair_is_used_at_once_kept_and_taken_out_again()
    {
        (await Synonyms.AddAsync(SyncWorld.Admin, new(" Chippy ", "Fish & Chips"), Cancellation)).Succeeded.Should().BeTrue();

        Meanings("chippy").Should().Equal("fish chips");
        (await Synonyms.ListAsync(Viewer, Cancellation)).Value.Should().Equal(new SynonymPair("Chippy", "Fish & Chips"));

        Book.Take([]);
        await _world.Get<SynonymService>().LoadAsync(Cancellation);
        Meanings("chippy").Should().Equal("fish chips");

        (await Synonyms.RemoveAsync(SyncWorld.Admin, new("chippy", "fish & chips"), Cancellation)).Succeeded.Should().BeTrue();
        Meanings("chippy").Should().BeEmpty();
        (await Synonyms.ListAsync(Viewer, Cancellation)).Value.Should().BeEmpty();
    }

    [Fact]
    public async Task The_same_pair_is_kept_once()
    {
        await Synonyms.AddAsync(SyncWorld.Admin, new("café", "Gastronomy"), Cancellation);
        await Synonyms.AddAsync(SyncWorld.Admin, new("CAFE", "gastronomy"), Cancellation);

        (await Synonyms.ListAsync(SyncWorld.Admin, Cancellation)).Value.Should().ContainSingle();
    }

    [Fact]
    public async Task What_comes_with_the_portal_stays()
    {
        await Synonyms.AddAsync(SyncWorld.Admin, new("clinic", "day care"), Cancellation);

        Meanings("clinic").Should().Contain("health care").And.Contain("day care");
    }

    [Fact]
    public async Task Only_administrators_change_what_words_mean()
    {
        (await Synonyms.AddAsync(SyncWorld.Editor, new("chippy", "fish"), Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await Synonyms.RemoveAsync(Viewer, new("chippy", "fish"), Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await Synonyms.ListAsync(Actor.Nobody, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await Synonyms.ListAsync(Viewer, Cancellation)).Value.Should().BeEmpty();
    }

    [Theory]
    [Trait("BadInput", "Synonyms")]
    [InlineData("", "fish", "What is typed")]
    [InlineData(" ,;- ", "fish", "What is typed")]
    [InlineData("one two three four five", "fish", "What is typed")]
    [InlineData("chippy", "", "What it means")]
    [InlineData("chippy", "' OR 1=1 -- one two three four five six seven eight nine ten", "What it means")]
    public async Task A_side_that_says_nothing_or_too_much_is_refused_by_its_name(string typed, string said, string field)
    {
        var refused = await Synonyms.AddAsync(SyncWorld.Admin, new(typed, said), Cancellation);

        refused.Failure.Should().BeOfType<InvalidInput>().Which.Message.Should().Contain(field);
        (await Synonyms.ListAsync(SyncWorld.Admin, Cancellation)).Value.Should().BeEmpty();
    }

    [Fact]
    [Trait("BadInput", "Synonyms")]
    public async Task A_text_of_great_length_is_refused() =>
        (await Synonyms.AddAsync(SyncWorld.Admin, new(new string('x', 10_000), "fish"), Cancellation)).Failure.Should().BeOfType<InvalidInput>();

    private List<string> Meanings(string typed) => [.. Book.Current.Parts([typed]).SelectMany(part => part.Meanings).Select(words => string.Join(' ', words))];
}
