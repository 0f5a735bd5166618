using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Sync;

/// <summary>Properties, budget and revenue of a campaign are told apart and at other times; each amount keeps the currency it was told in.</summary>
[Trait("Seed", "S15")]
public sealed class CampaignCurrencyTests : IAsyncLifetime
{
    private MirrorPage _mirror = null!;
    private long _now = Wire.Noon;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _mirror = await MirrorPage.OpenAsync();
        _mirror.Definitions = new AccountDefinitions([], [], [], "EUR", "Europe/Berlin");
    }

    public ValueTask DisposeAsync() => _mirror.DisposeAsync();

    [Fact]
    public async Task Revenue_and_spend_of_one_currency_make_a_return()
    {
        await PropertiesAsync(currency: "USD", spend: "100.0");
        await ReportAsync(Revenue("300", "USD"), Money("USD", "100"));

        (await RowAsync()).Should().BeEquivalentTo(new { Currency = "USD", MoneyCurrency = "USD", RevenueCurrency = "USD", Spend = 100_000L, Roi = 2_000_000L });
    }

    [Theory]
    [InlineData("EUR")]
    [InlineData(null)]
    public async Task Revenue_of_another_or_an_unknown_currency_makes_none(string? revenue)
    {
        await PropertiesAsync(currency: "USD", spend: "100.0");
        await ReportAsync(Revenue("300", revenue), Money("USD", "100"));

        (await RowAsync()).Should().BeEquivalentTo(new { MoneyCurrency = "USD", RevenueCurrency = revenue, Revenue = 300_000L, Roi = (long?)null });
    }

    [Fact]
    public async Task A_campaign_without_a_currency_spends_the_accounts()
    {
        await PropertiesAsync(currency: null, spend: "100.0");
        await ReportAsync(Revenue("300", "EUR"), null);
        (await RowAsync()).Should().BeEquivalentTo(new { Currency = (string?)null, MoneyCurrency = "EUR", Roi = 2_000_000L });

        await ReportAsync(Revenue("300", "USD"), Money(null, "100"));
        (await RowAsync()).Should().BeEquivalentTo(new { MoneyCurrency = "EUR", RevenueCurrency = "USD", Roi = (long?)null });
    }

    [Fact]
    public async Task A_campaign_that_changes_its_currency_does_not_carry_old_revenue_into_the_new_one()
    {
        await PropertiesAsync(currency: "USD", spend: "100.0");
        await ReportAsync(Revenue("300", "USD"), Money("USD", "100"));

        await PropertiesAsync(currency: "JPY", spend: "100.0");
        (await RowAsync()).Should().BeEquivalentTo(new { Currency = "JPY", MoneyCurrency = "JPY", RevenueCurrency = "USD", Roi = (long?)null });

        await ReportAsync(Revenue("45000", "JPY"), Money("JPY", "15000"));
        (await RowAsync()).Should().BeEquivalentTo(new { MoneyCurrency = "JPY", RevenueCurrency = "JPY", Spend = 15_000_000L, Roi = 2_000_000L });
    }

    [Fact]
    public async Task Sums_that_the_properties_do_not_tell_stay_in_their_currency_and_go_with_it()
    {
        await PropertiesAsync(currency: "USD", spend: null);
        await ReportAsync(Revenue("300", "USD"), Money("USD", "100"));

        await PropertiesAsync(currency: "USD", spend: null);
        (await RowAsync()).Should().BeEquivalentTo(new { Spend = 100_000L, Budget = 500_000L, MoneyCurrency = "USD", Roi = 2_000_000L }, "the report told them in this currency");

        await PropertiesAsync(currency: "JPY", spend: null);
        (await RowAsync()).Should().BeEquivalentTo(new { Spend = (long?)null, Budget = (long?)null, MoneyCurrency = "JPY", Roi = (long?)null }, "nobody has told them in this one");
    }

    [Fact]
    public async Task A_report_without_revenue_leaves_what_was_told_with_its_currency()
    {
        await PropertiesAsync(currency: "USD", spend: "100.0");
        await ReportAsync(Revenue("300", "USD"), Money("USD", "100"));
        await ReportAsync(null, Money("EUR", "100"));

        (await RowAsync()).Should().BeEquivalentTo(new { MoneyCurrency = "EUR", RevenueCurrency = "USD", Revenue = 300_000L, Roi = (long?)null });
    }

    [Fact]
    public async Task Items_keep_the_currency_of_their_totals()
    {
        await PropertiesAsync(currency: "USD", spend: "100.0");
        await ReportAsync(null, Money("JPY", "100") with { SpendItems = [new WireMoneyItem("s1", "Print", "100", null, 0, null)] });
        await PropertiesAsync(currency: "CHF", spend: "100.0");

        await using var context = _mirror.Open();
        (await context.CampaignMoney.SingleAsync(Cancellation)).Should().BeEquivalentTo(new { Id = "s1", Amount = 100_000L, Currency = "JPY" });
    }

    private Task<ApplyResult> PropertiesAsync(string? currency, string? spend) => _mirror.WriteAsync(
        ObjectType.Campaign, Wire.Record("g-1", ++_now, ("hs_name", "Spring"), ("hs_currency_code", currency), ("hs_spend_items_sum_amount", spend)));

    private async Task ReportAsync(WireCampaignRevenue? revenue, WireCampaignMoney? money)
    {
        var key = (await RowAsync()).Key;
        await _mirror.Mirror.WriteAsync(
            (connection, transaction) => new CampaignTables(connection, transaction, "EUR").Write(new CampaignFigures(key, null, revenue, money, null), ++_now), Cancellation);
    }

    private static WireCampaignRevenue Revenue(string amount, string? currency) => new(1, 1, amount, amount, currency);

    private static WireCampaignMoney Money(string? currency, string spend) => new(currency, "500", spend, [], []);

    private async Task<CampaignRow> RowAsync()
    {
        await using var context = _mirror.Open();
        return await context.Campaigns.AsNoTracking().SingleAsync(Cancellation);
    }
}
