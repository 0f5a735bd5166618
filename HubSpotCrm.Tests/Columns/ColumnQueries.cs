using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Columns;

/// <summary>Random queries over <see cref="ColumnWorld"/>; the same seed makes the same ones.</summary>
internal sealed class ColumnQueries(int seed)
{
    private static readonly ObjectType[] Types = [ObjectType.Contact, ObjectType.Company, ObjectType.Deal];
    private static readonly string[] Custom = ["tier", "interests", "renewal", "seen", "fit", "vip", "motto", "p.active", "nowhere", "nothing"];
    private readonly Random _random = new(seed);

    public static IReadOnlyDictionary<ObjectType, string[]> Fields { get; } = new Dictionary<ObjectType, string[]>
    {
        [ObjectType.Contact] = [.. Custom, "name", "email", "company", "country", "city", "stage", "owner", "score", "active", "created", "firstname"],
        [ObjectType.Company] = [.. Custom, "name", "domain", "country", "industry", "owner", "revenue", "size", "contacts", "open", "active"],
        [ObjectType.Deal] = [.. Custom, "name", "amount", "dealstage", "pipeline", "close", "owner", "currency", "probability"],
    };

    private static readonly Dictionary<ObjectType, char> Letters = new() { [ObjectType.Contact] = 'p', [ObjectType.Company] = 'c', [ObjectType.Deal] = 'd' };
    private static readonly HashSet<string> Texts = ["motto", "p.active", "nowhere", "name", "email", "company", "country", "city", "domain", "currency"];
    private static readonly HashSet<string> Days = ["renewal", "seen", "active", "created", "close"];
    private static readonly HashSet<string> Numbers = ["fit", "nothing", "score", "revenue", "size", "contacts", "open", "amount", "probability"];

    public (ObjectType Type, RecordQuery Query) Next()
    {
        var type = Pick(Types);
        string[] fields = [.. Fields[type].Where(field => field != "firstname")];
        var sort = Enumerable.Range(0, _random.Next(4)).Select(_ => new SortKey(Pick(fields), _random.Next(2) == 0)).ToList();
        var filters = Enumerable.Range(0, _random.Next(3)).Select(_ => Node(type, 3, 2)).ToList();
        var text = _random.Next(3) == 0 ? Pick(["a", "an", "ann", "nor", "ger foo", "x", "zzz", "o'hara", "s o"]) : "";
        var window = new RecordQuery(text, filters, sort, Pick([0, 0, 0, 20, 700]), Pick([1, 20, 50, 200]));
        return (type, window with { Without = _random.Next(3) == 0 ? [.. Enumerable.Range(0, 40).Select(_ => $"{Letters[type]}{_random.Next(400)}").Distinct()] : [] });
    }

    private FilterNode Node(ObjectType type, int levels, int hops) => (levels, _random.Next(10)) switch
    {
        (0, _) or (_, < 4) => Leaf(type),
        (_, 4 or 5) => new AllOf(Few(type, levels, hops)),
        (_, 6 or 7) => new EitherOf(Few(type, levels, hops)),
        (_, 8) => new Not(Node(type, levels - 1, hops)),
        _ when hops == 0 => Leaf(type),
        _ => Pick(Types) is var other && _random.Next(6) == 0 ? new Related(other, new AllOf([])) : new Related(other, Node(other, levels - 1, hops - 1)),
    };

    private List<FilterNode> Few(ObjectType type, int levels, int hops) => [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Node(type, levels - 1, hops))];

    private FilterNode Leaf(ObjectType type)
    {
        var field = Pick([.. Fields[type].Where(field => field != "firstname")]);
        return _random.Next(8) switch
        {
            0 => new HasValue(field),
            1 => new AnyOf(field, [""]),
            _ when Numbers.Contains(field) => new NumberRange(field, _random.Next(3) == 0 ? null : _random.Next(-5, 60), _random.Next(3) == 0 ? null : _random.Next(-5, 60)),
            _ when Days.Contains(field) => new DateRange(field, new DateOnly(2026, _random.Next(1, 13), _random.Next(1, 4)), _random.Next(2) == 0 ? null : new DateOnly(2026, 12, 2)),
            2 or 3 or 4 when Texts.Contains(field) => new TextTest(field, Pick(Enum.GetValues<TextOperator>()), Pick(Sought)),
            _ => new AnyOf(field, [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Pick(Values))]),
        };
    }

    private static string[] Sought { get; } = [.. ColumnWorld.Words, "an", "n", "ö", "str", "%", "'", "."];

    private static string[] Values { get; } = [.. ColumnWorld.Words, "", "gold", "silver", "a", "c", "true", "lead", "11", "22", "33", "s1", "p1", "food", "FOOD", "EUR"];

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
