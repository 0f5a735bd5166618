using System.Diagnostics;
using System.Text.Json;
using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Benchmarks.Filters;

/// <summary>Filters at the service that lists call: rows with their total, exact totals and facets, alone and by many at once.</summary>
internal sealed class FilterBenchmark : IDisposable
{
    // Milliseconds for the 95th of a hundred.
    private const double Rows = 50;
    private const double BroadText = 150;
    private const double TwoHops = 120;
    private const double ExactTotal = 30;
    private const double ExactTotalOfHops = 60;
    private const double OneFacet = 20;
    private const double AllFacets = 150;
    private const double MostMegabytes = 150;
    private const double SecondsUntilAnswering = 10;
    private const double SecondsToBuild = 300;
    private const int Rounds = 40;
    private const int Users = 8;
    private const int QueriesOfEachUser = 80;
    private const int Changes = 50_000;
    private static readonly string[] PageOfFacets = ["stage", "status", "owner", "industry", "country", "city", "lead_tier", "persona", "interests", "newsletter", "office"];
    private readonly SearchData _data;
    private readonly TextWriter _output;
    private readonly List<BenchmarkResult> _results = [];
    private ListServices _lists;

    private FilterBenchmark(SearchData data, TextWriter output)
    {
        (_data, _output, _lists) = (data, output, new ListServices(data));
    }

    private Mirror Mirror => _data.Mirror;

    private RecordSearch Search => _lists.Search;

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        using var data = await SearchData.OpenAsync(arguments.DataDirectory, arguments.Number("contacts", 1_000_000), output, cancellationToken, new AccountData());
        using var benchmark = new FilterBenchmark(data, output);
        (string Name, Func<CancellationToken, Task> Measure)[] parts =
        [
            ("build", benchmark.BuildAsync), ("rows", benchmark.MeasureRowsAsync), ("totals", benchmark.MeasureTotalsAsync), ("facets", benchmark.MeasureFacetsAsync),
            ("users", benchmark.MeasureUsersAsync), ("start", benchmark.MeasureLateStartAsync),
        ];
        var wanted = arguments.Text("parts", string.Join(',', parts.Select(part => part.Name))).Split(',');
        await benchmark._lists.StartAsync(cancellationToken);
        foreach (var (_, measure) in parts.Where(part => wanted.Contains(part.Name)))
        {
            await measure(cancellationToken);
        }

