using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace HubSpotCrm.Sandbox.Data;

/// <summary>Who writes, as the history of a property tells it.</summary>
internal sealed record Writer(string SourceType, string? SourceId = null, long? UserId = null)
{
    public static readonly Writer Api = new("INTEGRATION", Stamp.Text(Reference.AppId));

    public static Writer OtherUser(long userId) => new("CRM_UI", $"userId:{userId}", userId);
}

/// <summary>The records of the account: computed ones, and over them those that were written. Only what was written is kept.</summary>
internal sealed class Crm(BaseRecords records, TimeProvider time, Lock writing)
{
    private readonly ConcurrentDictionary<long, CrmRecord>[] _written = [.. Data.Schemas.All.Select(_ => new ConcurrentDictionary<long, CrmRecord>())];
    private readonly ImmutableSortedSet<long>[] _created = [.. Data.Schemas.All.Select(_ => ImmutableSortedSet<long>.Empty)];
    private readonly LinkStore _links = new(records);
    private readonly UniqueIndex _unique = new(records);

    /// <summary>Where changes go; set once what the file holds has been applied.</summary>
    public Journal? Journal { get; set; }

    /// <summary>Told of every change once it is made, in their order; not of those read from the file.</summary>
    public Action<JournalEntry>? Changed { get; set; }

    /// <summary>How far search lags behind writes, in milliseconds.</summary>
    public int SearchLagMs { get; set; }

    /// <summary>How search and lists behave beyond their lag.</summary>
    public SearchHabits Habits { get; set; } = SearchHabits.Usual;

    public BaseRecords Base { get; } = records;

    /// <summary>The properties the account has now.</summary>
    public SchemaBook Schemas { get; } = new(records.Data.Currencies);

    public long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Checks and writes with nobody writing in between.</summary>
    public T Exclusively<T>(Func<T> work)
    {
        lock (writing)
        {
            return work();
        }
    }

    public IEnumerable<CrmRecord> Written(ObjectKind kind) => _written[(int)kind].Values;

    public bool IsWritten(ObjectKind kind, long id) => _written[(int)kind].ContainsKey(id);

    public int WrittenCount(ObjectKind kind) => _written[(int)kind].Count;

    /// <summary>The record, archived or not; null when the account never had it.</summary>
    public CrmRecord? Find(ObjectKind kind, long id) =>
        _written[(int)kind].TryGetValue(id, out var record) ? record
            : Base.Data.IndexOf(kind, id) is >= 0 and var index ? Base.Make(kind, index) : null;

    /// <summary>The record, or the one it was merged into.</summary>
    public CrmRecord? Follow(ObjectKind kind, long id)
    {
        var record = Find(kind, id);
        while (record?.MergedInto is { } into)
        {
            record = Find(kind, into);
        }

        return record;
    }

    /// <summary>Records in the order of their ids, from the given one on.</summary>
    public IEnumerable<CrmRecord> From(ObjectKind kind, long id, bool archived)
    {
        for (var index = Base.Data.FirstFrom(kind, id); index < Base.Data.Count(kind); index++)
        {
            if (_written[(int)kind].TryGetValue(Base.Data.IdOf(kind, index), out var record))
            {
                if (!record.IsGone && record.ArchivedMs is not null == archived)
                {
                    yield return record;
                }
            }
            else if (Base.Data.ArchivedMs(kind, index) is not null == archived)
            {
                yield return Base.Make(kind, index);
            }
        }

        var created = Volatile.Read(ref _created[(int)kind]);
        var place = created.IndexOf(id);
        for (place = place < 0 ? ~place : place; place < created.Count; place++)
        {
            if (_written[(int)kind].TryGetValue(created[place], out var record) && !record.IsGone && record.ArchivedMs is not null == archived)
            {
                yield return record;
            }
        }
    }

    /// <summary>The live record that has the value of a unique property, be it from a record merged into it; null when none has.</summary>
    public CrmRecord? FindUnique(ObjectSchema schema, PropertyDefinition property, string value) =>
        _unique.Candidates(schema, property, value)
            .Select(id => Follow(schema.Kind, id))
            .FirstOrDefault(record => record is { IsLive: true }
                && (string.Equals(record.Value(property.Slot), value, StringComparison.OrdinalIgnoreCase)
                    || (property.Name == "email" && Merging.OtherEmails(record).Contains(value, StringComparer.OrdinalIgnoreCase))));

    /// <summary>Ids of records that have the value of a unique property, or had it once.</summary>
    public IEnumerable<long> UniqueCandidates(ObjectSchema schema, PropertyDefinition property, string value) => _unique.Candidates(schema, property, value);

    /// <summary>The record's links whose other end is live.</summary>
    public IEnumerable<Link> Links(ObjectKind from, long id, ObjectKind to) =>
        LinkTypes.Plain(from, to) == 0 ? [] : _links.Of(from, id, to).Where(link => IsLive(to, link.To));

