using System.Diagnostics;
using System.Globalization;
using HubSpotCrm.Benchmarks.Filters;
using HubSpotCrm.Benchmarks.Postgres;
using HubSpotCrm.Core.Common;
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

    // For what follows where the first answer found little, both together.
    private const double Following = 60;

    // All four kinds of record at once, as the search page and the palette ask.
    private const double Unified = 40;
    private const double UnifiedFollowing = 150;

    // After many updates without a pause: at most so many times as long.
    private const int UpdatesTogether = 500;
    private const int Slower = 2;
    private const double SecondsToMakeAnew = 300;
    private const double MostMegabytes = 500;
    private const int LongestBeginning = 6;
    private const int QueriesPerShape = 300;
    private const int Rounds = 3;
    private const int EachFollowed = 5;

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var contacts = arguments.Number("contacts", 1_000_000);
        if (arguments.Text("postgres", "") is { Length: > 0 } connection)
        {
            return await CompareAsync(connection, contacts, arguments, output, cancellationToken);
        }

        using var data = await SearchData.OpenAsync(arguments.DataDirectory, contacts, output, cancellationToken, new AccountData());
        var sample = Sample(data, contacts);
        var results = new List<BenchmarkResult>();
        if (arguments.Text("anew", "no") == "yes")
        {
            await output.WriteLineAsync("Making the indexes anew");
            results.Add(await MakeAnewAsync(data, cancellationToken));
        }

        results.AddRange(await MeasureAllAsync(data, sample, "", 1, cancellationToken));
        results.Add(new("text indexes", "MB", Math.Round(SearchIndexSchema.Types.Sum(type => Megabytes(data, type)), 1), Target: MostMegabytes));
        if (arguments.Number("updates", 0, minimum: 0) is > 0 and var updates)
        {
            await output.WriteLineAsync($"Updating {updates:N0} contacts");
            await UpdateAsync(data, contacts, updates, cancellationToken);
            results.AddRange(await MeasureAllAsync(data, sample, "after updates: ", Slower, cancellationToken));

            // The data is kept for the next run, which begins with a quiet index.
            await new SearchIndexWriter().MergeAsync(data.Mirror, ObjectType.Contact, cancellationToken);
        }

        return results;
    }

    // In the place of the rest: both sides have the machine for themselves.
    private static async Task<IReadOnlyList<BenchmarkResult>> CompareAsync(
        string connection, int contacts, BenchmarkArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var indexes = arguments.Text("indexes", "single") switch
        {
            "single" => PostgresIndexes.Single,
            "ordered" => PostgresIndexes.Ordered,
            var other => throw new BadArgumentException($"--indexes is single or ordered, not '{other}'."),
        };
        await using var database = await PostgresDatabase.OpenAsync(connection, cancellationToken);
        using var data = await SearchData.OpenAsync(arguments.DataDirectory, contacts, output, cancellationToken, new AccountData());
        using var lists = new ListServices(data);
        await lists.StartAsync(cancellationToken);
        var shapes = Shapes(Sample(data, contacts)).Select(shape => (shape.Name, (IReadOnlyList<string>)shape.Queries)).ToList();
        var unified = shapes.SelectMany(shape => shape.Item2.Where((_, at) => at % EachFollowed == 0)).ToList();
        var results = await new PostgresComparison(data, lists.Search, database, indexes, output).RunAsync(shapes, unified, cancellationToken);
        await lists.StopAsync(cancellationToken);
        return results;
    }

    private static async Task<List<BenchmarkResult>> MeasureAllAsync(
        SearchData data, List<Sampled> sample, string prefix, int times, CancellationToken cancellationToken)
    {
        var search = new RecordSearch(TimeProvider.System);
        await search.PrepareAsync(data.Mirror, cancellationToken);
        var (results, following) = (new List<BenchmarkResult>(), new List<string>());
        foreach (var (name, target, queries) in Shapes(sample))
        {
            var finds = name != "nothing to find";
            var durations = await RoundsAsync(queries, (text, token) => ContactsAsync(search, data, text, SearchDepth.First, finds, token), cancellationToken);
            results.Add(BenchmarkResult.OfDurations(prefix + name, durations, target * times));
            following.AddRange(queries.Where((_, at) => at % EachFollowed == 0));
        }

        results.Add(BenchmarkResult.OfDurations(
            $"{prefix}first and following answer, all of these",
            await RoundsAsync(following, (text, token) => ContactsAsync(search, data, text, SearchDepth.Whole, null, token), cancellationToken), Following * times));
        results.Add(BenchmarkResult.OfDurations(
            $"{prefix}four kinds, first answer", await RoundsAsync(following, (text, token) => UnifiedAsync(search, data, text, SearchDepth.First, token), cancellationToken), Unified * times));
        results.Add(BenchmarkResult.OfDurations(
            $"{prefix}four kinds, first and following answer", await RoundsAsync(following, (text, token) => UnifiedAsync(search, data, text, SearchDepth.Whole, token), cancellationToken), UnifiedFollowing * times));
        return results;
    }

    private static async Task<BenchmarkResult> MakeAnewAsync(SearchData data, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        foreach (var type in SearchIndexSchema.Types)
        {
            await new SearchIndexWriter().ResequenceAsync(data.Mirror, type, AccountData.Definitions, cancellationToken);
        }

        return new("text indexes made anew", "s", Math.Round(watch.Elapsed.TotalSeconds, 1), Target: SecondsToMakeAnew);
    }

    // As sync writes them: some hundred in a transaction, each active since.
    private static async Task UpdateAsync(SearchData data, int contacts, int updates, CancellationToken cancellationToken)
    {
        var (random, writer) = (new Random(11), new SearchIndexWriter());
        for (var done = 0; done < updates; done += UpdatesTogether)
        {
            var keys = Enumerable.Range(0, UpdatesTogether).Select(_ => random.NextInt64(1, contacts + 1L)).Distinct().ToList();
            await data.Mirror.WriteAsync(
                (connection, transaction) =>
                {
                    var further = new FurtherText(connection, transaction, AccountData.Definitions).Words(ObjectType.Contact, keys);
                    using var command = SearchIndexWriter.Command(connection, transaction,
                        "SELECT key, text, coalesce(active_at, 0) FROM contact_seq WHERE key IN (SELECT value FROM json_each($keys))", "$keys");
                    SearchIndexWriter.Set(command, System.Text.Json.JsonSerializer.Serialize(keys));
                    var records = new List<IndexedRecord>();
                    using (var reader = command.ExecuteReader())
                    {
                        while (reader.Read())
                        {
                            records.Add(new IndexedRecord(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2) + 1, further.GetValueOrDefault(reader.GetInt64(0), "")));
                        }
                    }

                    writer.Update(connection, transaction, ObjectType.Contact, records);
                    return records.Count;
                },
                cancellationToken);
        }
    }

    // The pieces of the indexes as they are kept, and the words they are made from.
    private static double Megabytes(SearchData data, ObjectType type)
    {
        var schema = SearchIndexSchema.Of(type);
        using var connection = data.Mirror.OpenRead();
        using var command = SearchIndexWriter.Command(connection, null, $"""
            SELECT (SELECT coalesce(sum(length(block)), 0) FROM {schema.Search}_data) + (SELECT coalesce(sum(length(block)), 0) FROM {schema.Further}_data)
                + (SELECT coalesce(sum(length(text) + 32), 0) FROM {schema.Sequence})
            """);
        return (long)command.ExecuteScalar()! / 1e6;
    }

    // Once round to warm SQLite's and the system's caches, as they are on a portal in use.
    private static async Task<List<double>> RoundsAsync(List<string> queries, Func<string, CancellationToken, Task> ask, CancellationToken cancellationToken)
    {
        var durations = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var text in queries)
            {
                var start = Stopwatch.GetTimestamp();
                await ask(text, cancellationToken);
                if (round > 0)
                {
                    durations.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }

        return durations;
    }

    private static async Task ContactsAsync(RecordSearch search, SearchData data, string text, SearchDepth depth, bool? finds, CancellationToken cancellationToken)
    {
        var page = await FollowAsync(depth, asked => search.ContactsAsync(data.Mirror, QueryOf(text, asked), AccountData.Definitions, TimeZoneInfo.Utc, cancellationToken));
        if (finds is { } expected && page.Items.Count > 0 != expected)
        {
            throw new InvalidOperationException($"'{text}' finds {page.Total.Count} rows.");
        }
    }

    private static Task UnifiedAsync(RecordSearch search, SearchData data, string text, SearchDepth depth, CancellationToken cancellationToken) => Task.WhenAll(
        FollowAsync(depth, asked => search.ContactsAsync(data.Mirror, QueryOf(text, asked), AccountData.Definitions, TimeZoneInfo.Utc, cancellationToken)),
        FollowAsync(depth, asked => search.CompaniesAsync(data.Mirror, QueryOf(text, asked), AccountData.Definitions, TimeZoneInfo.Utc, cancellationToken)),
        FollowAsync(depth, asked => search.DealsAsync(data.Mirror, QueryOf(text, asked), AccountData.Definitions, TimeZoneInfo.Utc, cancellationToken)),
        FollowAsync(depth, asked => search.CampaignsAsync(data.Mirror, QueryOf(text, asked), AccountData.Definitions, TimeZoneInfo.Utc, cancellationToken)));

    // The first answer, and the whole behind it where that is wanted and more may be found.
    private static async Task<Page<T>> FollowAsync<T>(SearchDepth depth, Func<SearchDepth, Task<Result<Page<T>>>> ask)
    {
        var page = (await ask(SearchDepth.First)).Value;
        return depth == SearchDepth.Whole && page.IsPartial ? (await ask(SearchDepth.Whole)).Value : page;
    }

    private static RecordQuery QueryOf(string text, SearchDepth depth) => RecordQuery.All with { Text = text, Depth = depth };

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
