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

    // Between taking an entry up and settling it, with the change made or not.
    private static async Task DieAsync(RecordsBench bench, Random chance)
    {
        var queue = bench.NewQueue();
        if (await queue.ClaimAsync("1", RecordsBench.Cancellation) is not { } edit || chance.Next(3) == 0
            || !await queue.MarkSendingAsync(edit, bench.Account.Now, bench.Over(edit), RecordsBench.Cancellation) || chance.Next(2) == 0)
        {
            return;
        }

        // As the sender would: nothing goes out over a value that the user has not seen.
        var plan = new EditComparison(ObjectType.Contact, TestDefinitions.Account).Plan(bench.Account.Whole(ObjectType.Contact, edit.Row.HubSpotId), edit with { Row = Copy(edit.Row) });
        foreach (var (property, value) in plan.Conflicts.Count == 0 ? plan.ToSend : new Dictionary<string, string>())
        {
            bench.Account.Set(ObjectType.Contact, edit.Row.HubSpotId, property, value, user: "1", source: "INTEGRATION");
        }
    }

    private static OutboxRow Copy(OutboxRow row) => new()
    {
        Id = row.Id,
        AccountId = row.AccountId,
        ObjectType = row.ObjectType,
        HubSpotId = row.HubSpotId,
        BaseValues = row.BaseValues,
        BaseUpdatedAt = row.BaseUpdatedAt,
        NewValues = row.NewValues,
        ActorId = row.ActorId,
        ActorName = row.ActorName,
        CreatedAt = row.CreatedAt,
        SentAt = null,
    };
}
