using System.Collections.Concurrent;

namespace HubSpotCrm.Sandbox.Data;

/// <summary>Who is associated with whom now: as computed, until one of a record's links was changed.</summary>
internal sealed class LinkStore(BaseRecords records)
{
    private readonly ConcurrentDictionary<(ObjectKind From, long Id, ObjectKind To), Link[]> _changed = new();

    /// <summary>The record's links to the other type in the order of their ids, archived ends included.</summary>
    public IReadOnlyList<Link> Of(ObjectKind from, long id, ObjectKind to) =>
        _changed.TryGetValue((from, id, to), out var links) ? links : Computed(from, id, to);

    /// <summary>Makes these the types of the link, seen from the first record; none removes it. One company at most stays primary.</summary>
    public void Set(ObjectKind from, long id, ObjectKind to, long toId, int[] types)
    {
        if (types.Any(LinkTypes.IsPrimary))
        {
            var (owner, ownerId, company, companyId) = types.Any(LinkTypes.IsOneAtMost) ? (from, id, to, toId) : (to, toId, from, id);
            foreach (var other in Of(owner, ownerId, company).Where(link => link.To != companyId && link.Types.Any(LinkTypes.IsPrimary)).ToArray())
            {
                Replace(owner, ownerId, company, other.To, [.. other.Types.Where(type => !LinkTypes.IsPrimary(type))]);
            }
        }

        Replace(from, id, to, toId, types);
    }

    /// <summary>Gives the links of one record to another of its type, which keeps its own primary company.</summary>
    public void Move(ObjectKind kind, long from, long into)
    {
        foreach (var to in Schemas.All.Select(schema => schema.Kind).Where(to => LinkTypes.Plain(kind, to) != 0))
        {
            foreach (var link in Of(kind, from, to).ToArray())
            {
                var own = Of(kind, into, to);
                var hasPrimary = own.Any(one => one.Types.Any(LinkTypes.IsPrimary));
                var types = link.Types.Where(type => !hasPrimary || !LinkTypes.IsPrimary(type)).Union(own.FirstOrDefault(one => one.To == link.To)?.Types ?? []);
                Replace(kind, from, to, link.To, []);
                Set(kind, into, to, link.To, [.. types]);
            }
        }
    }

    public void Clear() => _changed.Clear();

    private void Replace(ObjectKind from, long id, ObjectKind to, long toId, int[] types)
    {
        _changed[(from, id, to)] = With(Of(from, id, to), toId, types);
        _changed[(to, toId, from)] = With(Of(to, toId, from), id, [.. types.Select(LinkTypes.FromOtherSide)]);
    }

    private static Link[] With(IEnumerable<Link> links, long toId, int[] types)
    {
        var others = links.Where(link => link.To != toId);
        return [.. (types.Length == 0 ? others : others.Append(new Link(toId, types))).OrderBy(link => link.To)];
    }

    private List<Link> Computed(ObjectKind from, long id, ObjectKind to)
    {
        var index = records.Data.IndexOf(from, id);
        if (index < 0)
        {
            return [];
        }

        var (plain, primary) = (LinkTypes.Plain(from, to), LinkTypes.Primary(from, to));
        return [.. records.Links.Of(from, index, to)
            .Select(one => new Link(records.Data.IdOf(to, one.Index), one.Primary ? [primary, plain] : [plain]))
            .OrderBy(link => link.To)];
    }
}
