using FsCheck.Xunit;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Search;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("john smith", "\"smith\"* AND \"john\"*")]
    [InlineData("  O'Hara  ", "\"hara\"* AND \"o\"*")]
    [InlineData("jane@acme.com", "\"jane\"* AND \"acme\"* AND \"com\"*")]
    [InlineData("Søren", "\"soren\"*")]
    [InlineData("NEAR AND \"x\" OR", "\"near\"* AND \"and\"* AND \"or\"* AND \"x\"*")]
    public void Every_word_is_asked_for_as_a_beginning(string typed, string match) =>
        SearchWords.ToMatch(typed).Should().Be(match);

    [Theory]
    [Trait("BadInput", "search text of quotes, %, \" and *")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\"")]
    [InlineData("%*'\"()")]
    [InlineData("\0")]
    [InlineData("\u202E\u200F")]
    public void A_text_without_a_word_asks_for_nothing(string typed) => SearchWords.ToMatch(typed).Should().BeNull();

    [Fact]
    public void A_word_that_begins_another_adds_nothing() => SearchWords.ToMatch("jo john john").Should().Be("\"john\"*");

    [Fact]
    [Trait("BadInput", "search text of 10,000 characters")]
    public void Words_and_their_length_are_limited()
    {
        SearchWords.ToMatch(string.Join(' ', Enumerable.Range(100, 3_000)))!.Split(" AND ").Should().HaveCount(SearchWords.MaximumQueryWords);
        SearchWords.ToMatch(new string('x', 10_000)).Should().Be($"\"{new string('x', SearchWords.MaximumWordLength)}\"*");
    }

    [Fact]
    public void A_phone_number_is_also_asked_for_written_together() =>
        SearchWords.ToMatch("(555) 123-4567").Should().Be("\"5551234567\"* OR (\"4567\"* AND \"555\"* AND \"123\"*)");

    [Fact]
    public void A_year_and_a_number_are_no_phone_number() => SearchWords.ToMatch("2026 12").Should().Be("\"2026\"* AND \"12\"*");

    [Fact]
    [Trait("BadInput", "search text with emoji")]
    public void An_emoji_is_a_word() => SearchWords.Of("party🎉time").Should().Equal("party", "🎉", "time");

    [Property(MaxTest = 2_000)]
    public void Words_hold_nothing_that_the_index_would_split_or_read_as_an_operator(int seed)
    {
        foreach (var word in SearchWords.Of(TextFolding.Fold(AnyText.Of(seed))))
        {
            word.Should().NotBeEmpty();
            word.Any(letter => char.IsAscii(letter) && !char.IsAsciiLetterOrDigit(letter)).Should().BeFalse();
        }
    }
}
