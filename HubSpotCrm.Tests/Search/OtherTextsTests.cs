using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Search;

/// <summary>Which texts are tried where one found nothing.</summary>
public sealed class OtherTextsTests
{
    [Fact]
    public void A_word_that_no_index_has_is_spelt_as_the_nearest_ones()
    {
        Of("anna shmitt", Index(("shmitt", [new("schmidt", 2), new("schmitz", 2)]))).Should().Equal("anna schmidt", "anna schmitz", "anna");
    }

    [Fact]
    public void A_word_that_one_index_has_is_right()
    {
        Of("acme shmitt", Index(("acme", [new("acne", 1)]), ("shmitt", [new("schmitt", 1)])), Index(("shmitt", [new("smith", 3)])))
            .Should().StartWith("acme schmitt").And.NotContain(text => text.Contains("acne"));
    }

    [Fact]
    public void A_word_that_nothing_is_near_is_left_out()
    {
        Of("anna xqzwv", Index(("xqzwv", []))).Should().Equal("anna");
        Of("shmitt xqzwv", Index(("shmitt", [new("schmitt", 1)]), ("xqzwv", []))).Should().Equal("schmitt");
    }

    [Fact]
    public void Of_words_that_are_each_right_one_is_left_out_the_last_first()
    {
        Of("anna schmidt nordwind", Index()).Should().Equal("anna schmidt", "anna nordwind", "schmidt nordwind");
    }

    [Fact]
    public void One_right_word_alone_has_no_other() => Of("anna", Index()).Should().BeEmpty();

    [Fact]
    public void A_text_of_many_words_is_not_tried_in_every_way()
    {
        Of("a b c d e f g h i j k l", Index()).Should().HaveCount(OtherTexts.Most);
    }

    private static IReadOnlyList<string> Of(string text, params IReadOnlyDictionary<string, IReadOnlyList<NearWord>>[] near) => OtherTexts.Of(text.Split(' '), near);

    private static Dictionary<string, IReadOnlyList<NearWord>> Index(params (string Word, NearWord[] Near)[] strange) =>
        strange.ToDictionary(one => one.Word, one => (IReadOnlyList<NearWord>)one.Near);
}
