using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Tests.Search.Filters;

public sealed class FilterTreeTests(SearchSample sample) : IClassFixture<SearchSample>
{
    private static readonly AnyOf IsLead = new("stage", ["lead"]);
    private static readonly AnyOf IsGerman = new("country", ["Germany"]);

    [Fact]
    [Trait("Seed", "S07")]
    public async Task Groups_hold_when_all_or_one_of_their_conditions_do()
    {
        (await NamesAsync(new AllOf([IsLead, IsGerman]))).Should().Equal("Ann");
        (await NamesAsync(new EitherOf([IsLead, IsGerman]))).Should().Equal("Łukasz", "john", "Ann");
        (await NamesAsync(new EitherOf([new AllOf([IsLead, IsGerman]), new AnyOf("stage", ["customer"])]))).Should().Equal("Søren", "Ann");
    }

    [Fact]
    [Trait("Seed", "S07")]
    public async Task What_does_not_hold_for_want_of_a_value_is_within_its_opposite()
    {
        (await NamesAsync(new Not(IsGerman))).Should().Equal("Łukasz", "Søren", "José");
        (await NamesAsync(new Not(new NumberRange("score", 0, 20)))).Should().Equal("Łukasz", "john", "Søren");
        (await NamesAsync(new Not(new EitherOf([IsGerman, new NumberRange("score", 0, 20)])))).Should().Equal("Łukasz", "Søren");
        (await NamesAsync(new Not(new HasValue("city")))).Should().Equal("Søren", "José");
        (await NamesAsync(new HasValue("active"), new HasValue("email"), new Not(new HasValue("score")))).Should().Equal("john");
    }

    [Theory]
    [Trait("Seed", "S07")]
    [InlineData("company", TextOperator.Contains, "ordic", new[] { "Søren" })]
    [InlineData("company", TextOperator.Is, "ACMÉ", new[] { "Łukasz", "john", "Ann" })]
    [InlineData("name", TextOperator.Begins, "lukasz n", new[] { "Łukasz" })]
    [InlineData("name", TextOperator.Ends, "O’HARA", new[] { "José" })]
    [InlineData("email", TextOperator.Ends, "@acme.com", new[] { "Łukasz", "john", "Ann" })]
    [InlineData("name", TextOperator.Contains, "", new[] { "Łukasz", "john", "Søren", "Ann", "José" })]
    [InlineData("name", TextOperator.Contains, "%", new string[0])]
    public async Task Texts_are_compared_without_case_and_accents(string field, TextOperator how, string text, string[] names) =>
        (await NamesAsync(new TextTest(field, how, text))).Should().Equal(names);

    [Fact]
    [Trait("Seed", "S07")]
    public async Task Related_records_are_asked_for_two_steps_away()
    {
        (await NamesAsync(new Related(ObjectType.Deal, new NumberRange("amount", 10_000, null)))).Should().Equal("Ann");
        (await NamesAsync(new Related(ObjectType.Deal, new AllOf([new NumberRange("amount", 10_000, null), new Related(ObjectType.Company, IsGerman)])))).Should().Equal("Ann");
        (await NamesAsync(new Related(ObjectType.Deal, new Related(ObjectType.Company, new AnyOf("country", ["France"]))))).Should().BeEmpty();
        (await DealsAsync(new Related(ObjectType.Contact, IsGerman))).Should().Equal("Acme renewal");
        (await DealsAsync(new Related(ObjectType.Company, IsGerman))).Should().BeEquivalentTo("Acme renewal", "Acme first order");
        (await DealsAsync(new Not(new Related(ObjectType.Company, new AllOf([]))))).Should().Equal("Nordic trial");
    }

    [Fact]
    [Trait("BadInput", "a tree of filters that asks too much")]
    public async Task What_asks_too_much_is_refused_in_words_and_what_is_within_the_limits_is_answered()
    {
        FilterNode Nested(int levels) => levels == 0 ? IsLead : levels % 2 == 0 ? new EitherOf([Nested(levels - 1), IsGerman]) : new AllOf([Nested(levels - 1), new HasValue("name")]);
        FilterNode Hops(int hops) => hops == 0 ? IsLead : new Related(hops % 2 == 1 ? ObjectType.Contact : ObjectType.Company, Hops(hops - 1));
        FilterNode Bottomless() => Enumerable.Range(0, 50_000).Aggregate<int, FilterNode>(IsLead, (inner, _) => new AllOf([inner, IsGerman]));
        AnyOf Values(int count) => new("country", [.. Enumerable.Range(0, count).Select(number => $"land {number}"), "Germany"]);

        (await NamesAsync(Nested(10))).Should().Equal("Łukasz", "john", "Ann");
        (await NamesAsync(Values(999))).Should().Equal("john", "Ann");
        (await NamesAsync(Hops(2))).Should().BeEmpty();
        foreach (var node in new[] { Nested(11), Bottomless(), Values(1000), Hops(3), new Related(ObjectType.Campaign, IsLead), new AllOf([.. Enumerable.Repeat(IsLead, 201)]) })
        {
            (await sample.ContactsAsync(SearchSample.Query(filters: [node]))).Failure.Should().BeOfType<InvalidInput>();
        }
    }

    [Fact]
    [Trait("BadInput", "a filter on a property that no longer exists")]
    public async Task A_field_that_does_not_exist_is_named_wherever_it_stands() =>
        (await sample.ContactsAsync(SearchSample.Query(filters: [new Not(new EitherOf([IsLead, new Related(ObjectType.Company, new HasValue("gone"))]))])))
            .Failure.Should().BeOfType<InvalidInput>().Which.Message.Should().Be("gone: companies have no such field. Take it out.");

    [Fact]
    public void What_filters_nothing_is_left_out_of_a_tree()
    {
        FilterTree.Normal(new AllOf([new NumberRange("score", null, null), new AnyOf("city", []), new Not(new TextTest("name", TextOperator.Is, ""))])).Should().BeNull();
        FilterTree.Normal(new EitherOf([new DateRange("active", null, null), IsLead])).Should().Be(IsLead);
        FilterTree.Normal(new AllOf([IsLead, new AllOf([IsGerman, IsLead])])).Should().Be(new AllOf([IsLead, IsGerman]));
        FilterTree.Normal(new Not(new AllOf([new Not(IsLead)]))).Should().Be(IsLead);
        FilterTree.Normal(new Related(ObjectType.Deal, new AnyOf("dealstage", []))).Should().Be(new Related(ObjectType.Deal, new AllOf([])));
    }

    private Task<IReadOnlyList<string?>> NamesAsync(params FilterNode[] filters) => sample.FirstNamesAsync(SearchSample.Query(filters: filters));

    private async Task<IEnumerable<string?>> DealsAsync(FilterNode filter) =>
        (await sample.Search.DealsAsync(sample.Mirror, SearchSample.Query(filters: [filter]), sample.Definitions, TimeZoneInfo.Utc, CancellationToken.None))
            .Value.Items.Select(deal => deal.Name);
}
