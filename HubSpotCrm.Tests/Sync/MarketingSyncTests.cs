using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox.Control;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Sync;

[Trait("Seed", "S04")]
public sealed class MarketingSyncTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Seed", "S15")]
    public async Task Campaigns_come_with_their_money_assets_and_numbers()
    {
        await using var world = await SyncWorld.StartAsync(options => (options.Campaigns, options.MarketingEmails) = (12, 30));
        await world.BackfillAsync();

        (await world.DifferencesAsync()).Should().BeEmpty();
        var campaigns = await CampaignsAsync(world);
        campaigns.Should().HaveCount(12);
        campaigns.Should().Contain(row => row.Roi != null && row.Roi == (long)Math.Round((row.Revenue - row.Spend)!.Value * 1_000_000m / row.Spend!.Value));
        campaigns.Should().Contain(row => row.EmailOpenRate > 0 && row.EmailOpenRate <= 1_000_000);
        campaigns.Should().OnlyContain(row => row.Spend > 0 || row.Roi == null);
        campaigns.Should().OnlyContain(row => row.ReportedAt > 0);
        (await world.CheckpointAsync(ObjectType.Campaign)).Should().BeEquivalentTo(new { State = "Done", Done = 12L });
    }

    [Fact]
    public async Task A_deleted_campaign_leaves_the_list()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var campaign = (await CampaignsAsync(world))[0];
        await world.Sandbox.ControlAsync(HttpMethod.Delete, $"records/campaigns/{campaign.HubSpotId}");
        world.Changes.Clear();
        await world.MarketingRoundAsync(ObjectType.Campaign);
        await world.MarketingRoundAsync(ObjectType.MarketingEmail);

        (await world.DifferencesAsync()).Should().BeEmpty();
        world.Changes.Should().ContainSingle(change => change.Type == ObjectType.Campaign && change.Ids.Contains(campaign.HubSpotId));
        await using var context = world.Mirror.CreateContext();
        (await context.CampaignMoney.AnyAsync(row => row.CampaignKey == campaign.Key, Cancellation)).Should().BeFalse();
    }

    [Fact]
    [Trait("BadInput", "A list that leaves out what is there")]
    [Trait("Fault", "F18")]
    public async Task A_campaign_that_one_reading_of_the_list_left_out_stays()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        await world.Sandbox.FaultAsync(new Fault { Method = "GET", Path = "/marketing/campaigns/2026-09", Nth = 1, Status = 200, Body = """{"total":0,"results":[]}""" });
        await world.MarketingRoundAsync(ObjectType.Campaign);

        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S16")]
    public async Task A_renamed_campaign_is_found_by_its_new_name()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var campaign = (await CampaignsAsync(world))[0];
        await world.Sandbox.ControlAsync(HttpMethod.Post, $"records/campaigns/{campaign.HubSpotId}", new { properties = new { hs_name = "Zwetschgenwoche", hs_campaign_status = "paused" } });
        await world.MarketingRoundAsync(ObjectType.Campaign);

        (await world.DifferencesAsync()).Should().BeEmpty();
        var found = await FindAsync(world, RecordQuery.All with { Text = "zwetsch paus" });
        found.Should().ContainSingle().Which.Id.Should().Be(campaign.HubSpotId);
    }

    [Fact]
    public async Task Statistics_of_an_email_move_without_its_time_of_change()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        await using (var context = world.Mirror.CreateContext())
        {
            await context.MarketingEmails.ExecuteUpdateAsync(rows => rows.SetProperty(row => row.Opens, 1), Cancellation);
            await context.Records.Where(row => row.Type == (int)ObjectType.MarketingEmail).ExecuteUpdateAsync(rows => rows.SetProperty(row => row.Hash, 0), Cancellation);
        }

        await world.MarketingRoundAsync(ObjectType.MarketingEmail);

        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Without_the_scope_of_revenue_the_rest_of_a_campaign_is_read_and_the_scope_is_named()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.DefinitionsAsync();
        await world.Sandbox.FaultAsync(new Fault { Path = "*/reports/revenue", Status = 403, Body = Refused("marketing.campaigns.revenue.read") });
        var progress = SyncWorld.Progress(ObjectType.Campaign);

        (await world.Get<MarketingSync>().RunAsync(world.Target, ObjectType.Campaign, progress, Cancellation)).Failure.Should().BeNull();

        progress.Snapshot().Message.Should().Contain("marketing.campaigns.revenue.read");
        (await CampaignsAsync(world)).Should().OnlyContain(row => row.Revenue == null && row.Roi == null && row.Sessions != null && row.ReportedAt != null);
    }

    [Fact]
    public async Task Without_the_scope_of_campaigns_their_lane_fails_by_name()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.Sandbox.FaultAsync(new Fault { Path = "/marketing/campaigns/*", Status = 403, Body = Refused("marketing.campaigns.read") });

        (await world.Get<MarketingSync>().RunAsync(world.Target, ObjectType.Campaign, SyncWorld.Progress(ObjectType.Campaign), Cancellation))
            .Failure.Should().BeOfType<MissingScopes>().Which.Message.Should().Contain("marketing.campaigns.read");
    }

    [Fact]
    public async Task A_round_that_was_stopped_goes_on_with_the_campaigns_it_has_not_asked_for()
    {
        await using var world = await SyncWorld.StartAsync(options => options.Campaigns = 12);
        await world.DefinitionsAsync();
        await world.Sandbox.FaultAsync(new Fault { Path = "*/reports/metrics", From = 6, Status = 400, Body = """{"status":"error","message":"no","category":"VALIDATION_ERROR"}""" });
        (await world.Get<MarketingSync>().RunAsync(world.Target, ObjectType.Campaign, SyncWorld.Progress(ObjectType.Campaign), Cancellation)).Succeeded.Should().BeFalse();
        var asked = (await CampaignsAsync(world)).Count(row => row.ReportedAt != null);
        asked.Should().BeInRange(1, 11);

        await world.Sandbox.ClearFaultsAsync();
        await world.Sandbox.ControlAsync(HttpMethod.Delete, "calls");
        await world.BackfillTypesAsync();

        (await world.DifferencesAsync()).Should().BeEmpty();
        (await world.Sandbox.CallsAsync()).Count(call => call.Path.EndsWith("/reports/metrics", StringComparison.Ordinal)).Should().Be(12 - asked);
    }

    [Fact]
    [Trait("Seed", "S09")]
    public async Task Campaigns_are_filtered_by_their_rates_money_days_and_kinds_of_asset()
    {
        await using var world = await SyncWorld.StartAsync(options => (options.Campaigns, options.MarketingEmails) = (24, 60));
        await world.BackfillAsync();
        var all = await FindAsync(world, RecordQuery.All with { Limit = 200 });

        await ExpectAsync(new NumberRange("roi", 0.5m, null), campaign => campaign.Roi >= 0.5m);
        await ExpectAsync(new NumberRange("conversion", null, 0.05m), campaign => campaign.ConversionRate <= 0.05m);
        await ExpectAsync(new NumberRange("openrate", 0.2m, 1), campaign => campaign.EmailOpenRate is >= 0.2m and <= 1);
        await ExpectAsync(new NumberRange("spend", 1000, null), campaign => campaign.Spend >= 1000);
        await ExpectAsync(new NumberRange("contacts", 1, null), campaign => campaign.InfluencedContacts >= 1);
        var day = all.Select(campaign => campaign.StartDate).OfType<DateOnly>().Order().ElementAt(all.Count / 2);
        await ExpectAsync(new DateRange("start", day, day), campaign => campaign.StartDate == day);
        await ExpectAsync(new AnyOf("type", ["FORM", "MARKETING_EMAIL"]), campaign => campaign.AssetKinds?.Split(';').Intersect(["FORM", "MARKETING_EMAIL"]).Any() == true);

        var facet = await new RecordSearch(TimeProvider.System).FacetAsync(world.Mirror, ObjectType.Campaign, RecordQuery.All, "type", AccountDefinitions.Empty, Zone, Cancellation);
        facet.Value.Should().NotContain(value => value.Value.Contains(';'));
        facet.Value.Single(value => value.Value == "MARKETING_EMAIL").Count.Should().Be(all.Count(campaign => campaign.AssetKinds?.Split(';').Contains("MARKETING_EMAIL") == true));

        async Task ExpectAsync(FieldFilter filter, Func<Campaign, bool> holds)
        {
            var found = await FindAsync(world, RecordQuery.All with { Filters = [filter], Limit = 200 });
            found.Select(campaign => campaign.Id).Should().BeEquivalentTo(all.Where(holds).Select(campaign => campaign.Id), filter.ToString());
            found.Should().NotBeEmpty(filter.ToString());
        }
    }

    // West of Greenwich, where midnight UTC belongs to the day before.
    private static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    private static string Refused(string scope) =>
        """{"status":"error","message":"m","category":"MISSING_SCOPES","errors":[{"message":"m","context":{"requiredGranularScopes":["?"]}}]}""".Replace("?", scope, StringComparison.Ordinal);

    private static async Task<List<CampaignRow>> CampaignsAsync(SyncWorld world)
    {
        await using var context = world.Mirror.CreateContext();
        return await context.Campaigns.AsNoTracking().OrderBy(row => row.Key).ToListAsync(Cancellation);
    }

    private static async Task<IReadOnlyList<Campaign>> FindAsync(SyncWorld world, RecordQuery query)
    {
        var definitions = await world.Get<IDefinitionService>().GetAsync(Cancellation);
        var page = await new RecordSearch(TimeProvider.System).CampaignsAsync(world.Mirror, query, definitions, Zone, Cancellation);
        page.Failure.Should().BeNull();
        return page.Value.Items;
    }
}
