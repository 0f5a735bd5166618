using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>Open deals whose close date has passed, that had no activity for more than 30 days, or that have no close date.</summary>
internal static class Attention
{
    /// <summary>Without activity for longer, a deal is stale.</summary>
    public const int StaleDays = 30;
    private const int OfEachReason = 2;
    private const string IsOverdue = "d.close_at < $today";
    private const string IsStale = "d.last_activity_at < $stale";
    private const string IsUndated = "d.close_at IS NULL";

    public static AttentionReport Of(ReportScope scope)
    {
        var (today, lastActive) = (scope.Calendar.Today, scope.Calendar.Today.AddDays(-StaleDays));
        (string, object)[] moments = [("$today", Start(scope, today)), ("$stale", Start(scope, lastActive))];
        var (overdue, stale, undated, any) = scope.Rows(
            $"""
            SELECT coalesce(sum({IsOverdue}), 0), coalesce(sum({IsStale}), 0), coalesce(sum({IsUndated}), 0),
                coalesce(sum(coalesce({IsOverdue}, 0) OR coalesce({IsStale}, 0) OR {IsUndated}), 0)
            FROM deal AS d WHERE {OpenPipeline.IsOpen}
            """,
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), moments)[0];
        return new AttentionReport(scope.Calendar.Now)
        {
            Overdue = Count(overdue, "Open deals whose close date has passed.", scope.DealsIn(ReportScope.IsOpen, null, new DateRange("close", null, today.AddDays(-1)))),
            Stale = Count(stale, $"Open deals whose last activity is more than {StaleDays} days ago.",
                scope.DealsIn(ReportScope.IsOpen, null, new DateRange("active", null, lastActive.AddDays(-1)))),
            NoCloseDate = Count(undated, "Open deals without a close date.", null),
            Deals = any,
            Largest = Largest(scope, moments),
        };
    }

    private static List<AttentionDeal> Largest(ReportScope scope, (string, object)[] moments) => scope.Rows(
        $"""
        SELECT hub_spot_id, name, reason, CASE reason WHEN 0 THEN close_at WHEN 1 THEN last_activity_at END, owner_id, amount, currency FROM (
            SELECT *, row_number() OVER (PARTITION BY reason ORDER BY amount_home DESC NULLS LAST, key) AS place FROM (
                SELECT *, CASE WHEN {IsOverdue} THEN 0 WHEN {IsStale} THEN 1 WHEN {IsUndated} THEN 2 END AS reason FROM deal AS d WHERE {OpenPipeline.IsOpen})
            WHERE reason IS NOT NULL)
        WHERE place <= {OfEachReason} ORDER BY amount_home DESC NULLS LAST, key
        """,
        row => new AttentionDeal(
            row.GetString(0), row.Text(1) is { Length: > 0 } name ? name : $"Deal {row.GetString(0)}", (AttentionReason)row.GetInt32(2),
            row.Instant(3) is { } since ? scope.Calendar.Today.DayNumber - scope.Calendar.DayOf(since).DayNumber : null,
            scope.Definitions.FindOwner(row.Text(4))?.DisplayName ?? row.Text(4), row.Number(5), row.Text(6)),
        moments);

    private static Figure Count(long count, string formula, RecordList? records) => new()
    {
        Value = count,
        Unit = FigureUnit.Count,
        Formula = formula,
        Sample = count,
        Records = records,
    };

    private static long Start(ReportScope scope, DateOnly day) => scope.Calendar.StartOf(day).ToUnixTimeMilliseconds();
}
