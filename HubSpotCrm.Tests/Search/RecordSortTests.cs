using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Search;

public sealed class RecordSortTests(SearchSample sample) : IClassFixture<SearchSample>
{
    [Theory]
    [Trait("Seed", "S11")]
    [InlineData("name", false, new[] { "Søren", "Łukasz", "José", "Ann", "john" })]
    [InlineData("name", true, new[] { "john", "Ann", "José", "Łukasz", "Søren" })]
    [InlineData("score", false, new[] { "José", "Ann", "Łukasz", "Søren", "john" })]
    [InlineData("score", true, new[] { "Søren", "Łukasz", "Ann", "José", "john" })]
    [InlineData("active", false, new[] { "Ann", "Søren", "john", "Łukasz", "José" })]
    [InlineData("active", true, new[] { "Łukasz", "john", "Søren", "Ann", "José" })]
    [InlineData("email", false, new[] { "Ann", "john", "Łukasz", "Søren", "José" })]
    [InlineData("email", true, new[] { "Søren", "Łukasz", "john", "Ann", "José" })]
    [InlineData("country", false, new[] { "Søren", "Ann", "john", "Łukasz", "José" })]
    [InlineData("country", true, new[] { "Łukasz", "john", "Ann", "Søren", "José" })]
    public async Task Empty_values_come_last_in_both_directions_and_case_plays_no_part(string field, bool descending, string[] firstNames) =>
        (await sample.FirstNamesAsync(SearchSample.Query(sort: [new(field, descending)]))).Should().Equal(firstNames);

    [Theory]
    [Trait("Seed", "S11")]
    [InlineData("stage", false, new[] { "john", "Ann", "Łukasz", "Søren", "José" })]
    [InlineData("stage", true, new[] { "Søren", "Łukasz", "Ann", "john", "José" })]
    [InlineData("owner", false, new[] { "Ann", "Łukasz", "Søren", "José", "john" })]
    public async Task Stages_sort_in_their_own_order_and_owners_by_name(string field, bool descending, string[] firstNames) =>
        (await sample.FirstNamesAsync(SearchSample.Query(sort: [new(field, descending)]))).Should().Equal(firstNames);

    [Fact]
    [Trait("Seed", "S11")]
    public async Task Several_keys_apply_in_turn() =>
        (await sample.FirstNamesAsync(SearchSample.Query(sort: [new("country", false), new("score", true), new("country", true)])))
            .Should().Equal("Søren", "Ann", "john", "Łukasz", "José");

    [Fact]
    [Trait("Seed", "S11")]
    public async Task What_a_text_found_is_sorted_too() =>
        (await sample.FirstNamesAsync(SearchSample.Query("acme", sort: [new("score", false)]))).Should().Equal("Ann", "Łukasz", "john");

    [Fact]
    [Trait("Seed", "S11")]
    public async Task Deals_sort_by_pipeline_and_stage_in_the_order_of_the_board()
    {
        var page = await sample.Search.DealsAsync(
            sample.Mirror, SearchSample.Query(sort: [new("dealstage", true)]), sample.Definitions, TimeZoneInfo.Utc, CancellationToken.None);

        page.Value.Items.Select(deal => deal.Stage).Should().Equal("s9", "s2", "s1");
    }

    public static TheoryData<ObjectType, string> EveryColumn()
    {
        var columns = new TheoryData<ObjectType, string>();
        foreach (var type in ObjectTypes.CrmObjects)
        {
            columns.AddRange([.. FieldCatalog.Of(type).Select(field => new TheoryDataRow<ObjectType, string>(type, field.Name))]);
        }

        return columns;
    }

    [Theory]
    [Trait("Seed", "S11")]
    [MemberData(nameof(EveryColumn))]
    public async Task Every_column_sorts_both_ways_with_and_without_text(ObjectType type, string field)
    {
        foreach (var descending in new[] { true, false })
        {
            foreach (var text in new[] { "", "acme" })
            {
                var query = SearchSample.Query(text, sort: [new(field, descending)]);
                var count = (await sample.CountAsync(query, type)).Value;
                (await RowsAsync(type, query)).Should().HaveCount(count).And.OnlyHaveUniqueItems();
            }
        }
    }

    private async Task<IEnumerable<long>> RowsAsync(ObjectType type, RecordQuery query) => type switch
    {
        ObjectType.Contact => (await sample.ContactsAsync(query)).Value.Items.Select(contact => contact.Key),
        ObjectType.Company => (await sample.Search.CompaniesAsync(sample.Mirror, query, sample.Definitions, TimeZoneInfo.Utc, CancellationToken.None)).Value.Items.Select(company => company.Key),
        _ => (await sample.Search.DealsAsync(sample.Mirror, query, sample.Definitions, TimeZoneInfo.Utc, CancellationToken.None)).Value.Items.Select(deal => deal.Key),
    };
}
