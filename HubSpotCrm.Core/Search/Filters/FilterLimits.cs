using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>How much one filter may ask.</summary>
public static class FilterLimits
{
    /// <summary>Groups within groups.</summary>
    public const int MostLevels = 10;

    /// <summary>Of one condition.</summary>
    public const int MostValues = 1000;

    /// <summary>Of all of a list's filters together.</summary>
    public const int MostConditions = 200;

    /// <summary>From a contact to its company, and from there to the company's deals.</summary>
    public const int MostHops = 2;

    private const string Field = "Filter";

    /// <summary>Null when the filters can be asked. Stops at the limits, so that a tree of any depth is told of.</summary>
    public static InvalidInput? Check(IEnumerable<FilterNode> nodes)
    {
        var conditions = 0;
        foreach (var node in nodes)
        {
            if (Check(node, 0, 0, 0, ref conditions) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static InvalidInput? Check(FilterNode node, int level, int negations, int hops, ref int conditions)
    {
        switch (node)
        {
            case FieldFilter:
                return ++conditions > MostConditions ? new InvalidInput(Field, $"at most {MostConditions} conditions can be asked at once. Take some out.") : null;
            case Not not:
                return negations >= MostLevels
                    ? new InvalidInput(Field, "NOT stands too often before one condition. Take some out.")
                    : Check(not.Node, level, negations + 1, hops, ref conditions);
            case Related related:
                return hops >= MostHops
                    ? new InvalidInput(Field, $"related records can be asked for {MostHops} steps away, as the deals of a contact's company. Take a step out.")
                    : !Enum.IsDefined(related.Type) || !ObjectTypes.CrmObjects.Contains(related.Type)
                        ? new InvalidInput(Field, "related contacts, companies and deals can be asked for, nothing else.")
                        : Check(related.Where, level, 0, hops + 1, ref conditions);
            default:
                if (level >= MostLevels)
                {
                    return new InvalidInput(Field, $"groups can stand in groups {MostLevels} levels deep. Take a level out.");
                }

                foreach (var part in node is AllOf all ? all.Nodes : ((EitherOf)node).Nodes)
                {
                    if (Check(part, level + 1, 0, hops, ref conditions) is { } fault)
                    {
                        return fault;
                    }
                }

                return null;
        }
    }
}
