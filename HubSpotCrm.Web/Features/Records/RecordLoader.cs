using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>The record could not be read for a reason that is ours; the log says which.</summary>
public sealed record RecordNotRead() : Failure("The record could not be read. Close it and open it again.");

/// <summary>The record that is open beside a list: loads it, newest wins. Used on the renderer's thread only.</summary>
public sealed class RecordLoader<T>(
    Func<string, CancellationToken, Task<Result<RecordDetails<T>>>> get, ILogger logger, Action onChanged) : IDisposable
{
    private readonly Newest _newest = new();

    /// <summary>The id that was asked for; null when no record is open.</summary>
    public string? Id { get; private set; }

    /// <summary>Null until it is read. Stays while the same record is read again.</summary>
    public RecordDetails<T>? Details { get; private set; }

    public Failure? Failure { get; private set; }

    /// <summary>Opens another record, or none.</summary>
    public async Task OpenAsync(string? id)
    {
        (Id, Details, Failure) = (id, null, null);
        if (id is null)
        {
            _newest.Next();
            return;
        }

        await ReloadAsync();
    }

    /// <summary>Reads the open record again.</summary>
    public async Task ReloadAsync()
    {
        if (Id is not { } id)
        {
            return;
        }

        var cancellationToken = _newest.Next();
        Result<RecordDetails<T>> answer;
        try
        {
            answer = await get(id, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "Record {Id} could not be read", id);
            answer = new RecordNotRead();
        }

        if (!cancellationToken.IsCancellationRequested)
        {
            Failure = answer.Failure;
            Details = answer.Succeeded ? answer.Value : answer.Failure is RecordNotFound ? null : Details;
            onChanged();
        }
    }

    public void Dispose() => _newest.Dispose();
}
