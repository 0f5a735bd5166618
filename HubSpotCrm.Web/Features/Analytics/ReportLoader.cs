using HubSpotCrm.Core.Common;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Web.Features.Analytics;

/// <summary>The report could not be made for a reason that is ours; the log says which.</summary>
public sealed record ReportNotRead() : Failure("The numbers could not be computed. What was shown before is kept.");

/// <summary>One report of a page: loads it, newest question wins, and keeps the last good answer. Used on the renderer's thread only.</summary>
/// <param name="onChanged">Called when there is something new to show.</param>
public sealed class ReportLoader<T>(Func<CancellationToken, Task<Result<T>>> read, ILogger logger, Action onChanged) : IDisposable
    where T : class
{
    private readonly Newest _newest = new();

    /// <summary>Of the last good answer; null before the first.</summary>
    public T? Report { get; private set; }

    /// <summary>Why the last question has no answer; null when it has.</summary>
    public Failure? Failure { get; private set; }

    public bool IsLoading { get; private set; }

    /// <summary>Takes what an earlier render of this page has read.</summary>
    public void Adopt(T report) => Report = report;

    /// <summary>Reads the report. Cancels what ran before.</summary>
    public async Task LoadAsync()
    {
        var cancellationToken = _newest.Next();
        IsLoading = true;
        onChanged();
        Result<T> answer;
        try
        {
            answer = await read(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The page stays usable; only this panel says what happened.
            logger.LogError(exception, "A report of {Type} could not be made", typeof(T).Name);
            answer = new ReportNotRead();
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        IsLoading = false;
        Failure = answer.Failure;
        Report = answer.Succeeded ? answer.Value : Report;
        onChanged();
    }

    /// <summary>What a panel shows.</summary>
    public PanelState<T> Panel => new(Report, Failure, IsLoading);

    public void Dispose() => _newest.Dispose();
}

/// <summary>What a panel has to show: the last good report, why there is no newer one, whether one is on its way.</summary>
public sealed record PanelState<T>(T? Report, Failure? Failure = null, bool IsLoading = false)
    where T : class;
