using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>Finds one record of a kind in the mirror and takes it; Enter takes the first that is found for what was typed, however quick it comes.</summary>
public sealed partial class RecordPicker<T> : ComponentBase, IDisposable
    where T : class
{
    private const int Offered = 6;

    private readonly Newest _newest = new();
    private string _text = "";
    private string _written = "";
    private string? _searched;
    private string? _entered;
    private string? _problem;
    private ElementReference _remove;
    private bool _focusRemove;
    private IReadOnlyList<T>? _found;
    private T? _picked;

    [Inject]
    public required RecordKind<T> Kind { get; init; }

    [Inject]
    public required IRecordService<T> Records { get; init; }

    /// <summary>The element that names the field.</summary>
    [Parameter, EditorRequired]
    public required string LabelId { get; set; }

    /// <summary>Called with HubSpot's id; null when none is chosen any more.</summary>
    [Parameter]
    public EventCallback<string?> OnPicked { get; set; }

    public void Dispose() => _newest.Dispose();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // The field that had the focus is gone. This may still be after the drawing before: the button comes with the next one.
        if (_focusRemove && _remove.Context is not null)
        {
            _focusRemove = false;
            await _remove.FocusAsync(preventScroll: true);
        }
    }

    // What is in the field, before the pause after which it is searched for.
    private void Write(string? text)
    {
        _written = text ?? "";
        if (_written != _entered)
        {
            _entered = null;
        }
    }

    private async Task HandleKeyAsync(KeyboardEventArgs key)
    {
        if (key.Key is not ("Enter" or "NumpadEnter"))
        {
            return;
        }

        // One found for an older text is never taken.
        _entered = _written;
        if (_searched == _written)
        {
            await TakeFirstAsync();
        }
        else
        {
            await TypeAsync(_written);
        }
    }

    private Task TakeFirstAsync()
    {
        if (_entered is null || _entered != _searched || _found is not [var first, ..])
        {
            return Task.CompletedTask;
        }

        _focusRemove = true;
        return PickAsync(first);
    }

    private async Task TypeAsync(string? text)
    {
        _text = text ?? "";
        var cancellationToken = _newest.Next();
        var words = ListState.Clean(_text);
        if (words.Length == 0)
        {
            (_found, _problem, _searched) = (null, null, _text);
            return;
        }

        Result<Page<T>> page;
        try
        {
            page = await Records.FindAsync(await CurrentActor.GetAsync(), new RecordQuery(words, [], [], 0, Offered), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        if (!cancellationToken.IsCancellationRequested)
        {
            (_found, _problem, _searched) = (page.Succeeded ? page.Value.Items : null, page.Failure?.Message, _text);
            await TakeFirstAsync();
        }
    }

    private Task PickAsync(T? row)
    {
        _newest.Next();
        _remove = default;
        (_picked, _found, _text, _written, _searched, _entered) = (row, null, "", "", null, null);
        return OnPicked.InvokeAsync(row is null ? null : Kind.IdOf(row));
    }
}
