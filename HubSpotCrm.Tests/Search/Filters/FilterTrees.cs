using FsCheck;
using FsCheck.Fluent;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Search.Filters;

/// <summary>A kind of record and a tree of filters over it.</summary>
public sealed record TypedTree(ObjectType Type, FilterNode Node)
{
    public override string ToString() => $"{Type}: {HubSpotCrm.Core.Search.Filters.FilterCodec.Write([Node])}";
}

/// <summary>Random trees over the fields of <see cref="FilterWorld"/>, of every kind of node, within the limits; nothing in them is open or empty.</summary>
public static class FilterTrees
{
    private static readonly ObjectType[] Types = [ObjectType.Contact, ObjectType.Company, ObjectType.Deal];
    private static readonly string[] Common = ["name", "owner", "lead_tier", "interests", "renewal_date", "seen_at", "fleet", "is_vip", "remarks", "p.active", "has"];

    private static readonly Dictionary<ObjectType, string[]> Fields = new()
    {
        [ObjectType.Contact] = [.. Common, "email", "company", "country", "city", "stage", "score", "active", "created"],
        [ObjectType.Company] = [.. Common, "country", "industry", "revenue", "created"],
        [ObjectType.Deal] = [.. Common, "amount", "dealstage", "pipeline", "close"],
    };

    private static readonly string[] Texts = ["name", "remarks", "p.active", "has", "email", "company", "country", "city"];
    private static readonly string[] Days = ["renewal_date", "seen_at", "active", "created", "close"];
    private static readonly string[] Numbers = ["fleet", "score", "revenue", "amount"];

    public static Arbitrary<TypedTree> Tree() => (from type in Gen.Elements(Types) from node in Node(type, 3, 2, Value) select new TypedTree(type, node)).ToArbitrary();

    /// <summary>With values of any text at all that an address can hold.</summary>
    public static Arbitrary<TypedTree> WithAnyText(Gen<string> text) =>
        (from type in Gen.Elements(Types) from node in Node(type, 3, 2, text) select new TypedTree(type, node)).ToArbitrary();

    private static Gen<string> Value => Gen.Elements(FilterWorld.Words.Concat(FilterWorld.Tiers).Concat(["11", "22", "lead", "customer", "other", "s1", "s9", "p1", "FOOD", "true", "false", "acme", "an"]));

    private static Gen<FilterNode> Node(ObjectType type, int levels, int hops, Gen<string> text) => levels == 0
        ? Leaf(type, text)
        : Gen.Frequency(
            (4, Leaf(type, text)),
            (2, from nodes in Few(type, levels, hops, text) select (FilterNode)new AllOf(nodes)),
            (2, from nodes in Few(type, levels, hops, text) select (FilterNode)new EitherOf(nodes)),
            (2, from node in Node(type, levels - 1, hops, text) select (FilterNode)new Not(node)),
            (hops > 0 ? 2 : 0, from other in Gen.Elements(Types)
                               from node in Gen.Frequency((1, Gen.Constant<FilterNode>(new AllOf([]))), (6, Node(other, levels - 1, hops - 1, text)))
                               select (FilterNode)new Related(other, node)));

    private static Gen<FilterNode[]> Few(ObjectType type, int levels, int hops, Gen<string> text) =>
        from count in Gen.Choose(1, 3) from nodes in Gen.ArrayOf(Node(type, levels - 1, hops, text), count) select nodes;

    private static Gen<FilterNode> Leaf(ObjectType type, Gen<string> text) =>
        from field in Gen.Elements(Fields[type])
        from node in Numbers.Contains(field) ? Number(field) : Days.Contains(field) ? Day(field) : Text(field, text)
        from other in Gen.Choose(0, 9)
        select other switch
        {
            0 => new HasValue(field),
            1 => new AnyOf(field, [""]),
            _ => node,
        };

    private static Gen<FilterNode> Text(string field, Gen<string> text)
    {
        var choice = from count in Gen.Choose(1, 4)
                     from values in Gen.ArrayOf(Gen.Frequency((8, text), (1, Gen.Constant(""))), count)
                     select (FilterNode)new AnyOf(field, values);
        return !Texts.Contains(field)
            ? choice
            : Gen.OneOf(choice, from how in Gen.Elements(Enum.GetValues<TextOperator>())
                                from sought in text
                                where TextFolding.Fold(sought).Length > 0
                                select (FilterNode)new TextTest(field, how, sought));
    }

    private static Gen<FilterNode> Number(string field) =>
        from low in Gen.Choose(-3000, 120_000)
        from scale in Gen.Elements(1000m, 10_000m, 1m)
        from width in Gen.Choose(-1, 60)
        from shape in Gen.Choose(0, 2)
        from isOver in Gen.Elements(true, false)
        from isUnder in Gen.Elements(true, false)
        select (FilterNode)new NumberRange(field, shape == 1 ? null : Math.Round(low / scale, 3), shape == 2 ? null : Math.Round(low / scale, 3) + width)
        {
            IsOver = isOver && shape != 1,
            IsUnder = isUnder && shape != 2,
        };

    private static Gen<FilterNode> Day(string field) => Gen.OneOf(
        from day in Gen.Choose(new DateOnly(2025, 12, 1).DayNumber, new DateOnly(2027, 1, 31).DayNumber)
        from width in Gen.Choose(0, 100)
        from shape in Gen.Choose(0, 2)
        select (FilterNode)new DateRange(field, shape == 1 ? null : DateOnly.FromDayNumber(day), shape == 2 ? null : DateOnly.FromDayNumber(day + width)),
        from direction in Gen.Elements(Enum.GetValues<PeriodDirection>())
        from unit in Gen.Elements(Enum.GetValues<PeriodUnit>())
        from count in Gen.Choose(0, 40)
        select (FilterNode)new PeriodFilter(field, new RelativePeriod(direction, unit, direction == PeriodDirection.This || count == 0 ? null : count)));
}
