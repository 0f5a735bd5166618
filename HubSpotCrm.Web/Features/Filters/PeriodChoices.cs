using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Web.Features.Filters;

/// <summary>The periods that are offered by name; those of a number of units ask for it beside.</summary>
public static class PeriodChoices
{
    private const int UsualCount = 30;

    /// <summary>Keys and labels, in the order of a menu.</summary>
    public static IReadOnlyList<(string Key, string Label)> All { get; } =
    [
        .. Whole().Select(period => (KeyOf(period), PeriodWords.Write(period))),
        .. Counted().Select(period => (KeyOf(period), $"{period.Direction.ToString().ToLowerInvariant()} … {period.Unit.ToString().ToLowerInvariant()}s")),
    ];

    public static string KeyOf(RelativePeriod period) => $"{period.Direction}-{period.Unit}{(period.Count is null ? "" : "-n")}";

    /// <summary>Null for another key.</summary>
    /// <param name="count">Of units, where the choice asks for one; null: the usual one.</param>
    public static RelativePeriod? Read(string key, int? count) =>
        Whole().FirstOrDefault(period => KeyOf(period) == key)
        ?? (Counted().FirstOrDefault(period => KeyOf(period) == key) is { } counted ? counted with { Count = count ?? UsualCount } : null);

    private static IEnumerable<RelativePeriod> Whole() =>
        from unit in Enum.GetValues<PeriodUnit>() from direction in Enum.GetValues<PeriodDirection>() select new RelativePeriod(direction, unit);

    private static IEnumerable<RelativePeriod> Counted() =>
        from direction in new[] { PeriodDirection.Last, PeriodDirection.Next } from unit in Enum.GetValues<PeriodUnit>() select new RelativePeriod(direction, unit, UsualCount);
}
