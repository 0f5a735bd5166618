using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>Turns filters into SQL conditions, the same for every database but for the words of its <see cref="IFilterDialect"/>.</summary>
internal sealed class FilterSql(IFilterDialect dialect, AccountDefinitions definitions, FilterDays days)
{
    private int _related;

    /// <summary>
    /// The condition over the row of <paramref name="alias"/>; null when the filter lets everything through. NULL where it does not hold is
    /// possible, so it may stand in AND, OR and WHERE and nowhere else. The filters are within <see cref="FilterLimits"/>.
    /// </summary>
    public Result<string?> Condition(ObjectType type, FilterNode node, string alias) =>
        FilterTree.Normal(node) is { } normal ? Of(type, normal, alias) : (string?)null;

    private Result<string?> Of(ObjectType type, FilterNode node, string alias) => node switch
    {
        FieldFilter filter => RecordFields.Find(type, filter.Field, definitions) is { } field ? Of(field, filter, alias) : FieldFaults.NoSuchField(type, filter.Field),
        AllOf all => Joined(type, all.Nodes, " AND ", alias),
        EitherOf either => Joined(type, either.Nodes, " OR ", alias),

        // A comparison with no value is NULL in SQL, and so would be its opposite.
        Not not => Of(type, not.Node, alias) is var inner && inner.Succeeded ? $"NOT coalesce({inner.Value}, FALSE)" : inner,
        Related related => OfRelated(type, related, alias),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "No such filter."),
    };

    private Result<string?> Joined(ObjectType type, IReadOnlyList<FilterNode> nodes, string word, string alias)
    {
        var conditions = new List<string>();
        foreach (var node in nodes)
        {
            var condition = Of(type, node, alias);
            if (!condition.Succeeded)
            {
                return condition;
            }

            conditions.Add(condition.Value!);
        }

        return conditions.Count == 0 ? "TRUE" : $"({string.Join(word, conditions)})";
    }

    private Result<string?> OfRelated(ObjectType type, Related related, string alias)
    {
        var other = string.Create(CultureInfo.InvariantCulture, $"r{++_related}");
        var condition = Of(related.Type, related.Where, other);
        return condition.Succeeded ? dialect.HasRelated(type, alias, related.Type, other, condition.Value!) : condition;
    }

    private Result<string?> Of(RecordField field, FieldFilter filter, string alias) => FieldFaults.Of(field, filter) is { } fault ? fault : filter switch
    {
        AnyOf any => OneOf(field, any, alias),
        TextTest test => dialect.Tested(field, alias, test.Operator, TextFolding.Fold(test.Text)),
        HasValue => field.IsRange ? $"{dialect.Value(field, alias)} IS NOT NULL" : $"{dialect.Value(field, alias)} <> ''",
        NumberRange range => Between(field, alias, First(range, field.Scale), Last(range, field.Scale)),
        DateRange range => Between(field, alias, range.From, range.To),
        PeriodFilter { Period: var period } => Between(field, alias, period.DaysAt(days.Today).From, period.DaysAt(days.Today).To),
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "No such filter."),
    };

    private string OneOf(RecordField field, AnyOf filter, string alias)
    {
        var value = dialect.Value(field, alias);
        var conditions = new List<string>();

        // No single value of several has a semicolon.
        var values = filter.Values.Where(text => text.Length > 0 && !(field.IsMultiple && text.Contains(';', StringComparison.Ordinal))).ToList();
        if (field.IsMultiple)
        {
            conditions.AddRange(values.Count == 0 ? [] : [AnyOf([.. values.Select(text => $"instr({value}, {dialect.Parameter($";{text};")}) > 0")])]);
        }
        else if (values.Count > 0)
        {
            conditions.Add(dialect.OneOf(field, alias, values));
        }

        if (filter.Values.Contains(""))
        {
            conditions.Add(field.IsRange ? $"{value} IS NULL" : $"{value} IS NULL OR {value} = ''");
        }

        return conditions.Count == 0 ? "FALSE" : $"({string.Join(" OR ", conditions)})";
    }

    // Nested by halves: SQLite takes a thousand levels, and each OR of a row of them is one.
    private static string AnyOf(ReadOnlySpan<string> conditions) => conditions.Length == 1
        ? conditions[0]
        : $"({AnyOf(conditions[..(conditions.Length / 2)])} OR {AnyOf(conditions[(conditions.Length / 2)..])})";

    private string Between(RecordField field, string alias, DateOnly? from, DateOnly? to) => Between(
        field, alias, from is { } first ? days.StartOf(first, field.IsDay) : null, to is { } last ? days.EndOf(last, field.IsDay) : null);

    private string Between(RecordField field, string alias, long? from, long? to)
    {
        var value = dialect.Value(field, alias);
        return (from, to) switch
        {
            ({ } first, { } last) => $"({value} >= {dialect.Parameter(first)} AND {value} <= {dialect.Parameter(last)})",
            ({ } first, null) => $"{value} >= {dialect.Parameter(first)}",
            (null, { } last) => $"{value} <= {dialect.Parameter(last)}",
            _ => $"{value} IS NOT NULL",
        };
    }

    // The stored values are whole units: over 80 is from the next one on.
    private static long? First(NumberRange range, decimal scale) => range.From switch
    {
        null => null,
        { } from when range.IsOver => Units(from, scale, decimal.Floor) is var units and < long.MaxValue ? units + 1 : long.MaxValue,
        { } from => Units(from, scale, decimal.Ceiling),
    };

    private static long? Last(NumberRange range, decimal scale) => range.To switch
    {
        null => null,
        { } to when range.IsUnder => Units(to, scale, decimal.Ceiling) is var units and > long.MinValue ? units - 1 : long.MinValue,
        { } to => Units(to, scale, decimal.Floor),
    };

    private static long Units(decimal value, decimal scale, Func<decimal, decimal> round) =>
        value >= long.MaxValue / scale ? long.MaxValue : value <= long.MinValue / scale ? long.MinValue : (long)round(value * scale);
}
