using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Finds records without looking at each: by their times and ids alone where the filters allow it.</summary>
internal sealed class SearchEngine(Crm crm, ObjectSchema schema, SearchQuery query)
{
    private readonly BaseData _data = crm.Base.Data;
    private readonly ObjectKind _kind = schema.Kind;
    private readonly string[] _words = [.. SearchFilter.Words(query.Text ?? "")];
    private readonly PriorityQueue<Found, Found> _best = new(new Worst());
    private int _total;

    /// <summary>How many match, and those of the page asked for.</summary>
    public (int Total, List<CrmRecord> Page) Run(CancellationToken cancelled)
    {
        foreach (var index in Candidates())
        {
            if ((index & 0xFFF) == 0)
            {
                cancelled.ThrowIfCancellationRequested();
            }

            Try(index);
        }

        foreach (var record in crm.Written(_kind))
        {
            if (Visible(record) is { IsLive: true } shown && Matches(shown))
            {
                Keep(shown);
            }
        }

        var ranked = new List<Found>(_best.Count);
        while (_best.TryDequeue(out var found, out _))
        {
            ranked.Add(found);
        }

        ranked.Reverse();
        var page = ranked.Skip(query.After).Select(found => found.Record ?? crm.Base.Make(_kind, found.Index));
        return (_total, [.. crm.Habits.ShowsPresent ? page.Select(record => crm.Find(_kind, record.Id)!).Where(record => record.IsLive) : page]);
    }

    private void Try(int index)
    {
        if (_data.ArchivedMs(_kind, index) is not null)
        {
            return;
        }

        var id = _data.IdOf(_kind, index);
        if (crm.IsWritten(_kind, id))
        {
            return;
        }

        var certain = _words.Length == 0 && query.Groups.Length == 0;
        var possible = query.Groups.Length == 0;
        foreach (var group in query.Groups)
        {
            var (fits, whole) = Quick(group, index, id);
            possible |= fits;
            certain |= fits && whole && _words.Length == 0;
        }

        if (!possible)
        {
            return;
        }

        var slot = query.Sort.Slot;
        if (certain && (slot == schema.ObjectId || slot == schema.Modified || slot == schema.Created))
        {
            _total++;
            Rank(new Found(NumberOf(slot, index, id), TextOf(slot, id), Missing: false, id, index, null, query.Descending));
            return;
        }

        var record = crm.Base.Make(_kind, index);
        if (certain || Matches(record))
        {
            Keep(record);
        }
    }

    /// <summary>Whether the group lets the record through as far as id and times tell, and whether they tell all.</summary>
    private (bool Fits, bool Whole) Quick(SearchFilter[] group, int index, long id)
    {
        var whole = true;
        foreach (var filter in group)
        {
            var slot = filter.Property?.Slot;
            if (slot is { } known && (known == schema.ObjectId || known == schema.Modified || known == schema.Created))
            {
                if (!filter.Matches(NumberOf(known, index, id)))
                {
                    return (false, false);
                }
            }
            else
            {
                whole = false;
            }
        }

        return (true, whole);
    }

    private double NumberOf(int slot, int index, long id) =>
        slot == schema.ObjectId ? id : slot == schema.Modified ? _data.ModifiedMs(_kind, index) : _data.CreatedMs(_kind, index);

    private IEnumerable<int> Candidates()
    {
        if (query.Groups.Length > 0 && query.Groups.All(group => group.Any(IsLookup)))
        {
            return query.Groups.SelectMany(group => Lookup(group.First(IsLookup))).Distinct();
        }

        var from = query.Groups.Length == 0 ? double.MinValue : query.Groups.Min(group => Bound(group, range => range.From, Math.Max));
        var to = query.Groups.Length == 0 ? double.MaxValue : query.Groups.Max(group => -Bound(group, range => -range.To, Math.Max));
        if (from <= 0 && to >= _data.ReferenceMs)
        {
            return Enumerable.Range(0, _data.Count(_kind));
        }

        var order = _data.ByModified(_kind);
        var first = order.FirstFrom((long)Math.Clamp(from, 0, 1e16));
        var end = order.FirstFrom((long)Math.Clamp(to, 0, 1e16) + 1);
        return order.Indexes.Skip(first).Take(Math.Max(0, end - first));
    }

