using System.Globalization;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Crm;

/// <summary>A record's values as the mirror keeps them, under the id it has now.</summary>
internal sealed record KeptValues(long Key, string Id, long UpdatedAt, bool IsArchived, IReadOnlyDictionary<string, string?> Values);

/// <summary>All that the mirror keeps of a record. <paramref name="Typed"/> is null for an archived one.</summary>
internal sealed record KeptRecord<T>(
    long Key, string Id, DateTimeOffset UpdatedAt, bool IsArchived, IReadOnlyDictionary<string, string?> Values, T? Typed,
    IReadOnlyList<AssociatedRecord> Associations, IReadOnlyList<PropertyVersion> History);

/// <summary>Reads one record with what belongs to it.</summary>
internal sealed class RecordReading(IDbContextFactory<AppDb> databases)
{
    private const int MostVersions = 500;
    private const int MostAssociations = 500;

    // A chain of merges is kept flat; the bound only guards against a circle.
    private const string FindSql = """
        WITH RECURSIVE survivor(id, depth) AS (
            SELECT $id, 0
            UNION ALL
            SELECT a.survivor_id, s.depth + 1 FROM survivor s JOIN alias a ON a.type = $type AND a.old_id = s.id WHERE s.depth < 16)
        SELECT r.key, r.hubspot_id, r.updated_at, r.archived, r.raw
        FROM (SELECT id FROM survivor ORDER BY depth DESC LIMIT 1) AS s
        CROSS JOIN record r ON r.type = $type AND r.hubspot_id = s.id
        WHERE r.raw IS NOT NULL
        """;

    private const string AssociationsSql = """
        SELECT a.to_type, a.kind, a.label, r.hubspot_id,
            c.first_name, c.last_name, c.email, o.name, o.domain, d.name, d.stage, d.amount, d.currency
        FROM association a
        JOIN record r ON r.key = a.to_key
        LEFT JOIN contact c ON c.key = a.to_key
        LEFT JOIN company o ON o.key = a.to_key
        LEFT JOIN deal d ON d.key = a.to_key
        WHERE a.from_key = $key AND a.to_type IN (1, 2, 3) AND r.archived = 0
        ORDER BY a.to_type, a.to_key LIMIT $most
        """;

    private const string HistorySql = "SELECT property, value, at, source FROM history WHERE key = $key ORDER BY at DESC, property LIMIT $most";

    /// <summary>Null when the mirror has no such record. A merged id finds the survivor.</summary>
    public static Task<KeptRecord<T>?> ReadAsync<T>(
        Mirror mirror, ObjectType type, string id, AccountDefinitions definitions, Func<SqliteConnection, long, T?> readTyped, CancellationToken cancellationToken)
        where T : class => mirror.ReadAsync(
        connection =>
        {
            using var transaction = connection.BeginTransaction(deferred: true);
            return Find(connection, type, id) is { } kept
                ? new KeptRecord<T>(
                    kept.Key, kept.Id, DateTimeOffset.FromUnixTimeMilliseconds(kept.UpdatedAt), kept.IsArchived, kept.Values,
                    readTyped(connection, kept.Key), Associations(connection, type, kept.Key, definitions), History(connection, kept.Key))
                : null;
        },
        cancellationToken);

    /// <summary>Null when the mirror has no such record.</summary>
    public static Task<KeptValues?> ValuesAsync(Mirror mirror, ObjectType type, string id, CancellationToken cancellationToken) =>
        mirror.ReadAsync(connection => Find(connection, type, id), cancellationToken);

    /// <summary>The values of many records, in the order of the ids; null where the mirror has no such record. A merged id finds the survivor.</summary>
    public static Task<IReadOnlyList<KeptValues?>> ValuesAsync(Mirror mirror, ObjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken) => mirror.ReadAsync<IReadOnlyList<KeptValues?>>(
        connection =>
        {
            using var transaction = connection.BeginTransaction(deferred: true);
            using var command = FindCommand(connection, type);
            var found = new KeptValues?[ids.Count];
            for (var at = 0; at < ids.Count; at++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                found[at] = Find(command, ids[at]);
            }

            return found;
        },
        cancellationToken);

