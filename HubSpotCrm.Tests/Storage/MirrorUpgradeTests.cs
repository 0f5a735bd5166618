using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Tests.Storage;

[Trait("Seed", "S40")]
public sealed class MirrorUpgradeTests : IDisposable
{
    private static readonly MirrorWriter Writer = new(new SearchIndexWriter());

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hubspotcrm-upgrade-");

    [Theory]
    [InlineData("Initial")]
    [InlineData("SearchIndex")]
    [InlineData("Marketing")]
    public async Task A_mirror_made_by_an_earlier_release_takes_campaigns_in(string migration)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var path = Path.Combine(_folder.FullName, "mirror-1.db");
        await using (var context = new MirrorDb(new DbContextOptionsBuilder<MirrorDb>().UseSqlite($"Data Source={path};Pooling=False").Options))
        {
            await context.GetService<IMigrator>().MigrateAsync(migration, cancellation);
            // In that release's words: its table had not yet the columns of today.
            await context.Database.ExecuteSqlAsync(
                $"INSERT INTO record (type, hubspot_id, created_at, updated_at, archived, hash, raw) VALUES (1, '501', 0, 0, 0, 0, {"{\"email\":\"a@b.c\"}"})", cancellation);
        }

        using var host = new MirrorHost(Options.Create(new StorageOptions { DataDirectory = _folder.FullName }), NullLogger<MirrorHost>.Instance);
        var mirror = await host.OpenAsync("1", cancellation);
        var campaign = Wire.Record("g-1", Wire.Noon, ("hs_name", "Spring"), ("hs_start_date", "2026-03-01"), ("hs_budget_items_sum_amount", "12.5"));
        await Writer.ApplyAsync(mirror, new PageWrite(ObjectType.Campaign, [campaign], WriteKind.Whole, Wire.Noon), AccountDefinitions.Empty, cancellation);

        var found = await new RecordSearch(TimeProvider.System).CampaignsAsync(
            mirror, RecordQuery.All with { Text = "spri" }, AccountDefinitions.Empty, TimeZoneInfo.Utc, cancellation);
        found.Value.Items.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Id = "g-1", StartDate = new DateOnly(2026, 3, 1), Budget = 12.5m });
        await using var now = mirror.CreateContext();
        (await now.Records.SingleAsync(row => row.HubSpotId == "501", cancellation)).Raw.Should().Contain("a@b.c");
        (await now.Database.GetPendingMigrationsAsync(cancellation)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_mirror_of_an_earlier_release_counts_its_companies_and_asks_for_campaigns_numbers_again()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using (var context = new MirrorDb(new DbContextOptionsBuilder<MirrorDb>().UseSqlite($"Data Source={Path.Combine(_folder.FullName, "mirror-1.db")};Pooling=False").Options))
        {
            await context.GetService<IMigrator>().MigrateAsync("LifecycleIndex", cancellation);
            await context.Database.ExecuteSqlRawAsync(
                """
                INSERT INTO company (key, hub_spot_id, name) VALUES (7, '7', 'Acme'), (8, '8', 'Bare');
                INSERT INTO contact (key, hub_spot_id) VALUES (1, '1'), (2, '2');
                INSERT INTO deal (key, hub_spot_id, is_closed) VALUES (21, '21', 0), (22, '22', 1), (23, '23', NULL);
                INSERT INTO association (from_key, to_key, to_type, kind) VALUES
                    (7, 1, 1, 'company_to_contact'), (7, 1, 1, 'company_to_contact_unlabeled'), (7, 2, 1, 'company_to_contact'), (7, 3, 1, 'company_to_contact'),
                    (7, 21, 3, 'company_to_deal'), (7, 22, 3, 'company_to_deal'), (7, 23, 3, 'company_to_deal');
                INSERT INTO campaign (key, hub_spot_id, currency, spend, revenue, roi, reported_at) VALUES (31, 'g-1', 'USD', 1000, 3000, 2000000, 5);
                """,
                cancellation);
        }

        using var host = new MirrorHost(Options.Create(new StorageOptions { DataDirectory = _folder.FullName }), NullLogger<MirrorHost>.Instance);
        await using var now = (await host.OpenAsync("1", cancellation)).CreateContext();

        (await now.Companies.OrderBy(row => row.Key).Select(row => new { row.Contacts, row.OpenDeals }).ToListAsync(cancellation))
            .Should().BeEquivalentTo([new { Contacts = 2L, OpenDeals = 2L }, new { Contacts = 0L, OpenDeals = 0L }], options => options.WithStrictOrdering());
        (await now.Campaigns.SingleAsync(cancellation)).Should().BeEquivalentTo(
            new { MoneyCurrency = "USD", RevenueCurrency = (string?)null, Spend = 1000L, Revenue = 3000L, Roi = (long?)null, ReportedAt = (long?)null });
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
