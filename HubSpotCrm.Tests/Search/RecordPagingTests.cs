using FsCheck.Xunit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Search;

public sealed class RecordPagingTests(RecordPagingTests.Many many) : IClassFixture<RecordPagingTests.Many>
{
    private static readonly string[] Syllables = ["an", "na", "be", "er", "sø", "ren", "lu"];

    [Theory]
    [InlineData("", null, false)]
    [InlineData("", "country", false)]
    [InlineData("", "country", true)]
    [InlineData("", "score", true)]
    [InlineData("", "owner", false)]
    [InlineData("an", null, false)]
    [InlineData("an", "score", false)]
    public async Task Pages_neither_repeat_nor_skip_a_row(string text, string? sort, bool descending)
    {
        var query = SearchSample.Query(text, sort: sort is null ? null : [new SortKey(sort, descending)], limit: 200);
        var count = (await many.Search.CountAsync(many.Mirror, ObjectType.Contact, query, AccountDefinitions.Empty, TimeZoneInfo.Utc, CancellationToken.None)).Value;
        var keys = new List<long>();
        for (var offset = 0; offset < count; offset += query.Limit)
        {
            var page = (await many.PageAsync(query with { Offset = offset })).Items;
            page.Should().HaveCount(Math.Min(query.Limit, count - offset));
            keys.AddRange(page.Select(contact => contact.Key));
        }

        keys.Should().OnlyHaveUniqueItems().And.HaveCount(count);
    }

    [Fact]
    public async Task A_total_is_exact_up_to_ten_thousand_and_then_at_least_that()
    {
        (await many.PageAsync(SearchSample.Query("every"))).Total.Should().Be(new Total(10_000, IsExact: false));
        (await many.PageAsync(SearchSample.Query())).Total.Should().Be(new Total(10_000, IsExact: false));
        (await many.PageAsync(SearchSample.Query("few"))).Total.Should().Be(new Total(60, IsExact: true));
        (await many.PageAsync(SearchSample.Query("few", offset: 50))).Total.Should().Be(new Total(60, IsExact: true));
        (await many.PageAsync(SearchSample.Query("few", offset: 100))).Total.Should().Be(new Total(60, IsExact: true));
        (await many.PageAsync(SearchSample.Query("nobody"))).Total.Should().Be(new Total(0, IsExact: true));
    }

    [Property(MaxTest = 150)]
    public async Task Search_finds_what_reading_every_row_finds(int seed)
    {
        var random = new Random(seed);
        var words = Enumerable.Range(0, random.Next(1, 4))
            .Select(_ => Many.Name(random)).Select(word => word[..random.Next(1, word.Length + 1)]).ToArray();
        var found = (await many.Search.CountAsync(many.Mirror, ObjectType.Contact, SearchSample.Query(string.Join(' ', words)), AccountDefinitions.Empty, TimeZoneInfo.Utc, CancellationToken.None)).Value;

        var folded = words.Select(TextFolding.Fold).ToArray();
        var all = new Vocabulary(many.Texts.SelectMany(text => text.Split(' ')), 0);
        var isLong = folded.Any(word => word.Length > 2);
        var near = folded.Any(word => word.All(char.IsLetter) && !all.Knows(word));
        bool[] Tiers(string text) =>
        [
            folded.All(word => Begins(text, word)),
            isLong && folded.All(word => word.Length > 2 ? text.Contains(word, StringComparison.Ordinal) : Begins(text, word)),
            near && folded.All(word => Begins(text, word) || text.Split(' ').Any(other => IsNear(other, word, all))),
        ];

        // Each tier is asked only where those before it find few.
        var beginnings = many.Texts.Count(text => Tiers(text)[0]);
        var within = many.Texts.Count(text => Tiers(text)[..2].Any(holds => holds));
        var expected = beginnings >= TextHits.Enough ? beginnings : within >= TextHits.Enough ? within : many.Texts.Count(text => Tiers(text).Any(holds => holds));
        found.Should().Be(expected, string.Join(' ', words));

        static bool Begins(string text, string word) => text.Split(' ').Any(other => other.StartsWith(word, StringComparison.Ordinal));

        // A known word is taken as it is; how another may have been meant, VocabularyTests compare.
        static bool IsNear(string other, string word, Vocabulary vocabulary) =>
            !vocabulary.Knows(word) && vocabulary.Similar(word).Any(beginning => other.StartsWith(beginning, StringComparison.Ordinal));
    }

    /// <summary>12,000 contacts of few values each, so that sorting leaves many ties.</summary>
    public sealed class Many : IAsyncLifetime
    {
        private const int Count = 12_000;
        private MirrorFixture? _mirror;

        internal RecordSearch Search { get; } = new(TimeProvider.System) { TimeLimit = TimeSpan.FromMinutes(5) };

        internal Mirror Mirror => _mirror!.Mirror;

        internal List<string> Texts { get; } = [];

        public async ValueTask InitializeAsync()
        {
            _mirror = await MirrorFixture.OpenAsync();
            var random = new Random(3);
            var rows = Enumerable.Range(1, Count).Select(number => new ContactRow
            {
                HubSpotId = _mirror.NextId(),
                FirstName = Name(random),
                LastName = Name(random),
                Company = number % 200 == 0 ? "every few" : "every",
                Country = number % 5 == 0 ? null : $"Country {number % 3}",
                OwnerId = number % 7 == 0 ? null : $"{number % 4}",
                LeadScore = number % 11 == 0 ? null : number % 10 * 1000,
                LastActivityAt = number % 6 == 0 ? null : random.Next(50),
            }).ToArray();
            await _mirror.AddAsync(rows);
            Texts.AddRange(rows.Select(SearchText.Contact));
        }

        public ValueTask DisposeAsync() => _mirror!.DisposeAsync();

        internal static string Name(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Syllables[random.Next(Syllables.Length)]));

        internal async Task<Page<Contact>> PageAsync(RecordQuery query) =>
            (await Search.ContactsAsync(Mirror, query, AccountDefinitions.Empty, TimeZoneInfo.Utc, CancellationToken.None)).Value;
    }
}
