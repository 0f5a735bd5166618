using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Search;

public sealed class RecordSearchTests(SearchSample sample) : IClassFixture<SearchSample>
{
    [Theory]
    [Trait("Seed", "S06")]
    [InlineData("smi", new[] { "john", "Ann" })]
    [InlineData("smith ann", new[] { "Ann" })]
    [InlineData("an sm", new[] { "Ann" })]
    [InlineData("SOREN angstrom", new[] { "Søren" })]
    [InlineData("lukasz", new[] { "Łukasz" })]
    [InlineData("jose", new[] { "José" })]
    [InlineData("José", new[] { "José" })]
    [InlineData("o'hara", new[] { "José" })]
    [InlineData("o’hara", new[] { "José" })]
    [InlineData("john.smithers@acme.com", new[] { "john" })]
    [InlineData("acme", new[] { "Łukasz", "john", "Ann" })]
    [InlineData("mithers", new[] { "john" })]
    [InlineData("ann nowak", new string[0])]
    public async Task A_contact_is_found_by_the_beginnings_of_its_words_in_any_order(string text, string[] firstNames) =>
        (await sample.FirstNamesAsync(SearchSample.Query(text))).Should().Equal(firstNames);

    [Theory]
    [Trait("Seed", "S05")]
    [InlineData("foods", "Nordic Foods")]
    [InlineData("acme.com", "Acme")]
    [InlineData("software", "Acme")]
    [InlineData("250", "Acme")]
    [InlineData("denm", "Nordic Foods")]
    public async Task A_company_is_found_by_name_domain_industry_size_and_country(string text, string name)
    {
        var page = await sample.Search.CompaniesAsync(sample.Mirror, SearchSample.Query(text), sample.Definitions, TimeZoneInfo.Utc, CancellationToken.None);

        page.Value.Items.Select(company => company.Name).Should().Equal(name);
    }

    [Fact]
    [Trait("Seed", "S05")]
    public async Task A_deal_is_found_and_shows_its_company_contact_owner_and_probability()
    {
        var page = await sample.Search.DealsAsync(sample.Mirror, SearchSample.Query("renew 12000"), sample.Definitions, TimeZoneInfo.Utc, CancellationToken.None);

        var deal = page.Value.Items.Should().ContainSingle().Which;
        deal.Company.Should().Be("Acme");
        deal.Contact.Should().Be("Ann Smith");
        deal.Amount.Should().Be(12_000m);
        deal.Probability.Should().Be(0.3m);
        deal.Currency.Should().Be("EUR");
        deal.CloseDate.Should().Be(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_company_shows_the_stage_of_its_open_deal_before_that_of_a_closed_one()
    {
        var page = await sample.Search.CompaniesAsync(sample.Mirror, SearchSample.Query(sort: [new("name", false)]), sample.Definitions, TimeZoneInfo.Utc, CancellationToken.None);

        page.Value.Items.Select(company => (company.Name, company.DealStage)).Should().Equal(("Acme", "s9"), ("Empty", null), ("Nordic Foods", "s9"));
    }

    [Fact]
    public async Task A_contact_shows_its_values_and_its_owner_by_name()
    {
        var contact = (await sample.ContactsAsync(SearchSample.Query("soren"))).Value.Items.Single();

        contact.Owner.Should().Be("Zed Adams");
        contact.LeadScore.Should().Be(95.5m);
        contact.LastActivityDate.Should().Be(new DateTimeOffset(2026, 3, 29, 21, 59, 59, 999, TimeSpan.Zero));
        (await sample.ContactsAsync(SearchSample.Query("jose"))).Value.Items.Single().Owner.Should().Be("33", "an unknown owner shows its id");
    }

    [Fact]
    public async Task Without_text_the_most_recently_active_come_first_and_those_without_activity_last() =>
        (await sample.FirstNamesAsync(SearchSample.Query())).Should().Equal("Łukasz", "john", "Søren", "Ann", "José");

    [Theory]
    [Trait("BadInput", "search text of quotes, %, \" and *")]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("%")]
    [InlineData("*")]
    [InlineData("\" OR 1=1 --")]
    [InlineData("contact_search:x NEAR(a b)")]
    [InlineData("-^+(){}[]")]
    public async Task Signs_of_query_languages_mean_nothing(string text) =>
        (await sample.ContactsAsync(SearchSample.Query(text))).Succeeded.Should().BeTrue();

    [Theory]
    [Trait("BadInput", "search text with NUL")]
    [InlineData("smi\0thers")]
    [InlineData("\0smithers\0")]
    public async Task NUL_is_passed_over(string text) =>
        (await sample.FirstNamesAsync(SearchSample.Query(text))).Should().Equal("john");

    [Fact]
    [Trait("BadInput", "search text with right-to-left marks")]
    public async Task Direction_marks_are_passed_over() =>
        (await sample.FirstNamesAsync(SearchSample.Query("\u202Esmi\u200Fthers\u2069"))).Should().Equal("john");

    [Theory]
    [Trait("BadInput", "search text with emoji")]
    [InlineData("🎉")]
    [InlineData("smith 👩‍👩‍👧")]
    [InlineData("\uD83D")]
    public async Task An_emoji_that_nobody_has_finds_nobody_or_is_passed_over(string text) =>
        (await sample.ContactsAsync(SearchSample.Query(text))).Succeeded.Should().BeTrue();

    [Fact]
    [Trait("BadInput", "search text of 10,000 characters")]
    public async Task A_text_of_10000_characters_is_answered()
    {
        (await sample.FirstNamesAsync(SearchSample.Query(new string('a', 10_000)))).Should().BeEmpty();
        (await sample.FirstNamesAsync(SearchSample.Query(string.Concat(Enumerable.Repeat("smithers ", 1_200))))).Should().Equal("john");
    }

    [Fact]
    [Trait("BadInput", "search text of anything")]
    public async Task No_text_makes_a_search_fail()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var query = SearchSample.Query(AnyText.Of(seed, longest: 200));
            (await sample.ContactsAsync(query)).Succeeded.Should().BeTrue();
            (await sample.CountAsync(query)).Succeeded.Should().BeTrue();
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 201)]
    [InlineData(-1, 50)]
    public async Task A_window_out_of_range_is_refused(int offset, int limit) =>
        (await sample.ContactsAsync(SearchSample.Query(offset: offset, limit: limit))).Failure.Should().BeOfType<InvalidInput>();

    [Fact]
    public async Task A_search_beyond_its_time_limit_says_so()
    {
        var impatient = new RecordSearch(TimeProvider.System) { TimeLimit = TimeSpan.Zero };

        var page = await impatient.ContactsAsync(sample.Mirror, RecordQuery.All, AccountDefinitions.Empty, TimeZoneInfo.Utc, CancellationToken.None);

        page.Failure.Should().BeOfType<SearchTooSlow>();
    }

    [Fact]
    [Trait("Seed", "S10")]
    public async Task A_cancelled_search_ends_as_cancelled() =>
        await FluentActions.Awaiting(() => sample.Search.ContactsAsync(
                sample.Mirror, RecordQuery.All, AccountDefinitions.Empty, TimeZoneInfo.Utc, new CancellationToken(true)))
            .Should().ThrowAsync<OperationCanceledException>();
}
