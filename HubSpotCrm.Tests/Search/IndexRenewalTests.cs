using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HubSpotCrm.Tests.Search;

/// <summary>A portal that was updated has a search index of the version before.</summary>
public sealed class IndexRenewalTests
{
    // In no name, and in no e-mail address.
    private const string JobTitle = "chief financial officer";

    // The last one before there was an index of further texts.
    private const string Before = "20261126012416_Proof";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_index_of_an_older_version_finds_the_search_fields_at_once_and_all_other_texts_after_it_was_made_anew()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var (name, _) = await NameAsync(world);
        await using (var context = world.Mirror.CreateContext())
        {
            await context.GetService<IMigrator>().MigrateAsync(Before, Cancellation);
            await context.GetService<IMigrator>().MigrateAsync(cancellationToken: Cancellation);
        }

        (await CountAsync(world, name)).Should().BePositive();
        (await CountAsync(world, name[2..])).Should().BePositive();
        (await CountAsync(world, JobTitle)).Should().Be(0);

        foreach (var type in SearchIndexSchema.Types)
        {
            (await world.Get<IndexRenewal>().RunAsync(world.Target, type, Cancellation)).Failure.Should().BeNull();
        }

        (await CountAsync(world, JobTitle)).Should().BePositive();
        (await world.CheckpointAsync(ObjectType.Contact, Lanes.Index)).IsOpen().Should().BeFalse();
    }

    [Fact]
    public async Task A_new_mirror_wants_nothing_made_anew()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();

        (await world.CheckpointAsync(ObjectType.Contact, Lanes.Index)).IsOpen().Should().BeFalse();
        var (name, count) = await NameAsync(world);
        (await CountAsync(world, name[2..])).Should().BeGreaterThanOrEqualTo(count);
    }

    // A last name whose end begins no word of any contact, and is no slip of one either.
    private static async Task<(string Name, int Count)> NameAsync(SyncWorld world)
    {
        await using var context = world.Mirror.CreateContext();
        var rows = await context.Contacts.AsNoTracking().ToListAsync(Cancellation);
        var words = rows.SelectMany(row => SearchText.Contact(row).Split(' ')).ToHashSet();
        return rows.Select(row => TextFolding.Fold(row.LastName ?? "")).Where(name => name.Length is > 5 and < 10 && name.All(char.IsAsciiLetter))
            .GroupBy(name => name)
            .First(names => !words.Any(word => Spelling.Begins(word, names.Key[2..], Spelling.Forgiven(names.Key[2..])))) is var found
            ? (found.Key, found.Count())
            : default;
    }

    private static async Task<int> CountAsync(SyncWorld world, string text) =>
        (await new RecordSearch(TimeProvider.System).CountAsync(world.Mirror, ObjectType.Contact, RecordQuery.All with { Text = text }, AccountDefinitions.Empty, TimeZoneInfo.Utc, Cancellation)).Value;
}
