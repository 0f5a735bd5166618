using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>Contacts by lifecycle stage, and those without an owner.</summary>
internal static class Lifecycle
{
    private const string Property = "lifecyclestage";

    public static IReadOnlyList<LifecycleCount> Of(ReportScope scope)
    {
        var counts = scope.Rows("SELECT coalesce(lifecycle_stage, ''), count(*) FROM contact GROUP BY 1", row => (Value: row.GetString(0), Count: row.GetInt64(1)))
            .ToDictionary(row => row.Value, row => row.Count);
        var total = counts.Values.Sum();
        var defined = (scope.Definitions.FindProperty(ObjectType.Contact, Property)?.Options ?? [])
            .Where(option => !option.IsHidden || counts.ContainsKey(option.Value)).OrderBy(option => option.DisplayOrder).Select(option => option.Value).ToList();
        return [.. defined.Concat(counts.Keys.Except(defined).OrderBy(value => value.Length == 0).ThenBy(value => value, StringComparer.Ordinal))
            .Select(value => Count(scope, value, counts.GetValueOrDefault(value), total))];
    }

    public static Figure Unassigned(ReportScope scope)
    {
        var count = scope.Count("SELECT count(*) FROM contact WHERE owner_id IS NULL");
        return new Figure
        {
            Value = count,
            Unit = FigureUnit.Count,
            Formula = "Contacts without an owner.",
            Sample = count,
            Records = new RecordList(ObjectType.Contact, [new AnyOf("owner", [""])]),
        };
    }

    private static LifecycleCount Count(ReportScope scope, string value, long count, long total)
    {
        var contacts = new Figure
        {
            Value = count,
            Unit = FigureUnit.Count,
            Formula = "Contacts in this lifecycle stage now.",
            Sample = count,
            Records = new RecordList(ObjectType.Contact, [new AnyOf("stage", [value])]),
        };
        return new LifecycleCount(
            value,
            value.Length == 0 ? "No stage" : scope.Definitions.LabelOf(ObjectType.Contact, Property, value),
            contacts,
            contacts with { Value = total == 0 ? null : (decimal)count / total, Unit = FigureUnit.Rate, Formula = "Contacts in this stage / all contacts.", Sample = total, Part = count });
    }
}
