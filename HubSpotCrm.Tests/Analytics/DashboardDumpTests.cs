using System.Text.Json;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Sandbox;
using HubSpotCrm.Tests.Sync;

namespace HubSpotCrm.Tests.Analytics;

/// <summary>Sync brings an account into the mirror; its numbers must be those of the account's own dump.</summary>
public sealed class DashboardDumpTests
{
    private const string Zone = "Europe/Berlin";
    private static readonly Actor Viewer = new("u1", "Vera", Role.Viewer, TimeZone: Zone);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Seed", "S26")]
    public Task Dashboard_figures_equal_an_independent_computation_over_the_default_account() => CompareAsync(options =>
    {
        var own = new SandboxOptions();
        (options.Contacts, options.Companies, options.Deals) = (own.Contacts, own.Companies, own.Deals);
    });

    [Fact]
    public Task Dashboard_figures_equal_an_independent_computation_over_an_empty_account() =>
        CompareAsync(options => (options.Contacts, options.Companies, options.Deals) = (0, 0, 0));

    [Fact]
    public Task Dashboard_figures_equal_an_independent_computation_over_a_tiny_account() =>
        CompareAsync(options => (options.Contacts, options.Companies, options.Deals) = (7, 2, 5));

    [Fact]
    public Task Dashboard_figures_equal_an_independent_computation_over_an_account_of_five_currencies() =>
        CompareAsync(options => (options.Contacts, options.Companies, options.Deals, options.Currencies) = (60, 20, 400, ["EUR", "USD", "JPY", "CHF", "KWD"]));

    private static async Task CompareAsync(Action<SandboxOptions> configure)
    {
        await using var world = await SyncWorld.StartAsync(configure);
        await world.BackfillAsync();
        var service = world.Get<IAnalyticsService>();
        var key = (await service.GetAnalyticsAsync(Viewer, new AnalyticsQuery(), Cancellation)).Value;
        var deals = (await service.GetDealAnalyticsAsync(Viewer, new AnalyticsQuery(), Cancellation)).Value;
        var contacts = (await service.GetContactAnalyticsAsync(Viewer, new AnalyticsQuery(), Cancellation)).Value;
        var attention = (await service.GetAttentionAsync(Viewer, Cancellation)).Value;
        var dump = new DumpFigures(await DumpAsync(world, "contacts"), await DumpAsync(world, "companies"), await DumpAsync(world, "deals"), Zone, "EUR", key.AsOf);

        Compare(key, dump);
        Compare(deals, dump);
        contacts.Lifecycle.Where(stage => stage.Contacts.Value > 0).ToDictionary(stage => stage.Value, stage => (int)stage.Contacts.Value!).Should().BeEquivalentTo(dump.Lifecycle);
        ((int)attention.Overdue.Value!, (int)attention.Stale.Value!, (int)attention.NoCloseDate.Value!).Should().Be(dump.Attention);
        await CompareListsAsync(world, [
            key.TotalContacts, key.TotalCompanies, key.TotalDeals, key.WinRate, contacts.New, deals.OpenDeals, deals.CohortCloseRate, attention.Overdue, attention.Stale,
            .. deals.Pipelines.SelectMany(pipeline => pipeline.Stages).Select(stage => stage.Deals), .. contacts.Lifecycle.Select(stage => stage.Contacts)]);
    }

    private static void Compare(HubSpotAnalytics key, DumpFigures dump)
    {
        key.TotalContacts.Value.Should().Be(dump.Contacts);
        key.TotalCompanies.Value.Should().Be(dump.Companies);
        key.TotalDeals.Value.Should().Be(dump.Deals);
        key.TotalDealValue.Value.Should().Be(dump.OpenValue);
        key.MonthlyRevenue.Value.Should().Be(dump.WonInMonth);
        Same(key.WinRate, dump.WinRate);
        Same(key.LeadConversionRate, dump.LeadsToCustomers);
        foreach (var (figure, type) in new[] { (key.ContactGrowth, "contacts"), (key.CompanyGrowth, "companies"), (key.DealGrowth, "deals") })
        {
            var (now, before) = dump.Created(type);
            figure.Value.Should().Be(before == 0 ? null : (decimal)(now - before) / before, type);
            (figure.Sample, figure.Part).Should().Be((now + before, now), type);
        }

        var (quarter, quarterBefore) = dump.WonInQuarters;
        key.QuarterlyGrowth.Value.Should().Be(quarterBefore == 0 ? null : (quarter - quarterBefore) / quarterBefore);
    }

    private static void Compare(DealAnalytics deals, DumpFigures dump)
    {
        deals.OpenDeals.Value.Should().Be(dump.OpenDeals);
        deals.OpenValue.Value.Should().Be(dump.OpenValue);
        deals.WeightedValue.Value.Should().Be(dump.WeightedValue);
        foreach (var pipeline in deals.Pipelines)
        {
            foreach (var stage in pipeline.Stages)
            {
                ((int)stage.Deals.Value!, stage.Value.Value!.Value, stage.Weighted.Value!.Value).Should().Be(dump.Stage(pipeline.Id, stage.Id), stage.Label);
            }
        }

        deals.Forecast.Select(month => (month.Won.Value!.Value, month.Commit.Value!.Value, month.BestCase.Value!.Value, month.PipelineWeighted.Value!.Value))
            .Should().Equal(Enumerable.Range(-3, 6).Select(dump.Month));
    }

    private static async Task CompareListsAsync(SyncWorld world, IEnumerable<Figure> figures)
    {
        foreach (var figure in figures)
        {
            (await AnalyticsBench.ListedAsync(world.Mirror, figure, TimeZoneInfo.FindSystemTimeZoneById(Zone))).Should().Be((int)figure.Sample, figure.Formula);
        }
    }

    private static void Same(Figure figure, (int Part, int Whole) expected)
    {
        (figure.Part, figure.Sample).Should().Be((expected.Part, expected.Whole));
        figure.Value.Should().Be(expected.Whole == 0 ? null : (decimal)expected.Part / expected.Whole);
    }

    private static async Task<IReadOnlyList<JsonElement>> DumpAsync(SyncWorld world, string type) => [.. await world.Sandbox.DumpAsync(type)];
}
