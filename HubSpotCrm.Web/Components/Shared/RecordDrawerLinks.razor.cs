using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>The records that HubSpot links to an open one, by kind, primary first.</summary>
public sealed partial class RecordDrawerLinks : ComponentBase
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<AssociatedRecord> Associations { get; set; }

    /// <summary>Null when the portal has no address for the record.</summary>
    [Parameter]
    public Func<AssociatedRecord, string?> LinkOf { get; set; } = _ => null;

    private static string HeadingOf(ObjectType type) => Words.Capital(type.Plural());
}
