using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HubSpotCrm.Benchmarks;

/// <summary>One measured figure.</summary>
/// <param name="Value">The figure that counts; for a distribution its p95.</param>
/// <param name="Target">The most it may be, or with <paramref name="AtLeast"/> the least; null for a figure that is only told.</param>
internal sealed record BenchmarkResult(
    string Name, string Unit, double Value, double? P50 = null, double? P95 = null, double? P99 = null, double? Target = null, bool AtLeast = false)
{
    /// <summary>Null without a target.</summary>
    public bool? Met => Target is { } target ? (AtLeast ? Value >= target : Value <= target) : null;

    /// <summary>Of durations in milliseconds, the p95 counting.</summary>
    public static BenchmarkResult OfDurations(string name, IReadOnlyCollection<double> milliseconds, double target)
    {
        var sorted = milliseconds.Order().ToArray();
        double At(double share) => Math.Round(sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)], 3);
        return new(name, "ms", At(0.95), At(0.50), At(0.95), At(0.99), target);
    }
}

/// <summary>What a verb measured: a table for people, JSON for machines.</summary>
internal sealed class BenchmarkReport(string verb, IReadOnlyList<BenchmarkResult> results)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every result that has a target met it.</summary>
    public bool Met => results.All(result => result.Met != false);

    public async Task PrintAsync(TextWriter output)
    {
        var width = results.Select(result => result.Name.Length).Append(4).Max();
        await output.WriteLineAsync($"{verb} · {Machine.Commit()} · {Machine.Describe()}");
        await output.WriteLineAsync($"{"name".PadRight(width)}  {"unit",-10}{"value",12}{"p50",10}{"p95",10}{"p99",10}{"target",10}  met");
        foreach (var result in results)
        {
            var target = result.Target is { } value ? (result.AtLeast ? "≥ " : "≤ ") + Figure(value) : "";
            var met = result.Met switch { true => "yes", false => "NO", null => "" };
            await output.WriteLineAsync(
                $"{result.Name.PadRight(width)}  {result.Unit,-10}{Figure(result.Value),12}{Figure(result.P50),10}{Figure(result.P95),10}{Figure(result.P99),10}{target,10}  {met}");
        }
    }

    public async Task WriteJsonAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = File.Create(file);
        await JsonSerializer.SerializeAsync(stream, ToDocument(), Json, cancellationToken);
    }

    private object ToDocument() => new
    {
        verb,
        commit = Machine.Commit(),
        machine = Machine.Describe(),
        results = results.Select(result => new
        {
            name = result.Name,
            unit = result.Unit,
            value = result.Value,
            p50 = result.P50,
            p95 = result.P95,
            p99 = result.P99,
            target = result.Target,
            met = result.Met,
        }),
    };

    private static string Figure(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";
}