    /// <summary>The record's page at HubSpot; null for the sandbox, which has none, and for campaigns, whose address HubSpot does not document.</summary>
    public async Task<string?> HubSpotUrlAsync(ObjectType type, string id, CancellationToken cancellationToken)
    {
        if (type == ObjectType.Campaign)
        {
            return null;
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var target = nameof(ConnectionTarget.HubSpot);
        var account = await database.Connections.AsNoTracking()
            .Where(row => row.IsCurrent && row.Target == target)
            .Select(row => new { row.AccountId, row.UiDomain })
            .SingleOrDefaultAsync(cancellationToken);
        var kind = type switch
        {
            ObjectType.Contact => "0-1",
            ObjectType.Company => "0-2",
            _ => "0-3",
        };
        return account is null
            ? null
            : $"https://{account.UiDomain ?? "app.hubspot.com"}/contacts/{account.AccountId}/record/{kind}/{Uri.EscapeDataString(id)}";
    }

    private static KeptValues? Find(SqliteConnection connection, ObjectType type, string id)
    {
        using var command = FindCommand(connection, type);
        return Find(command, id);
    }

    private static SqliteCommand FindCommand(SqliteConnection connection, ObjectType type)
    {
        var command = connection.CreateCommand();
        command.CommandText = FindSql;
        command.Parameters.AddWithValue("$type", (int)type);
        command.Parameters.Add("$id", SqliteType.Text);
        return command;
    }

    private static KeptValues? Find(SqliteCommand command, string id)
    {
        command.Parameters["$id"].Value = id;
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? new KeptValues(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), reader.GetBoolean(3), PropertyValues.FromRaw(reader.GetString(4)))
            : null;
    }

    private static List<AssociatedRecord> Associations(SqliteConnection connection, ObjectType type, long key, AccountDefinitions definitions)
    {
        using var command = connection.CreateCommand();
        command.CommandText = AssociationsSql;
        command.Parameters.AddWithValue("$key", key);
        command.Parameters.AddWithValue("$most", MostAssociations);
        var found = RowReading.ReadAll(command, row =>
        {
            var to = (ObjectType)row.GetInt32(0);
            var id = row.GetString(3);
            var kind = row.GetString(1);
            var (name, detail) = to switch
            {
                ObjectType.Contact => (new Contact { Key = 0, Id = id, FirstName = row.Text(4), LastName = row.Text(5), Email = row.Text(6) }.DisplayName, row.Text(6)),
                ObjectType.Company => (new Company { Key = 0, Id = id, Name = row.Text(7), Domain = row.Text(8) }.DisplayName, row.Text(8)),
                _ => (new Deal { Key = 0, Id = id, Name = row.Text(9) }.DisplayName, DealDetail(row.Text(10), row.Number(11), row.Text(12), definitions)),
            };

            // Only companies have a primary one; the unlabelled kind of the other pairs bears the same name.
            var isPrimary = (type == ObjectType.Company || to == ObjectType.Company) && kind == $"{type.Singular()}_to_{to.Singular()}";
            return (Record: new AssociatedRecord(to, id, name, detail, isPrimary, []), Label: row.Text(2));
        });

        // One record may be associated by several kinds, each with a label of its own.
        return [.. found.GroupBy(entry => (entry.Record.Type, entry.Record.Id)).Select(kinds => kinds.First().Record with
        {
            IsPrimary = kinds.Any(kind => kind.Record.IsPrimary),
            Labels = [.. kinds.Select(kind => kind.Label).OfType<string>().Distinct()],
        }).OrderBy(record => record.Type).ThenByDescending(record => record.IsPrimary)];
    }

    private static string? DealDetail(string? stage, decimal? amount, string? currency, AccountDefinitions definitions)
    {
        var parts = new[]
        {
            stage is null ? null : definitions.LabelOf(ObjectType.Deal, "dealstage", stage),
            amount is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:#,0.##} {currency ?? definitions.Currency}") : null,
        };
        var text = string.Join(" · ", parts.OfType<string>());
        return text.Length == 0 ? null : text;
    }

    private static List<PropertyVersion> History(SqliteConnection connection, long key)
    {
        using var command = connection.CreateCommand();
        command.CommandText = HistorySql;
        command.Parameters.AddWithValue("$key", key);
        command.Parameters.AddWithValue("$most", MostVersions);
        return RowReading.ReadAll(command, row =>
            new PropertyVersion(row.GetString(0), row.Text(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), row.Text(3)));
    }
}
