using System.Globalization;
using System.Text.Json;

namespace HubSpotCrm.Tests.Analytics;

/// <summary>The numbers of campaigns and marketing e-mails, computed a second time from the sandbox's dump alone.</summary>
internal sealed class DumpMarketing(IReadOnlyList<JsonElement> campaigns, IReadOnlyList<JsonElement> emails, string zone, string currency, DateTimeOffset now)
{
    private const string Model = "LINEAR";

    private DateTime Today => LocalDay(now);

    /// <summary>
    /// Over the campaigns of the last 90 days that have a spend, both sides in the account's currency: (revenue − spend) / spend, and how many.
    /// </summary>
    public (decimal? Roi, int Campaigns) Performance => RoiOver(Revenue);

    /// <inheritdoc cref="Performance"/>
    public (decimal? Roi, int Campaigns) PerformanceByDeals => RoiOver(campaign => campaign.GetProperty("dealAmount").GetDecimal());

    /// <summary>Of the campaigns of the last 90 days with a spend and a revenue in one currency, those whose revenue is above it.</summary>
    public (int Part, int Whole) PaidBack
    {
        get
        {
            var counted = Active.Where(IsComparable).ToList();
            return (counted.Count(campaign => Revenue(campaign) > Spend(campaign)), counted.Count);
        }
    }

    /// <summary>Of the campaigns of the last 90 days, what is in the account's currency.</summary>
    public (decimal Spend, decimal Budget, decimal Returned) Money => (
        Active.Where(campaign => CurrencyOf(campaign) == currency).Sum(Spend),
        Active.Where(campaign => CurrencyOf(campaign) == currency).Sum(campaign => Sum(campaign, "budgetItems")),
        Active.Where(campaign => RevenueCurrency(campaign) == currency).Sum(Revenue));

    /// <summary>The spend in other currencies, in their order. A campaign without a spend has none in any.</summary>
    public IReadOnlyList<(string Currency, decimal Spend)> Apart => [.. Active.Where(campaign => CurrencyOf(campaign) != currency)
        .GroupBy(CurrencyOf).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, group.Sum(Spend)))];

    /// <summary>The return on spend of each campaign of the last 90 days.</summary>
    public IReadOnlyList<(string Id, decimal? Roi)> Returns => [.. Active.Select(campaign => (IdOf(campaign), RoiOf(campaign) is { } roi ? Math.Round(roi, 9) : (decimal?)null))];

    /// <summary>That of all campaigns, in millionths.</summary>
    public IReadOnlyList<(string Id, long? Roi)> AllReturns =>
        [.. campaigns.Select(campaign => (IdOf(campaign), RoiOf(campaign) is { } roi ? (long)Math.Round(roi * 1_000_000, MidpointRounding.AwayFromZero) : (long?)null))];

    public int ActiveCampaigns => Active.Count();

    public (long Sent, long Delivered, long Opens, long Clicks) Emails
    {
        get
        {
            var sent = emails.Where(email => email.TryGetProperty("publishedAt", out var at) && (Today - LocalDay(Instant(at.GetString()!))).Days is >= 0 and < 90).ToList();
            long Sum(string counter) => sent.Sum(email => email.GetProperty("stats").GetProperty("counters").TryGetProperty(counter, out var count) ? count.GetInt64() : 0);
            return (Sum("sent"), Sum("delivered"), Sum("open"), Sum("click"));
        }
    }

    private IEnumerable<JsonElement> Active => campaigns.Where(campaign =>
        (Day(campaign, "hs_start_date") ?? LocalDay(Instant(campaign.GetProperty("createdAt").GetString()!))) <= Today
        && (Day(campaign, "hs_end_date") is not { } end || end >= Today.AddDays(-89)));

    private string CurrencyOf(JsonElement campaign) => Text(campaign, "hs_currency_code") ?? currency;

    private DateTime LocalDay(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(zone)).Date;

    private (decimal? Roi, int Campaigns) RoiOver(Func<JsonElement, decimal> back)
    {
        var counted = Active.Where(campaign => IsComparable(campaign) && CurrencyOf(campaign) == currency).ToList();
        var spend = counted.Sum(Spend);
        return (spend > 0 ? (counted.Sum(back) - spend) / spend : null, counted.Count);
    }

    private decimal? RoiOf(JsonElement campaign) => IsComparable(campaign) ? (Revenue(campaign) - Spend(campaign)) / Spend(campaign) : null;

    private bool IsComparable(JsonElement campaign) => Spend(campaign) > 0 && CurrencyOf(campaign) == RevenueCurrency(campaign);

    private static string IdOf(JsonElement campaign) => campaign.GetProperty("id").GetString()!;

    private static string RevenueCurrency(JsonElement campaign) => campaign.GetProperty("currencyCode").GetString()!;

    private static decimal Revenue(JsonElement campaign) => campaign.GetProperty("revenue").GetProperty(Model).GetDecimal();

    private static decimal Spend(JsonElement campaign) => Sum(campaign, "spendItems");

    private static decimal Sum(JsonElement campaign, string items) => campaign.GetProperty(items).EnumerateArray().Sum(item => item.GetProperty("amount").GetDecimal());

    private static DateTime? Day(JsonElement campaign, string property) => Text(campaign, property) is { } text ? DateTime.Parse(text[..10], CultureInfo.InvariantCulture) : null;

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string? Text(JsonElement campaign, string property) => campaign.GetProperty("properties").TryGetProperty(property, out var value) ? value.GetString() : null;
}
