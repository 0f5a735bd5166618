using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Sync;

/// <summary>The work of one page inside its transaction; made for one page and thrown away.</summary>
internal sealed class PageTransaction : IDisposable
{
    private readonly PageWrite _page;
    private readonly TypedRows _typed;
    private readonly RecordTable _records;
    private readonly AssociationTable _associations;
    private readonly TypedTables _tables;
    private readonly SearchableRows _searchable;
    private readonly RecordTrail _trail;
    private readonly CampaignTables _marketing;
    private readonly CompanyCounts _counts;
    private readonly List<Taken> _taken = [];
    private readonly List<long> _gone = [];

    public PageTransaction(
        SqliteConnection connection, SqliteTransaction transaction, PageWrite page, AccountDefinitions definitions, TypedRows typed, SearchIndexWriter index)
    {
        _page = page;
        _typed = typed;
        _records = new RecordTable(connection, transaction);
        _associations = new AssociationTable(connection, transaction);
        _tables = new TypedTables(connection, transaction);
        _searchable = new SearchableRows(connection, transaction, definitions, index);
        _trail = new RecordTrail(connection, transaction, page.Type, page.Now);
        _marketing = new CampaignTables(connection, transaction, definitions.Currency);
        _counts = new CompanyCounts(connection, transaction);
    }

    /// <summary>A record whose version is the present one, after the page's rows were compared with the mirror's.</summary>
    private sealed record Taken(long Key, WireRecord Record, IReadOnlyDictionary<string, string?> Values, Verdict Verdict, bool HadRows);

    public ApplyResult Run()
    {
        WriteRecords();
        var relinked = _associations.Replace(
            _page.Type,
            _page.Targets ?? AssociationKinds.TargetsOf(_page.Type),
            [.. _taken.Where(taken => !taken.Record.Archived).Select(taken => (taken.Key, taken.Record))],
            _records,
            _taken.Where(taken => !taken.HadRows).Select(taken => taken.Key).ToHashSet());
        var changed = _taken.Where(taken => taken.Verdict != Verdict.Echo || relinked.Contains(taken.Key)).ToList();

        WriteTrail(changed);
        var merged = _trail.WriteAliases([.. _page.Aliases, .. MergedIds()], _records);
        RemoveFromLists([.. changed.Where(taken => taken.Record.Archived).Select(taken => taken.Key), .. merged.Keys]);
        var others = WriteTypedRows([.. changed.Where(taken => !taken.Record.Archived && !merged.ContainsKey(taken.Key))]);
        var counted = CountCompanies([.. changed.Select(taken => taken.Key), .. merged.Keys]);
        _trail.WriteCheckpoints(_page.Checkpoints);

        var changes = new List<RecordsChanged>();
        string[] ids = [.. changed.Select(taken => taken.Record.Id), .. merged.Values];
        changes.AddRange(ids.Chunk(200).Select(chunk => new RecordsChanged(_page.Type, chunk)));
        foreach (var (type, keys) in _associations.Others)
        {
            // A screen that shows the record at the other end shows this association too.
            changes.AddRange(_records.ReadIds(keys).Except(type == ObjectType.Contact ? others : type == ObjectType.Company ? counted : []).Chunk(200).Select(chunk => new RecordsChanged(type, chunk)));
        }

        changes.AddRange(counted.Chunk(200).Select(chunk => new RecordsChanged(ObjectType.Company, chunk)));
        changes.AddRange(others.Chunk(200).Select(chunk => new RecordsChanged(ObjectType.Contact, chunk)));
        return new ApplyResult(
            changed.Count(taken => taken.Verdict == Verdict.Created),
            changed.Count(taken => taken.Verdict != Verdict.Created && !taken.Record.Archived),
            changed.Count(taken => taken.Verdict != Verdict.Created && taken.Record.Archived) + merged.Count,
            changes);
    }

    public void Dispose()
    {
        _records.Dispose();
        _associations.Dispose();
        _tables.Dispose();
        _trail.Dispose();
    }

    private void WriteRecords()
    {
        // A record that comes twice on a page counts once: the newer of them, the later where they are as new.
        var records = _page.Records
            .GroupBy(record => record.Id)
            .Select(versions => versions.Aggregate((first, next) => next.UpdatedAt >= first.UpdatedAt ? next : first))
            .ToList();
        string[] ids = [.. records.Select(record => record.Id)];
        var stored = _records.Find(_page.Type, ids);
        var merged = _trail.MergedAmong(ids);
        foreach (var record in records)
        {
            // An answer that was on its way while its record was merged into another brings it back to no list.
            if (!record.Archived && merged.Contains(record.Id))
            {
                continue;
            }

            var existing = stored.GetValueOrDefault(record.Id);
            if (existing is not null && record.UpdatedAt < existing.UpdatedAt)
            {
                continue;
            }

            var values = _page.Kind == WriteKind.Whole || existing is null ? record.Properties : Merge(existing.Key, record.Properties);
            var hash = PropertyValues.Hash(values);
            var verdict = RecordTable.Judge(existing, record, hash, _page.Revives);
            if (verdict == Verdict.Stale)
            {
                continue;
            }

            // An answer that has some properties only leaves the others as they were in the version before.
            var isPartial = _page.Kind == WriteKind.Partial;
            var key = verdict == Verdict.Echo ? existing!.Key : _records.Write(_page.Type, record, existing?.Key, values, hash, isPartial);
            if (verdict == Verdict.Echo)
            {
                if (existing!.IsPartial && !isPartial)
                {
                    _records.Complete(key);
                }
            }
            else
            {
                _trail.WriteChange(key, record.UpdatedAt, hash);
            }

            _taken.Add(new Taken(key, record, values, verdict, existing is { IsStub: false }));
        }
    }

