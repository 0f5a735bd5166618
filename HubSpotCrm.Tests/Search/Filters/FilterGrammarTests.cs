using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Tests.Search.Filters;

public sealed class FilterGrammarTests
{
    private static readonly AccountDefinitions Definitions = new FilterWorld().Definitions;

    [Fact]
    [Trait("Seed", "S07")]
    public void Conditions_are_taken_out_of_what_was_typed_and_the_words_stay()
    {
        var typed = FilterGrammar.Read(ObjectType.Contact, "anna country:DE score>80 deal.amount>50k \"closing this month\" +49 (30) berlin", Definitions);

        typed.Text.Should().Be("anna +49 (30) berlin");
        typed.Filters.Should().Equal(
            new AnyOf("country", ["DE", "Germany"]),
            new NumberRange("score", 80, null) { IsOver = true },
            new Related(ObjectType.Deal, new AllOf(
            [
                new NumberRange("amount", 50_000, null) { IsOver = true },
                new PeriodFilter("close", new(PeriodDirection.This, PeriodUnit.Month)),
            ])));
    }

    public static TheoryData<string, FilterNode> Typed => new()
    {
        { "country:Germany,\"New Zealand\"", new AnyOf("country", ["Germany", "New Zealand"]) },
        { "country:none", new AnyOf("country", [""]) },
        { "country:\"none\"", new AnyOf("country", ["none"]) },
        { "country=\"DE\"", new AnyOf("country", ["DE"]) },
        { "country:\"DE\"", new AnyOf("country", ["DE"]) },
        { "-country:Austria", new Not(new AnyOf("country", ["Austria"])) },
        { "NOT country:Austria", new Not(new AnyOf("country", ["Austria"])) },
        { "stage:Customer", new AnyOf("stage", ["customer"]) },
        { "stage:cust", new AnyOf("stage", ["customer"]) },
        { "stage:LEAD", new AnyOf("stage", ["lead", "other"]) },
        { "stage:lead", new AnyOf("stage", ["lead"]) },
        { "owner:\"Anna Berg\"", new AnyOf("owner", ["22", "33"]) },
        { "owner:zed", new AnyOf("owner", ["11"]) },
        { "owner:22", new AnyOf("owner", ["22"]) },
        { "is_vip:yes", new AnyOf("is_vip", ["true"]) },
        { "VIP:no", new AnyOf("is_vip", ["false"]) },
        { "leadtier:Gold", new AnyOf("lead_tier", ["gold"]) },
        { "lifecyclestage:customer", new AnyOf("stage", ["customer"]) },
        { "score:60..100", new NumberRange("score", 60, 100) },
        { "score:>60..<100", new NumberRange("score", 60, 100) { IsOver = true, IsUnder = true } },
        { "score>=60", new NumberRange("score", 60, null) },
        { "score<1.5k", new NumberRange("score", null, 1500) { IsUnder = true } },
        { "score:80", new NumberRange("score", 80, 80) },
        { "score>50,000", new NumberRange("score", 50_000, null) { IsOver = true } },
        { "score:none", new AnyOf("score", [""]) },
        { "created:2026-01-01..2026-02-01", new DateRange("created", new(2026, 1, 1), new(2026, 2, 1)) },
        { "created>2026-01-01", new DateRange("created", new(2026, 1, 2), null) },
        { "created:last-30-days", new PeriodFilter("created", new(PeriodDirection.Last, PeriodUnit.Day, 30)) },
        { "created:\"in the last 30 days\"", new PeriodFilter("created", new(PeriodDirection.Last, PeriodUnit.Day, 30)) },
        { "created:yesterday", new PeriodFilter("created", new(PeriodDirection.Last, PeriodUnit.Day)) },
        { "\"created last week\"", new PeriodFilter("created", new(PeriodDirection.Last, PeriodUnit.Week)) },
        { "\"renewal date next quarter\"", new PeriodFilter("renewal_date", new(PeriodDirection.Next, PeriodUnit.Quarter)) },
        { "-\"active in the last 3 months\"", new Not(new PeriodFilter("active", new(PeriodDirection.Last, PeriodUnit.Month, 3))) },
        { "name:ann", new TextTest("name", TextOperator.Contains, "ann") },
        { "email:*@acme.com", new TextTest("email", TextOperator.Ends, "@acme.com") },
        { "name:ann*", new TextTest("name", TextOperator.Begins, "ann") },
        { "name~\"ann smith\"*", new TextTest("name", TextOperator.Begins, "ann smith") },
        { "name~=ann", new TextTest("name", TextOperator.Is, "ann") },
        { "has:email", new HasValue("email") },
        { "-has:p.active", new Not(new HasValue("p.active")) },
        { "deal()", new Related(ObjectType.Deal, new AllOf([])) },
        { "-deal()", new Not(new Related(ObjectType.Deal, new AllOf([]))) },
        { "company.deal.amount>1m", new Related(ObjectType.Company, new Related(ObjectType.Deal, new NumberRange("amount", 1_000_000, null) { IsOver = true })) },
        {
            "deals(amount>1 OR dealstage:new)",
            new Related(ObjectType.Deal, new EitherOf([new NumberRange("amount", 1, null) { IsOver = true }, new AnyOf("dealstage", ["s1"])]))
        },
        { "country:A city:B OR city:C", new EitherOf([new AllOf([new AnyOf("country", ["A"]), new AnyOf("city", ["B"])]), new AnyOf("city", ["C"])]) },
        { "country:A AND (city:B OR city:C)", new AllOf([new AnyOf("country", ["A"]), new EitherOf([new AnyOf("city", ["B"]), new AnyOf("city", ["C"])])]) },
    };

