using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HubSpotCrm.Benchmarks;

/// <summary>The options of a run, as <c>--name value</c>.</summary>
internal sealed class BenchmarkArguments(IReadOnlyDictionary<string, string> values)
{
    private static readonly string[] Common = ["json", "data"];

    /// <summary>Where to write the results; null for nowhere.</summary>
    public string? Json => values.GetValueOrDefault("json");

    /// <summary>Where made data is kept between runs.</summary>
    public string DataDirectory =>
        Path.GetFullPath(values.GetValueOrDefault("data") ?? Path.Combine(Path.GetTempPath(), "hubspotcrm-benchmarks"));

    /// <summary>The option as text; <paramref name="otherwise"/> when it was not given.</summary>
    public string Text(string name, string otherwise) => values.GetValueOrDefault(name) ?? otherwise;

    /// <summary>The option as a whole number of at least <paramref name="minimum"/>; throws <see cref="BadArgumentException"/>.</summary>
    public int Number(string name, int otherwise, int minimum = 1)
    {
        if (!values.TryGetValue(name, out var text))
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum
            ? number
            : throw new BadArgumentException($"--{name} takes a whole number of at least {minimum}, not '{text}'.");
    }

    public static bool TryParse(
        string[] args,
        IReadOnlyList<BenchmarkVerb> verbs,
        [NotNullWhen(true)] out BenchmarkVerb? verb,
        [NotNullWhen(true)] out BenchmarkArguments? arguments,
        [NotNullWhen(false)] out string? error)
    {
        arguments = null;
        verb = args.Length == 0 ? null : verbs.FirstOrDefault(candidate => candidate.Name == args[0]);
        if (verb is null)
        {
            error = args.Length == 0 ? "Which question?" : $"There is no verb '{args[0]}'.";
            return false;
        }

        var values = new Dictionary<string, string>();
        for (var at = 1; at < args.Length; at += 2)
        {
            var name = args[at].StartsWith("--", StringComparison.Ordinal) ? args[at][2..] : "";
            if (!Common.Contains(name) && !verb.Options.ContainsKey(name))
            {
                error = $"'{verb.Name}' has no option '{args[at]}'.";
                return false;
            }

            if (at + 1 == args.Length)
            {
                error = $"'{args[at]}' needs a value.";
                return false;
            }

            values[name] = args[at + 1];
        }

        arguments = new BenchmarkArguments(values);
        error = null;
        return true;
    }
}

/// <summary>An option holds something that it cannot.</summary>
internal sealed class BadArgumentException(string message) : Exception(message);