    private Dictionary<string, string?> Merge(long key, IReadOnlyDictionary<string, string?> partial)
    {
        var values = _records.Values(key);
        foreach (var (name, value) in partial)
        {
            values[name] = value;
        }

        return values;
    }

    private void WriteTrail(List<Taken> changed)
    {
        foreach (var taken in _taken)
        {
            // A version that is here already may still bring history that an answer to an edit did not have.
            if (taken.Record.History is { } history)
            {
                _trail.WriteHistory(taken.Key, history);
            }
        }

        foreach (var taken in _page.Rejudges ? _taken : changed.Where(taken => taken.Verdict != Verdict.Echo))
        {
            _trail.WriteFaults(taken.Key, taken.HadRows, _typed.Faults(_page.Type, taken.Values));
        }
    }

    private IEnumerable<(string OldId, string SurvivorId)> MergedIds()
    {
        foreach (var taken in _taken.Where(taken => taken.Verdict != Verdict.Echo))
        {
            if (taken.Values.GetValueOrDefault(ObjectTypes.MergedIdsProperty) is { Length: > 0 } merged)
            {
                foreach (var old in merged.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                {
                    if (old != taken.Record.Id)
                    {
                        yield return (old, taken.Record.Id);
                    }
                }
            }
        }
    }

    private void RemoveFromLists(IReadOnlyList<long> keys)
    {
        foreach (var key in keys)
        {
            _tables.Remove(_page.Type, key);
        }

        if (keys.Count == 0)
        {
            return;
        }

        _gone.AddRange(keys);
        if (SyncKinds.Of(_page.Type).IsIndexed)
        {
            _searchable.Remove(_page.Type, keys);
        }

        if (_page.Type == ObjectType.Campaign)
        {
            _marketing.Remove(keys);
        }
    }

    // Returns the companies of other pages that have another number of contacts or open deals because of this one.
    private List<string> CountCompanies(IReadOnlyCollection<long> keys)
    {
        switch (_page.Type)
        {
            case ObjectType.Company:
                _counts.Refresh(keys);
                return [];

            case ObjectType.Contact or ObjectType.Deal:
                var companies = _counts.CompaniesOf(keys);
                companies.UnionWith(_associations.Others.GetValueOrDefault(ObjectType.Company) ?? []);
                return _counts.Refresh(companies);

            default:
                return [];
        }
    }

    // Returns the contacts that show another company because of this page.
    private List<string> WriteTypedRows(List<Taken> live)
    {
        List<long> touched = [.. live.Select(taken => taken.Key), .. _gone];
        var linked = _associations.Others;
        if (touched.Count == 0 && linked.Count == 0)
        {
            return [];
        }

        switch (_page.Type)
        {
            case ObjectType.Contact:
                var companies = _searchable.PrimaryCompanies([.. live.Select(taken => taken.Key)]);
                var contacts = live.ConvertAll(taken => TypedRows.Contact(taken.Key, taken.Record, taken.Values, companies.GetValueOrDefault(taken.Key)));
                contacts.ForEach(_tables.Write);
                _searchable.Index(contacts);
                _searchable.ContactsRenamed(touched, linked.GetValueOrDefault(ObjectType.Deal) ?? []);
                return [];

            case ObjectType.Company:
                var rows = live.ConvertAll(taken => TypedRows.Company(taken.Key, taken.Record, taken.Values));
                var renamed = _searchable.Renamed(rows);
                rows.ForEach(_tables.Write);
                _searchable.Index(rows);
                _searchable.RefreshFurther(ObjectType.Contact, _searchable.Associated([.. renamed, .. _gone], ObjectType.Contact));
                return _searchable.CompaniesRenamed(
                    touched, linked.GetValueOrDefault(ObjectType.Contact) ?? [], linked.GetValueOrDefault(ObjectType.Deal) ?? []);

            case ObjectType.Deal:
                var deals = live.ConvertAll(taken => _typed.Deal(taken.Key, taken.Record, taken.Values));
                deals.ForEach(_tables.Write);
                _searchable.Index(deals);
                return [];

            case ObjectType.Campaign:
                _marketing.Write(live.ConvertAll(taken => TypedRows.Campaign(taken.Key, taken.Record, taken.Values)));
                _searchable.Index(_marketing.Find([.. live.Select(taken => taken.Key)]));
                return [];

            case ObjectType.MarketingEmail:
                var emails = live.ConvertAll(taken => TypedRows.MarketingEmail(taken.Key, taken.Record, taken.Values));
                emails.ForEach(_tables.Write);
                _marketing.RateEmails();
                return [];

            default:
                live.ForEach(taken => _tables.Write(TypedRows.Engagement(_page.Type, taken.Key, taken.Record, taken.Values)));
                if (_page.Type == ObjectType.Note)
                {
                    foreach (var type in ObjectTypes.CrmObjects)
                    {
                        _searchable.RefreshFurther(type, [.. _searchable.Associated(touched, type).Union(linked.GetValueOrDefault(type) ?? [])]);
                    }
                }

                return [];
        }
    }
}
