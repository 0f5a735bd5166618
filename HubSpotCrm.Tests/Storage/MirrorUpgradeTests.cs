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
            context.Records.Add(new RecordRow { Type = (int)ObjectType.Contact, HubSpotId = "501", Raw = """{"email":"a@b.c"}""" });
            await context.SaveChangesAsync(cancellation);
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

    public void Dispose() => _folder.Delete(recursive: true);
}
