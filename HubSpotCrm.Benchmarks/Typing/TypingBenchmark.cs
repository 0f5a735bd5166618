using System.Globalization;
using HubSpotCrm.Benchmarks.Filters;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Benchmarks.Typing;

/// <summary>From a key to the painted rows that answer it, in a real browser and through the real portal, the rest of typing (300 ms) included.</summary>
internal static class TypingBenchmark
{
    // Milliseconds for the 95th of a hundred.
    private const double Painted = 450;
    private const int Samples = 240;
    private const int WordsAtFirst = 5;
    private const int LongestWord = 12;
    private const int ShortestWord = 3;

    // Between two keys, and for looking at rows.
    private static readonly (int From, int To) Key = (90, 220);
    private static readonly (int From, int To) Glance = (150, 500);

    // Letters that are typed before one looks what there is.
    private const int MostAtOnce = 3;

    public static async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        PortalProcess.FindAssembly();
        var (contacts, samples) = (arguments.Number("contacts", 1_000_000), arguments.Number("samples", Samples));
        await using var page = await TypingPage.OpenAsync();
        string folder;
        IReadOnlyList<string> words;
        using (var data = await SearchData.OpenAsync(arguments.DataDirectory, contacts, output, cancellationToken, new AccountData()))
        {
            // As on a portal that was in use: the copy is there.
            using var lists = new ListServices(data);
            await lists.StartAsync(cancellationToken);
            (folder, words) = (data.Folder, Words(data, contacts));
            await lists.StopAsync(cancellationToken);
        }

        await using var portal = await PortalProcess.StartAsync(folder, cancellationToken);
        await page.SignInAsync(portal, cancellationToken);
        await output.WriteLineAsync($"Typing in Chromium {page.BrowserVersion} at {portal.Address}");
        var typed = await TypeAsync(page, words, samples, output, cancellationToken);
        return Results(typed);
    }

    /// <summary>All keys together, which have the target, and by how many letters stood in the box.</summary>
    public static IReadOnlyList<BenchmarkResult> Results(IReadOnlyList<(int Letters, double Painted)> typed) =>
    [
        BenchmarkResult.OfDurations("keystroke to painted rows", [.. typed.Select(one => one.Painted)], Painted),
        .. typed.GroupBy(one => one.Letters).OrderBy(letters => letters.Key).Select(letters => BenchmarkResult.OfDurations(
            letters.Key == 1 ? "of these, with 1 letter" : string.Create(CultureInfo.InvariantCulture, $"of these, with {letters.Key} letters"), [.. letters.Select(one => one.Painted)], 0) with { Target = null }),
        new("keys that were waited for", "keys", typed.Count),
    ];

    // Some letters as quickly as people type, then a look at the rows: those of the last of the letters are waited for. The others are too quick for rows of their own.
    private static async Task<List<(int Letters, double Painted)>> TypeAsync(
        TypingPage page, IReadOnlyList<string> words, int samples, TextWriter output, CancellationToken cancellationToken)
    {
        var (random, typed) = (new Random(17), new List<(int, double)>());
        for (var number = 0; typed.Count < samples; number++)
        {
            var (word, at) = (words[number % words.Count], 0);
            while (at < word.Length && typed.Count < samples)
            {
                for (var burst = random.Next(1, MostAtOnce + 1); burst > 0 && at < word.Length; burst--)
                {
                    await page.PressAsync(word[at++]);
                    await Task.Delay(burst > 1 && at < word.Length ? random.Next(Key.From, Key.To) : 0, cancellationToken);
                }

                var painted = await page.PaintedAsync();
                if (number >= WordsAtFirst)
                {
                    typed.Add((at, painted));
                }

                await Task.Delay(random.Next(Glance.From, Glance.To), cancellationToken);
            }

            await page.ClearAsync();
            if (number % 20 == 0)
            {
                await output.WriteLineAsync($"  {typed.Count} of {samples}");
            }
        }

        return typed;
    }

    // Names as people type them: in small letters, of those that are on every keyboard.
    private static List<string> Words(SearchData data, int contacts)
    {
        var random = new Random(7);
        var words = new List<string>();
        using var connection = data.Mirror.OpenRead();
        using var command = SearchIndexWriter.Command(connection, null, "SELECT first_name || ' ' || last_name || ' ' || company FROM contact WHERE key = $key", "$key");
        while (words.Count < Samples)
        {
            SearchIndexWriter.Set(command, random.NextInt64(1, contacts + 1L));
            words.AddRange((command.ExecuteScalar() as string ?? "").ToLowerInvariant().Split(' ')
                .Where(word => word.Length is >= ShortestWord and <= LongestWord && word.All(char.IsAsciiLetterLower)).OrderBy(_ => random.Next()).Take(1));
        }

        return words;
    }
}
