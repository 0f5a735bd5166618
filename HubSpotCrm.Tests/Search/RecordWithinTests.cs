using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Search;

/// <summary>What is found beyond the beginnings of words: letters within a word, telephone numbers as people write them, ids, and what comes first.</summary>
public sealed class RecordWithinTests(SearchSample sample) : IClassFixture<SearchSample>
{
    [Theory]
    [Trait("Seed", "S06")]
    [InlineData("mithers", new[] { "john" })]
    [InlineData("ngstro søren", new[] { "Søren" })]
    [InlineData("owak", new[] { "Łukasz" })]
    [InlineData("OHN mith", new[] { "john" })]
    [InlineData("ohn nn", new string[0])]
    [InlineData("zzz", new string[0])]
    public async Task Letters_within_a_word_are_found_where_beginnings_find_few(string text, string[] firstNames) =>
        (await sample.FirstNamesAsync(SearchSample.Query(text))).Should().Equal(firstNames);

    [Fact]
    public async Task A_row_that_begins_so_comes_before_one_that_has_it_within_and_none_comes_twice() =>
        (await sample.FirstNamesAsync(SearchSample.Query("nor"))).Should().Equal("Søren");

    [Theory]
    [InlineData("smit", new[] { "john", "Ann" }, true)]
    [InlineData("mithers", new[] { "john" }, true)]
    [InlineData("zzz", new string[0], true)]
    public async Task A_first_answer_says_where_more_may_follow(string text, string[] firstNames, bool isPartial)
    {
        var page = (await sample.ContactsAsync(SearchSample.Query(text) with { Depth = SearchDepth.First })).Value;

        page.Items.Select(contact => contact.FirstName).Should().Equal(firstNames);
        page.IsPartial.Should().Be(isPartial);
        (await sample.ContactsAsync(SearchSample.Query(text))).Value.IsPartial.Should().BeFalse();
    }

    [Fact]
    public async Task A_list_without_a_text_is_whole_at_once() =>
        (await sample.ContactsAsync(SearchSample.Query("") with { Depth = SearchDepth.First })).Value.IsPartial.Should().BeFalse();

    [Fact]
    public async Task A_filter_and_a_sort_only_take_from_and_order_what_the_text_finds()
    {
        (await sample.FirstNamesAsync(SearchSample.Query("mit"))).Should().Equal("john", "Ann");
        (await sample.FirstNamesAsync(SearchSample.Query("mit", sort: [new("name", false)]))).Should().Equal("Ann", "john");
        (await sample.FirstNamesAsync(SearchSample.Query("mit", [new AnyOf("stage", ["lead"])]))).Should().Equal("Ann");
        (await sample.CountAsync(SearchSample.Query("mit", [new AnyOf("stage", ["lead"])]))).Value.Should().Be(1);
        (await sample.FacetAsync(SearchSample.Query("mit"), "stage")).Value.Select(value => value.Value).Should().BeEquivalentTo("lead", "subscriber");
        (await sample.Search.IdsAsync(sample.Mirror, ObjectType.Contact, SearchSample.Query("mit"), sample.Definitions, TimeZoneInfo.Utc, 10, CancellationToken.None)).Value.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_record_is_found_by_its_id_alone()
    {
        var john = (await sample.ContactsAsync(SearchSample.Query("smithers"))).Value.Items.Single();

        var found = (await sample.ContactsAsync(SearchSample.Query($" #{john.Id} "))).Value.Items;

        found.Should().ContainSingle().Which.FirstName.Should().Be("john");
        (await sample.ContactsAsync(SearchSample.Query("#99999999"))).Value.Items.Should().BeEmpty();
    }

    [Theory]
    [InlineData("+49 30 1234567", "+49 30 1234567")]
    [InlineData("+49 30 1234567", "0049301234567")]
    [InlineData("+49 30 1234567", "030 123 45 67")]
    [InlineData("+49 30 1234567", "+49 (0)30 1234-567")]
    [InlineData("+49 30 1234567", "(030) 1234567")]
    [InlineData("030 1234567", "+49 30 1234567")]
    [InlineData("030 1234567", "+49301234567")]
    [InlineData("(030) 12345-67", "0049 30 1234567")]
    [InlineData("0301234567", "+49 30 1234567")]
    [InlineData("+1 (555) 123-4567", "555.123.4567")]
    [InlineData("+1 (555) 123-4567", "1 555 123 4567")]
    [InlineData("+351 21 123 4567", "211234567")]
    [InlineData("+49 30 1234567", "2345")]
    public async Task A_telephone_number_is_found_however_it_is_kept_and_typed(string kept, string typed)
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        await mirror.AddAsync(new ContactRow { HubSpotId = "1", FirstName = "Ann", Phone = kept }, new ContactRow { HubSpotId = "2", FirstName = "Other", Phone = "+44 20 7654 3210" });

        var page = await sample.Search.ContactsAsync(mirror.Mirror, SearchSample.Query(typed), sample.Definitions, TimeZoneInfo.Utc, CancellationToken.None);

        page.Value.Items.Select(contact => contact.FirstName).Should().Equal("Ann");
    }

