namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>
/// Rates of the marketing e-mails sent in the period, by default the last 90 days: delivered and bounced of sent; opened, clicked,
/// replied, unsubscribed and reported as spam of delivered; clicked of opened.
/// </summary>
internal static class EmailRates
{
    private static readonly LastDays Usual = new(90);

    /// <summary>The counters of a period, added up.</summary>
    public sealed record Counters(long Emails, decimal Sent, decimal Delivered, decimal Opens, decimal Clicks, decimal Replies, decimal Bounces, decimal Unsubscribed, decimal Spam);

    public sealed record Read(Comparison Periods, Counters Present, Counters Before);

    public static Read Of(ReportScope scope)
    {
        var periods = scope.PeriodOr(Usual);
        return new(periods, Sum(scope, periods.Present), Sum(scope, periods.Before));
    }

    public static Figure Sent(Read read) => new()
    {
        Value = read.Present.Sent,
        Unit = FigureUnit.Count,
        Formula = "Messages of the marketing e-mails sent in the period.",
        Sample = Whole(read.Present.Sent),
        Period = read.Periods.Present,
        DateBasis = Basis,
        PreviousPeriod = read.Periods.Before,
        Previous = read.Before.Sent,
        PreviousSample = Whole(read.Before.Sent),
    };

    public static Figure Delivery(Read read) => Rate(read, "delivered / sent", one => (one.Delivered, one.Sent), "nothing was sent");

    public static Figure Bounce(Read read) => Rate(read, "bounces / sent", one => (one.Bounces, one.Sent), "nothing was sent");

    public static Figure Open(Read read) => Rate(read, "unique opens / delivered", one => (one.Opens, one.Delivered));

    public static Figure Click(Read read) => Rate(read, "unique clicks / delivered", one => (one.Clicks, one.Delivered));

    public static Figure ClickThrough(Read read) => Rate(read, "unique clicks / unique opens", one => (one.Clicks, one.Opens), "nothing was opened");

    public static Figure Reply(Read read) => Rate(read, "replies / delivered", one => (one.Replies, one.Delivered));

    public static Figure Unsubscribe(Read read) => Rate(read, "unsubscribed / delivered", one => (one.Unsubscribed, one.Delivered));

    public static Figure Spam(Read read) => Rate(read, "spam reports / delivered", one => (one.Spam, one.Delivered));

    private const string Basis = "date of sending";

    private static Figure Rate(Read read, string formula, Func<Counters, (decimal Part, decimal Whole)> of, string missing = "nothing was delivered")
    {
        var (part, whole) = of(read.Present);
        var (partBefore, wholeBefore) = of(read.Before);
        return new Figure
        {
            Value = whole > 0 ? part / whole : null,
            Unit = FigureUnit.Rate,
            Formula = $"{formula}, of the marketing e-mails sent in the period.",
            Sample = Whole(whole),
            Part = Whole(part),
            Missing = whole > 0 ? null : missing,
            Period = read.Periods.Present,
            DateBasis = Basis,
            PreviousPeriod = read.Periods.Before,
            Previous = wholeBefore > 0 ? partBefore / wholeBefore : null,
            PreviousSample = Whole(wholeBefore),
        };
    }

    private static Counters Sum(ReportScope scope, Period period) => scope.Rows(
        $"""
        SELECT coalesce(sum(sent > 0), 0), {WideSum.Sql("sent")}, {WideSum.Sql("delivered")}, {WideSum.Sql("opens")}, {WideSum.Sql("clicks")},
            {WideSum.Sql("replies")}, {WideSum.Sql("bounces")}, {WideSum.Sql("unsubscribed")}, {WideSum.Sql("spam_reports")}
        FROM marketing_email WHERE published_at >= $start AND published_at < $end
        """,
        row =>
        {
            decimal At(int counter) => (decimal)WideSum.Read(row, 1 + (2 * counter));
            return new Counters(row.GetInt64(0), At(0), At(1), At(2), At(3), At(4), At(5), At(6), At(7));
        },
        ("$start", period.StartAt), ("$end", period.EndAt))[0];

    private static long Whole(decimal count) => (long)Math.Clamp(count, long.MinValue, long.MaxValue);
}
