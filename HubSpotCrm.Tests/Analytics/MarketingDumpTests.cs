using System.Text.Json;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Sandbox;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Tests.Sync;

namespace HubSpotCrm.Tests.Analytics;

/// <summary>Sync brings campaigns and marketing e-mails into the mirror; their numbers must be those of the account's own dump.</summary>
public sealed class MarketingDumpTests
{
    private const string Zone = "Europe/Berlin";
    private static readonly Actor Viewer = new("u1", "Vera", Role.Viewer, TimeZone: Zone);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Seed", "S26")]
    public async Task Campaign_and_email_numbers_equal_an_independent_computation_over_the_default_account()
    {
        var compared = await CompareAsync(options =>
        {
            var own = new SandboxOptions();
            (options.Contacts, options.Companies, options.Deals, options.Campaigns, options.MarketingEmails) = (own.Contacts, own.Companies, own.Deals, own.Campaigns, own.MarketingEmails);
        });

        // Zeros would equal each other as well.
        compared.Performance.Campaigns.Should().BePositive();
        compared.Emails.Opens.Should().BePositive();
    }

    [Fact]
    public Task Campaign_and_email_numbers_equal_an_independent_computation_over_an_empty_account() =>
        CompareAsync(options => (options.Contacts, options.Companies, options.Deals, options.Campaigns, options.MarketingEmails) = (0, 0, 0, 0, 0));

    [Fact]
    public Task Campaign_and_email_numbers_equal_an_independent_computation_over_a_tiny_account() =>
        CompareAsync(options => (options.Contacts, options.Companies, options.Deals, options.Campaigns, options.MarketingEmails) = (7, 2, 5, 2, 3));

    [Fact]
    public async Task Campaign_and_email_numbers_equal_an_independent_computation_over_an_account_of_five_currencies()
    {
        var compared = await CompareAsync(FiveCurrencies);

        compared.Apart.Should().NotBeEmpty();
        compared.Performance.Campaigns.Should().BePositive();
    }

    [Fact]
    [Trait("Seed", "S15")]
    public async Task Revenue_that_HubSpot_answers_in_another_currency_than_the_spend_gives_no_return_on_spend()
    {
        await using var world = await SyncWorld.StartAsync(FiveCurrencies);
        await world.Sandbox.FaultAsync(new Fault
        {
            Path = "*/reports/revenue",
            Status = 200,
            Body = """{"contactsNumber":3,"dealsNumber":2,"dealAmount":900000.5,"revenueAmount":400000.25,"currencyCode":"SEK"}""",
        });
        await world.BackfillAsync();

        var report = await CampaignsAsync(world);

        report.Rows.Should().NotBeEmpty().And.OnlyContain(row => row.Roi == null && row.Return == 400_000.25m && row.ReturnCurrency == "SEK");
        (report.Roi.Value, report.Roi.Sample, report.Roi.Missing).Should().Be((null, 0, "return in another currency than the spend"));
        (report.Returned.Value, report.Returned.Apart.Single().Currency).Should().Be((0m, "SEK"));
        await using var context = world.Mirror.CreateContext();
        context.Campaigns.Where(row => row.Roi != null).Should().BeEmpty();
    }

    private static void FiveCurrencies(SandboxOptions options) =>
        (options.Contacts, options.Companies, options.Deals, options.Campaigns, options.MarketingEmails, options.Currencies) = (1_200, 240, 900, 60, 60, ["EUR", "USD", "JPY", "CHF", "KWD"]);

    private static async Task<DumpMarketing> CompareAsync(Action<SandboxOptions> configure)
    {
        await using var world = await SyncWorld.StartAsync(configure);
        await world.BackfillAsync();
        var service = world.Get<IAnalyticsService>();
        var key = (await service.GetAnalyticsAsync(Viewer, new AnalyticsQuery(), Cancellation)).Value;
        var (report, deals) = (await CampaignsAsync(world), await CampaignsAsync(world, CampaignReturn.DealAmount));
        var mail = (await service.GetEmailAnalyticsAsync(Viewer, new AnalyticsQuery(), Cancellation)).Value;
        var expected = new DumpMarketing([.. await world.Sandbox.DumpAsync("campaigns")], [.. await world.Sandbox.DumpAsync("marketing-emails")], Zone, "EUR", key.AsOf);

        (key.CampaignPerformance.Value, (int)key.CampaignPerformance.Sample).Should().Be(expected.Performance);
        Compare(report, expected);
        (deals.Roi.Value, (int)deals.Roi.Sample).Should().Be(expected.PerformanceByDeals);
        Compare(key, mail, expected);
        await CompareListAsync(world, expected);
        return expected;
    }

    private static void Compare(CampaignAnalytics report, DumpMarketing expected)
    {
        report.Campaigns.Value.Should().Be(expected.ActiveCampaigns);
        (report.Roi.Value, (int)report.Roi.Sample).Should().Be(expected.Performance);
        ((int)report.PaidBack.Part!, (int)report.PaidBack.Sample).Should().Be(expected.PaidBack);
        (report.Spend.Value, report.Budget.Value, report.Returned.Value).Should().Be(expected.Money);
        report.Spend.Apart.Select(money => (money.Currency, money.Amount)).Should().Equal(expected.Apart);
        report.Rows.Select(row => (row.Id, row.Roi is { } roi ? Math.Round(roi, 9) : (decimal?)null)).Should().BeEquivalentTo(expected.Returns);
    }

    private static void Compare(HubSpotAnalytics key, EmailAnalytics mail, DumpMarketing expected)
    {
        var (sent, delivered, opens, clicks) = expected.Emails;
        mail.Sent.Value.Should().Be(sent);
        (key.EmailOpenRate.Sample, key.EmailOpenRate.Part, key.EmailClickRate.Part).Should().Be((delivered, opens, clicks));
        key.EmailOpenRate.Value.Should().Be(delivered == 0 ? null : (decimal)opens / delivered);
        key.EmailClickRate.Value.Should().Be(delivered == 0 ? null : (decimal)clicks / delivered);
    }

    // The list's own column, by which it sorts and filters.
    private static async Task CompareListAsync(SyncWorld world, DumpMarketing expected)
    {
        await using var context = world.Mirror.CreateContext();
        context.Campaigns.AsEnumerable().Select(row => (row.HubSpotId, row.Roi)).Should().BeEquivalentTo(expected.AllReturns);
    }

    private static async Task<CampaignAnalytics> CampaignsAsync(SyncWorld world, CampaignReturn back = CampaignReturn.Revenue) =>
        (await world.Get<IAnalyticsService>().GetCampaignAnalyticsAsync(Viewer, new AnalyticsQuery(Return: back), Cancellation)).Value;
}
