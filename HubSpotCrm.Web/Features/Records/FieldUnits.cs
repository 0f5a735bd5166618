using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>What the numbers of a field count.</summary>
public static class FieldUnits
{
    private static readonly HashSet<string> Shares = ["probability", "roi", "conversion", "openrate", "clickrate"];

    /// <summary>Kept as a share of 1, read and written as percent.</summary>
    public static bool IsShare(FieldDefinition field) => field.Kind is not (FieldKind.Text or FieldKind.Choice) && Shares.Contains(field.Name);
}
