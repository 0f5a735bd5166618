using Microsoft.JSInterop;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>A component's own script, loaded when it is first called. Calls to a browser that has gone are dropped.</summary>
/// <param name="path">From the base address: <c>./Components/Shared/RecordTable.razor.js</c>.</param>
public sealed class ScriptModule(IJSRuntime js, string path) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    public async ValueTask CallAsync(string function, params object?[] arguments)
    {
        try
        {
            _module ??= await js.InvokeAsync<IJSObjectReference>("import", path);
            if (_module is not null)
            {
                await _module.InvokeVoidAsync(function, arguments);
            }
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone; there is nobody left to serve.
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // As above: what the browser held went with it.
        }
    }
}
