using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Benchmarks.Simulation;

/// <summary>What other people do in HubSpot.</summary>
internal sealed class HubSpotSide(World world)
{
    /// <summary>More than one search of the simulation shows.</summary>
    private const int Crowd = 24;

    public static readonly ObjectKind[] Kinds = [ObjectKind.Contact, ObjectKind.Company, ObjectKind.Deal, ObjectKind.Task];

    private static readonly Dictionary<ObjectKind, string[]> Texts = new()
    {
        [ObjectKind.Contact] = ["jobtitle", "phone", "city"],
        [ObjectKind.Company] = ["phone", "city", "address"],
        [ObjectKind.Deal] = ["hs_next_step", "closed_lost_reason"],
        [ObjectKind.Task] = ["hs_task_subject"],
    };

    private static readonly Writer Colleague = Writer.OtherUser(61_002_014);

    private int _number;

    /// <summary>Records that were archived at some time, whatever they are now.</summary>
    public HashSet<(ObjectKind Kind, long Id)> EverArchived { get; } = [];

    /// <summary>Told of each change: what a webhook would tell.</summary>
    public Action<ObjectKind, long>? Changed { get; set; }

    public static string[] TextsOf(ObjectKind kind) => Texts[kind];

    public List<CrmRecord> Live(ObjectKind kind) => [.. world.Crm.From(kind, 0, archived: false)];

    /// <summary>One change of any kind.</summary>
    public void Act()
    {
        switch (world.Chance.Next(100))
        {
            case < 38:
                Edit(world.Any(Kinds));
                break;
            case < 47:
                Create(world.Any(Kinds));
                break;
            case < 56:
                Archive(world.Any(Kinds));
                break;
            case < 61:
                Restore(world.Any(Kinds));
                break;
            case < 65:
                Erase();
                break;
            case < 75:
                Merge(world.Any(Kinds[..3]));
                break;
            case < 88:
                Associate();
                break;
            case < 93:
                Crowded(world.Any(Kinds[..3]));
                break;
            default:
                Define(world.Any(Kinds[..3]));
                break;
        }
    }

    public void Edit(ObjectKind kind)
    {
        if (Some(kind) is { } record)
        {
            var property = Pick(kind);
            world.Crm.Update(kind, record.Id, new() { [property] = $"theirs {++_number}" }, Colleague);
            Note("edit in HubSpot", kind, record.Id);
        }
    }

    public void Archive(ObjectKind kind)
    {
        if (Live(kind).Count > 4 && Some(kind) is { } record)
        {
            world.Crm.Archive(kind, record.Id);
            EverArchived.Add((kind, record.Id));
            Note("archive in HubSpot", kind, record.Id);
        }
    }

    private void Create(ObjectKind kind)
    {
        var number = ++_number;
        var made = world.Crm.Create(kind, kind switch
        {
            ObjectKind.Contact => new() { ["email"] = $"theirs{number}@example.org", ["lastname"] = $"Theirs {number}" },
            ObjectKind.Company => new() { ["name"] = $"Theirs {number}", ["domain"] = $"theirs{number}.example.org" },
            ObjectKind.Deal => new() { ["dealname"] = $"Theirs {number}", ["pipeline"] = "default", ["dealstage"] = "contractsent", ["amount"] = "100" },
            _ => new() { ["hs_task_subject"] = $"Theirs {number}" },
        }, Colleague);
        Note("create in HubSpot", kind, made.Id);
    }

    private void Restore(ObjectKind kind)
    {
        var archived = world.Crm.From(kind, 0, archived: true).ToList();
        if (archived.Count > 0)
        {
            var record = world.Any(archived);
            world.Crm.Restore(kind, record.Id);
            EverArchived.Add((kind, record.Id));
            Note("restore in HubSpot", kind, record.Id);
        }
    }