    /// <summary>All versions of a property, newest first.</summary>
    public List<PropertyVersion> Versions(CrmRecord record, PropertyDefinition property)
    {
        List<PropertyVersion> versions = [.. record.Written.GetValueOrDefault(property.Slot) ?? []];
        if (property.Slot == Schemas[record.Kind].Modified && versions.Count == 0 && record.WrittenMs > 0)
        {
            versions.Add(new PropertyVersion(record.Values[property.Slot], record.ModifiedMs, "CALCULATED"));
        }

        if (record.BaseIndex >= 0)
        {
            versions.AddRange(History.Of(record.WrittenMs > 0 ? Base.Make(record.Kind, record.BaseIndex) : record, property, Base.Data));
        }

        return versions;
    }

    public CrmRecord Create(ObjectKind kind, Dictionary<string, string?> values, Writer writer)
    {
        lock (writing)
        {
            var created = _created[(int)kind];
            var id = (created.IsEmpty ? Base.Data.FirstFreeId(kind) : created.Max) + 1_009;
            Write(Entry("create", kind, id, writer) with { Values = values });
            return _written[(int)kind][id];
        }
    }

    /// <summary>Sets the values that differ; a record whose values all stand already stays as it is.</summary>
    public CrmRecord Update(ObjectKind kind, long id, Dictionary<string, string?> values, Writer writer)
    {
        lock (writing)
        {
            var (record, schema) = (Find(kind, id)!, Schemas[kind]);
            var changes = values.Where(pair => schema.Find(pair.Key) is { } property && record.Value(property.Slot) != pair.Value).ToDictionary();
            if (changes.Count == 0)
            {
                return record;
            }

            Write(Entry("set", kind, id, writer) with { Values = changes });
            return _written[(int)kind][id];
        }
    }

    /// <summary>Sets one value in many records, each at a moment of its own; nobody writes in between. The moments are not before the records' last changes.</summary>
    public void UpdateMany(ObjectKind kind, IReadOnlyList<long> ids, string property, string value, Func<int, long> at, Writer writer)
    {
        lock (writing)
        {
            var values = new Dictionary<string, string?> { [property] = value };
            for (var place = 0; place < ids.Count; place++)
            {
                Write(Entry("set", kind, ids[place], writer) with { At = at(place), Values = values });
            }
        }
    }

    /// <summary>Archives many records at one moment.</summary>
    public void ArchiveMany(ObjectKind kind, IReadOnlyList<long> ids)
    {
        lock (writing)
        {
            var now = NowMs;
            foreach (var id in ids)
            {
                Write(new JournalEntry("archive") { At = now, Kind = kind, Id = id });
            }
        }
    }

    public void Archive(ObjectKind kind, long id) => WriteLocked(new JournalEntry("archive") { At = NowMs, Kind = kind, Id = id });

    /// <summary>Makes two records one: the first stays, with what it lacked of the other, which is found as the first from now on.</summary>
    public CrmRecord Merge(ObjectKind kind, long id, long other)
    {
        lock (writing)
        {
            var values = Merging.Values(Schemas[kind], Find(kind, id)!, Find(kind, other)!, NowMs);
            Write(Entry("merge", kind, id, Writer.Api) with { Values = values, ToId = other });
            return _written[(int)kind][id];
        }
    }

    /// <summary>Makes two records one that has an id of its own; both are found as that from now on.</summary>
    public CrmRecord MergeIntoNew(ObjectKind kind, long id, long other)
    {
        lock (writing)
        {
            var (one, two) = (Find(kind, id)!, Find(kind, other)!);
            var values = Merging.Values(Schemas[kind], one, two, NowMs);
            var old = values["hs_merged_object_ids"]!;
            foreach (var property in Schemas[kind].Properties.Where(property => !property.ReadOnly && property.Slot != Schemas[kind].Created && one.Value(property.Slot) is not null))
            {
                values[property.Name] = one.Value(property.Slot);
            }

            values.Remove(Schemas[kind].Type.Created);
            values["hs_merged_object_ids"] = $"{Stamp.Text(id)};{old}";
            var made = Create(kind, values, Writer.Api);
            foreach (var gone in new[] { id, other })
            {
                Write(new JournalEntry("absorb") { At = NowMs, Kind = kind, Id = made.Id, ToId = gone });
            }

            return Find(kind, made.Id)!;
        }
    }

    /// <summary>Takes the record out of the recycle bin.</summary>
    public void Restore(ObjectKind kind, long id)
    {
        lock (writing)
        {
            Write(Entry("restore", kind, id, Writer.Api) with { Values = [] });
        }
    }

    /// <summary>Forgets the record and all its values for good.</summary>
    public void Erase(ObjectKind kind, long id) => WriteLocked(new JournalEntry("erase") { At = NowMs, Kind = kind, Id = id });

