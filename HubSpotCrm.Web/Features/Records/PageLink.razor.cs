using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>A step to another page of a list; off where there is none.</summary>
public sealed partial class PageLink : ComponentBase
{
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter, EditorRequired]
    public required string Icon { get; set; }

    /// <summary>Null: there is no such page.</summary>
    [Parameter]
    public string? Href { get; set; }

    /// <summary>Called in the place of following the address, where the list does not own the page's.</summary>
    [Parameter]
    public EventCallback OnGo { get; set; }
}
