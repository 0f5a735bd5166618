using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search.Embeddings;
using HubSpotCrm.Core.Search.Filters;
using HubSpotCrm.Core.Search.Meaning;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>The search did not end within the time a list may take. Nothing is wrong with the data.</summary>
public sealed record SearchTooSlow(TimeSpan Limit)
    : Failure($"The search was stopped after {Limit.TotalSeconds:0.#} seconds. Type more letters or set another filter, and try again.");

/// <summary>
/// Finds records in the mirror, by way of its columnar copy where that is quicker: the rows are the same, and in the same order. A query that names an unknown field, a filter that does not fit its field or a window out of
/// range is <see cref="InvalidInput"/>; one that takes longer than <see cref="TimeLimit"/> is <see cref="SearchTooSlow"/>.
/// Reads run on a thread of their own, since the databases answer synchronously. Cancelling stops them in mid-query.
/// </summary>
internal sealed class RecordSearch(TimeProvider time, ColumnSearch? columns = null, SynonymBook? book = null, MeaningSearch? meaning = null)
{
    private readonly Vocabularies _vocabularies = new(time);
    private readonly SynonymBook _book = book ?? new SynonymBook();

    private const int MostNear = 3;

    /// <summary>Totals are exact up to this many rows.</summary>
    public const int ExactTotal = 10_000;

    /// <summary>Totals of pages are counted up to here.</summary>
    public int ExactUpTo { get; init; } = ExactTotal;

    /// <summary>How long one read may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads the words of all indexes of a mirror ahead of the first search.</summary>
    public async Task PrepareAsync(Mirror mirror, CancellationToken cancellationToken)
    {
        foreach (var type in SearchIndexSchema.Types)
        {
            await mirror.ReadAsync(connection => _vocabularies.Of(mirror, type, connection), cancellationToken);
        }
    }

