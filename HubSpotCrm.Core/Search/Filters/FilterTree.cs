namespace HubSpotCrm.Core.Search.Filters;

/// <summary>Trees of filters in their shortest form.</summary>
public static class FilterTree
{
    /// <summary>
    /// The same tree without what filters nothing: open ranges and choices, empty texts, groups of nothing, groups of one, a group within one of its own
    /// kind, NOT of a NOT, and what stands twice in a group. Null when nothing is left: then every record passes.
    /// </summary>
    public static FilterNode? Normal(FilterNode node) => node switch
    {
        FieldFilter filter when IsOpen(filter) => null,
        AnyOf any => any.Values.Distinct(StringComparer.Ordinal).ToList() is var values && values.Count < any.Values.Count ? any with { Values = values } : any,
        NumberRange range => range with { IsOver = range is { IsOver: true, From: not null }, IsUnder = range is { IsUnder: true, To: not null } },
        FieldFilter filter => filter,
        Not { Node: Not { Node: var twice } } => Normal(twice),
        Not not => Normal(not.Node) switch
        {
            null => null,
            Not { Node: var inner } => inner,
            { } inner => new Not(inner),
        },
        Related related => related with { Where = Normal(related.Where) ?? new AllOf([]) },
        AllOf all => Group(all.Nodes, normal => normal is AllOf group ? group.Nodes : [normal], nodes => new AllOf(nodes)),
        EitherOf either => Group(either.Nodes, normal => normal is EitherOf group ? group.Nodes : [normal], nodes => new EitherOf(nodes)),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, "No such filter."),
    };

    /// <summary>A control that nobody has touched.</summary>
    public static bool IsOpen(FieldFilter filter) => filter switch
    {
        AnyOf any => any.Values.Count == 0,
        NumberRange range => range.From is null && range.To is null,
        DateRange range => range.From is null && range.To is null,
        TextTest test => TextFolding.Fold(test.Text).Length == 0,
        _ => false,
    };

    private static FilterNode? Group(IReadOnlyList<FilterNode> nodes, Func<FilterNode, IReadOnlyList<FilterNode>> flatten, Func<List<FilterNode>, FilterNode> make)
    {
        var left = nodes.Select(Normal).OfType<FilterNode>().SelectMany(flatten).Distinct().ToList();
        return left.Count switch
        {
            0 => null,
            1 => left[0],
            _ => make(left),
        };
    }
}