    [Theory]
    [Trait("Seed", "S07")]
    [MemberData(nameof(Typed))]
    public void What_can_be_typed_is_read(string text, FilterNode node)
    {
        var typed = FilterGrammar.Read(ObjectType.Contact, text, Definitions);

        typed.Text.Should().BeEmpty();
        FilterTree.Normal(new AllOf(typed.Filters)).Should().Be(node);
    }

    [Theory]
    [Trait("Seed", "S08")]
    [Trait("Seed", "S09")]
    [InlineData("roi>25%", "roi:num(>0.25..)")]
    [InlineData("conversion<=5", "conversion:num(..0.05)")]
    [InlineData("budget:€10k..1.5m", "budget:num(10000..1500000)")]
    [InlineData("type:MARKETING_EMAIL", "type:in(MARKETING_EMAIL)")]
    public void Shares_are_typed_in_percent_and_money_with_its_sign(string text, string written) =>
        FilterCodec.Write(FilterGrammar.Read(ObjectType.Campaign, text, Definitions).Filters).Should().Be("1:" + written);

    [Theory]
    [Trait("BadInput", "regular expressions, SQL and brackets in the search box")]
    [InlineData("anna smith")]
    [InlineData("re: our call")]
    [InlineData("https://example.com/a?b=c")]
    [InlineData("^a.*[b-c]+(d|e)$")]
    [InlineData("'; DROP TABLE contact; --")]
    [InlineData("country: DE")]
    [InlineData("country>5")]
    [InlineData("score:high")]
    [InlineData("score>")]
    [InlineData("score:1..2..3")]
    [InlineData("created:soon")]
    [InlineData("nothing:here")]
    [InlineData("\"not a date\"")]
    [InlineData("smith OR jones")]
    [InlineData("( smith )")]
    [InlineData("(country:DE smith)")]
    [InlineData("((((((country:DE")]
    [InlineData("-")]
    [InlineData("- OR AND NOT (")]
    [InlineData("#123")]
    [InlineData("amount>5")]
    public void What_is_no_condition_stays_text(string text)
    {
        var typed = FilterGrammar.Read(ObjectType.Contact, text, Definitions);

        typed.Filters.Should().BeEmpty();
        typed.Text.Should().Be(text);
    }

    [Fact]
    public void An_or_does_not_reach_over_a_word()
    {
        var typed = FilterGrammar.Read(ObjectType.Contact, "anna country:A OR country:B smith OR city:C", Definitions);

        typed.Text.Should().Be("anna smith OR");
        typed.Filters.Should().Equal(new EitherOf([new AnyOf("country", ["A"]), new AnyOf("country", ["B"])]), new AnyOf("city", ["C"]));
    }

    [Theory]
    [Trait("BadInput", "a filter nested without end")]
    [InlineData("(", 3000)]
    [InlineData("-(", 3000)]
    [InlineData("deal(", 1500)]
    [InlineData("deal.", 1500)]
    [InlineData("NOT ", 1500)]
    public void Brackets_without_end_are_text(string piece, int times)
    {
        var text = string.Concat(Enumerable.Repeat(piece, times)) + "country:DE";

        FilterGrammar.Read(ObjectType.Contact, text, Definitions).Filters.Should().HaveCountLessThan(2);
    }

    [Theory]
    [InlineData("country:Germany deal.amount>50k OR stage:Customer")]
    [InlineData("deal(amount>50k) deal(close:this-month)")]
    [InlineData("-(country:Austria OR city:none) has:email")]
    [InlineData("name~ann* owner:33 created>=2026-01-01 score:60..100")]
    public void Filters_are_written_as_they_are_typed(string text) =>
        FilterGrammar.Write(ObjectType.Contact, FilterGrammar.Read(ObjectType.Contact, text, Definitions).Filters, Definitions).Should().Be(text);
}
