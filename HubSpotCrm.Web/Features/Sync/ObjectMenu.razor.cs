using HubSpotCrm.Core.Crm;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>What an administrator can have done with a kind of record. Opens with its first entry focused; arrow keys walk, Escape leads back to the button.</summary>
public sealed partial class ObjectMenu : ComponentBase
{
    private ElementReference _button;
    private ElementReference _resync;
    private ElementReference _letGo;
    private bool _isOpen;
    private bool _wasOpen;
    private bool _isAtEnd;

    [Parameter, EditorRequired]
    public ObjectType Type { get; set; }

    /// <summary>Records that wait for a word whether they may go.</summary>
    [Parameter]
    public int Held { get; set; }

    [Parameter]
    public EventCallback<ObjectType> OnResync { get; set; }

    [Parameter]
    public EventCallback<ObjectType> OnLetGo { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isOpen && !_wasOpen)
        {
            _isAtEnd = false;
            await _resync.FocusAsync();
        }

        _wasOpen = _isOpen;
    }

    private async Task ChooseAsync(EventCallback<ObjectType> action)
    {
        // The entry that has the focus goes with the menu.
        await CloseAsync();
        await action.InvokeAsync(Type);
        await _button.FocusAsync();
    }

    private async Task CloseAsync()
    {
        _isOpen = false;
        await _button.FocusAsync();
    }

    private async Task HandleKeyAsync(KeyboardEventArgs key)
    {
        if (!_isOpen)
        {
            return;
        }

        switch (key.Key)
        {
            case "Escape":
                await CloseAsync();
                break;
            case "Tab":
                _isOpen = false;
                break;
            case "ArrowDown" or "ArrowUp" when Held > 0:
                _isAtEnd = !_isAtEnd;
                await (_isAtEnd ? _letGo : _resync).FocusAsync();
                break;
        }
    }
}
