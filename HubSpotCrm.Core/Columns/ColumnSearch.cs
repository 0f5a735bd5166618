using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Columns;

/// <summary>Answers what the copy answers faster than the mirror, while it is there.</summary>
internal sealed class ColumnSearch(ColumnCopies copies) : IDisposable
{
    // Of several at once each takes one core: with more of them each would only take longer.
    private static readonly int AtOnce = Math.Max(2, Environment.ProcessorCount);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private readonly SemaphoreSlim _turns = new(AtOnce, AtOnce);

    /// <summary>Hits of a text that the mirror has looked at sooner than the copy has been asked; half as many where it looks at the rows of others for each.</summary>
    public int FewHits { get; init; } = 1000;

    /// <summary>Of the best so many, most filters leave a page and more than are counted: reading half a million takes longer than all else.</summary>
    public int BestHits { get; init; } = 262_144;

    /// <summary>Null when the copy is not there, or more than some seconds behind the mirror.</summary>
    public async Task<ColumnReading?> OpenAsync(Mirror mirror, CancellationToken cancellationToken)
    {
        if (copies.Of(mirror) is not { Status.Stage: ColumnCopyStage.Ready } copy)
        {
            return null;
        }

        if (await copy.LeaseAsync(Patience, cancellationToken) is not { } lease)
        {
            return null;
        }

        try
        {
            await _turns.WaitAsync(cancellationToken);
        }
        catch
        {
            lease.Dispose();
            throw;
        }

        return new ColumnReading(copy, lease, _turns);
    }

    /// <summary>Whether the mirror has no quick way to the first rows: it has for a text, and for one sort key with an index, by themselves.</summary>
    public static bool IsFasterForRows(ObjectType type, RecordQuery query) =>
        HasFilters(query) || (query.Sort.Count > 0 && (query.Text.Length > 0 || query.Sort.Count > 1 || !IsIndexed(type, query.Sort[0].Field)));

    /// <summary>The mirror counts the rows of a text by itself quickly, and nothing else.</summary>
    public static bool IsFasterForCounts(RecordQuery query) => HasFilters(query) || query.Text.Length == 0;

    /// <summary>The query over the copy; null where the mirror is quicker after all, or the copy does not have what is asked for. The text is settled.</summary>
    /// <param name="ofBest">The best hits may do, and <see cref="ColumnSql.HasBestHitsOnly"/> says whether there are others.</param>
    public ColumnSql? Prepare(
        ColumnReading reading, SqliteConnection connection, ObjectType type, RecordQuery query, TextHits? text, bool ofBest, AccountDefinitions definitions, FilterDays days,
        string? exceptField = null)
    {
        var without = KeysOf(connection, type, query.Without);
        if (ColumnSql.Build(type, query, without, definitions, days, reading.Layout, exceptField) is not { Succeeded: true, Value: { IsOutdated: false } sql })
        {
            return null;
        }

        if (text is not null)
        {
            var few = sql.HasRelated ? FewHits / 2 : FewHits;
            if (text.Read(connection, few + 1).Count <= few || !reading.SharesPlaces(connection, type))
            {
                return null;
            }

            var hits = text.Read(connection, ofBest ? BestHits : int.MaxValue);
            reading.Hand(hits);
            sql.JoinHits(bestOnly: ofBest && hits.Count == BestHits);
        }

        return sql;
    }

    public void Dispose() => _turns.Dispose();

    private static bool HasFilters(RecordQuery query) => query.Filters.Any(filter => FilterTree.Normal(filter) is not null);

    // The typed columns with an index in the mirror that sort as they are.
    private static bool IsIndexed(ObjectType type, string field) => FieldCatalog.Find(type, field) is { Kind: not FieldKind.Choice, Column: var column } && type switch
    {
        ObjectType.Contact => true,
        ObjectType.Company => column is "name" or "domain" or "last_activity_at" or "created_at" or "contacts" or "open_deals",
        ObjectType.Deal => column is "name" or "last_activity_at" or "close_at" or "created_at",
        _ => false,
    };

    private static List<long> KeysOf(SqliteConnection connection, ObjectType type, IReadOnlyCollection<string> ids)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var command = connection.CreateCommand();
        command.CommandText = "SELECT r.key FROM json_each($ids) AS asked CROSS JOIN record AS r ON r.type = $type AND r.hubspot_id = asked.value";
        command.Parameters.AddWithValue("$ids", System.Text.Json.JsonSerializer.Serialize(ids));
        command.Parameters.AddWithValue("$type", (int)type);
        return RowReading.ReadAll(command, row => row.GetInt64(0));
    }
}
