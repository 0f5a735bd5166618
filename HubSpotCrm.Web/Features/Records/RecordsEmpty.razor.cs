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
    public required ObjectType Type { get; set; }

    /// <summary>A text or filters were asked for.</summary>
    [Parameter]
    public bool IsNarrowed { get; set; }

    /// <summary>Stands where a text or filters leave nothing.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Stands for the kind of record.</summary>
    [Parameter, EditorRequired]
    public required string Icon { get; set; }

    [Parameter]
    public SyncState Sync { get; set; }

    /// <summary>HubSpot's name of the permission without which this kind of record cannot be read; null when it was granted.</summary>
    [Parameter]
    public string? MissingScope { get; set; }

    [Parameter]
    public EventCallback OnClear { get; set; }

    [Parameter]
    public EventCallback OnRetry { get; set; }

    private string Plural => Type.Plural();

    private string Heading => Words.Capital(Plural);
}
