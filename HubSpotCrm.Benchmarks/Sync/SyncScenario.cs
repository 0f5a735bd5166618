using System.Globalization;

namespace HubSpotCrm.Benchmarks.Sync;

/// <summary>What a lane, or several together, made of something that happened in the account.</summary>
/// <param name="Changed">Records that it was to find.</param>
/// <param name="Found">Those of them that are here afterwards as they are in the account.</param>
/// <param name="Least">By <see cref="LeastCalls"/>.</param>
/// <param name="Read">Records whose values or associations it read; null where nothing is promised of it.</param>
internal sealed record SyncScenario(string Name, long Changed, long Found, long Calls, long Least, long? Read)
{
    private const double MostCalls = 1.2;
    private const double MostRead = 1.05;

    public static string Header => Line("scenario", "changed", "found", "calls", "least", "ratio", "read", "ratio");

    public double CallsRatio => Math.Round((double)Calls / Least, 3);

    /// <summary>Null where nothing changed or nothing is promised.</summary>
    public double? ReadRatio => Changed > 0 && Read is { } read ? Math.Round((double)read / Changed, 3) : null;

    public IEnumerable<BenchmarkResult> Results
    {
        get
        {
            yield return new($"{Name}: found", "records", Found, Target: Changed, AtLeast: true);
            yield return new($"{Name}: calls against the least", "", CallsRatio, Target: MostCalls);
            if (ReadRatio is { } ratio)
            {
                yield return new($"{Name}: records read against the changed", "", ratio, Target: MostRead);
            }
        }
    }

    public override string ToString() => Line(
        Name, Text(Changed), Text(Found), Text(Calls), Text(Least), Text(CallsRatio), Read is { } read ? Text(read) : "", ReadRatio is { } ratio ? Text(ratio) : "");

    private static string Text(double figure) => figure.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Line(string name, params string[] figures) => name.PadRight(62) + string.Concat(figures.Select(figure => figure.PadLeft(9)));
}
