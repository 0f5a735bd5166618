using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Sync;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Outbox;

/// <summary>Bulk edits on a <see cref="RecordsBench"/>.</summary>
internal static class BulkBench
{
    /// <summary>Puts so many contacts with the values into HubSpot and the mirror; their ids are 1, 2, …</summary>
    public static async Task<string[]> SeedManyAsync(this RecordsBench bench, int count, params (string Property, string? Value)[] values)
    {
        string[] ids = [.. Enumerable.Range(1, count).Select(id => $"{id}")];
        foreach (var id in ids)
        {
            foreach (var (property, value) in values)
            {
                bench.Account.Set(ObjectType.Contact, id, property, value);
            }
        }

        await bench.SyncManyAsync(ids);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        return ids;
    }

    public static Task SyncManyAsync(this RecordsBench bench, IReadOnlyList<string> ids) => new MirrorWriter(new SearchIndexWriter()).ApplyAsync(
        bench.Mirror,
        new PageWrite(ObjectType.Contact, ids.Select(id => bench.Account.Whole(ObjectType.Contact, id)).ToList<WireRecord>(), WriteKind.Whole, bench.Account.Now),
        TestDefinitions.Account, RecordsBench.Cancellation);

    public static BulkEdit Edit(IReadOnlyList<string> ids, params (string Property, string Value)[] values) =>
        new(ObjectType.Contact, new ChosenRecords(ids), values.ToDictionary(value => value.Property, value => value.Value));

    /// <summary>Keeps a bulk edit of contacts, of which nothing is written yet; returns its id.</summary>
    public static async Task<string> StartBulkAsync(this RecordsBench bench, IReadOnlyList<string> ids, params (string Property, string Value)[] values)
    {
        var started = await bench.BulkEdits.StartAsync(RecordsBench.Editor, Edit(ids, values), RecordsBench.Cancellation);
        started.Failure.Should().BeNull();
        return started.Value.Id;
    }

    /// <summary>Writes the entries of all bulk edits into the outbox, and sends nothing.</summary>
    public static async Task WriteBulkAsync(this RecordsBench bench)
    {
        var preparation = bench.NewPreparation();
        while (await preparation.ContinueAsync(bench.Mirror, RecordsBench.Cancellation))
        {
        }
    }

    public static async Task<BulkEditStatus> BulkAsync(this RecordsBench bench, string id)
    {
        var found = await bench.BulkEdits.FindAsync(RecordsBench.Editor, id, RecordsBench.Cancellation);
        found.Failure.Should().BeNull();
        return found.Value;
    }

    public static async Task<IReadOnlyList<EditStatus>> BulkRowsAsync(this RecordsBench bench, string id, BulkRows which = BulkRows.All)
    {
        var rows = await bench.BulkEdits.RowsAsync(RecordsBench.Editor, id, which, 0, 200, RecordsBench.Cancellation);
        rows.Failure.Should().BeNull();
        return rows.Value.Items;
    }

    public static async Task<List<OutboxRow>> EntriesAsync(this RecordsBench bench, string bulkEditId)
    {
        await using var database = bench.Databases.CreateDbContext();
        return await database.Outbox.AsNoTracking().Where(row => row.BatchId == bulkEditId).OrderBy(row => row.Id).ToListAsync(RecordsBench.Cancellation);
    }

    /// <summary>How often HubSpot's history of a property holds the value.</summary>
    public static int Times(this RecordsBench bench, string id, string property, string value) =>
        bench.Account.Whole(ObjectType.Contact, id).History![property].Count(version => version.Value == value);

    public static T Taken<T>(this Result<T> result)
    {
        result.Failure.Should().BeNull();
        return result.Value;
    }
}
