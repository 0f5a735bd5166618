using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>One chip for every active filter, each with a remove button of its own, and one button that clears all.</summary>
public sealed partial class FilterChips : ComponentBase
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<FilterText> Filters { get; set; }

    /// <summary>Called with the filter's field.</summary>
    [Parameter]
    public EventCallback<string> OnRemove { get; set; }

    [Parameter]
    public EventCallback OnClear { get; set; }
}
