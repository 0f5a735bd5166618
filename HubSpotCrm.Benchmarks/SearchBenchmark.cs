using System.Diagnostics;
using System.Globalization;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Benchmarks;

/// <summary>Search as typed: the first page of rows and its total, by the length and shape of the text.</summary>
internal static class SearchBenchmark
{
    // For the 95th of a hundred, milliseconds: while a word is typed, when it is there, and for what has more to put together.
    private const double Typing = 5;
    private const double Typed = 10;
    private const double Whole = 20;
    private const double MostMegabytes = 500;
    private const int LongestBeginning = 6;
    private const int QueriesPerShape = 300;
    private const int Rounds = 3;

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var contacts = arguments.Number("contacts", 1_000_000);
        using var data = await SearchData.OpenAsync(arguments.DataDirectory, contacts, output, cancellationToken);
        var search = new RecordSearch(TimeProvider.System);
        var results = new List<BenchmarkResult>();
        foreach (var (name, target, queries) in Shapes(Sample(data, contacts)))
        {
            // Once round to warm SQLite's and the system's caches, as they are on a portal in use.
            var finds = name != "nothing to find";
            await MeasureAsync(search, data, queries, finds, cancellationToken);
            var durations = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                durations.AddRange(await MeasureAsync(search, data, queries, finds, cancellationToken));
            }

            results.Add(BenchmarkResult.OfDurations(name, durations, target));
        }

        results.Add(new("text indexes", "MB", Math.Round(Megabytes(data), 1), Target: MostMegabytes));
        return results;
    }

    // The pieces of the indexes as they are kept, and the words they are made from.
    private static double Megabytes(SearchData data)
    {
        var schema = SearchIndexSchema.Of(ObjectType.Contact);
        using var connection = data.Mirror.OpenRead();
        using var command = SearchIndexWriter.Command(connection, null, $"""
            SELECT (SELECT sum(length(block)) FROM {schema.Search}_data) + (SELECT sum(length(block)) FROM {schema.Parts}_data) + (SELECT sum(length(text) + 24) FROM {schema.Sequence})
            """);
        return (long)command.ExecuteScalar()! / 1e6;
    }

    private static async Task<List<double>> MeasureAsync(RecordSearch search, SearchData data, List<string> queries, bool finds, CancellationToken cancellationToken)
    {
        var durations = new List<double>(queries.Count);
        foreach (var text in queries)
        {
            var query = RecordQuery.All with { Text = text };
            var start = Stopwatch.GetTimestamp();
            var page = await search.ContactsAsync(data.Mirror, query, AccountDefinitions.Empty, TimeZoneInfo.Utc, cancellationToken);
            durations.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (page.Value.Items.Count > 0 != finds)
            {
                throw new InvalidOperationException($"'{text}' finds {page.Value.Total.Count} rows.");
            }
        }

        return durations;
    }

    private static IEnumerable<(string Name, double Target, List<string> Queries)> Shapes(List<Sampled> sample)
    {
        for (var length = 1; length <= 7; length++)
        {
            var letters = length;
            yield return (
                length == 1 ? "1 letter" : string.Create(CultureInfo.InvariantCulture, $"{length} letters"),
                length <= LongestBeginning ? Typing : Typed,
                Take(sample.SelectMany(person => person.Words.Where(word => word.Length >= letters).Select(word => word[..letters]))));
        }

        yield return ("two words", Typed, Take(sample.Select((person, at) => TwoWords(person, at))));
        yield return ("three words", Whole, Take(sample.Select(person => $"{person.First} {person.Last} {person.Company.Split(' ')[0]}")));
        yield return ("name and company", Typed, Take(sample.Select(person => $"{person.Last} {person.Company}")));
        yield return ("within a word", Whole, Take(sample.Where(person => person.Last.Length > 5).Select(person => person.Last[1..].ToLowerInvariant())));
        yield return ("telephone number", Whole, Take(sample.Select((person, at) => Telephone(person, at))));
        yield return ("e-mail", Whole, Take(sample.Select(person => person.Email)));
        yield return ("id", Whole, Take(sample.Select(person => $"#{person.Id}")));
        yield return ("nothing to find", Whole, Take(sample.Select(person => $"{person.Last} qxzjvkqxz")));
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

    // As somebody else writes it: digits alone, and their end.
    private static string Telephone(Sampled person, int at)
    {
        var digits = string.Concat(person.Phone.Where(char.IsAsciiDigit));
        return at % 2 == 0 ? digits : digits[^Math.Min(digits.Length, 7)..];
    }

    private static string Start(string word, int length) => word.Length <= length ? word : word[..length];

    private static List<Sampled> Sample(SearchData data, int contacts)
    {
        var random = new Random(7);
        var sample = new List<Sampled>();
        using var connection = data.Mirror.OpenRead();
        using var command = SearchIndexWriter.Command(connection, null, "SELECT first_name, last_name, company, email, phone, hub_spot_id FROM contact WHERE key = $key", "$key");
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
        return new Sampled(first, last, company, reader.GetString(3), reader.GetString(4), reader.GetString(5), [.. $"{first} {last} {company}".ToLowerInvariant().Split(' ').Where(word => char.IsLetter(word[0]))]);
    }

    private sealed record Sampled(string First, string Last, string Company, string Email, string Phone, string Id, IReadOnlyList<string> Words);
}
