using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Support;

/// <summary>Compares a mirror's campaigns and marketing e-mails with the sandbox's dump of them, number by number.</summary>
internal static class MarketingComparison
{
    public static async Task<List<string>> DifferencesAsync(Mirror mirror, HttpClient sandbox, CancellationToken cancellationToken)
    {
        var differences = new List<string>();
        await using var context = mirror.CreateContext();
        var kept = await context.Campaigns.AsNoTracking().ToDictionaryAsync(row => row.HubSpotId, cancellationToken);
        var campaigns = await ReadAsync(sandbox, "campaigns", cancellationToken);
        SameIds("campaign", campaigns.Keys, kept.Keys, differences);
        foreach (var (id, row) in kept.Where(pair => campaigns.ContainsKey(pair.Key)))
        {
            var money = await context.CampaignMoney.Where(item => item.CampaignKey == row.Key).ToListAsync(cancellationToken);
            var assets = await context.CampaignAssets.Where(asset => asset.CampaignKey == row.Key).ToListAsync(cancellationToken);
            var raw = PropertyValues.FromRaw((await context.Records.SingleAsync(record => record.Key == row.Key, cancellationToken)).Raw);
            Compare($"campaign {id}", ExpectedOf(campaigns[id]), KeptOf(row, money, assets, raw), differences);
        }

        var emails = await ReadAsync(sandbox, "marketing-emails", cancellationToken);
        foreach (var gone in emails.Where(pair => pair.Value.GetProperty("archived").GetBoolean()).Select(pair => pair.Key).ToList())
        {
            emails.Remove(gone);
        }

        var mails = await context.MarketingEmails.AsNoTracking().ToDictionaryAsync(row => row.HubSpotId, cancellationToken);
        SameIds("marketing email", emails.Keys, mails.Keys, differences);
        foreach (var (id, row) in mails.Where(pair => emails.ContainsKey(pair.Key)))
        {
            Compare($"marketing email {id}", ExpectedOfEmail(emails[id]), KeptOfEmail(row), differences);
        }

        return differences;
    }

    private static string ExpectedOf(JsonElement campaign) => Join(
        string.Join(',', campaign.GetProperty("properties").EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal).Select(property => $"{property.Name}={property.Value.GetString()}")),
        Time(campaign, "createdAt"), Time(campaign, "updatedAt"),
        campaign.GetProperty("sessions").GetInt64(), campaign.GetProperty("contactFirstTouch").GetArrayLength(),
        campaign.GetProperty("contactLastTouch").GetArrayLength(), campaign.GetProperty("influencedContacts").GetArrayLength(),
        Thousandths(campaign.GetProperty("revenue").GetProperty("LINEAR")), Thousandths(campaign.GetProperty("dealAmount")), campaign.GetProperty("dealsNumber").GetInt64(),
        Items(campaign, "budgetItems"), Items(campaign, "spendItems"),
        string.Join(',', campaign.GetProperty("assets").EnumerateArray().Select(asset => $"{asset.GetProperty("type")} {asset.GetProperty("id")} {asset.GetProperty("name")}").Order(StringComparer.Ordinal)));

    private static string KeptOf(CampaignRow row, List<CampaignMoneyRow> money, List<CampaignAssetRow> assets, Dictionary<string, string?> raw) => Join(
        string.Join(',', raw.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")),
        row.CreatedAt, row.ModifiedAt, row.Sessions, row.NewContactsFirstTouch, row.NewContactsLastTouch, row.InfluencedContacts, row.Revenue, row.DealAmount, row.Deals,
        string.Join(',', money.Where(item => !item.IsSpend).Select(item => $"{item.Id} {item.Amount}").Order(StringComparer.Ordinal)),
        string.Join(',', money.Where(item => item.IsSpend).Select(item => $"{item.Id} {item.Amount}").Order(StringComparer.Ordinal)),
        string.Join(',', assets.Select(asset => $"{asset.Kind} {asset.Id} {asset.Name}").Order(StringComparer.Ordinal)));

    private static string ExpectedOfEmail(JsonElement email)
    {
        var counters = email.GetProperty("stats").TryGetProperty("counters", out var found) ? found : default;
        return Join(
            Text(email, "name"), Text(email, "subject"), Text(email, "state"), Text(email, "campaign"), Time(email, "updatedAt"),
            Count(counters, "sent"), Count(counters, "delivered"), Count(counters, "open"), Count(counters, "click"), Count(counters, "bounce"));
    }

    private static string KeptOfEmail(MarketingEmailRow row) => Join(
        row.Name, row.Subject, row.State, row.CampaignId, row.ModifiedAt, row.Sent, row.Delivered, row.Opens, row.Clicks, row.Bounces);

    private static string Items(JsonElement campaign, string name) => string.Join(',', campaign.GetProperty(name).EnumerateArray()
        .Select(item => $"{item.GetProperty("id")} {Thousandths(item.GetProperty("amount"))}").Order(StringComparer.Ordinal));

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static long Count(JsonElement counters, string name) =>
        counters.ValueKind == JsonValueKind.Object && counters.TryGetProperty(name, out var count) ? count.GetInt64() : 0;

    private static long Thousandths(JsonElement amount) => (long)Math.Round(amount.GetDecimal() * 1000, MidpointRounding.AwayFromZero);

    private static long Time(JsonElement element, string name) =>
        DateTimeOffset.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();

    private static string Join(params object?[] parts) => string.Join(" | ", parts.Select(part => Convert.ToString(part, CultureInfo.InvariantCulture)));

    private static void Compare(string name, string theirs, string ours, List<string> differences)
    {
        if (theirs != ours)
        {
            differences.Add($"{name}:\n  {theirs}\n  {ours}");
        }
    }

    private static void SameIds(string name, IEnumerable<string> theirs, IEnumerable<string> ours, List<string> differences)
    {
        differences.AddRange(theirs.Except(ours).Select(id => $"{name} {id} is missing"));
        differences.AddRange(ours.Except(theirs).Select(id => $"{name} {id} is in the mirror only"));
    }

    private static async Task<Dictionary<string, JsonElement>> ReadAsync(HttpClient sandbox, string type, CancellationToken cancellationToken)
    {
        var lines = await sandbox.GetStringAsync(new Uri($"/_sandbox/dump?type={type}", UriKind.Relative), cancellationToken);
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.Clone())
            .ToDictionary(element => element.GetProperty("id").GetString()!);
    }
}
