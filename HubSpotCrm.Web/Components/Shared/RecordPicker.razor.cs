using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>Finds one record of a kind in the mirror and takes it.</summary>
public sealed partial class RecordPicker<T> : ComponentBase, IDisposable
    where T : class
{
    private const int Offered = 6;

    private readonly Newest _newest = new();
    private string _text = "";
    private string? _problem;
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

    private async Task TypeAsync(string? text)
    {
        _text = text ?? "";
        var cancellationToken = _newest.Next();
        var words = ListState.Clean(_text);
        if (words.Length == 0)
        {
            (_found, _problem) = (null, null);
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
            (_found, _problem) = (page.Succeeded ? page.Value.Items : null, page.Failure?.Message);
        }
    }

    private Task PickAsync(T? row)
    {
        (_picked, _found, _text) = (row, null, "");
        return OnPicked.InvokeAsync(row is null ? null : Kind.IdOf(row));
    }
}
