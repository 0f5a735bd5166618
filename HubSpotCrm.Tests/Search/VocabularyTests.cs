using FsCheck.Xunit;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Search;

/// <summary>Which words may have been meant by one that was typed with a slip.</summary>
public sealed class VocabularyTests
{
    private static readonly string[] Names = ["schmidt", "schmitz", "schneider", "smith", "smithers", "simmons", "walker", "taylor", "abernathy", "lee", "leeds", "bergqvist"];

    private static Vocabulary Words { get; } = new(Names, lastPlace: 0);

    [Theory]
    [InlineData("shmidt", new[] { "schmidt" })]
    [InlineData("smmons", new[] { "simmons" })]
    [InlineData("walkker", new[] { "walker" })]
    [InlineData("tyalor", new[] { "taylor" })]
    [InlineData("qalker", new[] { "walker" })]
    [InlineData("abermathi", new[] { "abernathy" })]
    [InlineData("schneidre", new[] { "schneider" })]
    [InlineData("bergwvist", new[] { "bergqvist" })]
    [InlineData("smit", new[] { "smit" })]
    [InlineData("snit", new[] { "smit" })]
    [InlineData("xalkxr", new string[0])]
    [InlineData("lxe", new string[0])]
    [InlineData("1234567", new string[0])]
    public void A_slip_is_forgiven_from_four_letters_and_two_from_eight(string typed, string[] meant) => Words.Similar(typed).Should().Equal(meant);

    [Fact]
    public void A_word_is_known_by_its_beginning()
    {
        Words.Knows("schm").Should().BeTrue();
        Words.Knows("leeds").Should().BeTrue();
        Words.Knows("schmidts").Should().BeFalse();
        Words.Knows("zz").Should().BeFalse();
    }

    [Fact]
    public void Of_a_great_many_that_are_near_only_some_are_tried()
    {
        var all = from one in "abcdefghij" from two in "abcdefghij" select $"wor{one}{two}";
        new Vocabulary(all, 0).Similar("worxa").Count.Should().BeLessThanOrEqualTo(Vocabulary.MostSimilar).And.BePositive();
    }

    [Theory]
    [InlineData("chmidt", new[] { "schmidt" })]
    [InlineData("smith", new[] { "smith" })]
    [InlineData("lee", new[] { "lee" })]
    [InlineData("mm", new[] { "simm" })]
    [InlineData("45", new[] { "12345", "45" })]
    [InlineData("юрь", new[] { "юрь" })]
    [InlineData("рьев", new[] { "юрьев" })]
    [InlineData("zzz", new string[0])]
    public void Letters_stand_in_the_words_that_begin_with_what_is_before_them(string letters, string[] beginnings) =>
        new Vocabulary([.. Names, "12345", "4567", "юрьев"], 0).BeginningsWith(letters).Should().BeEquivalentTo(beginnings);

    [Fact]
    public void The_beginnings_of_most_words_come_first() =>
        new Vocabulary(["anna", "annab", "joann", "johann", "johanna", "johannes"], 0).BeginningsWith("ann").Should().Equal("johann", "ann", "joann");

    [Fact]
    public void Words_that_came_later_are_known_too()
    {
        var words = Words.With(["zimmer", "smith"], 7);

        words.LastPlace.Should().Be(7);
        words.Knows("zimm").Should().BeTrue();
        words.Similar("zimmmer").Should().Equal("zimmer");
        words.BeginningsWith("imm").Should().BeEquivalentTo(["simm", "zimm"]);
        words.With([], 8).Knows("zimm").Should().BeFalse();
    }

    [Property(MaxTest = 300)]
    public void Beginnings_are_those_of_all_words_with_the_letters(int seed)
    {
        var random = new Random(seed);
        var words = Enumerable.Range(0, 60).Select(_ => Word(random, random.Next(1, 9))).Distinct().ToList();
        var letters = Word(random, random.Next(1, 4));

        new Vocabulary(words, 0).BeginningsWith(letters).Should().BeEquivalentTo(
            words.Where(word => word.Contains(letters, StringComparison.Ordinal))
                .Select(word => word[..(word.IndexOf(letters, StringComparison.Ordinal) + letters.Length)]).Distinct());
    }

    [Property(MaxTest = 300)]
    public void The_walk_finds_what_comparing_every_word_finds(int seed)
    {
        var random = new Random(seed);
        var words = Enumerable.Range(0, 40).Select(_ => Word(random, random.Next(1, 11))).Distinct().ToList();
        var typed = Word(random, random.Next(4, 10));
        var slips = Spelling.Forgiven(typed);

        var meant = new Vocabulary(words, 0).Similar(typed);

        words.Where(word => meant.Any(beginning => word.StartsWith(beginning, StringComparison.Ordinal)))
            .Should().BeEquivalentTo(words.Where(word => IsNear(word, typed, slips, words)), typed);
    }

    // As defined: a beginning that is as long as what was typed, or that is a word itself.
    private static bool IsNear(string word, string typed, int slips, List<string> words) => Enumerable.Range(1, word.Length)
        .Any(length => (length >= typed.Length || words.Contains(word[..length])) && Distance(word[..length], typed) <= slips);

    private static int Distance(string one, string other)
    {
        var table = new int[one.Length + 1, other.Length + 1];
        for (var row = 0; row <= one.Length; row++)
        {
            for (var column = 0; column <= other.Length; column++)
            {
                table[row, column] = row == 0 ? column : column == 0 ? row : Math.Min(
                    Math.Min(table[row - 1, column], table[row, column - 1]) + 1, table[row - 1, column - 1] + (one[row - 1] == other[column - 1] ? 0 : 1));
                if (row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1])
                {
                    table[row, column] = Math.Min(table[row, column], table[row - 2, column - 2] + 1);
                }
            }
        }

        return table[one.Length, other.Length];
    }

    // Of few letters, so that many words are near each other.
    private static string Word(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "abc"[random.Next(3)]));
}
