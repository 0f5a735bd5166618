using FsCheck.Xunit;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Search;

public sealed class TextFoldingTests
{
    [Theory]
    [InlineData("Søren", "soren")]
    [InlineData("Łukasz", "lukasz")]
    [InlineData("Straße", "strasse")]
    [InlineData("STRAẞE", "strasse")]
    [InlineData("Đặng", "dang")]
    [InlineData("Æther Œuvre", "aether oeuvre")]
    [InlineData("Þór", "thor")]
    [InlineData("İstanbul Isparta ılık", "istanbul isparta ilik")]
    [InlineData("Ħamrun Ŧ ŋ", "hamrun t n")]
    [InlineData("Ｆｕｌｌ　ｗｉｄｔｈ", "full width")]
    [InlineData("ﬁnance №5", "finance no5")]
    [InlineData("ΟΔΥΣΣΕΥΣ Οδυσσεύς", "οδυσσευσ οδυσσευσ")]
    [InlineData("O’Hara", "o'hara")]
    public void Letters_become_what_people_type_for_them(string text, string folded) =>
        TextFolding.Fold(text).Should().Be(folded);

    [Fact]
    public void A_composed_and_a_decomposed_letter_fold_alike() =>
        TextFolding.Fold("Jose\u0301").Should().Be(TextFolding.Fold("Jos\u00E9"));

    [Fact]
    [Trait("BadInput", "search text with NUL")]
    public void NUL_is_dropped()
    {
        TextFolding.Fold("a\0b").Should().Be("ab");
        TextFolding.Fold("ä\0b").Should().Be("ab");
    }

    [Fact]
    [Trait("BadInput", "search text with right-to-left marks")]
    public void Direction_marks_and_joiners_are_dropped() =>
        TextFolding.Fold("\u200FMo\u00ADhamed\u202E \u2066Ali\u200D").Should().Be("mohamed ali");

    [Fact]
    public void A_zero_width_space_still_separates_words() =>
        TextFolding.Fold("red\u200Bblue").Should().Be("red blue");

    [Fact]
    [Trait("BadInput", "half a surrogate pair")]
    public void Half_a_surrogate_pair_becomes_the_replacement_character() =>
        TextFolding.Fold("a\uD83D b\uDE00").Should().Be("a\uFFFD b\uFFFD");

    [Fact]
    public void A_whole_emoji_stays() => TextFolding.Fold("Party 🎉").Should().Be("party 🎉");

    [Fact]
    [Trait("BadInput", "search text of 10,000 characters")]
    public void Only_the_beginning_of_a_very_long_text_is_folded() =>
        TextFolding.Fold(new string('A', 10_000)).Should().Be(new string('a', TextFolding.MaximumLength));

    [Fact]
    public void A_pair_cut_at_the_limit_does_not_throw() =>
        TextFolding.Fold(new string('a', TextFolding.MaximumLength - 1) + "😀").Should().EndWith("a\uFFFD");

    [Property(MaxTest = 2_000)]
    public void No_text_makes_folding_throw_or_leaves_NUL(int seed) =>
        TextFolding.Fold(AnyText.Of(seed)).Should().NotContain("\0");

    [Property(MaxTest = 2_000)]
    public void Folding_what_is_folded_changes_nothing(int seed)
    {
        var once = TextFolding.Fold(AnyText.Of(seed));
        TextFolding.Fold(once).Should().Be(once);
    }
}
