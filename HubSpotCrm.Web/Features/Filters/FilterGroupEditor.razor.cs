using HubSpotCrm.Core.Crm;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Filters;

/// <summary>A group of the builder with its conditions and groups within.</summary>
public sealed partial class FilterGroupEditor : ComponentBase
{
    private const string Has = "has";
    private const string No = "no";

    private static readonly (GroupMode Mode, string Label)[] Modes =
    [
        (GroupMode.All, "All of these hold"),
        (GroupMode.Any, "Any of these holds"),
        (GroupMode.None, "None of these holds"),
        (GroupMode.NotAll, "Not all of these hold"),
    ];

    [Parameter, EditorRequired]
    public required GroupDraft Draft { get; set; }

    [Parameter, EditorRequired]
    public required BuilderScope Scope { get; set; }

    /// <summary>In how many groups it stands.</summary>
    [Parameter]
    public int Level { get; set; }

    /// <summary>How many steps from the record that is filtered.</summary>
    [Parameter]
    public int Hops { get; set; }

    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>Without a delegate the group stays.</summary>
    [Parameter]
    public EventCallback OnRemove { get; set; }

    private string Title => Draft.IsRelated ? $"related {Draft.Type.Singular()}" : $"conditions on {Draft.Type.Plural()}";

    // HubSpot associates these with each other and with their own kind; other lists have no associated records.
    private IEnumerable<ObjectType> RelatedTypes => ObjectTypes.CrmObjects.Contains(Draft.Type) ? ObjectTypes.CrmObjects.Where(type => type != Draft.Type) : [];

    private static GroupDraft NewRelated(ObjectType type)
    {
        var group = new GroupDraft(type) { IsRelated = true };
        group.Parts.Add(new ConditionDraft(type));
        return group;
    }

    private GroupDraft NewGroup()
    {
        var group = new GroupDraft(Draft.Type) { Mode = Draft.Mode == GroupMode.All ? GroupMode.Any : GroupMode.All };
        group.Parts.AddRange([new ConditionDraft(Draft.Type), new ConditionDraft(Draft.Type)]);
        return group;
    }

    private Task AddAsync(FilterDraft part) => SetAsync(() => Draft.Parts.Add(part));

    private Task RemoveAsync(FilterDraft part) => SetAsync(() => Draft.Parts.Remove(part));

    private Task ModeAsync(ChangeEventArgs change) =>
        Enum.TryParse<GroupMode>(change.Value as string, out var mode) ? SetAsync(() => Draft.Mode = mode) : Task.CompletedTask;

    private Task SetAsync(Action change)
    {
        change();
        return OnChanged.InvokeAsync();
    }
}
