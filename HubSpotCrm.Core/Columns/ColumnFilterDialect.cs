using System.Text;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Core.Columns;

/// <summary>Filters over the columnar copy, where every field is a column.</summary>
internal sealed class ColumnFilterDialect(ColumnLayout layout, AccountDefinitions definitions, List<object> parameters) : IFilterDialect
{
    private readonly List<string> _sets = [];

    /// <summary>The related records that the conditions name, each as a table of a WITH clause, in the order in which they build on each other.</summary>
    public IReadOnlyList<string> Sets => _sets;

    /// <summary>A property was named that the account has changed since it was copied: what its column holds says nothing of it.</summary>
    public bool IsOutdated { get; private set; }

    public string Parameter(object value)
    {
        // DuckDB would take the text to end there; no value that is kept has one, nor this character.
        parameters.Add(value is string text ? text.Replace('\0', '\uFFFF') : value);
        return $"${ColumnTables.Number(parameters.Count)}";
    }

    public string Value(RecordField field, string alias) =>
        ColumnOf(field) is { } column ? $"{alias}.{column.Column}" : field.IsRange ? "NULL::BIGINT" : "NULL::VARCHAR";

    public string OneOf(RecordField field, string alias, IReadOnlyList<string> values)
    {
        if (ColumnOf(field) is not { } column)
        {
            return "FALSE";
        }

        if (column.Kind != ColumnKind.Text)
        {
            return In($"{alias}.{column.Column}", values);
        }

        // DuckDB's lower() knows more letters than SQLite's comparison, so it is only asked of texts that have no others.
        var conditions = new List<string>();
        var (plain, others) = (values.Where(value => Ascii.IsValid(value)).ToList(), values.Where(value => !Ascii.IsValid(value)).ToList());
        if (plain.Count > 0)
        {
            conditions.Add($"({In($"lower({alias}.{column.Column})", plain.ConvertAll(Lower))}{(column.HasFolded ? $" AND {alias}.{column.FoldedColumn} = ''" : "")})");
        }

        if (others.Count > 0 && column.HasFolded)
        {
            conditions.Add($"({alias}.{column.FoldedColumn} <> '' AND {In(LowerAscii($"{alias}.{column.Column}"), others.ConvertAll(Lower))})");
        }

        return conditions.Count == 0 ? "FALSE" : $"({string.Join(" OR ", conditions)})";
    }

    public string Tested(RecordField field, string alias, TextOperator how, string sought)
    {
        if (ColumnOf(field) is not { } column)
        {
            return "FALSE";
        }

        var text = Parameter(sought);
        var plain = Test($"lower({alias}.{column.Column})", how, text);

        // Of few different values each is looked at once, as long as one column decides at a time.
        var test = column.HasFolded
            ? $"CASE WHEN {alias}.{column.FoldedColumn} = '' THEN {plain} ELSE {Test($"{alias}.{column.FoldedColumn}", how, text)} END"
            : plain;
        return $"({alias}.{column.Column} <> '' AND {test})";
    }

    public string HasRelated(ObjectType fromType, string from, ObjectType type, string alias, string condition)
    {
        var set = $"{alias}_set";
        _sets.Add($"{set} AS ({ColumnLinks.SetOf(fromType, type, alias, condition)})");
        return ColumnLinks.HasIn(set, fromType, from, type);
    }

    /// <summary>What orders as SQLite orders the field; null when no record has a value.</summary>
    public string? SortValue(RecordField field, string alias) => StoredOf(field) switch
    {
        null => null,
        { Kind: ColumnKind.Text, HasFolded: true } column =>
            $"CASE WHEN {alias}.{column.FoldedColumn} <> '' THEN {LowerAscii($"{alias}.{column.Column}")} ELSE nullif(lower({alias}.{column.Column}), '') END",
        { Kind: ColumnKind.Text } column => $"nullif(lower({alias}.{column.Column}), '')",
        { IsText: true } column => $"nullif({alias}.{column.Column}, '')",
        var column => $"{alias}.{column.Column}",
    };

    /// <summary>Whether <see cref="SortValue"/> is a whole number.</summary>
    public bool SortsByNumber(RecordField field) => StoredOf(field) is { IsText: false };

    /// <summary>The values that a facet counts.</summary>
    public string FacetValue(RecordField field, string alias) => StoredOf(field) is { } column ? $"{alias}.{column.Column}" : "NULL::VARCHAR";

    // As lists show and sort it.
    private ColumnField? StoredOf(RecordField field) =>
        field.Typed is { } typed ? layout.OfColumn(field.Type, typed.Column) : OfProperty(field.Type, field.Property!);

    private ColumnField? ColumnOf(RecordField field) => field switch
    {
        { Typed: { Name: "name" }, Type: ObjectType.Contact } => layout.OfColumn(ObjectType.Contact, ColumnFields.ContactName),
        { Typed: { } typed } => layout.OfColumn(field.Type, typed.Column),
        _ => OfProperty(field.Type, field.Property!),
    };

    private ColumnField? OfProperty(ObjectType type, string property)
    {
        var column = layout.OfProperty(type, property);
        var kind = ColumnFields.KindOf(type, property, definitions);
        IsOutdated |= kind != ColumnKind.None && (column is null ? layout.Undefined.Contains((type, property)) : column.Kind != kind);
        return column;
    }

    private string In(string value, IEnumerable<string> values) => $"{value} IN ({string.Join(", ", values.Select(Parameter))})";

    private static string Test(string text, TextOperator how, string sought) => how switch
    {
        TextOperator.Contains => $"contains({text}, {sought})",
        TextOperator.Begins => $"starts_with({text}, {sought})",
        TextOperator.Ends => $"ends_with({text}, {sought})",
        _ => $"{text} = {sought}",
    };

    private static string LowerAscii(string text) => $"translate({text}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')";

    private static string Lower(string text) => string.Create(text.Length, text, (letters, source) =>
    {
        for (var at = 0; at < letters.Length; at++)
        {
            letters[at] = char.IsAsciiLetterUpper(source[at]) ? char.ToLowerInvariant(source[at]) : source[at];
        }
    });
}
