using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>
/// What the campaigns active in a period cost and gave back. (return − spend) / spend, over campaigns of the account's currency with a
/// recorded spend: one without would make every return infinite.
/// </summary>
internal static class CampaignReturns
{
    private const decimal Millionth = 1_000_000m;
    private static readonly LastDays Usual = new(90);

    /// <summary>What the whole account has, and what of it was active in both periods.</summary>
    public sealed record Read(Comparison Periods, IReadOnlyList<Campaign> Present, IReadOnlyList<Campaign> Before);

    public sealed record Campaign(CampaignResult Result, DateOnly? From, DateOnly? To)
    {
        public bool HasSpend => Result.Spend > 0;
    }

    public static Read Of(ReportScope scope)
    {
        var periods = scope.PeriodOr(Usual);
        var all = All(scope);
        return new(periods, [.. all.Where(one => IsActive(one, periods.Present))], [.. all.Where(one => IsActive(one, periods.Before))]);
    }

    /// <summary>The return on spend over all campaigns of the period.</summary>
    public static Figure Roi(ReportScope scope, Read read)
    {
        var (present, before) = (WithSpend(scope, read.Present), WithSpend(scope, read.Before));
        return Rate(read) with
        {
            Value = RoiOf(present),
            Formula = $"({ReturnName(scope)} − spend) / spend, over all campaigns active in the period that have a spend.",
            Sample = present.Count,
            Missing = present.Count == 0 ? "no spend recorded" : null,
            Previous = RoiOf(before),
            PreviousSample = before.Count,
            Excluded = LeftOut(scope, read.Present),
        };
    }

    /// <summary>The share of campaigns whose return on spend is above zero; each is compared in its own currency.</summary>
    public static Figure PaidBack(ReportScope scope, Read read)
    {
        var (present, before) = (Rated(read.Present), Rated(read.Before));
        return Rate(read) with
        {
            Value = present.Count == 0 ? null : (decimal)present.Count(one => one.Result.Roi > 0) / present.Count,
            Formula = $"Campaigns whose {ReturnName(scope)} is above their spend / campaigns with a spend, active in the period.",
            Sample = present.Count,
            Part = present.Count(one => one.Result.Roi > 0),
            Missing = present.Count == 0 ? "no spend recorded" : null,
            Previous = before.Count == 0 ? null : (decimal)before.Count(one => one.Result.Roi > 0) / before.Count,
            PreviousSample = before.Count,
            Excluded = DealMoney.LeftOut((read.Present.Count - present.Count, "no spend recorded")),
        };
    }

    public static Figure Count(Read read) => new()
    {
        Value = read.Present.Count,
        Unit = FigureUnit.Count,
        Formula = "Campaigns whose days touch the period; without a start date they begin with their creation.",
        Sample = read.Present.Count,
        Period = read.Periods.Present,
        DateBasis = Basis,
        PreviousPeriod = read.Periods.Before,
        Previous = read.Before.Count,
        PreviousSample = read.Before.Count,
    };

