using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Search;

public sealed class RecordFacetTests(SearchSample sample) : IClassFixture<SearchSample>
{
    [Fact]
    [Trait("Seed", "S07")]
    public async Task Every_value_has_its_count_most_frequent_first_and_those_without_one_too() =>
        (await sample.FacetAsync(SearchSample.Query(), "stage")).Value
            .Should().Equal(new FacetValue("lead", 2), new FacetValue("", 1), new FacetValue("customer", 1), new FacetValue("subscriber", 1));

    [Fact]
    [Trait("Seed", "S07")]
    public async Task Spellings_that_differ_by_case_are_one_value() =>
        (await sample.FacetAsync(SearchSample.Query(), "country")).Value
            .Select(value => (value.Value.ToUpperInvariant(), value.Count)).Should().Equal(("GERMANY", 2), ("", 1), ("DENMARK", 1), ("POLAND", 1));

    [Fact]
    [Trait("Seed", "S07")]
    public async Task The_fields_own_filter_does_not_narrow_its_values_and_the_others_do() =>
        (await sample.FacetAsync(SearchSample.Query(filters: [new AnyOf("stage", ["customer"]), new AnyOf("country", ["Germany"])]), "stage")).Value
            .Should().Equal(new FacetValue("lead", 1), new FacetValue("subscriber", 1));

    [Fact]
    [Trait("Seed", "S07")]
    public async Task The_text_narrows_the_values() =>
        (await sample.FacetAsync(SearchSample.Query("acme"), "owner")).Value.Should().Equal(new FacetValue("22", 2), new FacetValue("", 1));

    [Theory]
    [InlineData("score")]
    [InlineData("active")]
    public async Task Numbers_and_dates_have_no_list_of_values(string field) =>
        (await sample.FacetAsync(SearchSample.Query(), field)).Failure.Should().BeOfType<InvalidInput>();

    [Fact]
    public async Task Deals_have_facets_of_stage_and_pipeline() =>
        (await sample.FacetAsync(SearchSample.Query(), "pipeline", ObjectType.Deal)).Value.Should().Equal(new FacetValue("p1", 2), new FacetValue("p2", 1));

    [Fact]
    public async Task A_count_is_exact_under_text_and_filters()
    {
        (await sample.CountAsync(SearchSample.Query())).Value.Should().Be(5);
        (await sample.CountAsync(SearchSample.Query("acme", offset: 2, limit: 1))).Value.Should().Be(3);
        (await sample.CountAsync(SearchSample.Query("acme", [new AnyOf("stage", ["lead"])]))).Value.Should().Be(2);
        (await sample.CountAsync(SearchSample.Query("nobody"))).Value.Should().Be(0);
    }
}