    /// <summary>One page of contacts; days of filters are in <paramref name="zone"/>. Empty when nothing matches.</summary>
    public Task<Result<Page<Contact>>> ContactsAsync(
        Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        FindAsync(mirror, ObjectType.Contact, query, definitions, zone, ContactReading.Columns,
            (_, page) => ContactReading.Read(page, definitions), (contact, reason) => contact with { Reason = reason }, cancellationToken);

    /// <summary>One page of companies; days of filters are in <paramref name="zone"/>. Empty when nothing matches.</summary>
    public Task<Result<Page<Company>>> CompaniesAsync(
        Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        FindAsync(mirror, ObjectType.Company, query, definitions, zone, CompanyReading.Columns,
            (connection, page) => CompanyReading.Read(connection, page, definitions), (company, reason) => company with { Reason = reason }, cancellationToken);

    /// <summary>One page of deals; days of filters are in <paramref name="zone"/>. Empty when nothing matches.</summary>
    public Task<Result<Page<Deal>>> DealsAsync(
        Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        FindAsync(mirror, ObjectType.Deal, query, definitions, zone, DealReading.Columns,
            (connection, page) => DealReading.Read(connection, page, definitions), (deal, reason) => deal with { Reason = reason }, cancellationToken);

    /// <summary>One page of campaigns; days of filters on instants are in <paramref name="zone"/>. Empty when nothing matches.</summary>
    public Task<Result<Page<Campaign>>> CampaignsAsync(
        Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        FindAsync(mirror, ObjectType.Campaign, query, definitions, zone, CampaignReading.Columns,
            (_, page) => CampaignReading.Read(page, definitions), (campaign, reason) => campaign with { Reason = reason }, cancellationToken);

    /// <summary>The exact number of rows under the text and the filters; the window plays no part.</summary>
    public Task<Result<int>> CountAsync(
        Mirror mirror, ObjectType type, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var all = new Asked(mirror, type, query with { Offset = 0, Limit = 1, Sort = [] }, definitions, DaysOf(zone));
        return ReadAsync(
            all, () => ColumnSearch.IsFasterForCounts(query), int.MaxValue,
            (connection, sql) => Count(sql.Count(connection)),
            (_, _, reading, copy) => reading.Count(copy.Count()),
            cancellationToken);
    }

    /// <summary>HubSpot's ids of all rows under the text and the filters, at most so many; the window plays no part.</summary>
    public Task<Result<IReadOnlyList<string>>> IdsAsync(
        Mirror mirror, ObjectType type, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, int most, CancellationToken cancellationToken)
    {
        var all = new Asked(mirror, type, query with { Offset = 0, Limit = 1, Sort = [] }, definitions, DaysOf(zone));
        return ReadAsync<IReadOnlyList<string>>(
            all, () => ColumnSearch.IsFasterForCounts(query), int.MaxValue,
            (connection, sql) => RowReading.ReadAll(sql.Ids(connection, most), row => row.GetString(0)),
            (connection, sql, reading, copy) => RowReading.ReadAll(sql.PageOf(connection, "c.hub_spot_id", reading.Keys(copy.AllKeys(most))), row => row.GetString(0)),
            cancellationToken);
    }

    /// <inheritdoc cref="FacetsAsync"/>
    public async Task<Result<IReadOnlyList<FacetValue>>> FacetAsync(
        Mirror mirror, ObjectType type, RecordQuery query, string field, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var facets = await FacetsAsync(mirror, type, query, [field], definitions, zone, cancellationToken);
        return facets.Succeeded ? Succeeded(facets.Value.Of(field)) : facets.As<IReadOnlyList<FacetValue>>();
    }

    /// <summary>
    /// Every value of text and choice fields with its count under the text and the other fields' filters, most frequent first;
    /// the empty value counts rows without one. Fields without filters of their own are counted in one pass.
    /// </summary>
    public async Task<Result<Facets>> FacetsAsync(
        Mirror mirror, ObjectType type, RecordQuery query, IReadOnlyList<string> fields, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var found = new List<RecordField>();
        foreach (var name in fields.Distinct())
        {
            if (RecordFields.Find(type, name, definitions) is not { } field)
            {
                return RecordSql.NoSuchField(type, name);
            }

            if (field.IsRange)
            {
                return new InvalidInput(field.Label, "a number or a date has a range, not a list of values.");
            }

            found.Add(field with { Name = name });
        }

        var all = new Asked(mirror, type, query with { Offset = 0, Limit = 1, Sort = [] }, definitions, DaysOf(zone));
        var facets = new Dictionary<string, IReadOnlyList<FacetValue>>();
        foreach (var together in found.GroupBy(field => query.Filters.OfType<FieldFilter>().Any(filter => filter.Field == field.Name) ? field.Name : null))
        {
            var counted = await CountValuesAsync(all with { ExceptField = together.Key }, [.. together], cancellationToken);
            if (!counted.Succeeded)
            {
                return counted.As<Facets>();
            }

            foreach (var (field, counts) in together.Zip(counted.Value))
            {
                facets[field.Name] = counts.Ranked();
            }
        }

        return new Facets(facets);
    }

    private Task<Result<List<FacetCounts>>> CountValuesAsync(Asked asked, List<RecordField> fields, CancellationToken cancellationToken)
    {
        return ReadAsync(asked, isFaster: () => true, int.MaxValue, FromMirror, FromCopy, cancellationToken);

        List<FacetCounts> FromMirror(SqliteConnection connection, RecordSql sql) => fields.ConvertAll(field =>
        {
            var counts = new FacetCounts(field);
            RowReading.ReadAll(sql.Facet(connection, field), row =>
            {
                counts.Add(row.Text(0), row.GetInt32(1));
                return true;
            });
            return counts;
        });

        List<FacetCounts> FromCopy(SqliteConnection connection, RecordSql sql, ColumnReading reading, ColumnSql copy)
        {
            if (copy.Facets(fields) is not { } statement)
            {
                return FromMirror(connection, sql);
            }

            var counts = fields.ConvertAll(field => new FacetCounts(field));
            reading.Read(statement, row => counts[row.GetInt32(0)].Add(row.IsDBNull(1) ? null : row.GetString(1), (int)row.GetInt64(2)));
            return counts;
        }
    }

    private Task<Result<Page<T>>> FindAsync<T>(
        Mirror mirror, ObjectType type, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, string columnsSql,
        Func<SqliteConnection, SqliteCommand, List<T>> read, Func<T, MatchReason, T> because, CancellationToken cancellationToken)
        where T : ICrmRecord
    {
        return ReadAsync(
            new Asked(mirror, type, query, definitions, DaysOf(zone)), () => ColumnSearch.IsFasterForRows(type, query), ExactUpTo + 1,
            (connection, sql) => Marked(connection, sql, sql.IsRanked ? Ranked(connection, sql) : Sorted(connection, sql)),
            (connection, sql, reading, copy) => Marked(connection, sql, FromCopy(connection, sql, reading, copy)),
            cancellationToken);

        Page<T> Marked(SqliteConnection connection, RecordSql sql, Page<T> page) => page with
        {
            Items = sql.Text is { } text ? MatchReasons.Explain(connection, type, text, page.Items, definitions, because) : page.Items,
            Total = sql.Text is { IsCut: true } ? page.Total with { IsExact = false } : page.Total,
            IsPartial = sql.Text is { IsPartial: true },
        };

        Page<T> Ranked(SqliteConnection connection, RecordSql sql)
        {
            var places = sql.ReadPlaces(connection, ExactUpTo + 1);
            if (places.Count > 1 && sql.WholePlaces(connection) is { Count: > 0 } first)
            {
                places = [.. first.Union(places)];
            }

            var rows = read(connection, sql.PageAt(connection, columnsSql, places.Skip(query.Offset).Take(query.Limit)));
            return new Page<T>(rows, Capped(places.Count));
        }

        Page<T> Sorted(SqliteConnection connection, RecordSql sql)
        {
            var rows = read(connection, sql.Page(connection, columnsSql));
            return new Page<T>(rows, TotalOf(query, rows.Count, () => Count(sql.Count(connection, ExactUpTo + 1))));
        }

        Page<T> FromCopy(SqliteConnection connection, RecordSql sql, ColumnReading reading, ColumnSql copy)
        {
            var first = sql.IsRanked ? sql.KeysAt(connection, sql.WholePlaces(connection)) : [];
            var (keys, total) = Window();
            if (copy.HasBestHitsOnly && (keys.Count < query.Limit || total.IsExact))
            {
                reading.Hand(sql.Text!.Read(connection));
                copy.JoinHits(bestOnly: false);
                (keys, total) = Window();
            }

            return new Page<T>(read(connection, sql.PageOf(connection, columnsSql, keys)), total);

            (List<long> Keys, Total Total) Window()
            {
                var (offset, limit) = first.Count == 0 ? (query.Offset, query.Limit) : (0, query.Offset + query.Limit + first.Count);
                var (found, all) = copy.CountsAtOnce ? reading.KeysAndCount(copy.KeysAndCount(offset, limit)) : (reading.Keys(copy, offset, limit), null);
                List<long> keys = first.Count == 0 ? found : [.. first.Union(found).Skip(query.Offset).Take(query.Limit)];
                return (keys, TotalOf(query, keys.Count, () => all ?? reading.Count(copy.Count(ExactUpTo + 1))));
            }
        }
    }

    private async Task<Result<T>> ReadAsync<T>(
        Asked asked, Func<bool> isFaster, int most, Func<SqliteConnection, RecordSql, T> fromMirror, Func<SqliteConnection, RecordSql, ColumnReading, ColumnSql, T> fromCopy,
        CancellationToken cancellationToken)
    {
        var (mirror, type, query, definitions, days, exceptField) = asked;
        var built = RecordSql.Build(type, query, definitions, days, exceptField);
        if (!built.Succeeded)
        {
            return built.As<T>();
        }

        // Asked only now: whatever walks the filters may rely on their limits.
        var sql = built.Value;
        var meant = meaning is null ? [] : await meaning.NearAsync(mirror, type, query, cancellationToken);
        using var reading = isFaster() && columns is not null ? await columns.OpenAsync(mirror, cancellationToken) : null;
        return await BoundedRead.RunAsync(
            mirror, time, TimeLimit,
            (connection, stop) =>
            {
                sql.Settle(connection, most, () => _vocabularies.Of(mirror, type, connection), _book.Current, definitions, meant);
                var answer = reading?.Try<Answer<T>>(
                    () => columns!.Prepare(reading, connection, type, query, sql.Text, ofBest: most <= ExactUpTo + 1 && sql.IsRanked, definitions, days, exceptField) is { } copy
                        ? new Answer<T>(fromCopy(connection, sql, reading, copy))
                        : null,
                    stop);
                return answer is null ? fromMirror(connection, sql) : answer.Value;
            },
            cancellationToken);
    }

    /// <summary>For each of the folded words that begins none of the kind's index, the words there that are nearest to it. Known words, and those that are no letters, are left out.</summary>
    public Task<Result<IReadOnlyDictionary<string, IReadOnlyList<NearWord>>>> NearAsync(
        Mirror mirror, ObjectType type, IReadOnlyList<string> words, CancellationToken cancellationToken) =>
        BoundedRead.RunAsync<IReadOnlyDictionary<string, IReadOnlyList<NearWord>>>(
            mirror, time, TimeLimit,
            connection =>
            {
                var vocabulary = _vocabularies.Of(mirror, type, connection);
                return words.Where(word => word.All(char.IsLetter) && !vocabulary.Knows(word)).Distinct().ToDictionary(word => word, word => vocabulary.Near(word, MostNear));
            },
            cancellationToken);

    private FilterDays DaysOf(TimeZoneInfo zone) => FilterDays.At(zone, time.GetUtcNow());

    private static Result<T> Succeeded<T>(T value) => value;

    // A page that is not full is the last one, and ends where the total does.
    private Total TotalOf(RecordQuery query, int rows, Func<int> count) => rows < query.Limit && (rows > 0 || query.Offset == 0)
        ? new Total(query.Offset + rows, IsExact: true)
        : Capped(count());

    private Total Capped(int count) => new(Math.Min(count, ExactUpTo), IsExact: count <= ExactUpTo);

    private static int Count(SqliteCommand command)
    {
        using (command)
        {
            return (int)(long)command.ExecuteScalar()!;
        }
    }

    /// <summary>What is asked of a mirror.</summary>
    /// <param name="ExceptField">A field whose own filters do not count.</param>
    private sealed record Asked(
        Mirror Mirror, ObjectType Type, RecordQuery Query, AccountDefinitions Definitions, FilterDays Days, string? ExceptField = null);

    private sealed record Answer<T>(T Value);
}
