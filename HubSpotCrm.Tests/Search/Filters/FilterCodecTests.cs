using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Tests.Search.Filters;

public sealed class FilterCodecTests
{
    // Links with these texts are out there: what they mean must never change.
    public static TheoryData<string, FilterNode> FirstVersion => new()
    {
        { "1:country:in(DE,\\e,a\\,b)", new AnyOf("country", ["DE", "", "a,b"]) },
        { "1:score:num(60..100)", new NumberRange("score", 60, 100) },
        { "1:score:num(>60..<100.5)", new NumberRange("score", 60, 100.5m) { IsOver = true, IsUnder = true } },
        { "1:created:day(2026-01-01..)", new DateRange("created", new(2026, 1, 1), null) },
        { "1:close:period(this-month)", new PeriodFilter("close", new(PeriodDirection.This, PeriodUnit.Month)) },
        { "1:close:period(last-30-days)", new PeriodFilter("close", new(PeriodDirection.Last, PeriodUnit.Day, 30)) },
        { "1:name:contains(o'hara \\(x\\))", new TextTest("name", TextOperator.Contains, "o'hara (x)") },
        { "1:name:begins(a)", new TextTest("name", TextOperator.Begins, "a") },
        { "1:name:ends(a)", new TextTest("name", TextOperator.Ends, "a") },
        { "1:name:is(a\\:b)", new TextTest("name", TextOperator.Is, "a:b") },
        { "1:p.active:set()", new HasValue("p.active") },
        { "1:not(any(city:set(),all(city:set(),country:set())))", new Not(new EitherOf([new HasValue("city"), new AllOf([new HasValue("city"), new HasValue("country")])])) },
        { "1:company(deal(all()))", new Related(ObjectType.Company, new Related(ObjectType.Deal, new AllOf([]))) },
        { "1:contact(city:set())", new Related(ObjectType.Contact, new HasValue("city")) },
    };

    [Theory]
    [Trait("BadInput", "a link from an older version")]
    [MemberData(nameof(FirstVersion))]
    public void Links_of_the_first_version_open(string text, FilterNode node)
    {
        FilterCodec.Read(text).Should().BeEquivalentTo(new { Filters = new[] { node }, Ignored = Array.Empty<string>() });
        FilterCodec.Write([node]).Should().Be(text);
    }

    [Theory]
    [Trait("BadInput", "a filter in a link that is not understood")]
    [InlineData("1:country:in(DE),nonsense(1),score:num(5..)", new[] { "nonsense(1)" })]
    [InlineData("1:country:in(DE),score:num(a..),score:num(5..)", new[] { "score:num(a..)" })]
    [InlineData("1:country:in(DE),not(any(city:set(),city:later(1))),score:num(5..)", new[] { "not(any(city:set(),city:later(1)))" })]
    [InlineData("1:country:in(DE),created:day(2026-13-01..),score:num(5..)", new[] { "created:day(2026-13-01..)" })]
    [InlineData("1:country:in(DE),,score:num(5..)", new[] { "" })]
    [InlineData("1:country:in(DE),score:num(5..),city:in(", new[] { "city:in(" })]
    [InlineData("1:country:in(DE),score:num(5..),city:in(\\", new[] { "city:in(\\" })]
    [InlineData("1:country:in(DE),score:num(5..),city:in(a) or 1=1", new[] { "city:in(a) or 1=1" })]
    public void A_part_that_is_not_understood_is_named_and_the_others_hold(string text, string[] ignored)
    {
        var read = FilterCodec.Read(text);

        read.Filters.Should().Equal(new AnyOf("country", ["DE"]), new NumberRange("score", 5, null));
        read.Ignored.Should().Equal(ignored);
    }

    [Theory]
    [Trait("BadInput", "a filter in a link that is not understood")]
    [InlineData("2:country:in(DE)")]
    [InlineData("country:in(DE)")]
    [InlineData("%%%")]
    public void A_version_that_is_not_known_is_named(string text) => FilterCodec.Read(text).Should().BeEquivalentTo(new { Filters = Array.Empty<FilterNode>(), Ignored = new[] { text } });

    [Fact]
    [Trait("BadInput", "a filter longer than can be kept")]
    public void More_than_can_be_kept_is_named_and_not_read()
    {
        var read = FilterCodec.Read("1:country:in(" + string.Join(',', Enumerable.Repeat("DE", FilterCodec.MostCharacters / 3)) + ")");

        read.Filters.Should().BeEmpty();
        read.Ignored.Should().ContainSingle().Which.Should().HaveLength(41).And.EndWith("…");
        FilterCodec.Read("1:" + string.Concat(Enumerable.Repeat("not(", (FilterCodec.MostCharacters / 4) - 1))).Filters.Should().BeEmpty();
    }

    [Fact]
    public void Equal_trees_are_written_alike() =>
        FilterCodec.Write([new NumberRange("score", 1.500m, 1e3m)]).Should().Be(FilterCodec.Write([new NumberRange("score", 1.5m, 1000m)]));
}
