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
internal sealed class Crm(BaseRecords records, TimeProvider time)
{
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<long, CrmRecord>[] _written = [new(), new(), new()];
    private readonly ImmutableSortedSet<long>[] _created = [ImmutableSortedSet<long>.Empty, ImmutableSortedSet<long>.Empty, ImmutableSortedSet<long>.Empty];
    private readonly LinkStore _links = new(records);
    private readonly UniqueIndex _unique = new(records);

    /// <summary>Where changes go; set once what the file holds has been applied.</summary>
    public Journal? Journal { get; set; }

    /// <summary>How far search lags behind writes, in milliseconds.</summary>
    public int SearchLagMs { get; set; }

    public BaseRecords Base { get; } = records;

    public long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public IEnumerable<CrmRecord> Written(ObjectKind kind) => _written[(int)kind].Values;

    public bool IsWritten(ObjectKind kind, long id) => _written[(int)kind].ContainsKey(id);

    public int WrittenCount(ObjectKind kind) => _written[(int)kind].Count;

    /// <summary>The record, archived or not; null when the account never had it.</summary>
    public CrmRecord? Find(ObjectKind kind, long id) =>
        _written[(int)kind].TryGetValue(id, out var record) ? record
            : Base.Data.IndexOf(kind, id) is >= 0 and var index ? Base.Make(kind, index) : null;

    /// <summary>Records in the order of their ids, from the given one on.</summary>
    public IEnumerable<CrmRecord> From(ObjectKind kind, long id, bool archived)
    {
        for (var index = Base.Data.FirstFrom(kind, id); index < Base.Data.Count(kind); index++)
        {
            if (_written[(int)kind].TryGetValue(Base.Data.IdOf(kind, index), out var record))
            {
                if (record.ArchivedMs is not null == archived)
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
            if (_written[(int)kind].TryGetValue(created[place], out var record) && record.ArchivedMs is not null == archived)
            {
                yield return record;
            }
        }
    }

    /// <summary>The record that has the value of a unique property, archived ones left out; null when none has.</summary>
    public CrmRecord? FindUnique(ObjectSchema schema, PropertyDefinition property, string value) =>
        _unique.Candidates(schema, property, value)
            .Select(id => Find(schema.Kind, id))
            .FirstOrDefault(record => record is { ArchivedMs: null } && string.Equals(record.Values[property.Slot], value, StringComparison.OrdinalIgnoreCase));

    /// <summary>Ids of records that have the value of a unique property, or had it once.</summary>
    public IEnumerable<long> UniqueCandidates(ObjectSchema schema, PropertyDefinition property, string value) => _unique.Candidates(schema, property, value);

    /// <summary>The record's links whose other end is not archived.</summary>
    public IEnumerable<Link> Links(ObjectKind from, long id, ObjectKind to) =>
        from == to ? [] : _links.Of(from, id, to).Where(link => IsLive(to, link.To));

    /// <summary>All versions of a property, newest first.</summary>
    public List<PropertyVersion> Versions(CrmRecord record, PropertyDefinition property)
    {
        List<PropertyVersion> versions = [.. record.Written.GetValueOrDefault(property.Slot) ?? []];
        if (property.Slot == record.Schema.Modified && versions.Count == 0 && record.WrittenMs > 0)
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
        lock (_writing)
        {
            var created = _created[(int)kind];
            var id = (created.IsEmpty ? Base.Data.FirstFreeId(kind) : created.Max) + 1_009;
            Write(new JournalEntry("create") { At = NowMs, Kind = kind, Id = id, Values = values, Source = writer.SourceType, SourceId = writer.SourceId, User = writer.UserId });
            return _written[(int)kind][id];
        }
    }

    /// <summary>Sets the values that differ; a record whose values all stand already stays as it is.</summary>
    public CrmRecord Update(ObjectKind kind, long id, Dictionary<string, string?> values, Writer writer)
    {
        lock (_writing)
        {
            var record = Find(kind, id)!;
            var changes = values.Where(pair => record[pair.Key] != pair.Value).ToDictionary();
            if (changes.Count == 0)
            {
                return record;
            }

            Write(new JournalEntry("set") { At = NowMs, Kind = kind, Id = id, Values = changes, Source = writer.SourceType, SourceId = writer.SourceId, User = writer.UserId });
            return _written[(int)kind][id];
        }
    }

    public void Archive(ObjectKind kind, long id) => WriteLocked(new JournalEntry("archive") { At = NowMs, Kind = kind, Id = id });

    /// <summary>Makes these the types of the link between two records; none removes it.</summary>
    public void SetLink(ObjectKind from, long id, ObjectKind to, long toId, int[] types) =>
        WriteLocked(new JournalEntry("link") { At = NowMs, Kind = from, Id = id, To = to, ToId = toId, Types = types });

    public void Clear()
    {
        lock (_writing)
        {
            foreach (var kind in Enum.GetValues<ObjectKind>())
            {
                _written[(int)kind].Clear();
                _created[(int)kind] = [];
            }

            _links.Clear();
            _unique.Clear();
        }
    }

    /// <summary>Applies a change, new or read from the file; both come here, so both end the same.</summary>
    public void Apply(JournalEntry entry)
    {
        var (kind, id) = (entry.Kind!.Value, entry.Id!.Value);
        switch (entry.Op)
        {
            case "create":
                var schema = Schemas.Of(kind);
                var fresh = new CrmRecord(kind, id, -1, new string?[schema.Properties.Length], entry.At, entry.At, null) { WrittenMs = entry.At };
                fresh.Values[schema.ObjectId] = Stamp.Text(id);
                fresh.Values[schema.Created] = Stamp.Iso(entry.At);
                Keep(RecordChange.Apply(fresh, entry));
                _created[(int)kind] = _created[(int)kind].Add(id);
                break;
            case "set":
                var before = Find(kind, id)!;
                Keep(RecordChange.Apply(before, entry) with { Previous = SearchLagMs > 0 ? before : null });
                break;
            case "archive":
                Keep(Find(kind, id)! with { ArchivedMs = entry.At, WrittenMs = entry.At });
                break;
            case "link":
                _links.Set(kind, id, entry.To!.Value, entry.ToId!.Value, entry.Types!);
                break;
        }
    }

    private bool IsLive(ObjectKind kind, long id) =>
        _written[(int)kind].TryGetValue(id, out var record) ? record.ArchivedMs is null
            : Base.Data.IndexOf(kind, id) is >= 0 and var index && Base.Data.ArchivedMs(kind, index) is null;

    private void Keep(CrmRecord record)
    {
        _written[(int)record.Kind][record.Id] = record;
        _unique.Add(record);
    }

    private void WriteLocked(JournalEntry entry)
    {
        lock (_writing)
        {
            Write(entry);
        }
    }

    private void Write(JournalEntry entry)
    {
        Apply(entry);
        Journal?.Append(entry);
    }
}
