using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>Of the deals created in the period, the share that is won; open ones stay in the whole and are told apart.</summary>
internal static class CohortCloseRate
{
    public static Figure Of(ReportScope scope)
    {
        var periods = scope.PeriodOr(WinRate.Usual);
        var (created, won, open) = Read(scope, periods.Present);
        var (createdBefore, wonBefore, _) = Read(scope, periods.Before);
        return new Figure
        {
            Value = created == 0 ? null : (decimal)won / created,
            Unit = FigureUnit.Rate,
            Formula = $"won / created, deals whose create date is in the period. {open} of them are still open.",
            Sample = created,
            Part = won,
            Missing = created == 0 ? "no deal created" : null,
            Period = periods.Present,
            DateBasis = "create date",
            PreviousPeriod = periods.Before,
            Previous = createdBefore == 0 ? null : (decimal)wonBefore / createdBefore,
            PreviousSample = createdBefore,
            Records = new RecordList(ObjectType.Deal, [new DateRange("created", periods.Present.From, periods.Present.To)]),
        };
    }

    private static (long Created, long Won, long Open) Read(ReportScope scope, Period period) => scope.Rows(
        "SELECT count(*), coalesce(sum(is_won = 1), 0), coalesce(sum(is_closed = 0), 0) FROM deal WHERE created_at >= $start AND created_at < $end",
        row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)),
        ("$start", period.StartAt), ("$end", period.EndAt))[0];
}
