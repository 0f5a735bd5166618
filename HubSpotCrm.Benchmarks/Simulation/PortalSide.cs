using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Sandbox.Data;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Benchmarks.Simulation;

/// <summary>What users of the portal do, and what the portal said it would take care of.</summary>
internal sealed class PortalSide(World world, HubSpotSide other)
{
    private static readonly ObjectType[] Types = [ObjectType.Contact, ObjectType.Company, ObjectType.Deal];

    // Never a number that others use: of a telephone only the digits are compared.
    private int _number = 500_000;

    /// <summary>Entries that the portal gave a receipt for.</summary>
    public List<string> Acknowledged { get; } = [];

    /// <summary>Bulk edits that it gave a receipt for.</summary>
    public List<string> Bulk { get; } = [];

    /// <summary>Entries that a user decided about.</summary>
    public HashSet<string> Decided { get; } = [];

    public static ObjectKind KindOf(ObjectType type) => type switch
    {
        ObjectType.Contact => ObjectKind.Contact,
        ObjectType.Company => ObjectKind.Company,
        ObjectType.Deal => ObjectKind.Deal,
        ObjectType.Task => ObjectKind.Task,
        ObjectType.Note => ObjectKind.Note,
        ObjectType.Meeting => ObjectKind.Meeting,
        ObjectType.Call => ObjectKind.Call,
        _ => ObjectKind.Email,
    };

    /// <summary>One action of any kind.</summary>
    public Task ActAsync(Life life) => world.Chance.Next(100) switch
    {
        < 46 => EditAsync(life, world.Any(Types)),
        < 62 => CreateAsync(life, world.Any(Types)),
        < 70 => ArchiveAsync(life, world.Any(Types)),
        < 74 => UndoAsync(life),
        < 80 => RevertAsync(life),
        < 87 => BulkAsync(life, world.Any(Types)),
        < 90 => UndoBulkAsync(life),
        _ => DecideAsync(life),
    };

    /// <summary>Something that is sent at once.</summary>
    public Task SaveAsync(Life life, bool mayCreate) =>
        mayCreate && world.Happens(500) ? CreateAsync(life, world.Any(Types)) : EditAsync(life, world.Any(Types));

    private async Task EditAsync(Life life, ObjectType type)
    {
        var live = other.Live(KindOf(type));
        var id = Stamp.Text(world.Any(live).Id);
        var texts = HubSpotSide.TextsOf(KindOf(type));
        var values = new Dictionary<string, string> { [world.Any(texts)] = $"ours {++_number}" };
        if (world.Happens(250))
        {
            values[world.Any(texts)] = $"ours {_number} too";
        }

        var edit = new RecordEdit(values);
        var receipt = await life.UseAsync(() => type switch
        {
            ObjectType.Contact => life.Get<IContactService>().EditAsync(Life.Editor, id, edit, CancellationToken.None),
            ObjectType.Company => life.Get<ICompanyService>().EditAsync(Life.Editor, id, edit, CancellationToken.None),
            _ => life.Get<IDealService>().EditAsync(Life.Editor, id, edit, CancellationToken.None),
        });
        Take("edit in the portal", receipt);
    }

    private async Task CreateAsync(Life life, ObjectType type)
    {
        var number = ++_number;
        var values = type switch
        {
            ObjectType.Contact => new Dictionary<string, string> { ["email"] = $"ours{number}@example.org", ["lastname"] = $"Ours {number}" },

            // Of one name at the same time, too.
            ObjectType.Company => new() { ["name"] = $"Ours {world.Chance.Next(3)}" },
            _ => new() { ["dealname"] = $"Ours {number}", ["pipeline"] = "default", ["dealstage"] = "contractsent" },
        };
        var record = new NewRecord(values);
        var receipt = await life.UseAsync(() => type switch
        {
            ObjectType.Contact => life.Get<IContactService>().CreateAsync(Life.Editor, record, CancellationToken.None),
            ObjectType.Company => life.Get<ICompanyService>().CreateAsync(Life.Editor, record, CancellationToken.None),
            _ => life.Get<IDealService>().CreateAsync(Life.Editor, record, CancellationToken.None),
        });
        Take("create in the portal", receipt);
    }

    private async Task ArchiveAsync(Life life, ObjectType type)
    {
        var live = other.Live(KindOf(type));
        if (live.Count < 6)
        {
            return;
        }

        var id = Stamp.Text(world.Any(live).Id);
        var receipt = await life.UseAsync(() => type switch
        {
            ObjectType.Contact => life.Get<IContactService>().ArchiveAsync(Life.Editor, id, CancellationToken.None),
            ObjectType.Company => life.Get<ICompanyService>().ArchiveAsync(Life.Editor, id, CancellationToken.None),
            _ => life.Get<IDealService>().ArchiveAsync(Life.Editor, id, CancellationToken.None),
        });
        Take("archive in the portal", receipt);
    }

