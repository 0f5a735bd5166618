using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>What can be done with one row of a list.</summary>
public sealed partial class RowMenu : ComponentBase
{
    private ElementReference _menu;

    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>The record's, for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [Parameter, EditorRequired]
    public required string ArchiveWord { get; set; }

    /// <summary>Puts the menu beside its row.</summary>
    [Parameter, EditorRequired]
    public required Func<ElementReference, Task> Place { get; set; }

    [Parameter]
    public EventCallback<string> OnOpen { get; set; }

    [Parameter]
    public EventCallback<string> OnArchive { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await Place(_menu);
        }
    }

    private async Task ChooseAsync(EventCallback<string> action)
    {
        var id = Id;
        await OnClose.InvokeAsync();
        await action.InvokeAsync(id);
    }

    private async Task HandleKeyAsync(KeyboardEventArgs key)
    {
        if (key.Key is "Escape" or "Tab")
        {
            await OnClose.InvokeAsync();
        }
    }
}
