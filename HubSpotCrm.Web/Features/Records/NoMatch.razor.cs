using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>A text or filters leave nothing, and every way out of that is one click: another text, one filter less, an earlier search, all records.</summary>
public sealed partial class NoMatch : ComponentBase
{
    [Parameter, EditorRequired]
    public required ListState State { get; set; }

    /// <summary>The fields that a search looks into, in words.</summary>
    [Parameter, EditorRequired]
    public required string SearchedInWords { get; set; }

    /// <summary>What leaving out one part of the question would bring.</summary>
    [Parameter]
    public IReadOnlyList<Relief> Reliefs { get; set; } = [];

    /// <summary>Texts that may have been meant.</summary>
    [Parameter]
    public IReadOnlyList<OtherText> Meant { get; set; } = [];

    /// <summary>What the user looked for lately.</summary>
    [Parameter]
    public IReadOnlyList<OtherText> Recent { get; set; } = [];

    /// <summary>The address of a list; null where the list has none, as a part of another page.</summary>
    [Parameter]
    public Func<ListState, string>? LinkOf { get; set; }

    /// <summary>Called with the list to show instead.</summary>
    [Parameter]
    public EventCallback<ListState> OnNext { get; set; }

    [Parameter]
    public EventCallback OnClear { get; set; }

    private string Narrowing => (State.Text.Length > 0, State.Filters.Count > 0) switch
    {
        (true, true) => $"Nothing that the filters leave holds “{State.Text}”.",
        (true, false) => $"No {SearchedInWords} holds “{State.Text}”, and no other text of a {State.Type.Singular()} does.",
        _ => "The filters leave nothing.",
    };

    private string ClearLabel => State.Filters.Count == 0 ? "Clear the search" : State.Text.Length == 0 ? "Clear filters" : "Clear search and filters";

    private static string Counted(OtherText other) => Formats.Number(other.Total);
}
