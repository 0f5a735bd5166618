using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>How many live records there are.</summary>
internal static class RecordCount
{
    public static Figure Of(ReportScope scope, ObjectType type)
    {
        var count = scope.Count($"SELECT count(*) FROM {type.Singular()}");
        return new Figure
        {
            Value = count,
            Unit = FigureUnit.Count,
            Formula = $"All {type.Plural()} that are not deleted.",
            Sample = count,
            Records = new RecordList(type, []),
        };
    }
}
