using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Views;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace HubSpotCrm.Web.Features.Views;

/// <summary>What a user says of a view: its name, its sign, and who sees it.</summary>
public sealed record ViewDetails(string Name, ViewIcon Icon, bool IsShared);

/// <summary>Asks for the name, icon and sharing of a view, new or not. Stays open with the reason when it cannot be saved.</summary>
public sealed partial class ViewDialog : ComponentBase
{
    private ElementReference _field;
    private string _name = "";
    private ViewIcon _icon;
    private bool _isShared;
    private bool _isSaving;
    private string? _failure;

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }

    [Parameter, EditorRequired]
    public required string Heading { get; set; }

    /// <summary>What stands in the form at first.</summary>
    [Parameter]
    public ViewDetails Details { get; set; } = new("", ViewIcon.Table, false);

    /// <summary>The user may share views.</summary>
    [Parameter]
    public bool CanShare { get; set; }

    /// <summary>Saves; the failure to show, or null when it is done.</summary>
    [Parameter, EditorRequired]
    public required Func<ViewDetails, Task<Failure?>> Save { get; set; }

    protected override void OnInitialized() => (_name, _icon, _isShared) = (Details.Name, Details.Icon, Details.IsShared);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _field.FocusAsync();
        }
    }

    private async Task SaveAsync()
    {
        if (_isSaving)
        {
            return;
        }

        (_isSaving, _failure) = (true, null);
        var failure = await Save(new ViewDetails(_name, _icon, _isShared));
        _isSaving = false;
        if (failure is null)
        {
            Dialog.Close(true);
            return;
        }

        _failure = failure.Message;
        await _field.FocusAsync();
    }
}