    /// <summary>Makes these the types of the link between two records; none removes it.</summary>
    public void SetLink(ObjectKind from, long id, ObjectKind to, long toId, int[] types) =>
        WriteLocked(new JournalEntry("link") { At = NowMs, Kind = from, Id = id, To = to, ToId = toId, Types = types });

    /// <summary>Adds a property, or gives one another definition.</summary>
    public void PutProperty(ObjectKind kind, PropertyDefinition property) =>
        WriteLocked(new JournalEntry("property") { At = NowMs, Kind = kind, Property = property });

    public void Clear()
    {
        lock (writing)
        {
            for (var kind = 0; kind < _written.Length; kind++)
            {
                _written[kind].Clear();
                _created[kind] = [];
            }

            _links.Clear();
            _unique.Clear();
            Schemas.Clear();
        }
    }

    /// <summary>Applies a change, new or read from the file; both come here, so both end the same.</summary>
    public void Apply(JournalEntry entry)
    {
        var kind = entry.Kind!.Value;
        if (entry.Op == "property")
        {
            Schemas.Put(kind, entry.Property!);
            return;
        }

        var (schema, id) = (Schemas[kind], entry.Id!.Value);
        switch (entry.Op)
        {
            case "create":
                var fresh = new CrmRecord(kind, id, -1, new string?[schema.All.Length], entry.At, entry.At, null) { WrittenMs = entry.At };
                fresh.Values[schema.ObjectId] = Stamp.Text(id);
                fresh.Values[schema.Created] = Stamp.Iso(entry.At);
                Keep(RecordChange.Apply(schema, fresh, entry, Base.Data.Currencies));
                _created[(int)kind] = _created[(int)kind].Add(id);
                break;
            case "set":
                var before = Find(kind, id)!;
                Keep(RecordChange.Apply(schema, before, entry, Base.Data.Currencies) with { Previous = SearchLagMs > 0 ? before : null });
                break;
            case "archive":
                Keep(Find(kind, id)! with { ArchivedMs = entry.At, WrittenMs = entry.At });
                break;
            case "merge":
                Keep(RecordChange.Apply(schema, Find(kind, id)!, entry, Base.Data.Currencies));
                Keep(Find(kind, entry.ToId!.Value)! with { MergedInto = id, WrittenMs = entry.At });
                _links.Move(kind, entry.ToId.Value, id);
                break;
            case "absorb":
                Keep(Find(kind, entry.ToId!.Value)! with { MergedInto = id, WrittenMs = entry.At });
                _links.Move(kind, entry.ToId.Value, id);
                break;
            case "restore":
                Keep(RecordChange.Apply(schema, Find(kind, id)! with { ArchivedMs = null }, entry, Base.Data.Currencies));
                break;
            case "erase":
                var erased = Find(kind, id)!;
                Keep(new CrmRecord(kind, id, -1, new string?[schema.All.Length], erased.CreatedMs, erased.ModifiedMs, null) { Erased = true, WrittenMs = entry.At });
                break;
            case "link":
                _links.Set(kind, id, entry.To!.Value, entry.ToId!.Value, entry.Types!);
                break;
        }
    }

    private bool IsLive(ObjectKind kind, long id) =>
        _written[(int)kind].TryGetValue(id, out var record) ? record.IsLive
            : Base.Data.IndexOf(kind, id) is >= 0 and var index && Base.Data.ArchivedMs(kind, index) is null;

    private JournalEntry Entry(string op, ObjectKind kind, long id, Writer writer) =>
        new(op) { At = NowMs, Kind = kind, Id = id, Source = writer.SourceType, SourceId = writer.SourceId, User = writer.UserId };

    private void Keep(CrmRecord record)
    {
        _written[(int)record.Kind][record.Id] = record;
        _unique.Add(Schemas[record.Kind], record);
    }

    private void WriteLocked(JournalEntry entry)
    {
        lock (writing)
        {
            Write(entry);
        }
    }

    private void Write(JournalEntry entry)
    {
        Apply(entry);
        Journal?.Append(entry);
        Changed?.Invoke(entry);
    }
}

/// <summary>How HubSpot's search and lists behave on a bad day.</summary>
/// <param name="Window">The most results of one search.</param>
/// <param name="Page">A page holds no more, whatever was asked for.</param>
/// <param name="LagsApart">Each change has a lag of its own, up to that of the account.</param>
/// <param name="ShowsPresent">A search finds by what its index knows and answers with what the records hold now.</param>
/// <param name="IdsAsText">A search sorts ids as text.</param>
internal sealed record SearchHabits(int Window, int Page, bool LagsApart = false, bool ShowsPresent = false, bool IdsAsText = false)
{
    public static SearchHabits Usual { get; } = new(Api.SearchQuery.MostResults, 200);
}
