using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>Why no record is shown, and the one thing to do about it.</summary>
public sealed partial class RecordsEmpty : ComponentBase
{
    /// <summary>Null when the question was answered: with nothing.</summary>
    [Parameter]
    public Failure? Failure { get; set; }

    [Parameter, EditorRequired]
    public required ListState State { get; set; }

    /// <summary>Stands for the kind of record.</summary>
    [Parameter, EditorRequired]
    public required string Icon { get; set; }

    /// <summary>The fields that a search looks into, in words.</summary>
    [Parameter, EditorRequired]
    public required string SearchedInWords { get; set; }

    [Parameter]
    public SyncState Sync { get; set; }

    /// <summary>HubSpot's name of the permission without which this kind of record cannot be read; null when it was granted.</summary>
    [Parameter]
    public string? MissingScope { get; set; }

    [Parameter]
    public EventCallback OnClear { get; set; }

    [Parameter]
    public EventCallback OnRetry { get; set; }

    private string Plural => State.Type.Plural();

    private string Heading => Words.Capital(Plural);

    private string Narrowing => (State.Text.Length > 0, State.Filters.Count > 0) switch
    {
        (true, true) => $"Nothing that the filters leave holds “{State.Text}”.",
        (true, false) => $"No {SearchedInWords} holds “{State.Text}”. Words are found by their beginnings.",
        _ => "The filters leave nothing.",
    };

    private string ClearLabel => State.Filters.Count == 0 ? "Clear the search" : State.Text.Length == 0 ? "Clear filters" : "Clear search and filters";
}