        return benchmark._results;
    }

    public void Dispose() => _lists.Dispose();

    // From nothing, while lists would answer from SQLite.
    private async Task BuildAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        var path = MirrorHost.ColumnsPath(Mirror.Path);
        ColumnFile.Erase(path);
        _lists = new ListServices(_data);
        var watch = Stopwatch.StartNew();
        await _lists.StartAsync(cancellationToken);
        _results.Add(new("copy made from nothing", "s", Math.Round(watch.Elapsed.TotalSeconds, 1), Target: SecondsToBuild));
        _results.Add(new("columnar copy", "MB", Math.Round(new FileInfo(path).Length / 1e6, 1), Target: MostMegabytes));
        await _output.WriteLineAsync($"  copy: {watch.Elapsed.TotalSeconds:0.0} s, {new FileInfo(path).Length / 1e6:0.0} MB");
    }

    private async Task MeasureRowsAsync(CancellationToken cancellationToken)
    {
        foreach (var one in FilterCases.Combinations.Concat(FilterCases.Hops))
        {
            var target = one.IsBroadText ? BroadText : FilterCases.Hops.Contains(one) ? TwoHops : Rows;
            await MeasureAsync($"{one.Group}: {one.Name}", target, () => PageAsync(one, cancellationToken));
        }
    }

    private async Task MeasureTotalsAsync(CancellationToken cancellationToken)
    {
        foreach (var one in FilterCases.Combinations.Where(one => one.Query.Text.Length == 0).Where((_, at) => at % 4 == 0).Concat(FilterCases.Hops))
        {
            await MeasureAsync(
                $"exact total: {one.Name}", FilterCases.Hops.Contains(one) ? ExactTotalOfHops : ExactTotal,
                async () => Check((await Search.CountAsync(Mirror, one.Type, one.Query, AccountData.Definitions, AccountData.Definitions.Zone, cancellationToken)).Succeeded));
        }
    }

    private async Task MeasureFacetsAsync(CancellationToken cancellationToken)
    {
        var filtered = FilterCases.Combinations[1].Query with { Sort = [] };
        foreach (var field in new[] { "country", "stage", "city", "lead_tier" })
        {
            await MeasureAsync($"facet: {field}, all rows", OneFacet, () => FacetsAsync(RecordQuery.All, [field], cancellationToken));
            await MeasureAsync($"facet: {field}, filtered", OneFacet, () => FacetsAsync(filtered, [field], cancellationToken));
        }

        await MeasureAsync($"facets: all {PageOfFacets.Length} of a page, all rows", AllFacets, () => FacetsAsync(RecordQuery.All, PageOfFacets, cancellationToken));
        await MeasureAsync($"facets: all {PageOfFacets.Length} of a page, filtered", AllFacets, () => FacetsAsync(filtered, PageOfFacets, cancellationToken));
    }

    // Without a pause each, which no user does.
    private async Task MeasureUsersAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<FilterCase> usual = [.. FilterCases.Combinations.Where(one => !one.IsBroadText)];
        var durations = await Task.WhenAll(Enumerable.Range(0, Users).Select(user => Task.Run(
            async () =>
            {
                var random = new Random(user);
                var own = new List<double>();
                for (var number = 0; number < QueriesOfEachUser; number++)
                {
                    var start = Stopwatch.GetTimestamp();
                    await PageAsync(usual[random.Next(usual.Count)], cancellationToken);
                    own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }

                return own;
            },
            cancellationToken)));
        Add(BenchmarkResult.OfDurations($"{Users} users at once, all combinations but broad texts", [.. durations.SelectMany(own => own)], 2 * Rows));
    }

    // Stopped, much is written, started: how long until filters answer from the copy.
    private async Task MeasureLateStartAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        var contacts = await Mirror.ReadAsync(connection => Number(connection, "SELECT count(*) FROM contact"), cancellationToken);
        var changed = Enumerable.Range(1, Changes).Select(number => (number * 7919L % contacts) + 1);
        foreach (var keys in changed.Chunk(500))
        {
            await Mirror.WriteAsync(
                (connection, transaction) =>
                {
                    using var touch = SearchIndexWriter.Command(
                        connection, transaction, "UPDATE contact SET lead_score = lead_score WHERE key IN (SELECT value FROM json_each($keys))", "$keys");
                    SearchIndexWriter.Set(touch, JsonSerializer.Serialize(keys));
                    return touch.ExecuteNonQuery();
                },
                cancellationToken);
        }

        _lists = new ListServices(_data);
        var watch = Stopwatch.StartNew();
        await _lists.StartAsync(cancellationToken);
        await PageAsync(FilterCases.Combinations[0], cancellationToken);
        Add(new($"start with {Changes:N0} changes to catch up, until a filter answers from the copy", "s", Math.Round(watch.Elapsed.TotalSeconds, 2), Target: SecondsUntilAnswering));
        foreach (var one in FilterCases.Combinations.Where((_, at) => at % 10 == 1))
        {
            await MeasureAsync($"{one.Group}: {one.Name}, after these", Rows, () => PageAsync(one, cancellationToken));
        }
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = SearchIndexWriter.Command(connection, null, sql);
        return (long)command.ExecuteScalar()!;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _lists.StopAsync(cancellationToken);
        _lists.Dispose();
    }

    private async Task MeasureAsync(string name, double target, Func<Task> ask)
    {
        // Once to warm the caches, as they are on a portal in use.
        await ask();
        await ask();
        var (durations, processor) = (new List<double>(), Environment.CpuUsage.TotalTime);
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await ask();
            durations.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        // What other work on the machine leaves alone.
        Add(BenchmarkResult.OfDurations(name, durations, target), $", processor {(Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / Rounds:0.0} ms");
    }

    private void Add(BenchmarkResult result, string more = "")
    {
        _results.Add(result);
        _output.WriteLine($"  {result.Name}: p50 {result.P50:0.0}, p95 {result.Value:0.0} {result.Unit}{more}{(result.Met == false ? " MISSED" : "")}");
    }

    private Task FacetsAsync(RecordQuery query, IReadOnlyList<string> fields, CancellationToken cancellationToken) =>
        CheckAsync(Search.FacetsAsync(Mirror, ObjectType.Contact, query, fields, AccountData.Definitions, AccountData.Definitions.Zone, cancellationToken));

    private Task PageAsync(FilterCase one, CancellationToken cancellationToken)
    {
        var (definitions, zone) = (AccountData.Definitions, AccountData.Definitions.Zone);
        return one.Type switch
        {
            ObjectType.Contact => CheckRowsAsync(Search.ContactsAsync(Mirror, one.Query, definitions, zone, cancellationToken)),
            ObjectType.Company => CheckRowsAsync(Search.CompaniesAsync(Mirror, one.Query, definitions, zone, cancellationToken)),
            _ => CheckRowsAsync(Search.DealsAsync(Mirror, one.Query, definitions, zone, cancellationToken)),
        };
    }

    private static async Task CheckRowsAsync<T>(Task<Result<Page<T>>> asked) => Check((await asked).Value.Items.Count > 0);

    private static async Task CheckAsync<T>(Task<Result<T>> asked) => Check((await asked).Succeeded);

    private static void Check(bool isFound)
    {
        if (!isFound)
        {
            throw new InvalidOperationException("A case finds nothing.");
        }
    }
}