    private double Bound(SearchFilter[] group, Func<(double From, double To), double> side, Func<double, double, double> tighter) =>
        group.Where(filter => filter.Property?.Slot == schema.Modified)
            .Select(filter => side(filter.Range))
            .Where(number => !double.IsNaN(number))
            .Aggregate(double.MinValue, tighter);

    private bool IsLookup(SearchFilter filter) =>
        filter.Operator is "EQ" or "IN"
            && (filter.Linked is not null || filter.Property!.Slot == schema.ObjectId || filter.Property.Unique);

    private IEnumerable<int> Lookup(SearchFilter filter)
    {
        var values = filter.Operator == "EQ" ? [filter.Value!] : filter.Values;
        var ids = filter.Linked is { } linked
            ? values.SelectMany(value => long.TryParse(value, out var id) ? crm.Links(linked, id, _kind).Select(link => link.To) : [])
            : filter.Property!.Slot == schema.ObjectId
                ? values.Select(value => long.TryParse(value, out var id) ? id : -1)
                : values.SelectMany(value => crm.UniqueCandidates(schema, filter.Property, value));
        return ids.Select(id => _data.IndexOf(_kind, id)).Where(index => index >= 0).Distinct();
    }

    /// <summary>The record as the search index has it: a write may not have reached it yet.</summary>
    private CrmRecord? Visible(CrmRecord record)
    {
        for (var version = record; version is not null; version = version.Previous)
        {
            if (version.WrittenMs <= crm.NowMs - LagOf(version))
            {
                return version;
            }

            if (version.Previous is null && version.BaseIndex >= 0)
            {
                return version.WrittenMs == 0 ? version : crm.Base.Make(_kind, version.BaseIndex);
            }
        }

        return null;
    }

    private long LagOf(CrmRecord version) => crm.Habits.LagsApart
        ? crm.SearchLagMs * (((version.Id * 31) + version.WrittenMs) % 1_000) / 1_000
        : crm.SearchLagMs;

    private bool Matches(CrmRecord record) =>
        (query.Groups.Length == 0 || query.Groups.Any(group => group.All(filter => filter.Matches(crm, record))))
            && _words.All(word => schema.Searched.Any(slot =>
                record.Value(slot) is { } value && SearchFilter.Words(value).Any(one => one.StartsWith(word, StringComparison.OrdinalIgnoreCase))));

    private void Keep(CrmRecord record)
    {
        _total++;
        var value = record.Value(query.Sort.Slot);
        var number = SearchFilter.NumberOf(query.Sort, value);
        Rank(new Found(number ?? 0, number is null ? value : TextOf(query.Sort.Slot, record.Id), value is null, record.Id, record.BaseIndex, record, query.Descending));
    }

    private string? TextOf(int slot, long id) => crm.Habits.IdsAsText && slot == schema.ObjectId ? Stamp.Text(id) : null;

    private void Rank(Found found)
    {
        if (_best.Count < query.After + query.Limit)
        {
            _best.Enqueue(found, found);
        }
        else
        {
            _best.EnqueueDequeue(found, found);
        }
    }

    private readonly record struct Found(double Number, string? Text, bool Missing, long Id, int Index, CrmRecord? Record, bool Descending);

    /// <summary>The last in the order asked for comes out first, so that only the best are kept.</summary>
    private sealed class Worst : IComparer<Found>
    {
        public int Compare(Found x, Found y)
        {
            if (x.Missing != y.Missing)
            {
                return x.Missing ? -1 : 1;
            }

            var order = x.Text is not null && y.Text is not null ? 0 : x.Number.CompareTo(y.Number);
            order = order != 0 ? order : string.Compare(x.Text, y.Text, StringComparison.OrdinalIgnoreCase);
            order = x.Descending ? -order : order;
            return order != 0 ? -order : y.Id.CompareTo(x.Id);
        }
    }
}
