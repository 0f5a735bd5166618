using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Analytics;

/// <summary>Campaigns and marketing e-mails of the sandbox, put into a mirror: its numbers must be those of the dump.</summary>
public sealed class MarketingDumpTests
{
    [Theory]
    [Trait("Seed", "S26")]
    [InlineData(3_000, 60, 120)]
    [InlineData(100, 2, 3)]
    [InlineData(0, 0, 0)]
    public async Task Campaign_and_email_numbers_equal_an_independent_computation(int contacts, int campaigns, int emails)
    {
        await using var sandbox = await SandboxServer.StartAsync(options => (options.Contacts, options.Campaigns, options.MarketingEmails) = (contacts, campaigns, emails));
        await using var bench = await AnalyticsBench.OpenAsync();
        bench.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        var dumpedCampaigns = await sandbox.DumpAsync("campaigns");
        var dumpedEmails = await sandbox.DumpAsync("marketing-emails");
        await bench.AddAsync([.. dumpedCampaigns.Select(Campaign)]);
        await bench.AddAsync([.. dumpedEmails.Select(Email)]);
        var expected = new DumpMarketing([.. dumpedCampaigns], [.. dumpedEmails], "Europe/Berlin", "EUR", bench.Time.GetUtcNow());

        var (key, report, mail) = (await bench.KeyAsync(), await bench.CampaignsAsync(), await bench.EmailsAsync());

        report.Campaigns.Value.Should().Be(expected.ActiveCampaigns);
        (key.CampaignPerformance.Value, (int)key.CampaignPerformance.Sample).Should().Be(expected.Performance);
        ((int)report.PaidBack.Part!, (int)report.PaidBack.Sample).Should().Be(expected.PaidBack);
        var (sent, delivered, opens, clicks) = expected.Emails;
        mail.Sent.Value.Should().Be(sent);
        (key.EmailOpenRate.Sample, key.EmailOpenRate.Part, key.EmailClickRate.Part).Should().Be((delivered, opens, clicks));
        key.EmailOpenRate.Value.Should().Be(delivered == 0 ? null : (decimal)opens / delivered);
    }

    private static CampaignRow Campaign(JsonElement campaign, int place)
    {
        string? Text(string name) => campaign.GetProperty("properties").TryGetProperty(name, out var value) ? value.GetString() : null;
        long? Money(string name) => Text(name) is { } text ? (long)(decimal.Parse(text, CultureInfo.InvariantCulture) * 1000) : null;
        long? Day(string name) => Text(name) is { } text ? Instant(text[..10]) : null;
        return new CampaignRow
        {
            Key = 1_000_000 + place,
            HubSpotId = campaign.GetProperty("id").GetString()!,
            Name = Text("hs_name"),
            Currency = Text("hs_currency_code"),
            Spend = Money("hs_spend_items_sum_amount"),
            Budget = Money("hs_budget_items_sum_amount"),
            Revenue = (long)(campaign.GetProperty("revenue").GetProperty("LINEAR").GetDecimal() * 1000),
            StartAt = Day("hs_start_date"),
            EndAt = Day("hs_end_date"),
            CreatedAt = Instant(campaign.GetProperty("createdAt").GetString()!),
        };
    }

    private static MarketingEmailRow Email(JsonElement email, int place)
    {
        long Counter(string name) => email.GetProperty("stats").GetProperty("counters").TryGetProperty(name, out var count) ? count.GetInt64() : 0;
        return new MarketingEmailRow
        {
            Key = 2_000_000 + place,
            HubSpotId = email.GetProperty("id").GetString()!,
            PublishedAt = email.TryGetProperty("publishedAt", out var at) ? Instant(at.GetString()!) : null,
            Sent = Counter("sent"),
            Delivered = Counter("delivered"),
            Opens = Counter("open"),
            Clicks = Counter("click"),
        };
    }

    private static long Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds();
}
