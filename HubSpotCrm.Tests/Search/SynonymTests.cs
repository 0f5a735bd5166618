using HubSpotCrm.Core.Search.Meaning;

namespace HubSpotCrm.Tests.Search;

/// <summary>The list of what words may mean.</summary>
[Trait("Seed", "S06")]
public sealed class SynonymTests
{
    [Theory]
    [InlineData("hospital", "health care")]
    [InlineData("hotel", "hospitality")]
    [InlineData("charity", "non profit")]
    [InlineData("shipping", "logistics supply chain")]
    [InlineData("car dealer", "automotive")]
    [InlineData("app developer", "computer software")]
    public void What_comes_with_the_portal_knows_the_words_of_industries(string typed, string said) =>
        Synonyms.BuiltIn.Parts(typed.Split(' ')).Should().ContainSingle().Which.Meanings.Select(words => string.Join(' ', words)).Should().Contain(said);

    [Fact]
    public void The_longest_phrase_is_taken_and_words_between_stay_as_they_are()
    {
        var parts = Synonyms.BuiltIn.Parts(["smith", "car", "dealer", "car"]);

        parts.Select(part => string.Join(' ', part.Words)).Should().Equal("smith", "car dealer", "car");
        parts.Select(part => part.Meanings.Count > 0).Should().Equal(false, true, false);
    }

    [Fact]
    public void Accents_case_and_the_words_and_and_or_play_no_part() =>
        Synonyms.Of([new("ÖSTERREICH", "Austria"), new("gear", "Nuts and Bolts"), new("gear", "nuts bolts")]).Parts(["osterreich", "gear"])
            .SelectMany(part => part.Meanings).Select(words => string.Join(' ', words)).Should().Equal("austria", "nuts bolts");

    [Theory]
    [InlineData("", "said")]
    [InlineData("typed", " , ")]
    [InlineData("one two three four five", "said")]
    public void A_pair_that_says_nothing_or_too_much_is_left_out(string typed, string said) =>
        Synonyms.Of([new(typed, said)]).Parts(["typed", "one", "two"]).Should().OnlyContain(part => part.Meanings.Count == 0);

    [Fact]
    public void Every_line_of_the_list_is_read() => Synonyms.BuiltInPairs.Count.Should().BeGreaterThan(300);
}
