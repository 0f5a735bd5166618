using System.Diagnostics;
using HubSpotCrm.Benchmarks.Filters;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using Npgsql;

namespace HubSpotCrm.Benchmarks.Postgres;

/// <summary>
/// The same questions to the portal and to a PostgreSQL with the same rows, one after the other on the same machine: every shape of typed text by its first
/// answer, and the combinations of filters. Each answer is a whole first page, rows and total, and is held against the other side's.
/// </summary>
internal sealed class PostgresComparison(SearchData data, RecordSearch search, PostgresDatabase database, PostgresIndexes indexes, TextWriter output)
{
    // Once to warm the caches of both, as they are on a portal in use.
    private const int Rounds = 3;
    private const int RoundsOfFilters = 20;

    private static readonly ObjectType[] Kinds = [.. PostgresTables.Types];
    private readonly List<ComparedShape> _shapes = [];

    /// <summary>Loads what is not there, asks, and prints settings, plans and the table.</summary>
    /// <param name="shapes">The typed texts by their shape.</param>
    /// <param name="unified">Texts that are asked of all four kinds at once.</param>
    public async Task<IReadOnlyList<BenchmarkResult>> RunAsync(
        IReadOnlyList<(string Name, IReadOnlyList<string> Queries)> shapes, IReadOnlyList<string> unified, CancellationToken cancellationToken)
    {
        await new PostgresLoad(database, data, indexes, output).RunAsync(cancellationToken);
        await output.WriteLineAsync("PostgreSQL's settings:");
        foreach (var setting in await database.SettingsAsync(cancellationToken))
        {
            await output.WriteLineAsync("  " + setting);
        }

        await search.PrepareAsync(data.Mirror, cancellationToken);
        await using var connection = await database.ConnectAsync(cancellationToken);
        foreach (var (name, texts) in shapes)
        {
            await CompareAsync(
                name, connection, ObjectType.Contact, [.. texts.Select(Typed)], Rounds, cancellationToken);
        }

        await CompareUnifiedAsync("four kinds, first answer", unified, cancellationToken);
        foreach (var one in FilterCases.Combinations.Concat(FilterCases.Hops))
        {
            await CompareAsync($"{one.Group}: {one.Name}", connection, one.Type, [one.Query with { Depth = SearchDepth.First }], RoundsOfFilters, cancellationToken);
        }

        await output.WriteLineAsync();
        foreach (var line in ComparedShape.Table(_shapes))
        {
            await output.WriteLineAsync(line);
        }

        await output.WriteLineAsync();
        return [.. _shapes.SelectMany(shape => shape.Results), .. ComparedShape.Summary(_shapes)];
    }

    private static RecordQuery Typed(string text) => RecordQuery.All with { Text = text, Depth = SearchDepth.First };

    private async Task CompareAsync(
        string name, NpgsqlConnection connection, ObjectType type, IReadOnlyList<RecordQuery> queries, int rounds, CancellationToken cancellationToken)
    {
        var portal = await MeasureAsync(queries, rounds, query => PortalAsync(type, query, cancellationToken));
        var postgres = await MeasureAsync(queries, rounds, query => PostgresAnswer.AskAsync(connection, Question(type, query), query.Limit, cancellationToken));
        var plan = await PostgresAnswer.ExplainAsync(connection, Question(type, queries[0]), cancellationToken);
        await AddAsync(name, portal, postgres, (one, other) => one.IsSame(other), at => Told(queries[at], portal.Answers[at], postgres.Answers[at]));
        await output.WriteLineAsync(string.Join(Environment.NewLine, plan));
    }

