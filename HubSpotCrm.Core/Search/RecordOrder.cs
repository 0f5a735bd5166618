using System.Text.Json;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Core.Search;

/// <summary>A key of an order, after its field was found.</summary>
/// <param name="Choices">Values in the order that people see them; empty where the values themselves are the order.</param>
internal sealed record OrderKey(RecordField Field, bool Descending, IReadOnlyList<string> Choices);

/// <summary>
/// The order of a list in SQL: the keys in turn, empty values last in both directions, and the record's key at the end so that
/// pages neither repeat nor skip a row. Choices sort as people see them: stages and options in their own order, owners by name.
/// </summary>
internal sealed class RecordOrder
{
    private RecordOrder(string with, string joins, string orderBy) => (With, Joins, OrderBy) = (with, joins, orderBy);

    /// <summary>The places of choices, to begin the statement with; empty without.</summary>
    public string With { get; }

    /// <summary>To put behind the typed table.</summary>
    public string Joins { get; }

    /// <summary>Without the words <c>ORDER BY</c>.</summary>
    public string OrderBy { get; }

    /// <summary>The keys that count: of a field given twice the first.</summary>
    public static Result<IReadOnlyList<OrderKey>> KeysOf(ObjectType type, IReadOnlyList<SortKey> keys, AccountDefinitions definitions)
    {
        var found = new List<OrderKey>();
        foreach (var key in keys)
        {
            if (RecordFields.Find(type, key.Field, definitions) is not { } field)
            {
                return RecordSql.NoSuchField(type, key.Field);
            }

            if (!found.Exists(other => other.Field.Name == field.Name))
            {
                found.Add(new OrderKey(field, key.Descending, field is { Kind: FieldKind.Choice, IsMultiple: false } ? Choices(type, field, definitions) : []));
            }
        }

        return found;
    }

    /// <summary>Null for an empty list of keys.</summary>
    public static Result<RecordOrder?> Of(ObjectType type, IReadOnlyList<SortKey> keys, AccountDefinitions definitions, SqlParameters parameters)
    {
        var found = KeysOf(type, keys, definitions);
        if (!found.Succeeded)
        {
            return found.As<RecordOrder?>();
        }

        if (found.Value.Count == 0)
        {
            return (RecordOrder?)null;
        }

        var dialect = new SqliteFilterDialect(parameters);
        var places = new List<string>();
        var joins = "";
        var terms = new List<string>();
        foreach (var (field, descending, choices) in found.Value)
        {
            var direction = descending ? "DESC" : "ASC";
            // An internal value has its case, whatever the column compares by.
            var value = field.Typed is { } typed ? $"c.{typed.Column}{(field is { Kind: FieldKind.Choice, IsMultiple: false } ? " COLLATE BINARY" : "")}" : field.IsRange ? dialect.Value(field, "c") : $"nullif({dialect.Value(field, "c")}, '')";
            if (choices.Count > 0)
            {
                var rank = $"rank_{places.Count}";

                // Materialized, SQLite makes an index on it; json_each itself would be read through for every row.
                places.Add($"{rank} (value, place) AS MATERIALIZED (SELECT value, key FROM json_each({parameters.Add(JsonSerializer.Serialize(choices))}))");
                joins += $" LEFT JOIN {rank} ON {rank}.value = {value}";

                // A value that the definitions do not know stands behind the known ones.
                terms.Add($"{value} IS NULL");
                terms.Add($"coalesce({rank}.place, {choices.Count}) {direction}");
            }

            terms.Add($"{value}{(field is { Typed: null, Kind: FieldKind.Text } ? " COLLATE NOCASE" : "")} {direction} NULLS LAST");
        }

        // In the direction of the first key, so that one index serves both.
        terms.Add(found.Value[0].Descending ? "c.key DESC" : "c.key ASC");
        return new RecordOrder(places.Count == 0 ? "" : $"WITH {string.Join(", ", places)} ", joins, string.Join(", ", terms));
    }

    private static List<string> Choices(ObjectType type, RecordField field, AccountDefinitions definitions) => field.Property switch
    {
        _ when field.IsOwner => [.. definitions.Owners
            .OrderBy(owner => TextFolding.Fold(owner.DisplayName), StringComparer.Ordinal).ThenBy(owner => owner.Id, StringComparer.Ordinal)
            .Select(owner => owner.Id)],
        "pipeline" when type == ObjectType.Deal => [.. definitions.Pipelines.OrderBy(pipeline => pipeline.DisplayOrder).Select(pipeline => pipeline.Id)],
        "dealstage" when type == ObjectType.Deal => [.. definitions.Pipelines.OrderBy(pipeline => pipeline.DisplayOrder)
            .SelectMany(pipeline => pipeline.Stages.OrderBy(stage => stage.DisplayOrder)).Select(stage => stage.Id).Distinct()],
        { } property => [.. (definitions.FindProperty(type, property)?.Options ?? [])
            .OrderBy(option => option.DisplayOrder).Select(option => option.Value).Distinct()],
        null => [],
    };
}