    /// <summary>The sum of one kind of money over the campaigns of the period.</summary>
    public static Figure Sum(ReportScope scope, Read read, string name, Func<CampaignResult, decimal?> value)
    {
        var told = read.Present.Where(one => value(one.Result) is not null).ToList();
        return new Figure
        {
            Value = told.Where(one => one.Result.Currency == scope.Currency).Sum(one => value(one.Result)!.Value),
            Unit = FigureUnit.Money,
            Currency = scope.Currency,
            Formula = $"Sum of the {name} of the campaigns active in the period, in the account's currency.",
            Sample = told.Count(one => one.Result.Currency == scope.Currency),
            Period = read.Periods.Present,
            DateBasis = Basis,
            Apart = [.. told.Where(one => one.Result.Currency != scope.Currency).GroupBy(one => one.Result.Currency).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Money(group.Sum(one => value(one.Result)!.Value), group.Key, group.Count()))],
            Excluded = DealMoney.LeftOut((read.Present.Count - told.Count, $"no {name} recorded")),
        };
    }

    /// <summary>Spend / budget, over the campaigns that have both.</summary>
    public static Figure BudgetUsed(ReportScope scope, Read read)
    {
        var both = read.Present.Where(one => one.Result.Currency == scope.Currency && one.Result is { Budget: > 0, Spend: not null }).ToList();
        var budget = both.Sum(one => one.Result.Budget!.Value);
        return Rate(read) with
        {
            Value = both.Count == 0 ? null : both.Sum(one => one.Result.Spend!.Value) / budget,
            Formula = "Spend / budget, over the campaigns active in the period that have both.",
            Sample = both.Count,
            Missing = both.Count == 0 ? "no budget with a spend" : null,
            Excluded = DealMoney.LeftOut((read.Present.Count - both.Count, "no budget, no spend or another currency")),
        };
    }

    public static IReadOnlyList<CampaignResult> Rows(Read read) => [.. read.Present.Select(one => one.Result)
        .OrderBy(row => row.Roi is null).ThenByDescending(row => row.Roi).ThenByDescending(row => row.Return).ThenBy(row => row.Name, StringComparer.OrdinalIgnoreCase)
        .Take(CampaignAnalytics.MostRows)];

    private const string Basis = "days of the campaign";

    private static string ReturnName(ReportScope scope) => scope.Return == CampaignReturn.Revenue ? "attributed revenue" : "deal amount";

    private static Figure Rate(Read read) => new()
    {
        Value = null,
        Unit = FigureUnit.Rate,
        Formula = "",
        Sample = 0,
        Period = read.Periods.Present,
        DateBasis = Basis,
        PreviousPeriod = read.Periods.Before,
    };

    private static bool IsActive(Campaign campaign, Period period) =>
        campaign.From is { } from && from <= period.To && (campaign.To is not { } to || to >= period.From);

    private static List<Campaign> Rated(IReadOnlyList<Campaign> campaigns) => [.. campaigns.Where(one => one.Result.Roi is not null)];

    private static List<Campaign> WithSpend(ReportScope scope, IReadOnlyList<Campaign> campaigns) =>
        [.. campaigns.Where(one => one is { HasSpend: true, Result.Return: not null } && one.Result.Currency == scope.Currency)];

    private static decimal? RoiOf(List<Campaign> campaigns)
    {
        var spend = campaigns.Sum(one => one.Result.Spend!.Value);
        return spend > 0 ? (campaigns.Sum(one => one.Result.Return!.Value) - spend) / spend : null;
    }

    private static IReadOnlyList<Exclusion> LeftOut(ReportScope scope, IReadOnlyList<Campaign> campaigns) => DealMoney.LeftOut(
        (campaigns.Count(one => !one.HasSpend), "no spend recorded"),
        (campaigns.Count(one => one.HasSpend && one.Result.Return is null), "no return told by HubSpot"),
        (campaigns.Count(one => one is { HasSpend: true, Result.Return: not null } && one.Result.Currency != scope.Currency), "another currency"));

    private static List<Campaign> All(ReportScope scope) => scope.Rows(
        $"""
        SELECT hub_spot_id, name, asset_kinds, currency, budget, spend, {(scope.Return == CampaignReturn.Revenue ? "revenue" : "deal_amount")},
            influenced_contacts, sessions, email_open_rate, email_click_rate, start_at, created_at, end_at FROM campaign
        """,
        row =>
        {
            var (spend, back) = (row.Number(5), row.Number(6));
            var result = new CampaignResult(
                row.GetString(0), row.Text(1) ?? $"Campaign {row.GetString(0)}", row.Text(2), row.Text(3) ?? scope.Currency, row.Number(4), spend, back,
                spend > 0 && back is { } returned ? (returned - spend) / spend : null,
                Whole(row, 7), Whole(row, 8), row.IsDBNull(9) ? null : row.GetInt64(9) / Millionth, row.IsDBNull(10) ? null : row.GetInt64(10) / Millionth);

            // A campaign's days are days as such; only its creation is a moment.
            var created = row.Instant(12) is { } at ? scope.Calendar.DayOf(at) : (DateOnly?)null;
            return new Campaign(result, Day(row.Instant(11)) ?? created, Day(row.Instant(13)));
        });

    private static long? Whole(Microsoft.Data.Sqlite.SqliteDataReader row, int at) => row.IsDBNull(at) ? null : row.GetInt64(at);

    private static DateOnly? Day(DateTimeOffset? at) => at is { } value ? DateOnly.FromDateTime(value.UtcDateTime) : null;
}
