using System.Globalization;
using System.Text.Json;

namespace HubSpotCrm.Tests.Analytics;

/// <summary>The numbers of campaigns and marketing e-mails, computed a second time from the sandbox's dump alone.</summary>
internal sealed class DumpMarketing(IReadOnlyList<JsonElement> campaigns, IReadOnlyList<JsonElement> emails, string zone, string currency, DateTimeOffset now)
{
    private const string Model = "LINEAR";

    private DateTime Today => LocalDay(now);

    /// <summary>Over the campaigns of the last 90 days in the account's currency that have a spend: (revenue − spend) / spend, and how many.</summary>
    public (decimal? Roi, int Campaigns) Performance
    {
        get
        {
            var counted = Active.Where(campaign => Spend(campaign) > 0 && CurrencyOf(campaign) == currency).ToList();
            var spend = counted.Sum(Spend);
            return (spend > 0 ? (counted.Sum(campaign => campaign.GetProperty("revenue").GetProperty(Model).GetDecimal()) - spend) / spend : null, counted.Count);
        }
    }

    /// <summary>Of the campaigns of the last 90 days with a spend, those whose revenue is above it.</summary>
    public (int Part, int Whole) PaidBack
    {
        get
        {
            var counted = Active.Where(campaign => Spend(campaign) > 0).ToList();
            return (counted.Count(campaign => campaign.GetProperty("revenue").GetProperty(Model).GetDecimal() > Spend(campaign)), counted.Count);
        }
    }

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

    private static decimal Spend(JsonElement campaign) => Text(campaign, "hs_spend_items_sum_amount") is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : 0;

    private static DateTime? Day(JsonElement campaign, string property) => Text(campaign, property) is { } text ? DateTime.Parse(text[..10], CultureInfo.InvariantCulture) : null;

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string? Text(JsonElement campaign, string property) => campaign.GetProperty("properties").TryGetProperty(property, out var value) ? value.GetString() : null;
}
