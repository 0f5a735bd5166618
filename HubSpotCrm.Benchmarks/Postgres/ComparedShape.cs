using System.Globalization;

namespace HubSpotCrm.Benchmarks.Postgres;

/// <summary>One shape of question on both sides.</summary>
/// <param name="Same">Of the questions, those with the same rows in the same order and the same total.</param>
/// <param name="Differing">The first question that differs, in words; null when none does.</param>
internal sealed record ComparedShape(string Name, IReadOnlyList<double> Portal, IReadOnlyList<double> Postgres, int Questions, int Same, string? Differing = null)
{
    // Told, and never missed: the targets are those of the verbs by themselves.
    public BenchmarkResult PortalResult { get; } = Told($"{Name}: portal", Portal);

    public BenchmarkResult PostgresResult { get; } = Told($"{Name}: PostgreSQL", Postgres);

    public bool IsPortalAhead => PortalResult.Value < PostgresResult.Value;

    /// <summary>Of both sides, and how many questions had the same rows.</summary>
    public IEnumerable<BenchmarkResult> Results => [PortalResult, PostgresResult, new($"{Name}: same rows", "of 100", Percent(Same, Questions), Target: 100, AtLeast: true)];

    /// <summary>All shapes together: how many have the portal ahead, and how many questions have the same rows.</summary>
    public static IEnumerable<BenchmarkResult> Summary(IReadOnlyList<ComparedShape> shapes) =>
    [
        new("shapes with the portal ahead at p95", "of 100", Percent(shapes.Count(shape => shape.IsPortalAhead), shapes.Count), Target: 75, AtLeast: true),
        new("questions with the same rows in the same order and the same total", "of 100", Percent(shapes.Sum(shape => shape.Same), shapes.Sum(shape => shape.Questions)), Target: 100, AtLeast: true),
    ];

    /// <summary>Both sides by side, as Markdown, and below it where the portal is slower and where rows differ.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<ComparedShape> shapes)
    {
        yield return "| shape | portal p50 ms | portal p95 ms | PostgreSQL p50 ms | PostgreSQL p95 ms | ahead | same rows |";
        yield return "|---|---|---|---|---|---|---|";
        foreach (var shape in shapes)
        {
            var (portal, postgres) = (shape.PortalResult, shape.PostgresResult);
            yield return $"| {shape.Name} | {Figure(portal.P50)} | {Figure(portal.P95)} | {Figure(postgres.P50)} | {Figure(postgres.P95)} | {(shape.IsPortalAhead ? "portal" : "PostgreSQL")} | {shape.Same} of {shape.Questions} |";
        }

        var slower = shapes.Where(shape => !shape.IsPortalAhead).Select(shape => $"{shape.Name} ({Figure(shape.PortalResult.P95)} against {Figure(shape.PostgresResult.P95)} ms)").ToList();
        yield return "";
        yield return slower.Count == 0 ? "The portal is slower at none." : $"The portal is slower at {slower.Count} of {shapes.Count}: {string.Join("; ", slower)}.";
        foreach (var shape in shapes.Where(shape => shape.Differing is not null))
        {
            yield return $"Differs: {shape.Name}: {shape.Differing}";
        }
    }

    private static BenchmarkResult Told(string name, IReadOnlyList<double> durations) => BenchmarkResult.OfDurations(name, durations, 0) with { Target = null };

    private static double Percent(int part, int whole) => whole == 0 ? 0 : Math.Round(100.0 * part / whole, 2);

    private static string Figure(double? milliseconds) => milliseconds?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";
}