    private async Task UndoAsync(Life life)
    {
        var held = (await OpenAsync(life)).Where(edit => edit.HeldUntil is not null).ToList();
        if (held.Count > 0)
        {
            var edit = world.Any(held);
            var done = await life.UseAsync(() => life.Get<IEditService>().UndoAsync(Life.Editor, edit.EditId, CancellationToken.None));
            if (done.Succeeded)
            {
                Decided.Add(edit.EditId);
                world.Note("undo of a held edit");
            }
        }
    }

    private async Task RevertAsync(Life life)
    {
        await using var app = life.OpenApp();
        var confirmed = await app.Outbox.AsNoTracking().Where(row => row.State == OutboxState.Confirmed && row.BatchId == null).OrderBy(row => row.Id).Select(row => row.Id).ToListAsync();
        if (confirmed.Count > 0)
        {
            Take("undo of a confirmed edit", await life.UseAsync(() => life.Get<IEditService>().RevertAsync(Life.Editor, world.Any(confirmed), CancellationToken.None)));
        }
    }

    private async Task BulkAsync(Life life, ObjectType type)
    {
        var live = other.Live(KindOf(type));
        var ids = Enumerable.Range(0, world.Chance.Next(2, 8)).Select(_ => Stamp.Text(world.Any(live).Id)).Distinct().ToList();
        var values = new Dictionary<string, string> { [world.Any(HubSpotSide.TextsOf(KindOf(type)))] = $"ours {++_number}" };
        var started = await life.UseAsync(() => life.Get<IBulkEditService>().StartAsync(Life.Editor, new BulkEdit(type, new ChosenRecords(ids), values), CancellationToken.None));
        TakeBulk("bulk edit", started);
    }

    private async Task UndoBulkAsync(Life life)
    {
        if (Bulk.Count > 0)
        {
            var id = world.Any(Bulk);
            TakeBulk("undo of a bulk edit", await life.UseAsync(() => life.Get<IBulkEditService>().UndoAsync(Life.Editor, id, CancellationToken.None)));
        }
    }

    private async Task DecideAsync(Life life)
    {
        var stuck = (await OpenAsync(life)).Where(edit => edit.State is "Conflict" or "Rejected" or "Parked").ToList();
        if (stuck.Count == 0)
        {
            return;
        }

        var edit = world.Any(stuck);
        var edits = life.Get<IEditService>();
        var what = world.Chance.Next(3);

        // As the portal asks: who sends a record again has looked whether it is there.
        what = edit is { Kind: EditKind.Create, State: "Parked" } && await IsThereAsync(life, edit) ? 0 : what;
        var done = await life.UseAsync(() => (what, edit.State) switch
        {
            (0, _) => edits.DiscardAsync(Life.Editor, edit.EditId, CancellationToken.None),
            (1, "Conflict") => edits.ResolveAsync(Life.Editor, edit.EditId, ConflictChoice.OverwriteWithMine, CancellationToken.None),
            (_, "Conflict") => edits.ResolveAsync(Life.Editor, edit.EditId, ConflictChoice.KeepHubSpots, CancellationToken.None),
            _ => edits.RetryAsync(Life.Editor, edit.EditId, CancellationToken.None),
        });
        if (done.Succeeded)
        {
            Decided.Add(edit.EditId);
            world.Note("decision", $"{edit.State} {what}");
        }
    }

    private async Task<bool> IsThereAsync(Life life, EditStatus edit)
    {
        await using var app = life.OpenApp();
        var row = await app.Outbox.AsNoTracking().SingleAsync(row => row.Id == edit.EditId);
        var claimed = await app.Outbox.AsNoTracking().CountAsync(other =>
            other.Kind == EditKind.Create && other.State == OutboxState.Confirmed && other.ObjectType == row.ObjectType && other.NewValues == row.NewValues);
        var wanted = JsonSerializer.Deserialize<Dictionary<string, string>>(row.NewValues)!.First();
        var kind = KindOf(edit.Type);
        var property = world.Crm.Schemas[kind].Find(wanted.Key)!;
        var made = world.Made.Count(record => record.Type == edit.Type.Plural()
            && world.Crm.Find(kind, long.Parse(record.Id, CultureInfo.InvariantCulture)) is { } found
            && (found.Value(property.Slot) == wanted.Value || world.Crm.Versions(found, property).Exists(version => version.Value == wanted.Value)));
        return made > claimed;
    }

    private static async Task<IReadOnlyList<EditStatus>> OpenAsync(Life life)
    {
        var open = await life.UseAsync(() => life.Get<IEditService>().OpenAsync(Life.Editor, CancellationToken.None));
        return open.Succeeded ? open.Value : [];
    }

    private void Take(string what, Result<EditReceipt> receipt)
    {
        if (receipt is { Succeeded: true, Value.EditId: { } edit })
        {
            Acknowledged.Add(edit);
            world.Note(what);
        }
    }

    private void TakeBulk(string what, Result<BulkEditStatus> started)
    {
        if (started.Succeeded)
        {
            Bulk.Add(started.Value.Id);
            world.Note(what);
        }
    }
}
