using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>The values of a field could not be counted for a reason that is ours; the log says which.</summary>
public sealed record ValuesNotCounted() : Failure("The values could not be counted.");

/// <summary>The values of the field that is chosen in the filter menu: loads them, newest wins. Used on the renderer's thread only.</summary>
public sealed class FacetLoader(
    Func<RecordQuery, string, CancellationToken, Task<Result<IReadOnlyList<FacetValue>>>> facet, ILogger logger, Action onChanged) : IDisposable
{
    private readonly Newest _newest = new();

    public bool IsOpen { get; private set; }

    public string? Field { get; private set; }

    /// <summary>Null while they are counted, and when they could not be.</summary>
    public IReadOnlyList<FacetValue>? Values { get; private set; }

    /// <summary>Why they could not be counted; null when they could, and while they are.</summary>
    public Failure? Failure { get; private set; }

    public Task OpenAsync(bool isOpen, FieldDefinition first, RecordQuery query)
    {
        IsOpen = isOpen;
        Field ??= first.Name;
        return isOpen ? LoadAsync(query) : Task.CompletedTask;
    }

    public Task ChooseAsync(string field, RecordQuery query)
    {
        (Field, Values) = (field, null);
        return LoadAsync(query);
    }

    /// <summary>Counts again under another query; does nothing while the menu is closed or shows a range.</summary>
    public async Task LoadAsync(RecordQuery query)
    {
        if (!IsOpen || Field is not { } field)
        {
            return;
        }

        Failure = null;
        var cancellationToken = _newest.Next();
        try
        {
            var answer = await facet(query, field, cancellationToken);
            if (!cancellationToken.IsCancellationRequested)
            {
                (Values, Failure) = (answer.Succeeded ? answer.Value : null, answer.Failure);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "The values of {Field} could not be counted", field);
            if (!cancellationToken.IsCancellationRequested)
            {
                (Values, Failure) = (null, new ValuesNotCounted());
            }
        }

        onChanged();
    }

    public void Dispose() => _newest.Dispose();
}
