using System.Text.Json;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search;

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

    /// <summary>Null for an empty list of keys.</summary>
    public static Result<RecordOrder?> Of(ObjectType type, IReadOnlyList<SortKey> keys, AccountDefinitions definitions, SqlParameters parameters)
    {
        var places = new List<string>();
        var joins = "";
        var terms = new List<string>();
        var seen = new HashSet<string>();
        foreach (var key in keys)
        {
            if (FieldCatalog.Find(type, key.Field) is not { } field)
            {
                return RecordSql.NoSuchField(type, key.Field);
            }

            if (!seen.Add(field.Name))
            {
                continue;
            }

            var direction = key.Descending ? "DESC" : "ASC";
            if (field is { Kind: FieldKind.Choice, IsMultiple: false } && Choices(type, field, definitions) is { Count: > 0 } choices)
            {
                var rank = $"rank_{field.Name}";

                // Materialized, SQLite makes an index on it; json_each itself would be read through for every row.
                places.Add($"{rank} (value, place) AS MATERIALIZED (SELECT value, key FROM json_each({parameters.Add(JsonSerializer.Serialize(choices))}))");
                joins += $" LEFT JOIN {rank} ON {rank}.value = c.{field.Column}";

                // A value that the definitions do not know stands behind the known ones.
                terms.Add($"c.{field.Column} IS NULL");
                terms.Add($"coalesce({rank}.place, {choices.Count}) {direction}");
            }

            terms.Add($"c.{field.Column} {direction} NULLS LAST");
        }

        if (terms.Count == 0)
        {
            return (RecordOrder?)null;
        }

        // In the direction of the first key, so that one index serves both.
        terms.Add(keys[0].Descending ? "c.key DESC" : "c.key ASC");
        return new RecordOrder(places.Count == 0 ? "" : $"WITH {string.Join(", ", places)} ", joins, string.Join(", ", terms));
    }

    private static List<string> Choices(ObjectType type, FieldDefinition field, AccountDefinitions definitions) => field.Property switch
    {
        "hubspot_owner_id" or "hs_owner" => [.. definitions.Owners
            .OrderBy(owner => TextFolding.Fold(owner.DisplayName), StringComparer.Ordinal).ThenBy(owner => owner.Id, StringComparer.Ordinal)
            .Select(owner => owner.Id)],
        "pipeline" => [.. definitions.Pipelines.OrderBy(pipeline => pipeline.DisplayOrder).Select(pipeline => pipeline.Id)],
        "dealstage" => [.. definitions.Pipelines.OrderBy(pipeline => pipeline.DisplayOrder)
            .SelectMany(pipeline => pipeline.Stages.OrderBy(stage => stage.DisplayOrder)).Select(stage => stage.Id).Distinct()],
        { } property => [.. (definitions.FindProperty(type, property)?.Options ?? [])
            .OrderBy(option => option.DisplayOrder).Select(option => option.Value).Distinct()],
        null => [],
    };
}