    private void Erase()
    {
        if (Live(ObjectKind.Contact).Count > 8 && Some(ObjectKind.Contact) is { } record)
        {
            world.Crm.Erase(ObjectKind.Contact, record.Id);
            Note("erase in HubSpot", ObjectKind.Contact, record.Id);
        }
    }

    private void Merge(ObjectKind kind)
    {
        var live = Live(kind);
        if (live.Count < 7)
        {
            return;
        }

        var (one, other) = (world.Any(live), world.Any(live));
        if (one.Id == other.Id)
        {
            return;
        }

        // A survivor is merged again at times, which makes a chain.
        for (var more = world.Chance.Next(3) == 0; ; more = false)
        {
            var isNew = world.Chance.Next(2) == 0;
            one = isNew ? world.Crm.MergeIntoNew(kind, one.Id, other.Id) : world.Crm.Merge(kind, one.Id, other.Id);
            Note(isNew ? "merge into a new id" : "merge", kind, one.Id);
            live = Live(kind);
            other = world.Any(live);
            if (!more || other.Id == one.Id || live.Count < 6)
            {
                return;
            }

            (one, other) = world.Chance.Next(2) == 0 ? (one, other) : (other, one);
            world.Note("merge of a merged record");
        }
    }

    private void Associate()
    {
        var (from, to) = world.Any<(ObjectKind, ObjectKind)>(
            [(ObjectKind.Contact, ObjectKind.Company), (ObjectKind.Contact, ObjectKind.Deal), (ObjectKind.Deal, ObjectKind.Company), (ObjectKind.Task, ObjectKind.Contact)]);
        if (Some(from) is not { } one || Some(to) is not { } other)
        {
            return;
        }

        var linked = world.Crm.Links(from, one.Id, to).Any(link => link.To == other.Id);
        world.Crm.SetLink(from, one.Id, to, other.Id, linked ? [] : [LinkTypes.Plain(from, to)]);
        Note(linked ? "association removed" : "association made", from, one.Id);
    }

    // An import, or a bulk job of HubSpot: many records with one modified millisecond.
    private void Crowded(ObjectKind kind)
    {
        var number = ++_number;
        if (Live(kind).Count < Crowd)
        {
            for (var made = 0; made < Crowd; made++)
            {
                Create(kind);
            }
        }
        else
        {
            var property = Pick(kind);
            foreach (var record in Live(kind).Take(Crowd + world.Chance.Next(8)))
            {
                world.Crm.Update(kind, record.Id, new() { [property] = $"theirs {number}" }, Colleague);
            }
        }

        world.Note("crowded millisecond", $"{kind}");
    }

    private void Define(ObjectKind kind)
    {
        var own = world.Crm.Schemas[kind].Properties.Where(property => property.Name.StartsWith("sim_", StringComparison.Ordinal)).ToList();
        if (own.Count > 0 && world.Chance.Next(2) == 0)
        {
            world.Crm.PutProperty(kind, own[0] with { ArchivedMs = world.NowMs });
            Note("property removed", kind, 0);
            return;
        }

        var name = $"sim_{++_number}";
        world.Crm.PutProperty(kind, new PropertyDefinition(name, name, "string", "text", $"{Schemas.Of(kind).Singular}information") { Custom = true });
        Note("property added", kind, 0);
        if (Some(kind) is { } record)
        {
            world.Crm.Update(kind, record.Id, new() { [name] = $"theirs {_number}" }, Colleague);
        }
    }

    private string Pick(ObjectKind kind)
    {
        var added = world.Crm.Schemas[kind].Properties.Where(property => property.Name.StartsWith("sim_", StringComparison.Ordinal)).Select(property => property.Name);
        return world.Any([.. Texts[kind], .. added]);
    }

    private CrmRecord? Some(ObjectKind kind) => Live(kind) is { Count: > 0 } live ? world.Any(live) : null;

    private void Note(string what, ObjectKind kind, long id)
    {
        world.Note(what, $"{kind} {id}");
        Changed?.Invoke(kind, id);
    }
}
