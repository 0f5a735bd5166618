using DuckDB.NET.Data;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Columns;

/// <summary>
/// How the copy keeps which records are associated. The mirror has each pair from both sides; the copy has those of contacts and deals with
/// companies once, at the contact or the deal. Most of these have one company, so its key is a column of their row, the smallest key where there
/// are several; the table of the pair has the others. All other pairs are tables alone, as the first of the two lists them.
/// </summary>
internal static class ColumnLinks
{
    /// <summary>The key of a contact's or a deal's first company; NULL without one.</summary>
    public static ColumnField FirstCompany { get; } = new(
        "first_company", ColumnKind.Number, $"(SELECT min(a.to_key) FROM association AS a WHERE a.from_key = c.key AND a.to_type = {(int)ObjectType.Company})", null);

    /// <summary>The pairs that have a table.</summary>
    public static IEnumerable<(ObjectType From, ObjectType To)> Tables =>
        from one in ColumnLog.Types from other in ObjectTypes.CrmObjects where !IsFromCompany(one, other) select (one, other);

    /// <summary>Whether records of the kind have <see cref="FirstCompany"/>.</summary>
    public static bool HasFirstCompany(ObjectType type) => type is ObjectType.Contact or ObjectType.Deal;

    /// <summary>The associations of one kind of record with another: <c>from_key</c>, <c>to_key</c>.</summary>
    public static string TableOf(ObjectType from, ObjectType to) => $"{from.Singular()}_{to.Singular()}";

    public static void Create(DuckDBConnection connection)
    {
        foreach (var (from, to) in Tables)
        {
            connection.Execute($"CREATE TABLE {TableOf(from, to)} (from_key BIGINT NOT NULL, to_key BIGINT NOT NULL)");
        }
    }

    /// <summary>Fills the table of a pair from the rows <c>from_key</c>, <c>to_key</c> of a query.</summary>
    public static void Fill(DuckDBConnection connection, ObjectType from, ObjectType to, string rows, CancellationToken cancellationToken)
    {
        var others = IsFirstCompany(from, to) ? "QUALIFY to_key > min(to_key) OVER (PARTITION BY from_key)" : "";
        connection.Execute($"INSERT INTO {TableOf(from, to)} SELECT DISTINCT from_key, to_key FROM ({rows}) {others} ORDER BY from_key, to_key", cancellationToken);
    }

    /// <summary>Puts what one record lists of the other kind into the table of the pair.</summary>
    public static void Append(DuckDBAppender appender, ObjectType from, long key, ObjectType to, IEnumerable<long> others)
    {
        foreach (var other in others.Order().Skip(IsFirstCompany(from, to) ? 1 : 0))
        {
            appender.CreateRow().AppendValue(key).AppendValue(other).EndRow();
        }
    }

    /// <summary>
    /// The row of <paramref name="from"/> has an associated record in a set, which has the columns of <see cref="SetOf"/>. NULL where it has none is possible.
    /// </summary>
    public static string HasIn(string set, ObjectType fromType, string from, ObjectType type)
    {
        if (IsFromCompany(fromType, type))
        {
            return $"""
                {from}.key IN (SELECT {FirstCompany.Column} FROM {set} WHERE {FirstCompany.Column} IS NOT NULL
                UNION ALL SELECT to_key FROM {TableOf(type, fromType)} WHERE from_key IN (SELECT key FROM {set}))
                """;
        }

        var listed = $"{from}.key IN (SELECT from_key FROM {TableOf(fromType, type)} WHERE to_key IN (SELECT key FROM {set}))";
        return IsFirstCompany(fromType, type) ? $"({from}.{FirstCompany.Column} IN (SELECT key FROM {set}) OR {listed})" : listed;
    }

    /// <summary>The records of a kind that fulfil a condition over their row <paramref name="alias"/>, for <see cref="HasIn"/>.</summary>
    public static string SetOf(ObjectType fromType, ObjectType type, string alias, string condition) =>
        $"SELECT {alias}.key AS key{(IsFromCompany(fromType, type) ? $", {alias}.{FirstCompany.Column} AS {FirstCompany.Column}" : "")} FROM {type.Singular()} AS {alias} WHERE {condition}";

    private static bool IsFirstCompany(ObjectType from, ObjectType to) => HasFirstCompany(from) && to == ObjectType.Company;

    private static bool IsFromCompany(ObjectType from, ObjectType to) => from == ObjectType.Company && HasFirstCompany(to);
}
