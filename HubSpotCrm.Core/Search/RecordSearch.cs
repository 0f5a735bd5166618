using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>The search did not end within the time a list may take. Nothing is wrong with the data.</summary>
public sealed record SearchTooSlow(TimeSpan Limit)
    : Failure($"The search was stopped after {Limit.TotalSeconds:0.#} seconds. Type more letters or set another filter, and try again.");

/// <summary>
/// Finds records in the mirror. A query that names an unknown field, a filter that does not fit its field or a window out of
/// range is <see cref="InvalidInput"/>; one that takes longer than <see cref="TimeLimit"/> is <see cref="SearchTooSlow"/>.
/// Reads run on a thread of their own, since SQLite answers synchronously. Cancelling stops SQLite in mid-query.
/// </summary>
internal sealed class RecordSearch(TimeProvider time)
{
    /// <summary>Totals are exact up to this many rows.</summary>
    public const int ExactTotal = 10_000;

    /// <summary>How long one read may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>One page of contacts; days of filters are in <paramref name="zone"/>. Empty when nothing matches.</summary>
    public Task<Result<Page<Contact>>> ContactsAsync(
        Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        FindAsync(mirror, ObjectType.Contact, query, definitions, zone, ContactReading.Columns,
            (_, page) => ContactReading.Read(page, definitions), cancellationToken);

    /// <summary>One page of companies; days of filters are in <paramref name="zone"/>. Empty when nothing matches.</summary>
    public Task<Result<Page<Company>>> CompaniesAsync(
        Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        FindAsync(mirror, ObjectType.Company, query, definitions, zone, CompanyReading.Columns,
            (connection, page) => CompanyReading.Read(connection, page, definitions), cancellationToken);

    /// <summary>One page of deals; days of filters are in <paramref name="zone"/>. Empty when nothing matches.</summary>
    public Task<Result<Page<Deal>>> DealsAsync(
        Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        FindAsync(mirror, ObjectType.Deal, query, definitions, zone, DealReading.Columns,
            (connection, page) => DealReading.Read(connection, page, definitions), cancellationToken);

    /// <summary>One page of campaigns; days of filters on instants are in <paramref name="zone"/>. Empty when nothing matches.</summary>
    public Task<Result<Page<Campaign>>> CampaignsAsync(
        Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        FindAsync(mirror, ObjectType.Campaign, query, definitions, zone, CampaignReading.Columns,
            (_, page) => CampaignReading.Read(page, definitions), cancellationToken);

    /// <summary>The exact number of rows under the text and the filters; the window plays no part.</summary>
    public async Task<Result<int>> CountAsync(Mirror mirror, ObjectType type, RecordQuery query, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var sql = RecordSql.Build(type, query with { Offset = 0, Limit = 1 }, AccountDefinitions.Empty, zone);
        return sql.Succeeded
            ? await BoundedRead.RunAsync(mirror, time, TimeLimit, connection => Count(Settled(sql.Value, connection).Count(connection)), cancellationToken)
            : sql.As<int>();
    }

    /// <summary>HubSpot's ids of all rows under the text and the filters, at most so many; the window plays no part.</summary>
    public async Task<Result<IReadOnlyList<string>>> IdsAsync(
        Mirror mirror, ObjectType type, RecordQuery query, TimeZoneInfo zone, int most, CancellationToken cancellationToken)
    {
        var sql = RecordSql.Build(type, query with { Offset = 0, Limit = 1, Sort = [] }, AccountDefinitions.Empty, zone);
        return sql.Succeeded
            ? await BoundedRead.RunAsync<IReadOnlyList<string>>(
                mirror, time, TimeLimit, connection => RowReading.ReadAll(Settled(sql.Value, connection).Ids(connection, most), row => row.GetString(0)), cancellationToken)
            : sql.As<IReadOnlyList<string>>();
    }

    /// <summary>
    /// Every value of a text or choice field with its count under the text and the other fields' filters, most frequent first;
    /// the empty value counts rows without one.
    /// </summary>
    public async Task<Result<IReadOnlyList<FacetValue>>> FacetAsync(
        Mirror mirror, ObjectType type, RecordQuery query, string field, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        if (FieldCatalog.Find(type, field) is not { } definition)
        {
            return RecordSql.NoSuchField(type, field);
        }

        if (definition.Kind is not (FieldKind.Text or FieldKind.Choice))
        {
            return new InvalidInput(definition.Label, "a number or a date has a range, not a list of values.");
        }

        var sql = RecordSql.Build(type, query with { Offset = 0, Limit = 1, Sort = [] }, AccountDefinitions.Empty, zone, definition.Name);
        return sql.Succeeded
            ? await BoundedRead.RunAsync(mirror, time, TimeLimit, connection => Facet(Settled(sql.Value, connection).Facet(connection, definition), definition), cancellationToken)
            : sql.As<IReadOnlyList<FacetValue>>();
    }

    private async Task<Result<Page<T>>> FindAsync<T>(
        Mirror mirror, ObjectType type, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, string columns,
        Func<SqliteConnection, SqliteCommand, List<T>> read, CancellationToken cancellationToken)
    {
        var built = RecordSql.Build(type, query, definitions, zone);
        if (!built.Succeeded)
        {
            return built.As<Page<T>>();
        }

        var sql = built.Value;
        return await BoundedRead.RunAsync(mirror, time, TimeLimit, connection =>
        {
            sql.Settle(connection, ExactTotal + 1);
            if (sql.IsRanked)
            {
                var places = RowReading.ReadAll(sql.Places(connection, ExactTotal + 1), row => row.GetInt64(0));
                if (places.Count > 1 && sql.WholePlaces(connection) is { Count: > 0 } first)
                {
                    places = [.. first.Union(places)];
                }

                var best = read(connection, sql.PageAt(connection, columns, places.Skip(query.Offset).Take(query.Limit)));
                return new Page<T>(best, Capped(places.Count));
            }

            var rows = read(connection, sql.Page(connection, columns));
            return new Page<T>(rows, TotalOf(connection, sql, query, rows.Count));
        }, cancellationToken);
    }

    // All rows are counted here, those within words too.
    private static RecordSql Settled(RecordSql sql, SqliteConnection connection)
    {
        sql.Settle(connection, int.MaxValue);
        return sql;
    }

    private static Total TotalOf(SqliteConnection connection, RecordSql sql, RecordQuery query, int rows)
    {
        // A page that is not full is the last one, and ends where the total does.
        if (rows < query.Limit && (rows > 0 || query.Offset == 0))
        {
            return new Total(query.Offset + rows, IsExact: true);
        }

        return Capped(Count(sql.Count(connection, ExactTotal + 1)));
    }

    private static Total Capped(int count) => new(Math.Min(count, ExactTotal), IsExact: count <= ExactTotal);

    private static int Count(SqliteCommand command)
    {
        using (command)
        {
            return (int)(long)command.ExecuteScalar()!;
        }
    }

    private static IReadOnlyList<FacetValue> Facet(SqliteCommand command, FieldDefinition field)
    {
        using (command)
        {
            using var reader = command.ExecuteReader();
            var counts = new Dictionary<string, int>();
            while (reader.Read())
            {
                var text = reader.IsDBNull(0) ? "" : reader.GetString(0);
                foreach (var value in field.IsMultiple && text.Length > 0 ? text.Split(';', StringSplitOptions.RemoveEmptyEntries) : [text])
                {
                    counts[value] = counts.GetValueOrDefault(value) + reader.GetInt32(1);
                }
            }

            return [.. counts.Select(pair => new FacetValue(pair.Key, pair.Value))
                .OrderByDescending(value => value.Count).ThenBy(value => value.Value, StringComparer.Ordinal)];
        }
    }
}
