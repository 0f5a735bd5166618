using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Outbox;

public sealed class CampaignTests : IAsyncLifetime
{
    private RecordsBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await RecordsBench.OpenAsync();
        _bench.Account.HasHistory = false;
        await _bench.SeedAsync(
            ObjectType.Campaign, "c1", ("hs_name", "Spring"), ("hs_campaign_status", "planned"), ("hs_start_date", "2026-03-01"), ("hs_owner", "11"), ("hs_budget_items_sum_amount", "200.00"));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Seed", "S04")]
    public async Task A_campaign_is_listed_and_its_details_come_with_their_definitions()
    {
        var listed = (await _bench.Campaigns.FindAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Value.Items.Single();
        listed.Should().Match<Campaign>(campaign =>
            campaign.Name == "Spring" && campaign.Status == "planned" && campaign.StartDate == new DateOnly(2026, 3, 1) && campaign.Owner == "Katharina Lindqvist" && campaign.Budget == 200m);

        var details = (await _bench.Campaigns.GetAsync(RecordsBench.Editor, "c1", Cancellation)).Value;
        details.Record.Should().Be(listed);
        details.HubSpotUrl.Should().BeNull();
        details.Properties.Single(property => property.Definition.Name == "hs_campaign_status").Value.Should().Be("planned");
    }

    [Fact]
    [Trait("Seed", "S04")]
    public async Task A_new_campaign_reaches_HubSpot()
    {
        var edit = await _bench.CreateAsync(ObjectType.Campaign, ("hs_name", "Autumn"), ("hs_campaign_status", "active"), ("hs_end_date", "2026-12-31"));
        await _bench.SendAsync();

        var id = (await _bench.RowAsync(edit)).HubSpotId;
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        (await _bench.Campaigns.GetAsync(RecordsBench.Editor, id, Cancellation)).Value.Record.Should().Match<Campaign>(campaign =>
            campaign.Name == "Autumn" && campaign.EndDate == new DateOnly(2026, 12, 31));
        _bench.Account.Creates.Should().ContainSingle();
    }

    [Fact]
    [Trait("BadInput", "new campaign")]
    public async Task A_campaign_needs_a_name_and_values_that_HubSpot_knows()
    {
        (await _bench.TryCreateAsync(ObjectType.Campaign, null, ("hs_campaign_status", "active"))).Failure.Should().BeOfType<InvalidInput>().Which.Field.Should().Be("Campaign name");
        (await _bench.TryCreateAsync(ObjectType.Campaign, null, ("hs_name", "x"), ("hs_campaign_status", "never"))).Failure.Should().BeOfType<InvalidInput>().Which.Field.Should().Be("Status");
        (await _bench.TryCreateAsync(ObjectType.Campaign, null, ("hs_name", "x"), ("hs_budget_items_sum_amount", "1"))).Failure.Should().BeOfType<InvalidInput>().Which.Field.Should().Be("Budget");
        (await _bench.TryCreateAsync(ObjectType.Campaign, [new RecordReference(ObjectType.Contact, "1")], ("hs_name", "x"))).Failure.Should().BeOfType<InvalidInput>();
    }

    [Fact]
    [Trait("Seed", "S04")]
    public async Task An_edit_reaches_HubSpot_and_shows_at_once()
    {
        var edit = await EditAsync(("hs_campaign_status", "active"), ("hs_start_date", ""));
        (await CampaignAsync()).Should().Match<Campaign>(campaign => campaign.Status == "active" && campaign.StartDate == null && campaign.HasPendingEdit);

        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        (await CampaignAsync()).Should().Match<Campaign>(campaign => campaign.Status == "active" && campaign.StartDate == null && !campaign.HasPendingEdit);
    }

    [Fact]
    public async Task Without_a_history_the_present_value_tells_a_conflict()
    {
        var edit = await EditAsync(("hs_campaign_status", "active"));
        _bench.Account.Set(ObjectType.Campaign, "c1", "hs_campaign_status", "paused");
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Conflict);
        _bench.Account.Get(ObjectType.Campaign, "c1", "hs_campaign_status").Should().Be("paused");
    }

    [Fact]
    public async Task An_edit_whose_answer_was_lost_is_not_made_twice()
    {
        var edit = await EditAsync(("hs_campaign_status", "active"));
        _bench.Account.LoseAnswer = _ => new OutcomeUnknown("reset after");
        await _bench.SendAsync();
        _bench.Account.LoseAnswer = _ => null;
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        _bench.Account.Updates.Should().ContainSingle();
    }

