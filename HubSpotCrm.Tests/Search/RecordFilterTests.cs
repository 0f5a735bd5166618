using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Search;

public sealed class RecordFilterTests(SearchSample sample) : IClassFixture<SearchSample>
{
    [Theory]
    [Trait("Seed", "S07")]
    [InlineData("stage", new[] { "lead" }, new[] { "Łukasz", "Ann" })]
    [InlineData("stage", new[] { "lead", "customer" }, new[] { "Łukasz", "Søren", "Ann" })]
    [InlineData("stage", new[] { "", "customer" }, new[] { "Søren", "José" })]
    [InlineData("owner", new[] { "11" }, new[] { "Søren" })]
    [InlineData("country", new[] { "Germany" }, new[] { "john", "Ann" })]
    [InlineData("city", new[] { "" }, new[] { "Søren", "José" })]
    [InlineData("company", new[] { "Acme" }, new[] { "Łukasz", "john", "Ann" })]
    [InlineData("score", new[] { "" }, new[] { "john" })]
    [InlineData("active", new[] { "" }, new[] { "José" })]
    [InlineData("stage", new string[0], new[] { "Łukasz", "john", "Søren", "Ann", "José" })]
    [InlineData("country", new[] { "x' OR '1'='1" }, new string[0])]
    public async Task A_choice_keeps_the_rows_with_one_of_its_values(string field, string[] values, string[] firstNames) =>
        (await sample.FirstNamesAsync(SearchSample.Query(filters: [new AnyOf(field, values)]))).Should().Equal(firstNames);

    [Theory]
    [Trait("Seed", "S09")]
    [InlineData(10.0, 50.0, new[] { "Łukasz", "Ann" })]
    [InlineData(10.001, null, new[] { "Łukasz", "Søren" })]
    [InlineData(null, 0.0, new[] { "José" })]
    [InlineData(95.4995, 95.5004, new[] { "Søren" })]
    [InlineData(50.0, 10.0, new string[0])]
    [InlineData(null, null, new[] { "Łukasz", "john", "Søren", "Ann", "José" })]
    public async Task A_range_of_numbers_has_inclusive_bounds_and_an_open_one_filters_nothing(double? from, double? to, string[] firstNames) =>
        (await sample.FirstNamesAsync(SearchSample.Query(filters: [new NumberRange("score", (decimal?)from, (decimal?)to)]))).Should().Equal(firstNames);

    [Fact]
    [Trait("Seed", "S08")]
    public async Task Money_is_filtered_by_range()
    {
        var page = await sample.Search.DealsAsync(
            sample.Mirror, SearchSample.Query(filters: [new NumberRange("amount", 500m, 11_999.99m)]), sample.Definitions, TimeZoneInfo.Utc, CancellationToken.None);

        page.Value.Items.Select(deal => deal.Name).Should().Equal("Acme first order");
        (await sample.CountAsync(SearchSample.Query(filters: [new NumberRange("revenue", 1_000_000m, null)]), ObjectType.Company)).Value.Should().Be(1);
    }

    [Fact]
    [Trait("BadInput", "a number beyond all bounds")]
    public async Task Bounds_beyond_what_can_be_stored_are_taken_as_open() =>
        (await sample.CountAsync(SearchSample.Query(filters: [new NumberRange("score", decimal.MinValue, decimal.MaxValue)]))).Value.Should().Be(4);

    [Theory]
    [Trait("Seed", "S07")]
    [InlineData("UTC", "2026-03-29", "2026-03-29", new[] { "Łukasz", "john", "Søren" })]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-29", new[] { "Søren" })]
    [InlineData("Europe/Berlin", "2026-03-30", null, new[] { "Łukasz", "john" })]
    [InlineData("Europe/Berlin", null, "2026-03-10", new[] { "Ann" })]
    [InlineData("America/New_York", "2026-03-29", "2026-03-29", new[] { "Łukasz", "john", "Søren" })]
    [InlineData("UTC", "0001-01-01", "9999-12-31", new[] { "Łukasz", "john", "Søren", "Ann" })]
    public async Task Days_are_days_of_the_zone_on_days_with_a_change_of_clocks_too(string zone, string? from, string? to, string[] firstNames) =>
        (await sample.FirstNamesAsync(SearchSample.Query(filters: [new DateRange("active", Day(from), Day(to))]), zone)).Should().Equal(firstNames);

    [Theory]
    [InlineData("Africa/Cairo", "2026-04-24")]
    [InlineData("America/Havana", "2026-11-01")]
    [InlineData("Pacific/Apia", "2011-12-30")]
    public async Task A_day_that_begins_late_or_twice_or_never_is_answered(string zone, string day) =>
        (await sample.FirstNamesAsync(SearchSample.Query(filters: [new DateRange("active", Day(day), Day(day))]), zone)).Should().BeEmpty();

    [Fact]
    [Trait("Seed", "S07")]
    public async Task All_filters_and_the_text_must_hold() =>
        (await sample.FirstNamesAsync(SearchSample.Query(
            "acme", [new AnyOf("country", ["Germany", "Poland"]), new AnyOf("stage", ["lead"]), new NumberRange("score", 20, null)]))).Should().Equal("Łukasz");

    [Fact]
    public async Task A_field_may_be_filtered_twice() =>
        (await sample.FirstNamesAsync(SearchSample.Query(filters: [new AnyOf("stage", ["lead", "customer"]), new AnyOf("stage", ["lead", "subscriber"])])))
            .Should().Equal("Łukasz", "Ann");

    [Theory]
    [Trait("BadInput", "an unknown field in a query")]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("lifecycle_stage")]
    [InlineData("score; DROP TABLE contact")]
    public async Task An_unknown_field_is_refused_by_name(string field)
    {
        (await sample.ContactsAsync(SearchSample.Query(filters: [new AnyOf(field, ["x"])]))).Failure.Should().BeOfType<InvalidInput>().Which.Field.Should().Be(field);
        (await sample.ContactsAsync(SearchSample.Query(sort: [new(field, true)]))).Failure.Should().BeOfType<InvalidInput>().Which.Field.Should().Be(field);
        (await sample.CountAsync(SearchSample.Query(filters: [new NumberRange(field, 1, 2)]))).Failure.Should().BeOfType<InvalidInput>();
        (await sample.FacetAsync(SearchSample.Query(), field)).Failure.Should().BeOfType<InvalidInput>().Which.Field.Should().Be(field);
    }

    [Fact]
    [Trait("BadInput", "a filter that does not fit its field")]
    public async Task A_filter_that_does_not_fit_its_field_is_refused()
    {
        FieldFilter[] misfits =
        [
            new NumberRange("country", 1, 2),
            new NumberRange("active", 1, 2),
            new DateRange("score", new DateOnly(2026, 1, 1), null),
            new AnyOf("score", ["10"]),
            new AnyOf("country", [.. Enumerable.Range(0, 1001).Select(number => $"{number}")]),
        ];
        foreach (var filter in misfits)
        {
            (await sample.ContactsAsync(SearchSample.Query(filters: [filter]))).Failure.Should().BeOfType<InvalidInput>();
        }
    }

    private static DateOnly? Day(string? day) => day is null ? null : DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}
