using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>
/// A button and what hangs below it: focus goes to its first control, arrow keys walk its options, Escape leads back to the button.
/// On a phone it rises from the lower edge.
/// </summary>
public sealed partial class Popup : ComponentBase, IAsyncDisposable
{
    private ElementReference _button;
    private ElementReference _panel;
    private ScriptModule? _script;
    private bool _wasOpen;

    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>Of the panel; one on a page.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>The panel's name for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment Button { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    /// <summary>The letter that opens it.</summary>
    [Parameter]
    public string? Key { get; set; }

    /// <summary>The button's tooltip.</summary>
    [Parameter]
    public string? Title { get; set; }

    /// <summary>The button's name for screen readers, where its text does not say it.</summary>
    [Parameter]
    public string? Label { get; set; }

    [Parameter]
    public string ButtonClass { get; set; } = "btn";

    [Parameter]
    public string? Class { get; set; }

    /// <summary>Pixels, where there is room.</summary>
    [Parameter]
    public int? Width { get; set; }

    /// <summary>It ends where the button ends.</summary>
    [Parameter]
    public bool AlignRight { get; set; }

    [Parameter]
    public bool IsOpen { get; set; }

    [Parameter]
    public EventCallback<bool> IsOpenChanged { get; set; }

    /// <summary>Puts the focus on what the selector finds in the panel first, once it is drawn.</summary>
    public async Task FocusAsync(string selector)
    {
        if (_script is not null)
        {
            await _script.CallAsync("focusOn", _panel, selector);
        }
    }

    /// <summary>Closes it; the focus goes back to the button.</summary>
    public Task CloseAsync() => SetOpenAsync(false);

    public async ValueTask DisposeAsync()
    {
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (IsOpen && !_wasOpen)
        {
            _wasOpen = true;
            _script ??= new ScriptModule(Js, "./Components/Shared/Popup.razor.js");
            await _script.CallAsync("open", _panel);
        }

        _wasOpen = IsOpen;
    }

    private async Task HandleKeyAsync(KeyboardEventArgs key)
    {
        if (IsOpen && key.Key == "Escape")
        {
            await SetOpenAsync(false);
        }
    }

    private async Task SetOpenAsync(bool isOpen)
    {
        await IsOpenChanged.InvokeAsync(isOpen);
        if (!isOpen)
        {
            await _button.FocusAsync(preventScroll: true);
        }
    }
}
