using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Contacts;

/// <summary>Why no contact is shown, and the one thing to do about it.</summary>
public sealed partial class ContactsEmpty : ComponentBase
{
    /// <summary>Null when the question was answered: with nothing.</summary>
    [Parameter]
    public Failure? Failure { get; set; }

    [Parameter, EditorRequired]
    public required ListState State { get; set; }

    [Parameter]
    public SyncState Sync { get; set; }

    [Parameter]
    public EventCallback OnClear { get; set; }

    [Parameter]
    public EventCallback OnRetry { get; set; }

    private string Narrowing => (State.Text.Length > 0, State.Filters.Count > 0) switch
    {
        (true, true) => $"Nothing that the filters leave holds “{State.Text}”.",
        (true, false) => $"No name, email, company or phone holds “{State.Text}”. Words are found by their beginnings.",
        _ => "The filters leave nothing.",
    };

    private string ClearLabel => State.Filters.Count == 0 ? "Clear the search" : State.Text.Length == 0 ? "Clear filters" : "Clear search and filters";
}