    [Fact]
    public async Task A_field_that_says_just_what_was_typed_comes_first_then_the_most_recently_active()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        await mirror.AddAsync(
            new CompanyRow { HubSpotId = "3", Name = "Acme", LastActivityAt = 1 },
            new CompanyRow { HubSpotId = "4", Name = "Acme Logistics", LastActivityAt = 3 },
            new CompanyRow { HubSpotId = "5", Name = "Acmetal", LastActivityAt = 4 },
            new CompanyRow { HubSpotId = "6", Name = "Pacmen", LastActivityAt = 5 });

        var page = await sample.Search.CompaniesAsync(mirror.Mirror, SearchSample.Query("acme"), sample.Definitions, TimeZoneInfo.Utc, CancellationToken.None);

        page.Value.Items.Select(company => company.Name).Should().Equal("Acme", "Acmetal", "Acme Logistics", "Pacmen");
    }

    [Fact]
    public async Task A_persons_whole_name_is_exact_in_either_order()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        await mirror.AddAsync(
            new ContactRow { HubSpotId = "7", FirstName = "Mary", LastName = "James", LastActivityAt = 1 },
            new ContactRow { HubSpotId = "8", FirstName = "Mary", LastName = "Jameson", LastActivityAt = 2 });

        foreach (var typed in new[] { "mary james", "james mary" })
        {
            var page = await sample.Search.ContactsAsync(mirror.Mirror, SearchSample.Query(typed), sample.Definitions, TimeZoneInfo.Utc, CancellationToken.None);
            page.Value.Items.Select(contact => contact.LastName).Should().Equal("James", "Jameson");
        }
    }

    [Fact]
    public async Task Where_enough_words_begin_so_nothing_within_words_is_looked_for_and_pages_hold_each_row_once()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        await mirror.AddAsync([.. Enumerable.Range(1, 30).Select(number => new ContactRow { HubSpotId = $"n{number}", FirstName = number == 7 ? "Anna" : "Annabel", LastName = $"N{number}", LastActivityAt = number })]);
        await mirror.AddAsync(new ContactRow { HubSpotId = "10", FirstName = "Hannah", LastActivityAt = 99 });

        var names = new List<string?>();
        for (var offset = 0; offset < 40; offset += 10)
        {
            var page = await sample.Search.ContactsAsync(mirror.Mirror, SearchSample.Query("anna", offset: offset, limit: 10), sample.Definitions, TimeZoneInfo.Utc, CancellationToken.None);
            page.Value.Total.Should().Be(new Total(30, true));
            names.AddRange(page.Value.Items.Select(contact => contact.LastName));
        }

        names.Should().HaveCount(30).And.OnlyHaveUniqueItems();
        names[0].Should().Be("N7", "its first name is the word itself");
    }
}