    // As the search page asks: all four at the same time, each on a connection of its own.
    private async Task CompareUnifiedAsync(string name, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var connections = await Task.WhenAll(Kinds.Select(_ => database.ConnectAsync(cancellationToken).AsTask()));
        try
        {
            IReadOnlyList<RecordQuery> queries = [.. texts.Select(Typed)];
            var portal = await MeasureAsync(queries, Rounds, query => Task.WhenAll(Kinds.Select(type => PortalAsync(type, query, cancellationToken))));
            var postgres = await MeasureAsync(
                queries, Rounds, query => Task.WhenAll(Kinds.Select((type, at) => PostgresAnswer.AskAsync(connections[at], Question(type, query), query.Limit, cancellationToken))));
            await AddAsync(name, portal, postgres, (ones, others) => ones.Zip(others).All(pair => pair.First.IsSame(pair.Second)), at =>
                string.Join("; ", Enumerable.Range(0, Kinds.Length).Where(kind => !portal.Answers[at][kind].IsSame(postgres.Answers[at][kind]))
                    .Select(kind => $"{Kinds[kind].Plural()}: {Told(queries[at], portal.Answers[at][kind], postgres.Answers[at][kind])}")));
        }
        finally
        {
            foreach (var connection in connections)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private async Task AddAsync<T>(string name, Measured<T> portal, Measured<T> postgres, Func<T, T, bool> isSame, Func<int, string> tell)
    {
        var differing = Enumerable.Range(0, portal.Answers.Count).Where(at => !isSame(portal.Answers[at], postgres.Answers[at])).ToList();
        var shape = new ComparedShape(
            name, portal.Durations, postgres.Durations, portal.Answers.Count, portal.Answers.Count - differing.Count, differing.Count == 0 ? null : tell(differing[0]));
        _shapes.Add(shape);
        await output.WriteLineAsync(
            $"  {name}: portal p95 {shape.PortalResult.P95:0.00} ms, PostgreSQL p95 {shape.PostgresResult.P95:0.00} ms, same rows {shape.Same} of {shape.Questions}");
    }

    private static async Task<Measured<T>> MeasureAsync<T>(IReadOnlyList<RecordQuery> queries, int rounds, Func<RecordQuery, Task<T>> ask)
    {
        var (answers, durations) = (new List<T>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var query in queries)
            {
                var start = Stopwatch.GetTimestamp();
                var answer = await ask(query);
                if (round == 0)
                {
                    answers.Add(answer);
                }
                else
                {
                    durations.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        return new Measured<T>(answers, durations);
    }

    private async Task<PageAnswer> PortalAsync(ObjectType type, RecordQuery query, CancellationToken cancellationToken)
    {
        var (definitions, zone) = (AccountData.Definitions, AccountData.Definitions.Zone);
        return type switch
        {
            ObjectType.Contact => await AnswerAsync(search.ContactsAsync(data.Mirror, query, definitions, zone, cancellationToken)),
            ObjectType.Company => await AnswerAsync(search.CompaniesAsync(data.Mirror, query, definitions, zone, cancellationToken)),
            ObjectType.Deal => await AnswerAsync(search.DealsAsync(data.Mirror, query, definitions, zone, cancellationToken)),
            _ => await AnswerAsync(search.CampaignsAsync(data.Mirror, query, definitions, zone, cancellationToken)),
        };
    }

    private static async Task<PageAnswer> AnswerAsync<T>(Task<Result<Page<T>>> asked)
        where T : ICrmRecord => PageAnswer.Of((await asked).Value);

    private static PostgresQuestion Question(ObjectType type, RecordQuery query) => new(type, query, TimeProvider.System.GetUtcNow());

    private static string Told(RecordQuery query, PageAnswer portal, PageAnswer postgres)
    {
        var at = portal.Keys.Zip(postgres.Keys).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"'{query.Text}' {portal.Count} against {postgres.Count}, from row {at + 1} on {string.Join(' ', portal.Keys.Skip(at).Take(3))} against {string.Join(' ', postgres.Keys.Skip(at).Take(3))}";
    }

    private sealed record Measured<T>(IReadOnlyList<T> Answers, IReadOnlyList<double> Durations);
}
