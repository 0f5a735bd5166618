using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Web.Features.Filters;

/// <summary>How the parts of a group are put together.</summary>
public enum GroupMode
{
    All,
    Any,

    /// <summary>None of them holds.</summary>
    None,

    /// <summary>At least one of them does not hold.</summary>
    NotAll,
}

/// <summary>A part of a filter while it is built: it may be unfinished, and then filters nothing.</summary>
public abstract class FilterDraft
{
    /// <summary>Null while it filters nothing.</summary>
    public abstract FilterNode? ToNode();

    /// <summary>The draft that says the same as the tree.</summary>
    public static GroupDraft Of(ObjectType type, IReadOnlyList<FilterNode> filters)
    {
        var group = filters is [EitherOf or Not { Node: AllOf or EitherOf }] ? (GroupDraft)OfNode(type, filters[0]) : new GroupDraft(type);
        if (group.Parts.Count == 0)
        {
            group.Parts.AddRange(filters.Select(filter => OfNode(type, filter)));
        }

        return group;
    }

    private static FilterDraft OfNode(ObjectType type, FilterNode node) => node switch
    {
        FieldFilter filter => ConditionDraft.Of(type, filter, isNot: false),
        Not { Node: FieldFilter filter } => ConditionDraft.Of(type, filter, isNot: true),
        Related related => OfRelated(related, isAbsent: false),
        Not { Node: Related related } => OfRelated(related, isAbsent: true),
        AllOf all => Group(type, GroupMode.All, all.Nodes),
        EitherOf either => Group(type, GroupMode.Any, either.Nodes),
        Not { Node: EitherOf either } => Group(type, GroupMode.None, either.Nodes),
        Not { Node: AllOf all } => Group(type, GroupMode.NotAll, all.Nodes),
        Not { Node: Not { Node: var twice } } => OfNode(type, twice),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "No such filter."),
    };

    private static GroupDraft Group(ObjectType type, GroupMode mode, IEnumerable<FilterNode> nodes)
    {
        var group = new GroupDraft(type) { Mode = mode };
        group.Parts.AddRange(nodes.Select(node => OfNode(type, node)));
        return group;
    }

    private static GroupDraft OfRelated(Related related, bool isAbsent)
    {
        var group = related.Where switch
        {
            AllOf all => Group(related.Type, GroupMode.All, all.Nodes),
            EitherOf either => Group(related.Type, GroupMode.Any, either.Nodes),
            var one => Group(related.Type, GroupMode.All, [one]),
        };
        (group.IsRelated, group.IsAbsent) = (true, isAbsent);
        return group;
    }
}

/// <summary>A group of conditions, of the same record or of a related one.</summary>
/// <param name="type">The kind of record whose fields are asked.</param>
public sealed class GroupDraft(ObjectType type) : FilterDraft
{
    public ObjectType Type { get; } = type;

    public GroupMode Mode { get; set; }

    /// <summary>Of a related record: there is one for which the group holds.</summary>
    public bool IsRelated { get; set; }

    /// <summary>There is no such related record.</summary>
    public bool IsAbsent { get; set; }

    public List<FilterDraft> Parts { get; } = [];

    public override FilterNode? ToNode()
    {
        var nodes = Parts.Select(part => part.ToNode()).OfType<FilterNode>().ToList();
        FilterNode? node = (nodes.Count, Mode) switch
        {
            (0, _) => null,
            (_, GroupMode.Any) => new EitherOf(nodes),
            (_, GroupMode.None) => new Not(new EitherOf(nodes)),
            (_, GroupMode.NotAll) => new Not(new AllOf(nodes)),
            _ => new AllOf(nodes),
        };
        if (!IsRelated)
        {
            return node;
        }

        // Without conditions any related record will do.
        var related = new Related(Type, node ?? new AllOf([]));
        return IsAbsent ? new Not(related) : related;
    }
}
