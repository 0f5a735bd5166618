using System.Collections.Concurrent;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Outbox;

/// <summary>Bulk edits through the real client to the sandbox.</summary>
[Trait("Seed", "S35")]
public sealed class BulkSandboxTests : IAsyncLifetime
{
    private static readonly string[] Properties = ["firstname", "jobtitle", "phone", "email"];

    private readonly ConcurrentQueue<string> _toArchive = new();
    private SandboxServer _sandbox = null!;
    private ServiceProvider _services = null!;
    private HubSpotClient _client = null!;
    private RecordsBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        await _services.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    [Trait("Fault", "F49")]
    public async Task Ten_thousand_records_arrive_through_batch_calls_survive_a_death_in_the_middle_and_are_undone()
    {
        var ids = await StartAsync(10_000);
        var before = await RemoteAsync();

        // These are gone from HubSpot between reading them and writing to them: the batch answers 207.
        string[] gone = [ids[10], ids[20], ids[5_030]];
        Array.ForEach(gone, _toArchive.Enqueue);
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Head of everything"));
        var preparation = _bench.NewPreparation();
        for (var part = 0; part < 30; part++)
        {
            await preparation.ContinueAsync(_bench.Mirror, Cancellation);
        }

        // The portal dies with a part written, one batch out that did arrive and one that did not, and starts again.
        var dying = _bench.NewQueue();
        var arrived = await MarkAsync(dying);
        (await _bench.Remote!.UpdateManyAsync(ObjectType.Contact, [.. arrived.Select(edit => (edit.Row.HubSpotId, edit.New))], Cancellation)).Failure.Should().BeNull();
        await MarkAsync(dying);
        var callsBefore = (await _sandbox.CallsAsync()).Length;
        var sender = _bench.NewSender();
        await sender.RecoverAsync(Cancellation);
        await sender.SendDueAsync(Cancellation);

        (await _bench.BulkAsync(bulk)).Should().Match<BulkEditStatus>(status =>
            status.Progress == BulkEditProgress.Done && status.Selected == 10_000 && status.Confirmed == 9_997 && status.Rejected == 3 && status.Conflicts == 0 && status.LeftOut == 0);
        (await _bench.BulkRowsAsync(bulk, BulkRows.NeedUser)).Select(row => row.RecordId).Should().BeEquivalentTo(gone);
        var calls = (await _sandbox.CallsAsync())[callsBefore..];
        calls.Count(call => call.Path.EndsWith("/batch/update", StringComparison.Ordinal)).Should().BeInRange(99, 103, "a hundred at a time, and the one batch that had arrived not again");
        calls.Count(call => call.Path.EndsWith("/batch/read", StringComparison.Ordinal)).Should().BeLessThanOrEqualTo(410);
        calls.Count(call => call.Method is "PATCH" or "GET" && call.Path.Contains("/contacts/", StringComparison.Ordinal)).Should().BeLessThanOrEqualTo(3, "only records that do not answer are looked at alone");

        var after = await RemoteAsync();
        ids.Except(gone).Select(id => after[id]).Should().OnlyContain(title => title == "Head of everything");
        (await VersionsAsync(arrived[0].Row.HubSpotId)).Count(value => value == "Head of everything").Should().Be(1, "nothing is made twice");

        var undo = (await _bench.BulkEdits.UndoAsync(RecordsBench.Editor, bulk, Cancellation)).Taken();
        await sender.SendDueAsync(Cancellation);

        (await _bench.BulkAsync(undo.Id)).Should().Match<BulkEditStatus>(status => status.Selected == 9_997 && status.Confirmed == 9_997);
        var undone = await RemoteAsync();
        ids.Except(gone).Where(id => (undone[id] ?? "") != (before[id] ?? "")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_batch_whose_answer_was_cut_off_is_made_once()
    {
        var ids = await StartAsync(150);
        await _sandbox.FaultAsync(new Fault { Method = "POST", Path = "*/batch/update", Kind = "reset", After = true, Times = 1 });
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Head of everything"));
        await _bench.SendAsync();
        (await _bench.BulkAsync(bulk)).Should().Match<BulkEditStatus>(status => status.Confirmed + status.Waiting == 150 && status.Waiting > 0);

        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        await _bench.SendAsync();

        (await _bench.BulkAsync(bulk)).Confirmed.Should().Be(150);
        (await _sandbox.CallsAsync()).Count(call => call.Path.EndsWith("/batch/update", StringComparison.Ordinal)).Should().Be(2);
    }

    [Fact]
    [Trait("Fault", "F49")]
    public async Task A_value_that_HubSpot_refuses_for_one_record_leaves_the_others_made()
    {
        var ids = await StartAsync(20);
        var taken = (await _client.ReadAsync("contacts", ids[0], new ReadRequest(["email"]), Cancellation)).Value.Properties["email"]!;
        var bulk = await _bench.StartBulkAsync(ids[1..], ("jobtitle", "Head of everything"));
        await _bench.WriteBulkAsync();

        // As an undo would: every record with a value of its own, and one whose value somebody else has by now.
        await using (var database = _bench.Databases.CreateDbContext())
        {
            var row = database.Outbox.Single(entry => entry.HubSpotId == ids[7]);
            var own = (await _client.ReadAsync("contacts", ids[7], new ReadRequest(["email"]), Cancellation)).Value.Properties["email"];
            (row.BaseValues, row.NewValues) = (Edit.ToJson(new Dictionary<string, string?> { ["email"] = own }), Edit.ToJson(new Dictionary<string, string> { ["email"] = taken }));
            await database.SaveChangesAsync(Cancellation);
        }

        await _bench.SendAsync();

        (await _bench.BulkAsync(bulk)).Should().Match<BulkEditStatus>(status => status.Confirmed == 18 && status.Rejected == 1);
        (await _bench.BulkRowsAsync(bulk, BulkRows.NeedUser)).Single().RecordId.Should().Be(ids[7]);
    }

    private async Task<string[]> StartAsync(int contacts)
    {
        // Some of them are archived or merged from the start.
        _sandbox = await SandboxServer.StartAsync(options => options.Contacts = contacts + (contacts / 20) + 20);
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddHubSpotClient();
        _services = services.BuildServiceProvider();
        _client = _services.GetRequiredService<HubSpotClientFactory>().For(
            new HubSpotEndpoint(_sandbox.BaseAddress, "2026-09", IsSandbox: true), new FixedTokenSource(SandboxServer.Token), isOAuth: false);
        _bench = await RecordsBench.OpenAsync(mirror => new ArchivingBetween(new HubSpotRecords(_client, mirror), id => _sandbox.ArchiveRecordAsync("contacts", id), _toArchive));
        var (ids, writer) = (new List<string>(), new MirrorWriter(new SearchIndexWriter()));
        string? next = null;
        do
        {
            var page = (await _client.ListAsync("contacts", new ListRequest(Properties, After: next), Cancellation)).Value;
            await writer.ApplyAsync(_bench.Mirror, new PageWrite(ObjectType.Contact, page.Results, WriteKind.Whole, _client.Now), TestDefinitions.Account, Cancellation);
            ids.AddRange(page.Results.Select(record => record.Id));
            next = page.After;
        }
        while (next is not null && ids.Count < contacts);
        return [.. ids.Take(contacts)];
    }

    private async Task<IReadOnlyList<Edit>> MarkAsync(OutboxQueue queue)
    {
        var edits = await queue.ClaimManyAsync("1", 100, Cancellation);
        var read = (await _bench.Remote!.ReadManyAsync(ObjectType.Contact, [.. edits.Select(edit => edit.Row.HubSpotId)], ["jobtitle"], Cancellation)).Value;
        await queue.MarkSendingAsync(
            [.. edits.Select(edit => (edit, (IReadOnlyDictionary<string, SentOver>)EditComparison.Over(read[edit.Row.HubSpotId], ["jobtitle"])))], _client.Now, Cancellation);
        return edits;
    }

    private async Task<Dictionary<string, string?>> RemoteAsync() => (await _sandbox.DumpAsync("contacts")).ToDictionary(
        record => record.GetProperty("id").GetString()!,
        record => record.GetProperty("properties").TryGetProperty("jobtitle", out var title) ? title.GetString() : null);

    private async Task<IEnumerable<string?>> VersionsAsync(string id) =>
        (await _client.ReadAsync("contacts", id, new ReadRequest(["jobtitle"], PropertiesWithHistory: ["jobtitle"]), Cancellation)).Value.History!["jobtitle"].Select(version => version.Value);

    /// <summary>Archives records at HubSpot just before the batch that writes to them.</summary>
    private sealed class ArchivingBetween(IRemoteRecords account, Func<string, Task> archive, ConcurrentQueue<string> gone) : PassedOnRecords(account)
    {
        public override async Task<Result<IReadOnlyList<Result<WireRecord>>>> UpdateManyAsync(
            ObjectType type, IReadOnlyList<(string Id, IReadOnlyDictionary<string, string> Values)> rows, CancellationToken cancellationToken)
        {
            foreach (var id in gone.Where(id => rows.Any(row => row.Id == id)))
            {
                await archive(id);
            }

            return await base.UpdateManyAsync(type, rows, cancellationToken);
        }
    }
}