    [Fact]
    public async Task A_missing_scope_rejects_the_edit_and_is_named()
    {
        var edit = await EditAsync(("hs_campaign_status", "active"));
        _bench.Account.Refuse = call => call.StartsWith("update", StringComparison.Ordinal) ? new MissingScopes(["marketing.campaigns.write"]) : null;
        await _bench.SendAsync();

        (await _bench.RowAsync(edit)).Should().Match<OutboxRow>(row =>
            row.State == OutboxState.Rejected && row.Message!.Contains("marketing.campaigns.write", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Seed", "S04")]
    public async Task A_deleted_campaign_leaves_the_list_and_can_be_made_again()
    {
        var receipt = await _bench.Campaigns.ArchiveAsync(RecordsBench.Editor, "c1", Cancellation);
        receipt.Value.HeldUntil.Should().Be(_bench.Time.GetUtcNow().AddSeconds(10));
        (await _bench.Campaigns.CountAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Value.Should().Be(0);
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await _bench.SendAsync();
        _bench.Account.Has(ObjectType.Campaign, "c1").Should().BeFalse();
        (await _bench.Campaigns.CountAsync(RecordsBench.Editor, RecordQuery.All, Cancellation)).Value.Should().Be(0);

        var again = RecordsBench.Queued(await _bench.Campaigns.RecreateAsync(RecordsBench.Editor, "c1", Cancellation));
        await _bench.SendAsync();

        _bench.Account.Made.Single().Values.Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["hs_name"] = "Spring",
            ["hs_campaign_status"] = "planned",
            ["hs_start_date"] = "2026-03-01",
            ["hs_owner"] = "11",
        });
        (await _bench.StateAsync(again)).Should().Be(OutboxState.Confirmed);
    }

    [Fact]
    [Trait("Seed", "S15")]
    public async Task Its_report_holds_money_assets_and_emails()
    {
        await using (var database = _bench.Mirror.CreateContext())
        {
            var campaign = await database.Campaigns.SingleAsync(Cancellation);
            campaign.ReportedAt = 1_795_521_600_000;
            database.CampaignMoney.AddRange(
                new CampaignMoneyRow { CampaignKey = campaign.Key, Id = "2", Name = "Ads", Amount = 150_000, Place = 1 },
                new CampaignMoneyRow { CampaignKey = campaign.Key, Id = "1", Name = "Stand", Amount = 50_000, Place = 0, Description = "in Hall 4" },
                new CampaignMoneyRow { CampaignKey = campaign.Key, Id = "1", Name = "Paid", Amount = 49_990, IsSpend = true });
            database.CampaignAssets.Add(new CampaignAssetRow { CampaignKey = campaign.Key, Kind = "FORM", Id = "9", Name = "Sign up" });
            database.Records.AddRange(
                new RecordRow { Type = (int)ObjectType.MarketingEmail, HubSpotId = "e1", Raw = "{}" }, new RecordRow { Type = (int)ObjectType.MarketingEmail, HubSpotId = "e2", Raw = "{}" });
            await database.SaveChangesAsync(Cancellation);
            database.MarketingEmails.AddRange(
                new MarketingEmailRow { Key = 1001, HubSpotId = "e1", Name = "First", CampaignId = "c1", PublishedAt = 1, Sent = 10, Delivered = 9, Opens = 4 },
                new MarketingEmailRow { Key = 1002, HubSpotId = "e2", Name = "Other", CampaignId = "another", PublishedAt = 2 });
            await database.SaveChangesAsync(Cancellation);
        }

        var report = (await _bench.Campaigns.ReportAsync(RecordsBench.Editor, "c1", Cancellation)).Value;

        report.Budget.Select(item => (item.Name, item.Amount)).Should().Equal(("Stand", 50m), ("Ads", 150m));
        report.Spend.Should().ContainSingle().Which.Amount.Should().Be(49.99m);
        report.Assets.Should().Equal(new CampaignAsset("FORM", "9", "Sign up"));
        report.Emails.Should().ContainSingle().Which.Should().Match<MarketingEmail>(email => email.Name == "First" && email.Delivered == 9 && email.Opens == 4);
        report.ReadAt.Should().Be(DateTimeOffset.FromUnixTimeMilliseconds(1_795_521_600_000));
        (await _bench.Campaigns.ReportAsync(RecordsBench.Editor, "404", Cancellation)).Failure.Should().Be(new RecordNotFound(ObjectType.Campaign, "404"));
    }

    private async Task<Campaign> CampaignAsync() => (await _bench.Campaigns.GetAsync(RecordsBench.Editor, "c1", Cancellation)).Value.Record;

    private async Task<string> EditAsync(params (string Property, string Value)[] changes) => RecordsBench.Queued(await _bench.Campaigns.EditAsync(
        RecordsBench.Editor, "c1", new RecordEdit(changes.ToDictionary(change => change.Property, change => change.Value)), Cancellation));
}
