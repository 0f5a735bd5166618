using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>What a list that finds nothing offers instead, and what is kept of a search so that it can be offered later.</summary>
public sealed partial class RecordList<T>
{
    private ReliefLoader _reliefs = null!;
    private OtherTextLoader _others = null!;

    [Inject]
    public required IUnifiedSearch Searches { get; init; }

    [Inject]
    public required IRecentService Recent { get; init; }

    // Which filter takes the last rows away, and which other text finds some.
    private Task RelieveAsync()
    {
        var nothing = _list is { Failure: null, Total.Count: 0 } && !_isDisposed ? _state.List : null;
        return Task.WhenAll(_reliefs.LoadAsync(nothing, _definitions), _others.LoadAsync(nothing));
    }

    private Task NoteSearchAsync() => NoteAsync(null);

    // Enter, and the record that is opened of what a text found, tell that the text was meant. That it is kept is a help: the list does without.
    private async Task NoteAsync(string? opened)
    {
        if (_state.Text.Length == 0)
        {
            return;
        }

        try
        {
            await Recent.NoteSearchAsync(_actor, _state.Text, CancellationToken.None);
            if (opened is not null)
            {
                await Recent.NoteRecordAsync(_actor, new RecordReference(Kind.Type, opened), CancellationToken.None);
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Logger.LogError(exception, "A search of {Type} could not be kept", Kind.Type);
        }
    }
}
