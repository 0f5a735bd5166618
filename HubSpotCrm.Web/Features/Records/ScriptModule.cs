using Microsoft.JSInterop;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>
/// A component's own script, loaded when it is first called. Calls to a browser that has gone are dropped, and so are those of a component
/// that has: also one that waits for the script to be loaded while its component goes, since what it hands over went too.
/// </summary>
/// <param name="path">From the base address: <c>./Components/Shared/RecordTable.razor.js</c>.</param>
public sealed class ScriptModule(IJSRuntime js, string path) : IAsyncDisposable
{
    private Task<IJSObjectReference?>? _module;
    private bool _isDisposed;

    public async ValueTask CallAsync(string function, params object?[] arguments)
    {
        try
        {
            if (await LoadAsync() is { } module)
            {
                await module.InvokeVoidAsync(function, arguments);
            }
        }
        catch (Exception exception) when (IsGone(exception))
        {
            // Nobody is left to serve.
        }
    }

    /// <summary>What the function returns; the type's default when the browser or the component has gone.</summary>
    public async ValueTask<TAnswer?> AskAsync<TAnswer>(string function, params object?[] arguments)
    {
        try
        {
            return await LoadAsync() is { } module ? await module.InvokeAsync<TAnswer>(function, arguments) : default;
        }
        catch (Exception exception) when (IsGone(exception))
        {
            return default;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        try
        {
            if (_module is { } loading && await loading is { } module)
            {
                await module.DisposeAsync();
            }
        }
        catch (Exception exception) when (IsGone(exception))
        {
            // What the browser held went with it.
        }
    }

    private static bool IsGone(Exception exception) => exception is JSDisconnectedException or OperationCanceledException;

    private async Task<IJSObjectReference?> LoadAsync()
    {
        if (_isDisposed)
        {
            return null;
        }

        // One that could not be loaded is asked for again.
        if (_module is null or { IsFaulted: true } or { IsCanceled: true })
        {
            _module = js.InvokeAsync<IJSObjectReference?>("import", path).AsTask();
        }

        var module = await _module;
        return _isDisposed ? null : module;
    }
}
