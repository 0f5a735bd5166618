using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Benchmarks.Filters;

/// <summary>A question of a list.</summary>
/// <param name="Group">What is special about it.</param>
internal sealed record FilterCase(string Group, string Name, RecordQuery Query)
{
    public ObjectType Type { get; init; } = ObjectType.Contact;

    /// <summary>The text by itself has more than 20,000 hits.</summary>
    public bool IsBroadText { get; init; }
}

/// <summary>The forty combinations, and those over related records.</summary>
internal static class FilterCases
{
    public static IReadOnlyList<FilterCase> Combinations { get; } =
    [
        // The seed's categories.
        Case("plain", "country and score", [In("country", "Germany"), Over("score", 50)]),
        Case("plain", "country and score, by score", [In("country", "Germany"), Over("score", 50)], Down("score")),
        Case("plain", "three countries, by name", [In("country", "Germany", "France", "Spain")], Up("name")),
        Case("plain", "industry and stage", [In("industry", "Software"), In("stage", "customer")]),
        Case("plain", "a city, by company", [In("city", "City 12")], Up("company")),
        Case("plain", "owner, with an e-mail address", [In("owner", "17"), new HasValue("email")]),
        Case("plain", "active this year, by created", [new DateRange("active", new DateOnly(2026, 1, 1), null)], Up("created")),
        Case("plain", "status, by owner's name", [In("status", "NEW", "OPEN")], Up("owner")),
        Case("plain", "deals over 50,000 that are open", [Over("amount", 50_000), In("dealstage", "offer", "negotiation")], Down("amount")) with { Type = ObjectType.Deal },
        Case("plain", "companies by revenue", [In("country", "Germany"), Over("revenue", 100_000_000)], Down("revenue")) with { Type = ObjectType.Company },

        Case("custom property", "tier", [In("lead_tier", "gold")]),
        Case("custom property", "tier and fit, by contract", [In("lead_tier", "gold"), Over("fit_score", 800)], Down("contract_date")),
        Case("custom property", "fit, by fit", [Over("fit_score", 500)], Down("fit_score")),
        Case("custom property", "contract in a quarter", [new DateRange("contract_date", new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 31))], Up("contract_date")),
        Case("custom property", "an interest among several", [In("interests", "events")]),
        Case("custom property", "newsletter and no persona", [In("newsletter", "true"), Empty("persona")]),
        Case("custom property", "office begins", [new TextTest("office", TextOperator.Begins, "köl")]),
        Case("custom property", "office contains, by office", [new TextTest("office", TextOperator.Contains, "rich")], Up("office")),
        Case("custom property", "remarks contain", [new TextTest("remarks", TextOperator.Contains, "gdansk")]),
        Case("custom property", "last order, by last order", [Over("last_order", 40_000)], Down("last_order")),

        Case("NOT", "not in a country", [new Not(In("country", "Germany"))]),
        Case("NOT", "not gold", [new Not(In("lead_tier", "gold"))]),
        Case("NOT", "neither customer nor evangelist, by score", [new Not(In("stage", "customer", "evangelist"))], Down("score")),
        Case("NOT", "not both", [new Not(new AllOf([In("country", "Germany"), Over("score", 50)]))]),
        Case("NOT", "no newsletter, active", [new Not(In("newsletter", "true")), new DateRange("active", new DateOnly(2026, 1, 1), null)]),

        Case("OR", "a range and an owner, or a country and an industry", [new EitherOf([new AllOf([Over("score", 80), In("owner", "17")]), new AllOf([In("country", "Germany"), In("industry", "Software")])])]),
        Case("OR", "gold or fit", [new EitherOf([In("lead_tier", "gold"), Over("fit_score", 900)])], Down("fit_score")),
        Case("OR", "three countries or three cities", [new EitherOf([In("country", "Poland", "Sweden", "Norway"), In("city", "City 3", "City 4", "City 5")])]),
        Case("OR", "a text in two fields", [new EitherOf([new TextTest("title", TextOperator.Contains, "sales"), new TextTest("office", TextOperator.Contains, "leeds")])]),
        Case("OR", "OR within NOT within AND", [In("stage", "lead"), new Not(new EitherOf([In("persona", "blocker"), In("newsletter", "false")]))]),

        Case("two sort keys", "country, by score and activity", [In("country", "Germany", "France")], Down("score"), Up("active")),
        Case("two sort keys", "not in a country, by score and activity", [new Not(In("country", "Germany"))], Down("score"), Up("active")),
        Case("two sort keys", "tier, by stage and fit", [In("lead_tier", "gold")], Up("stage"), Down("fit_score")),
        Case("two sort keys", "city, by company and name", [In("city", "City 1", "City 2", "City 3")], Up("company"), Up("name")),
        Case("two sort keys", "deals by stage and amount", [Over("amount", 1_000)], Up("dealstage"), Down("amount")) with { Type = ObjectType.Deal },

        Text("smith", true, [In("country", "Germany")]),
        Text("chen", false, [In("lead_tier", "gold")]),
        Text("martina", false, [Over("score", 50)], Up("name")),
        Text("s", true, [In("country", "Germany")]),
        Text("acme software", false, [new Not(In("country", "Germany"))]),
    ];

    /// <summary>Two steps away.</summary>
    public static IReadOnlyList<FilterCase> Hops { get; } =
    [
        Case("two hops", "company in a country with an open deal over 50,000", [Company(new AllOf([In("country", "Germany"), Deal(new AllOf([Over("amount", 50_000), In("dealstage", "offer", "negotiation")]))]))]),
        Case("two hops", "company with any deal, not in a country", [Company(new AllOf([new Not(In("country", "Germany")), Deal(new AllOf([]))]))]),
        Case("two hops", "gold, and company of a segment with a deal against a competitor, by fit", [In("lead_tier", "gold"), Company(new AllOf([In("segment", "gold"), Deal(In("competitor", "big"))]))], Down("fit_score")),
        Case("two hops", "no company with a won deal", [new Not(Company(Deal(In("dealstage", "won"))))]),
        Case("two hops", "companies with a contact who has a deal over 100,000", [new Related(ObjectType.Contact, Deal(Over("amount", 100_000)))], Down("revenue")) with { Type = ObjectType.Company },
    ];

    private static FilterCase Case(string group, string name, FilterNode[] filters, params SortKey[] sort) => new(group, name, new RecordQuery("", filters, sort));

    private static FilterCase Text(string text, bool isBroad, FilterNode[] filters, params SortKey[] sort) =>
        new("text", $"'{text}' under a filter", new RecordQuery(text, filters, sort)) { IsBroadText = isBroad };

    private static AnyOf In(string field, params string[] values) => new(field, values);

    private static AnyOf Empty(string field) => new(field, [""]);

    private static NumberRange Over(string field, decimal from) => new(field, from, null);

    private static Related Company(FilterNode where) => new(ObjectType.Company, where);

    private static Related Deal(FilterNode where) => new(ObjectType.Deal, where);

    private static SortKey Up(string field) => new(field, false);

    private static SortKey Down(string field) => new(field, true);
}
