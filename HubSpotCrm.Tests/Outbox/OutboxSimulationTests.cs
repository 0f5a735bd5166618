using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Outbox;

/// <summary>Edits of users, edits of others, faults and deaths of the portal, mixed by a seed.</summary>
public sealed class OutboxSimulationTests
{
    private static readonly string[] Fields = ["jobtitle", "phone"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task No_acknowledged_edit_is_lost_or_made_out_of_order(int seed)
    {
        await using var bench = await RecordsBench.OpenAsync();
        var chance = new Random(seed);
        string[] records = ["1", "2"];
        foreach (var id in records)
        {
            await bench.SeedAsync(ObjectType.Contact, id, ("jobtitle", "start"), ("phone", "start"));
        }

        var sender = bench.Sender;
        var saved = new List<(string Edit, string Id, string Field, string Value)>();
        bench.Account.Refuse = call => chance.Next(100) switch
        {
            < 10 => new HubSpotUnavailable("status 503"),
            < 15 => new Throttled(TimeSpan.FromSeconds(1), IsDaily: false),
            < 22 when call.StartsWith("update", StringComparison.Ordinal) => new OutcomeUnknown("reset before"),
            _ => null,
        };
        bench.Account.LoseAnswer = _ => chance.Next(100) < 15 ? new OutcomeUnknown("reset after") : null;

        for (var step = 0; step < 30; step++)
        {
            var id = records[chance.Next(records.Length)];
            var field = Fields[chance.Next(Fields.Length)];
            switch (chance.Next(10))
            {
                case < 5:
                    var value = $"user {step}";
                    saved.Add((await bench.EditAsync(id, (field, value)), id, field, value));
                    break;
                case 5:
                    bench.Account.Set(ObjectType.Contact, id, field, $"other {step}");
                    break;
                case 6:
                    await bench.SyncAsync(ObjectType.Contact, id);
                    break;
                case 7:
                    await DieAsync(bench, chance);
                    sender = bench.NewSender();
                    await sender.RecoverAsync(RecordsBench.Cancellation);
                    break;
                default:
                    await sender.SendDueAsync(RecordsBench.Cancellation);
                    break;
            }

            bench.Time.Advance(TimeSpan.FromSeconds(chance.Next(1, 90)));
        }

        (bench.Account.Refuse, bench.Account.LoseAnswer) = (_ => null, _ => null);
        for (var round = 0; round < 5; round++)
        {
            bench.Time.Advance(TimeSpan.FromMinutes(20));
            await sender.SendDueAsync(RecordsBench.Cancellation);
        }

        bench.Account.TwoAtOnceOfOneRecord.Should().BeFalse();
        await using var database = bench.Databases.CreateDbContext();
        var rows = await database.Outbox.AsNoTracking().ToDictionaryAsync(row => row.Id, RecordsBench.Cancellation);
        foreach (var (edit, id, field, value) in saved)
        {
            rows[edit].State.Should().BeOneOf([OutboxState.Confirmed, OutboxState.Conflict, OutboxState.Discarded], $"seed {seed}: {rows[edit].Message}");
            var versions = bench.Account.Whole(ObjectType.Contact, id).History!.GetValueOrDefault(field) ?? [];
            if (rows[edit].State == OutboxState.Confirmed)
            {
                versions.Should().Contain(version => version.Value == value, $"seed {seed}: a confirmed edit is at HubSpot");
            }

            versions.Count(version => version.Value == value).Should().BeLessThanOrEqualTo(1, $"seed {seed}: an edit is made once");
        }

        foreach (var edits in saved.Where(edit => rows[edit.Edit].State == OutboxState.Confirmed).GroupBy(edit => (edit.Id, edit.Field)))
        {
            var versions = bench.Account.Whole(ObjectType.Contact, edits.Key.Id).History![edits.Key.Field].Select(version => version.Value).Reverse().ToList();
            edits.Select(edit => versions.IndexOf(edit.Value)).Should().BeInAscendingOrder($"seed {seed}: edits of a record keep their order");
        }

        await using var audit = bench.Databases.CreateDbContext();
        (await HubSpotCrm.Core.Audit.AuditLog.FindBreakAsync(audit, RecordsBench.Cancellation)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    [Trait("Invariant", "I3")]
    [Trait("Invariant", "I4")]
    public async Task Each_new_record_is_made_once_and_each_archived_one_is_gone_after_its_edits(int seed)
    {
        await using var bench = await RecordsBench.OpenAsync();
        var chance = new Random(seed);
        var sender = bench.Sender;
        var made = new List<(string Edit, ObjectType Type)>();
        var archived = new Dictionary<string, (string Archive, List<string> Before)>();
        var edited = new Dictionary<string, List<string>>();
        for (var id = 1; id <= 4; id++)
        {
            await bench.SeedAsync(ObjectType.Contact, $"{id}", ("jobtitle", "start"));
            edited[$"{id}"] = [];
        }

        bench.Account.SearchLag = TimeSpan.FromSeconds(chance.Next(40));
        bench.Account.Refuse = call => chance.Next(100) switch
        {
            < 8 => new HubSpotUnavailable("status 503"),
            < 14 => new Throttled(TimeSpan.FromSeconds(1), IsDaily: false),
            < 22 when !call.StartsWith("read", StringComparison.Ordinal) && !call.StartsWith("find", StringComparison.Ordinal) => new OutcomeUnknown("reset before"),
            _ => null,
        };
        bench.Account.LoseAnswer = _ => chance.Next(100) < 20 ? new OutcomeUnknown("reset after") : null;

        for (var step = 0; step < 30; step++)
        {
            switch (chance.Next(10))
            {
                case < 2:
                    made.Add((await bench.CreateAsync(ObjectType.Contact, ("email", $"user{step}@example.com")), ObjectType.Contact));
                    break;
                case 2:
                    // Also of one name at the same time.
                    made.Add((await bench.CreateAsync(ObjectType.Company, ("name", $"Acme {chance.Next(2)}")), ObjectType.Company));
                    break;
                case 3 when archived.Count < 4:
                    var gone = $"{archived.Count + 1}";
                    archived[gone] = (await bench.ArchiveAsync(gone), [.. edited[gone]]);
                    break;
                case 4:
                    var id = $"{chance.Next(1, 5)}";
                    var edit = await bench.TryEditAsync(id, "jobtitle", $"user {step}");
                    (edit.Failure is RecordIsArchived).Should().Be(archived.ContainsKey(id), $"seed {seed}: {edit.Failure}");
                    if (edit.Failure is null)
                    {
                        edited[id].Add(edit.Value.EditId!);
                    }

                    break;
                case 5:
                    await DieAsync(bench, chance);
                    sender = bench.NewSender();
                    await sender.RecoverAsync(RecordsBench.Cancellation);
                    break;
                default:
                    await sender.SendDueAsync(RecordsBench.Cancellation);
                    break;
            }

            bench.Time.Advance(TimeSpan.FromSeconds(chance.Next(1, 60)));
        }

        (bench.Account.Refuse, bench.Account.LoseAnswer) = (_ => null, _ => null);
        for (var round = 0; round < 6; round++)
        {
            bench.Time.Advance(TimeSpan.FromMinutes(20));
            await sender.SendDueAsync(RecordsBench.Cancellation);
        }

        await using var database = bench.Databases.CreateDbContext();
        var rows = await database.Outbox.AsNoTracking().ToDictionaryAsync(row => row.Id, RecordsBench.Cancellation);
        var confirmed = made.Where(entry => rows[entry.Edit].State == OutboxState.Confirmed).Select(entry => (entry.Type, rows[entry.Edit].HubSpotId)).ToList();
        confirmed.Should().OnlyHaveUniqueItems($"seed {seed}: no record stands for two");
        made.Select(entry => rows[entry.Edit].State).Except([OutboxState.Confirmed, OutboxState.Parked]).Should().BeEmpty($"seed {seed}: none is lost without a word");

        // What the portal could not tell apart waits for a user; everything else is there exactly once.
        var parked = made.Count(entry => rows[entry.Edit].State == OutboxState.Parked);
        bench.Account.Made.Count.Should().BeInRange(made.Count - parked, made.Count, $"seed {seed}: HubSpot holds what users made, and nothing twice");
        bench.Account.Made.Select(record => (record.Type, record.Id)).Should().Contain(confirmed);
        foreach (var (id, (archive, before)) in archived)
        {
            rows[archive].State.Should().Be(OutboxState.Confirmed, $"seed {seed}: {rows[archive].Message}");
            bench.Account.Has(ObjectType.Contact, id).Should().BeFalse();
            (await bench.DetailsAsync(id)).IsArchived.Should().BeTrue();
            var calls = bench.Account.Calls.ToList();
            calls.FindLastIndex(call => call.StartsWith($"update {id} ", StringComparison.Ordinal))
                .Should().BeLessThan(calls.FindIndex(call => call == $"archive {id}") is var at && at < 0 ? int.MaxValue : at, $"seed {seed}: edits go first");
            before.Select(edit => rows[edit].State).Except([OutboxState.Confirmed, OutboxState.Discarded]).Should().BeEmpty($"seed {seed}: no edit is left open");
        }

        await using var audit = bench.Databases.CreateDbContext();
        (await HubSpotCrm.Core.Audit.AuditLog.FindBreakAsync(audit, RecordsBench.Cancellation)).Should().BeNull();
    }

    // Between taking an entry up and settling it, with the change made or not.
    private static async Task DieAsync(RecordsBench bench, Random chance)
    {
        var queue = bench.NewQueue();
        if (await queue.ClaimAsync("1", RecordsBench.Cancellation) is not { } edit || chance.Next(3) == 0)
        {
            return;
        }

        // Nothing goes out again before it is certain what became of it.
        if (edit.Row.State == OutboxState.Unknown && edit.Row.Kind == EditKind.Create)
        {
            return;
        }

        var type = (ObjectType)edit.Row.ObjectType;
        var over = edit.Row.Kind switch
        {
            EditKind.Create => new Dictionary<string, SentOver> { ["createdate"] = new(null, bench.Account.Now) },
            EditKind.Archive => null,
            _ when bench.Account.Has(type, edit.Row.HubSpotId) => bench.Over(edit),
            _ => [],
        };

        // As the sender would: nothing goes out over a value that the user has not seen.
        var plan = edit.Row.Kind == EditKind.Update && bench.Account.Has(type, edit.Row.HubSpotId)
            ? new EditComparison(type, TestDefinitions.Account).Plan(bench.Account.Whole(type, edit.Row.HubSpotId), edit)
            : null;
        if (edit.Row.Kind == EditKind.Update && plan is not { Conflicts.Count: 0, ToSend.Count: > 0 })
        {
            return;
        }

        if (!await queue.MarkSendingAsync(edit, bench.Account.Now, over, RecordsBench.Cancellation) || chance.Next(2) == 0)
        {
            return;
        }

        switch (edit.Row.Kind)
        {
            case EditKind.Create:
                bench.Account.Make(type, edit.New);
                break;
            case EditKind.Archive:
                bench.Account.Delete(type, edit.Row.HubSpotId);
                break;
            default:
                foreach (var (property, value) in plan!.ToSend)
                {
                    bench.Account.Set(type, edit.Row.HubSpotId, property, value, user: "1", source: "INTEGRATION");
                }

                break;
        }
    }
}
