using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>Records created in a period, and how that grew: by default in the last 30 days against the 30 before.</summary>
internal static class NewRecords
{
    private static readonly LastDays Usual = new(30);

    public static Figure Of(ReportScope scope, ObjectType type)
    {
        var periods = scope.PeriodOr(Usual);
        var (count, before) = (Created(scope, type, periods.Present), Created(scope, type, periods.Before));
        return new Figure
        {
            Value = count,
            Unit = FigureUnit.Count,
            Formula = $"{Capital(type.Plural())} whose create date is in the period.",
            Sample = count,
            Period = periods.Present,
            DateBasis = "create date",
            PreviousPeriod = periods.Before,
            Previous = before,
            PreviousSample = before,
            Records = new RecordList(type, [new DateRange("created", periods.Present.From, periods.Present.To)]),
        };
    }

    public static Figure GrowthOf(ReportScope scope, ObjectType type)
    {
        var created = Of(scope, type);
        return created with
        {
            Value = created.Growth.Share,
            Unit = FigureUnit.Rate,
            Formula = $"(created in the period − created in the period before) / created in the period before, of {type.Plural()}.",
            Sample = created.Sample + created.PreviousSample,
            Part = created.Sample,
            Previous = null,
            Missing = Missing(created.Growth),
        };
    }

    /// <summary>Why a growth has no share; null when it has.</summary>
    public static string? Missing(Growth growth) => growth.Kind switch
    {
        GrowthKind.Changed => null,
        GrowthKind.New => "new",
        GrowthKind.None => "none in either period",
        _ => "cannot be compared",
    };

    private static long Created(ReportScope scope, ObjectType type, Period period) => scope.Count(
        $"SELECT count(*) FROM {type.Singular()} WHERE created_at >= $start AND created_at < $end", ("$start", period.StartAt), ("$end", period.EndAt));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
