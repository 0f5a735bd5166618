namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>
/// Of the contacts that became lead in the period, for the first time, the share that became customer since: by default over the
/// cohort of the last 180 days. From the history of the lifecycle stage, since a customer is no lead any more.
/// </summary>
internal static class LeadConversion
{
    private static readonly LastDays Usual = new(180);

    public static Figure Of(ReportScope scope)
    {
        var periods = scope.PeriodOr(Usual);
        var (leads, customers) = Read(scope, periods.Present);
        var (leadsBefore, customersBefore) = Read(scope, periods.Before);
        return new Figure
        {
            Value = leads == 0 ? null : (decimal)customers / leads,
            Unit = FigureUnit.Rate,
            Formula = "Contacts that became customer / contacts that became lead, of those that first became lead in the period. Young leads had less time.",
            Sample = leads,
            Part = customers,
            Missing = leads == 0 ? "nobody became lead" : null,
            Period = periods.Present,
            DateBasis = "date of becoming lead",
            PreviousPeriod = periods.Before,
            Previous = leadsBefore == 0 ? null : (decimal)customersBefore / leadsBefore,
            PreviousSample = leadsBefore,
        };
    }

    // The conditions on lead and customer are those of a partial index, word by word, which holds all this asks for in the order of keys.
    private static (long Leads, long Customers) Read(ReportScope scope, Period period) => scope.Rows(
        """
        SELECT count(*), coalesce(sum(EXISTS (
            SELECT 1 FROM history AS w WHERE w.key = l.key AND w.property = 'lifecyclestage' AND w.value = 'customer' AND w.at >= l.at)), 0)
        FROM (SELECT h.key AS key, min(h.at) AS at FROM history AS h WHERE h.property = 'lifecyclestage' AND h.value = 'lead'
            GROUP BY h.key HAVING min(h.at) >= $start AND min(h.at) < $end) AS l
        CROSS JOIN contact AS c ON c.key = l.key
        """,
        row => (row.GetInt64(0), row.GetInt64(1)),
        ("$start", period.StartAt), ("$end", period.EndAt))[0];
}
