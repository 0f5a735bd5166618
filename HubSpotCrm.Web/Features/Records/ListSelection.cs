using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>The rows a user has chosen in a list, over all its pages: by their ids, or all that match.</summary>
public sealed class ListSelection
{
    private readonly HashSet<string> _ids = [];
    private string? _anchor;

    /// <summary>Every row that matches the list's question is chosen, also those that were never shown.</summary>
    public bool IsAll { get; private set; }

    public bool IsEmpty => !IsAll && _ids.Count == 0;

    public bool Contains(string id) => IsAll || _ids.Contains(id);

    /// <summary>How many are chosen.</summary>
    /// <param name="matching">How many match the list's question.</param>
    public int Count(Total? matching) => IsAll ? matching?.Count ?? 0 : _ids.Count;

    /// <summary>Chooses the row, or takes it out. Out of "all that match" the rows of the page remain.</summary>
    /// <param name="page">The rows that are shown.</param>
    public void Toggle(string id, IReadOnlyList<string> page)
    {
        Settle(page);
        if (!_ids.Remove(id))
        {
            _ids.Add(id);
        }

        _anchor = id;
    }

    /// <summary>Chooses every row from the last one that was touched to this one.</summary>
    public void Extend(string id, IReadOnlyList<string> page)
    {
        Settle(page);
        var (from, to) = (IndexOf(page, _anchor), IndexOf(page, id));
        if (from < 0)
        {
            from = to;
        }

        for (var at = Math.Min(from, to); at >= 0 && at <= Math.Max(from, to); at++)
        {
            _ids.Add(page[at]);
        }

        _anchor = id;
    }

    /// <summary>Chooses all rows of the page, or takes them out when all are chosen.</summary>
    public void TogglePage(IReadOnlyList<string> page)
    {
        if (IsAll || page.All(_ids.Contains))
        {
            (IsAll, _anchor) = (false, null);
            _ids.ExceptWith(page);
        }
        else
        {
            _ids.UnionWith(page);
        }
    }

    public void ChooseAll() => IsAll = true;

    public void Clear()
    {
        (IsAll, _anchor) = (false, null);
        _ids.Clear();
    }

    /// <summary>The chosen records as a bulk edit takes them.</summary>
    public BulkSelection ToBulk(RecordQuery query) => IsAll ? new MatchingRecords(query) : new ChosenRecords([.. _ids]);

    private void Settle(IReadOnlyList<string> page)
    {
        if (IsAll)
        {
            IsAll = false;
            _ids.UnionWith(page);
        }
    }

    private static int IndexOf(IReadOnlyList<string> page, string? id)
    {
        for (var at = 0; at < page.Count; at++)
        {
            if (page[at] == id)
            {
                return at;
            }
        }

        return -1;
    }
}
