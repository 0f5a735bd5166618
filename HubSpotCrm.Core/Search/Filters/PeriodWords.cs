using System.Globalization;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>Periods in words: <c>this month</c>, <c>last 30 days</c>, <c>tomorrow</c>.</summary>
public static class PeriodWords
{
    private static readonly string[] Fillers = ["in", "within", "during", "on", "the"];

    /// <summary>Null for anything else. Case does not count; <c>in the</c> may stand before it.</summary>
    public static RelativePeriod? Read(string words)
    {
        var parts = TextFolding.Fold(words).Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(Fillers.Contains).ToArray();
        RelativePeriod? period = parts switch
        {
            ["today"] => new(PeriodDirection.This, PeriodUnit.Day),
            ["yesterday"] => new(PeriodDirection.Last, PeriodUnit.Day),
            ["tomorrow"] => new(PeriodDirection.Next, PeriodUnit.Day),
            [var direction, var unit] when Direction(direction) is { } way && Unit(unit) is { } whole => new(way, whole),
            [var direction, var count, var unit] when Direction(direction) is { } way && Unit(unit) is { } whole
                && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var units) => new(way, whole, units),
            _ => null,
        };
        return period is { IsValid: true } ? period : null;
    }

    /// <summary>As a sentence has it: <c>this month</c>, <c>today</c>, <c>last 30 days</c>.</summary>
    public static string Write(RelativePeriod period) => (period, period.Count) switch
    {
        ({ Unit: PeriodUnit.Day }, null) => period.Direction switch
        {
            PeriodDirection.Last => "yesterday",
            PeriodDirection.Next => "tomorrow",
            _ => "today",
        },
        (_, { } count) => string.Create(CultureInfo.InvariantCulture, $"{NameOf(period.Direction)} {count} {NameOf(period.Unit)}{(count == 1 ? "" : "s")}"),
        _ => $"{NameOf(period.Direction)} {NameOf(period.Unit)}",
    };

    /// <summary>As one word: <c>this-month</c>.</summary>
    public static string WriteWord(RelativePeriod period) => Write(period).Replace(' ', '-');

    /// <summary>Reads what <see cref="WriteWord"/> writes.</summary>
    public static RelativePeriod? ReadWord(string word) => word.Contains(' ', StringComparison.Ordinal) ? null : Read(word.Replace('-', ' '));

    private static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static PeriodDirection? Direction(string word) => word switch
    {
        "this" => PeriodDirection.This,
        "last" or "past" or "previous" => PeriodDirection.Last,
        "next" or "coming" => PeriodDirection.Next,
        _ => null,
    };

    private static PeriodUnit? Unit(string word) => word switch
    {
        "day" or "days" => PeriodUnit.Day,
        "week" or "weeks" => PeriodUnit.Week,
        "month" or "months" => PeriodUnit.Month,
        "quarter" or "quarters" => PeriodUnit.Quarter,
        "year" or "years" => PeriodUnit.Year,
        _ => null,
    };
}
