using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>One property with its value; swaps the value for the editor that fits its definition. What HubSpot cannot take is said by the service and stays in the editor.</summary>
public sealed partial class InlineEdit : ComponentBase
{
    private PropertyInput? _input;
    private string _draft = "";
    private string _first = "";
    private string? _seen;
    private string? _problem;
    private bool _isSaving;
    private bool _wasEditing;
    private bool _focusNext;

    [Parameter, EditorRequired]
    public required RecordProperty Property { get; set; }

    [Parameter]
    public AccountDefinitions Definitions { get; set; } = AccountDefinitions.Empty;

    [Parameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>Of the record's money; null when it is not known.</summary>
    [Parameter]
    public string? Currency { get; set; }

    /// <summary>The pipeline whose stages are offered; null for all.</summary>
    [Parameter]
    public string? Pipeline { get; set; }

    /// <summary>The user's role allows edits and the record takes them.</summary>
    [Parameter]
    public bool CanEdit { get; set; }

    [Parameter]
    public bool IsEditing { get; set; }

    /// <summary>Called with the property's name when its editor is asked for.</summary>
    [Parameter]
    public EventCallback<string> OnStart { get; set; }

    [Parameter]
    public EventCallback<string> OnCancel { get; set; }

    /// <summary>Saves; null when it was taken, else why not.</summary>
    [Parameter]
    public Func<PropertyChange, Task<Failure?>> Save { get; set; } = _ => Task.FromResult<Failure?>(null);

    /// <summary>Called after a value was taken, with whether the next property is to be edited.</summary>
    [Parameter]
    public EventCallback<bool> OnSaved { get; set; }

    [Parameter]
    public EventCallback<EditDecision> OnDecide { get; set; }

    private PropertyDefinition Definition => Property.Definition;

    private string LabelId => $"prop-{Definition.Name}";

    private string Text => PropertyText.Of(Definition, Property.Value, Definitions, Formats, Currency);

    private string HubSpotText => PropertyText.Of(Definition, Property.HubSpotValue, Definitions, Formats, Currency);

    private Uri? Site => Definition is { ObjectType: ObjectType.Company, Name: "domain" } ? WebAddress.OfDomain(Property.Value) : null;

    private bool MayEdit => CanEdit && ReadOnlyReason is null;

    private string? ReadOnlyReason => PropertyEditors.ReadOnlyReason(Definition);

    private PropertyEditor Editor => PropertyEditors.Of(Definition);

    private string Hint => Editor switch
    {
        PropertyEditor.Choice => "Tab saves and goes on, Esc takes it back",
        PropertyEditor.Choices => "Ctrl+Enter saves, Esc takes it back",
        PropertyEditor.LongText => "Ctrl+Enter saves, Tab saves and goes on, Esc takes it back",
        PropertyEditor.Instant => $"{Zone.Id} time. Enter saves, Tab saves and goes on, Esc takes it back",
        _ => "Enter saves, Tab saves and goes on, Esc takes it back",
    };

    private IReadOnlyList<(string Value, string Label)> Options => PropertyEditors.Options(Definition, Definitions, Property.Value, Pipeline);

    private (string Label, EditChoice Choice)[] Choices => Property.EditState == EditState.Conflict
        ? [("Keep HubSpot's", EditChoice.KeepHubSpots), ("Overwrite with mine", EditChoice.OverwriteWithMine)]
        : [("Try again", EditChoice.Retry), ("Take it back", EditChoice.Discard)];

    protected override void OnParametersSet()
    {
        if (IsEditing && !_wasEditing)
        {
            // What the user sees now is what the edit stands upon, whatever sync brings while they type.
            _seen = Property.Value;
            _draft = _first = PropertyText.ToDraft(Definition, _seen, Zone);
            (_problem, _isSaving, _focusNext) = (null, false, true);
        }

        _wasEditing = IsEditing;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_focusNext)
        {
            return;
        }

        _focusNext = false;
        if (_input is not null)
        {
            await _input.FocusAsync();
        }
    }

    private Task StartAsync() => OnStart.InvokeAsync(Definition.Name);

    private async Task HandleKeyAsync(KeyboardEventArgs key)
    {
        if (key.Key == "Escape")
        {
            await OnCancel.InvokeAsync(Definition.Name);
        }
        else if (key.Key == "Tab" && !key.ShiftKey && Editor != PropertyEditor.Choices)
        {
            await SaveAsync(andNext: true);
        }
        else if (key.Key == "Enter" && (key.CtrlKey || Editor is not (PropertyEditor.LongText or PropertyEditor.Choice or PropertyEditor.Choices)))
        {
            await SaveAsync(andNext: false);
        }
    }

    // Enter presses the button that has the focus: on "Cancel" it must not save as well.
    private async Task HandleButtonKeyAsync(KeyboardEventArgs key)
    {
        if (key.Key == "Escape")
        {
            await OnCancel.InvokeAsync(Definition.Name);
        }
    }

    private async Task SaveAsync(bool andNext)
    {
        if (_isSaving)
        {
            return;
        }

        if (_draft == _first)
        {
            await OnSaved.InvokeAsync(andNext);
            return;
        }

        (_isSaving, _problem) = (true, null);
        var failure = await Save(new PropertyChange(Definition.Name, PropertyText.FromDraft(Definition, _draft, Zone), _seen));
        _isSaving = false;
        if (failure is null)
        {
            await OnSaved.InvokeAsync(andNext);
            return;
        }

        _problem = failure is InvalidInput invalid ? invalid.Reason : failure.Message;
        _focusNext = true;
    }
}
