using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>The editor that fits a property's definition. It takes every text: what HubSpot cannot take is said by the service and shown beside it.</summary>
public sealed partial class PropertyInput : ComponentBase
{
    /// <summary>HubSpot's own limit for a value.</summary>
    private const int MaximumValue = 65_536;

    private readonly Dictionary<string, ElementReference> _boxes = [];
    private MudTextField<string>? _field;
    private MudSelect<string>? _select;

    [Parameter, EditorRequired]
    public required PropertyDefinition Definition { get; set; }

    /// <summary>What can be chosen, for a property that is chosen.</summary>
    [Parameter]
    public IReadOnlyList<(string Value, string Label)> Options { get; set; } = [];

    [Parameter]
    public string Draft { get; set; } = "";

    [Parameter]
    public EventCallback<string> DraftChanged { get; set; }

    /// <summary>Why the draft cannot be taken; null when nothing is known against it.</summary>
    [Parameter]
    public string? Problem { get; set; }

    /// <summary>The element that names the field.</summary>
    [Parameter, EditorRequired]
    public required string LabelId { get; set; }

    [Parameter]
    public bool IsRequired { get; set; }

    private PropertyEditor Editor => PropertyEditors.Of(Definition);

    private InputType Input => Editor switch
    {
        PropertyEditor.Day => InputType.Date,
        PropertyEditor.Instant => InputType.DateTimeLocal,
        PropertyEditor.Phone => InputType.Telephone,
        _ => InputType.Text,
    };

    private InputMode Mode => Editor switch
    {
        PropertyEditor.Number => InputMode.@decimal,
        PropertyEditor.Phone => InputMode.tel,
        _ => InputMode.text,
    };

    /// <summary>Puts the focus on the field; of several boxes on the first.</summary>
    public async Task FocusAsync()
    {
        if (Editor == PropertyEditor.Choice && _select is not null)
        {
            await _select.FocusAsync();
        }
        else if (Editor == PropertyEditor.Choices && Options is [var first, ..] && _boxes.TryGetValue(first.Value, out var box))
        {
            await box.FocusAsync();
        }
        else if (_field is not null)
        {
            await _field.FocusAsync();
        }
    }

    private Task ChangeAsync(string? draft) => DraftChanged.InvokeAsync(draft ?? "");

    private bool IsChosen(string value) => PropertyText.Choices(Draft).Contains(value);

    private Task ToggleAsync(string value)
    {
        var chosen = PropertyText.Choices(Draft);
        return ChangeAsync(string.Join(';', chosen.Contains(value) ? chosen.Where(other => other != value) : [.. chosen, value]));
    }
}
