using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Benchmarks.Postgres;

/// <summary>The portal's own filters over <see cref="PostgresTables"/>.</summary>
internal sealed class PostgresFilterDialect(List<object> parameters) : IFilterDialect
{
    public string Parameter(object value)
    {
        parameters.Add(value);
        return $"${ColumnTables.Number(parameters.Count)}";
    }

    public string Value(RecordField field, string alias) => PostgresTables.Compared(PostgresColumns.OfFilter(field), alias + ".");

    // One value by itself, so that the index on it also has the rows in the order of the list.
    public string OneOf(RecordField field, string alias, IReadOnlyList<string> values)
    {
        var compared = values.Select(value => PostgresColumns.OfFilter(field).Kind == ColumnKind.Text ? LowerAscii(value) : value).ToArray();
        return compared.Length == 1 ? $"{Value(field, alias)} = {Parameter(compared[0])}" : $"{Value(field, alias)} = ANY({Parameter(compared)})";
    }

    public string Tested(RecordField field, string alias, TextOperator how, string sought)
    {
        var pattern = Pattern(sought);
        return $"{alias}.{PostgresColumns.OfFilter(field).FoldedName} LIKE " + Parameter(how switch
        {
            TextOperator.Contains => $"%{pattern}%",
            TextOperator.Begins => $"{pattern}%",
            TextOperator.Ends => $"%{pattern}",
            _ => pattern,
        });
    }

    public string HasRelated(ObjectType fromType, string from, ObjectType type, string alias, string condition) => $"""
        {from}.key IN (SELECT from_key FROM {ColumnLinks.TableOf(fromType, type)} WHERE to_key IN (SELECT {alias}.key FROM {type.Singular()} AS {alias} WHERE {condition}))
        """;

    /// <summary>A text that LIKE takes letter by letter.</summary>
    public static string Pattern(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    private static string LowerAscii(string text) => string.Concat(text.Select(letter => char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter));
}
