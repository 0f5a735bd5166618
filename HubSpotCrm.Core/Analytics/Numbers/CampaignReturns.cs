using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>
/// What the campaigns active in a period cost and gave back. (return − spend) / spend, over campaigns whose spend and return are both in
/// the account's currency; one without a spend would make every return infinite. Nothing is converted: HubSpot converts the amounts of deals
/// itself and tells no rate, so money of a campaign in another currency stands apart.
/// </summary>
internal static class CampaignReturns
{
    private const decimal Millionth = 1_000_000m;
    private static readonly LastDays Usual = new(90);

    /// <summary>What the whole account has, and what of it was active in both periods.</summary>
    public sealed record Read(Comparison Periods, IReadOnlyList<Campaign> Present, IReadOnlyList<Campaign> Before);

    public sealed record Campaign(CampaignResult Result, DateOnly? From, DateOnly? To);

    /// <summary>The kinds of money of a campaign, each with the currency it is in.</summary>
    public static (decimal? Amount, string? Currency) Spend(CampaignResult campaign) => (campaign.Spend, campaign.Currency);

    /// <inheritdoc cref="Spend"/>
    public static (decimal? Amount, string? Currency) Budget(CampaignResult campaign) => (campaign.Budget, campaign.Currency);

    /// <inheritdoc cref="Spend"/>
    public static (decimal? Amount, string? Currency) Returned(CampaignResult campaign) => (campaign.Return, campaign.ReturnCurrency);

    public static Read Of(ReportScope scope)
    {
        var periods = scope.PeriodOr(Usual);
        var all = All(scope);
        return new(periods, [.. all.Where(one => IsActive(one, periods.Present))], [.. all.Where(one => IsActive(one, periods.Before))]);
    }

    /// <summary>The return on spend over all campaigns of the period.</summary>
    public static Figure Roi(ReportScope scope, Read read)
    {
        var (present, before) = (AtHome(scope, read.Present), AtHome(scope, read.Before));
        var left = LeftOut(read.Present, one => one.MissingRoi ?? (one.Currency == scope.Currency ? null : "another currency"));
        return Rate(read) with
        {
            Value = RoiOf(present),
            Formula = $"({ReturnName(scope)} − spend) / spend, over all campaigns active in the period with a spend, both in the account's currency.",
            Sample = present.Count,
            Missing = present.Count == 0 ? Reason(left) : null,
            Previous = RoiOf(before),
            PreviousSample = before.Count,
            Excluded = left,
        };
    }

    /// <summary>The share of campaigns whose return on spend is above zero; each is compared in its own currency.</summary>
    public static Figure PaidBack(ReportScope scope, Read read)
    {
        var (present, before) = (Rated(read.Present), Rated(read.Before));
        var left = LeftOut(read.Present, one => one.MissingRoi);
        return Rate(read) with
        {
            Value = present.Count == 0 ? null : (decimal)present.Count(one => one.Result.Roi > 0) / present.Count,
            Formula = $"Campaigns whose {ReturnName(scope)} is above their spend / campaigns with a spend, active in the period.",
            Sample = present.Count,
            Part = present.Count(one => one.Result.Roi > 0),
            Missing = present.Count == 0 ? Reason(left) : null,
            Previous = before.Count == 0 ? null : (decimal)before.Count(one => one.Result.Roi > 0) / before.Count,
            PreviousSample = before.Count,
            Excluded = left,
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
    public static Figure Sum(ReportScope scope, Read read, string name, Func<CampaignResult, (decimal? Amount, string? Currency)> money)
    {
        var all = read.Present.Select(one => money(one.Result)).ToList();
        var told = all.Where(one => one is { Amount: not null, Currency: not null }).Select(one => (Amount: one.Amount!.Value, Currency: one.Currency!)).ToList();
        return new Figure
        {
            Value = told.Where(one => one.Currency == scope.Currency).Sum(one => one.Amount),
            Unit = FigureUnit.Money,
            Currency = scope.Currency,
            Formula = $"Sum of the {name} of the campaigns active in the period, in the account's currency.",
            Sample = told.Count(one => one.Currency == scope.Currency),
            Period = read.Periods.Present,
            DateBasis = Basis,
            Apart = [.. told.Where(one => one.Currency != scope.Currency).GroupBy(one => one.Currency).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Money(group.Sum(one => one.Amount), group.Key, group.Count()))],
            Excluded = DealMoney.LeftOut(
                (all.Count(one => one.Amount is null), $"no {name} recorded"), (all.Count - told.Count - all.Count(one => one.Amount is null), $"no currency of the {name} told by HubSpot")),
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

    private static List<Campaign> AtHome(ReportScope scope, IReadOnlyList<Campaign> campaigns) =>
        [.. campaigns.Where(one => one.Result.Roi is not null && one.Result.Currency == scope.Currency)];

    private static decimal? RoiOf(List<Campaign> campaigns)
    {
        var spend = campaigns.Sum(one => one.Result.Spend!.Value);
        return spend > 0 ? (campaigns.Sum(one => one.Result.Return!.Value) - spend) / spend : null;
    }

    // The most frequent reason first.
    private static IReadOnlyList<Exclusion> LeftOut(IReadOnlyList<Campaign> campaigns, Func<CampaignResult, string?> why) =>
        [.. campaigns.Select(one => why(one.Result)).OfType<string>().GroupBy(reason => reason).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new Exclusion(group.Count(), group.Key))];

    private static string Reason(IReadOnlyList<Exclusion> left) => left.Count == 0 ? "no spend recorded" : left[0].Reason;

    private static List<Campaign> All(ReportScope scope) => scope.Rows(
        $"""
        SELECT hub_spot_id, name, asset_kinds, coalesce(money_currency, currency), budget, spend, {(scope.Return == CampaignReturn.Revenue ? "revenue" : "deal_amount")},
            influenced_contacts, sessions, email_open_rate, email_click_rate, start_at, created_at, end_at, revenue_currency FROM campaign
        """,
        row =>
        {
            var (spend, back, currency, backCurrency) = (row.Number(5), row.Number(6), row.Text(3) ?? scope.Currency, row.Text(14));
            var result = new CampaignResult(
                row.GetString(0), row.Text(1) ?? $"Campaign {row.GetString(0)}", row.Text(2), currency, row.Number(4), spend, back,
                spend > 0 && back is { } returned && currency == backCurrency ? (returned - spend) / spend : null,
                Whole(row, 7), Whole(row, 8), row.IsDBNull(9) ? null : row.GetInt64(9) / Millionth, row.IsDBNull(10) ? null : row.GetInt64(10) / Millionth)
            {
                ReturnCurrency = backCurrency,
            };

            // A campaign's days are days as such; only its creation is a moment.
            var created = row.Instant(12) is { } at ? scope.Calendar.DayOf(at) : (DateOnly?)null;
            return new Campaign(result, Day(row.Instant(11)) ?? created, Day(row.Instant(13)));
        });

    private static long? Whole(Microsoft.Data.Sqlite.SqliteDataReader row, int at) => row.IsDBNull(at) ? null : row.GetInt64(at);

    private static DateOnly? Day(DateTimeOffset? at) => at is { } value ? DateOnly.FromDateTime(value.UtcDateTime) : null;
}
