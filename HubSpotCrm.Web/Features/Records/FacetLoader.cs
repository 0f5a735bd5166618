using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>The values of the field that is chosen in the filter menu: loads them, newest wins. Used on the renderer's thread only.</summary>
public sealed class FacetLoader(
    Func<RecordQuery, string, CancellationToken, Task<Result<IReadOnlyList<FacetValue>>>> facet, ILogger logger, Action onChanged) : IDisposable
{
    private readonly Newest _newest = new();

    public bool IsOpen { get; private set; }

    public string? Field { get; private set; }

    /// <summary>Null while they are counted.</summary>
    public IReadOnlyList<FacetValue>? Values { get; private set; }

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

        var cancellationToken = _newest.Next();
        try
        {
            var answer = await facet(query, field, cancellationToken);
            if (!cancellationToken.IsCancellationRequested)
            {
                Values = answer.Succeeded ? answer.Value : [];
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "The values of {Field} could not be counted", field);
            Values = [];
        }

        onChanged();
    }

    public void Dispose() => _newest.Dispose();
}
