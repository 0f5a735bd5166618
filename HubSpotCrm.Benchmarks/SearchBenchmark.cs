using System.Diagnostics;
using System.Globalization;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Benchmarks;

/// <summary>Search as typed: the first page of rows and its total, by the length and shape of the text.</summary>
internal static class SearchBenchmark
{
    private const double TargetMilliseconds = 20;
    private const int QueriesPerShape = 300;
    private const int Rounds = 3;

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var contacts = arguments.Number("contacts", 1_000_000);
        using var data = await SearchData.OpenAsync(arguments.DataDirectory, contacts, output, cancellationToken);
        var search = new RecordSearch(TimeProvider.System);
        var results = new List<BenchmarkResult>();
        foreach (var (name, queries) in Shapes(Sample(data, contacts)))
        {
            // Once round to warm SQLite's and the system's caches, as they are on a portal in use.
            await MeasureAsync(search, data, queries, cancellationToken);
            var durations = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                durations.AddRange(await MeasureAsync(search, data, queries, cancellationToken));
            }

            results.Add(BenchmarkResult.OfDurations(name, durations, TargetMilliseconds));
        }

        return results;
    }

    private static async Task<List<double>> MeasureAsync(RecordSearch search, SearchData data, List<string> queries, CancellationToken cancellationToken)
    {
        var durations = new List<double>(queries.Count);
        foreach (var text in queries)
        {
            var query = RecordQuery.All with { Text = text };
            var start = Stopwatch.GetTimestamp();
            var page = await search.ContactsAsync(data.Mirror, query, AccountDefinitions.Empty, TimeZoneInfo.Utc, cancellationToken);
            durations.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (page.Value.Items.Count == 0)
            {
                throw new InvalidOperationException($"'{text}' was taken from a contact and finds none.");
            }
        }

        return durations;
    }

    private static IEnumerable<(string Name, List<string> Queries)> Shapes(List<Sampled> sample)
    {
        for (var length = 1; length <= 7; length++)
        {
            var letters = length;
            yield return (
                length == 1 ? "1 letter" : string.Create(CultureInfo.InvariantCulture, $"{length} letters"),
                Take(sample.SelectMany(person => person.Words.Where(word => word.Length >= letters).Select(word => word[..letters]))));
        }

        yield return ("two words", Take(sample.Select((person, at) => TwoWords(person, at))));
        yield return ("three words", Take(sample.Select(person => $"{person.First} {person.Last} {person.Company.Split(' ')[0]}")));
        yield return ("name and company", Take(sample.Select(person => $"{person.Last} {person.Company}")));
    }

    // First the different ones; of one letter there are not enough, so they come again.
    private static List<string> Take(IEnumerable<string> queries)
    {
        var different = queries.Distinct().Take(QueriesPerShape).ToList();
        return [.. Enumerable.Range(0, QueriesPerShape).Select(at => different[at % different.Count])];
    }

    // While it is being typed: "john s", "jo sm", "john smith".
    private static string TwoWords(Sampled person, int at) => (at % 3) switch
    {
        0 => $"{person.First} {person.Last[0]}",
        1 => $"{Start(person.First, 2)} {Start(person.Last, 2)}",
        _ => $"{person.First} {person.Last}",
    };

    private static string Start(string word, int length) => word.Length <= length ? word : word[..length];

    private static List<Sampled> Sample(SearchData data, int contacts)
    {
        var random = new Random(7);
        var sample = new List<Sampled>();
        using var connection = data.Mirror.OpenRead();
        using var command = SearchIndexWriter.Command(connection, null, "SELECT first_name, last_name, company FROM contact WHERE key = $key", "$key");
        for (var number = 0; number < QueriesPerShape * 20; number++)
        {
            SearchIndexWriter.Set(command, random.NextInt64(1, contacts + 1L));
            using var reader = command.ExecuteReader();
            if (reader.Read())
            {
                sample.Add(Read(reader));
            }
        }

        return sample;
    }

    private static Sampled Read(SqliteDataReader reader)
    {
        var (first, last, company) = (reader.GetString(0), reader.GetString(1), reader.GetString(2));
        return new Sampled(first, last, company, [.. $"{first} {last} {company}".ToLowerInvariant().Split(' ').Where(word => char.IsLetter(word[0]))]);
    }

    private sealed record Sampled(string First, string Last, string Company, IReadOnlyList<string> Words);
}
