using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>What the numbers of a field count.</summary>
public static class FieldUnits
{
    /// <summary>Kept as a share of 1, read and written as percent.</summary>
    public static bool IsShare(FieldDefinition field) => field.Kind == FieldKind.Percent || field is { Kind: FieldKind.Number, Name: "probability" };
}
