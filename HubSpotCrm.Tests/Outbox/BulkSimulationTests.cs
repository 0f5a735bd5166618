using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Outbox;

/// <summary>Bulk edits, single edits, undos, edits of others, faults and deaths of the portal, mixed by a seed.</summary>
[Trait("Seed", "S35")]
[Trait("Invariant", "I3")]
public sealed class BulkSimulationTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_record_of_every_bulk_edit_ends_in_one_result_and_nothing_is_made_twice(int seed)
    {
        await using var bench = await RecordsBench.OpenAsync();
        var chance = new Random(seed);
        var ids = await bench.SeedManyAsync(12, ("jobtitle", "start"));
        var sender = bench.Sender;
        var bulks = new List<string>();
        bench.Account.Refuse = call => chance.Next(100) switch
        {
            < 8 => new HubSpotUnavailable("status 503"),
            < 12 => new Throttled(TimeSpan.FromSeconds(1), IsDaily: false),
            < 20 when call.Contains("update", StringComparison.Ordinal) => new OutcomeUnknown("reset before"),
            < 24 when call.StartsWith("row", StringComparison.Ordinal) => new RequestRefused(400, "X", "no"),
            _ => null,
        };
        bench.Account.LoseAnswer = _ => chance.Next(100) < 20 ? new OutcomeUnknown("reset after") : null;

        for (var step = 0; step < 30; step++)
        {
            var id = ids[chance.Next(ids.Length)];
            switch (chance.Next(12))
            {
                case < 3:
                    bulks.Add(await bench.StartBulkAsync([.. ids.Where(_ => chance.Next(3) > 0), id], ("jobtitle", $"bulk {step}")));
                    break;
                case 3 when bulks.Count > 0:
                    if (await bench.BulkEdits.UndoAsync(RecordsBench.Editor, bulks[chance.Next(bulks.Count)], RecordsBench.Cancellation) is { Succeeded: true } undo)
                    {
                        bulks.Add(undo.Value.Id);
                    }

                    break;
                case 4:
                    await bench.EditAsync(id, ("jobtitle", $"user {step}"));
                    break;
                case 5:
                    bench.Account.Set(ObjectType.Contact, id, "jobtitle", $"other {step}");
                    break;
                case 6:
                    await bench.SyncAsync(ObjectType.Contact, id);
                    break;
                case 7:
                    await bench.NewPreparation().ContinueAsync(bench.Mirror, RecordsBench.Cancellation);
                    break;
                case 8:
                    await DieAsync(bench, chance);
                    sender = bench.NewSender();
                    await sender.RecoverAsync(RecordsBench.Cancellation);
                    break;
                case 9 when bulks.Count > 0 && chance.Next(3) == 0:
                    await bench.BulkEdits.CancelAsync(RecordsBench.Editor, bulks[chance.Next(bulks.Count)], RecordsBench.Cancellation);
                    break;
                default:
                    await sender.SendDueAsync(RecordsBench.Cancellation);
                    break;
            }

            bench.Time.Advance(TimeSpan.FromSeconds(chance.Next(1, 90)));
        }

        (bench.Account.Refuse, bench.Account.LoseAnswer) = (_ => null, _ => null);
        for (var round = 0; round < 6; round++)
        {
            bench.Time.Advance(TimeSpan.FromMinutes(20));
            await sender.SendDueAsync(RecordsBench.Cancellation);
        }

        bench.Account.TwoAtOnceOfOneRecord.Should().BeFalse();
        foreach (var bulk in bulks)
        {
            var status = await bench.BulkAsync(bulk);
            status.IsRunning.Should().BeFalse($"seed {seed}");
            if (status.Progress == BulkEditProgress.Done)
            {
                (status.Same + status.LeftOut + status.Confirmed + status.Conflicts + status.Rejected + status.TakenBack).Should().Be(status.Selected, $"seed {seed}: each record has one result");
            }

            (await bench.EntriesAsync(bulk)).Select(row => row.HubSpotId).Should().OnlyHaveUniqueItems($"seed {seed}: and one entry");
        }

        await using var database = bench.Databases.CreateDbContext();
        var rows = await database.Outbox.AsNoTracking().OrderBy(row => row.Id).ToListAsync(RecordsBench.Cancellation);
        rows.Select(row => row.State).Should().NotContain([OutboxState.Queued, OutboxState.Sending, OutboxState.Unknown]);
        foreach (var record in rows.Where(row => row.UndoOf is null && row.State != OutboxState.Discarded).Select(Edit.Of).GroupBy(edit => edit.Row.HubSpotId))
        {
            var versions = bench.Account.Whole(ObjectType.Contact, record.Key).History!["jobtitle"].Select(version => version.Value).Reverse().ToList();
            var confirmed = record.Where(edit => edit.Row.State == OutboxState.Confirmed).Select(edit => edit.New["jobtitle"]).ToList();
            confirmed.Except(versions).Should().BeEmpty($"seed {seed}: a confirmed edit is at HubSpot");
            confirmed.Select(value => versions.IndexOf(value)).Should().BeInAscendingOrder($"seed {seed}: edits of a record keep their order");

            // An undo gives a value a second time: of a record whose every value was given back, there is none to look at.
            record.Select(edit => edit.New["jobtitle"])
                .Where(value => !rows.Exists(row => row.UndoOf is not null && row.HubSpotId == record.Key && Edit.Of(row).New["jobtitle"] == value))
                .Where(value => versions.Count(version => version == value) > 1)
                .Should().BeEmpty($"seed {seed}: an edit is made once");
        }

        (await HubSpotCrm.Core.Audit.AuditLog.FindBreakAsync(database, RecordsBench.Cancellation)).Should().BeNull();
    }

    // Between taking a batch up and settling it, with a part of it made or none.
    private static async Task DieAsync(RecordsBench bench, Random chance)
    {
        var queue = bench.NewQueue();
        var edits = await queue.ClaimManyAsync("1", 100, RecordsBench.Cancellation);
        if (edits.Count == 0 || chance.Next(3) == 0)
        {
            return;
        }

        // As the sender would: nothing goes out over a value that the user has not seen.
        var rules = new UpdateRules(ObjectType.Contact, TestDefinitions.Account);
        var steps = edits.Select(edit => (Edit: edit, Step: rules.Begin(edit, bench.Account.Whole(ObjectType.Contact, edit.Row.HubSpotId)))).Where(row => row.Step.Outcome is null).ToList();
        if (steps.Count == 0)
        {
            return;
        }

        await queue.MarkSendingAsync([.. steps.Select(row => (row.Edit, row.Step.Over))], bench.Account.Now, RecordsBench.Cancellation);
        foreach (var (edit, step) in steps.Take(chance.Next(steps.Count + 1)))
        {
            bench.Account.Set(ObjectType.Contact, edit.Row.HubSpotId, "jobtitle", step.ToSend["jobtitle"], user: "1", source: "INTEGRATION");
        }
    }
}
