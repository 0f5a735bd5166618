using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Web.Features.Search;

/// <summary>
/// What one text finds over all kinds: the newest question wins; what was shown before stays until all kinds have answered, or for a second, after
/// which each is shown as it comes. Nothing is said to be nothing before all have looked further. Then totals are counted to their end, and texts are
/// thought of where nothing was found. Used on the renderer's thread only.
/// </summary>
/// <param name="invoke">Runs on the renderer's thread.</param>
/// <param name="onChanged">Called when there is something new to show.</param>
internal sealed class UnifiedLoader(IUnifiedSearch search, TimeProvider time, ILogger logger, Func<Action, Task> invoke, Action onChanged) : IDisposable
{
    /// <summary>From here on people are told that it is still searching, and what has come is shown.</summary>
    public static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(1);

    private readonly Newest _newest = new();

    /// <summary>The last answer; null before the first.</summary>
    public FoundRecords? Found { get; private set; }

    /// <summary>Kinds that have answered the question that is asked now.</summary>
    public int Answered { get; private set; }

    public bool IsAsking { get; private set; }

    /// <summary>The question takes more than <see cref="SlowAfter"/>.</summary>
    public bool IsSlow { get; private set; }

    /// <summary>Other texts that do find something; empty while something was found.</summary>
    public IReadOnlyList<Suggestion> Suggestions { get; private set; } = [];

    /// <summary>When the last answer was whole.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    /// <param name="isWhole">Count the totals to their end, and think of other texts where nothing was found.</param>
    public async Task LoadAsync(Actor actor, string text, int rows, bool isWhole = true)
    {
        var cancellationToken = _newest.Next();
        (IsAsking, IsSlow, Answered) = (true, false, 0);
        onChanged();
        FoundRecords? latest = null;
        await using var slow = time.CreateTimer(_ => _ = invoke(() => TurnSlow(latest, cancellationToken)), null, SlowAfter, Timeout.InfiniteTimeSpan);
        try
        {
            await foreach (var found in search.FindAsync(actor, text, rows, cancellationToken))
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return;
                }

                (latest, Answered) = (found, found.Answered);
                if (found.IsWhole || IsSlow || (found.IsComplete && found.Total.Count > 0))
                {
                    Show(found);
                }
            }

            if (isWhole)
            {
                await AfterAsync(actor, text, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A newer question is on its way, or nobody looks any more.
        }
    }

    /// <summary>Nothing is searched for: what was found is forgotten.</summary>
    public void Forget()
    {
        _newest.Next();
        (Found, Suggestions, IsAsking, IsSlow, ReadAt) = (null, [], false, false, null);
    }

    public void Dispose() => _newest.Dispose();

    private void TurnSlow(FoundRecords? latest, CancellationToken question)
    {
        if (!IsAsking || question.IsCancellationRequested)
        {
            return;
        }

        IsSlow = true;
        if (latest is not null)
        {
            Show(latest);
        }
        else
        {
            onChanged();
        }
    }

    private void Show(FoundRecords found)
    {
        (Found, Suggestions) = (found, []);
        if (found.IsWhole)
        {
            (IsAsking, IsSlow, ReadAt) = (false, false, time.GetUtcNow());
        }

        onChanged();
    }

    private async Task AfterAsync(Actor actor, string text, CancellationToken cancellationToken)
    {
        if (Found is not { Failure: null, IsWhole: true } found)
        {
            return;
        }

        if (found.Total.Count == 0)
        {
            var suggested = await TryAsync(() => search.SuggestAsync(actor, text, null, cancellationToken));
            if (suggested is { Succeeded: true, Value.Count: > 0 } && !cancellationToken.IsCancellationRequested)
            {
                Suggestions = suggested.Value;
                onChanged();
            }

            return;
        }

        foreach (var type in FoundRecords.Kinds.Where(type => found.TotalOf(type) is { IsExact: false }))
        {
            var counted = await TryAsync(() => search.CountAsync(actor, type, text, cancellationToken));
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            if (counted is { Succeeded: true })
            {
                Found = Found?.Counted(type, counted.Value);
                onChanged();
            }
        }
    }

    // What comes after the rows is a help: without it they stand as they are.
    private async Task<Result<T>?> TryAsync<T>(Func<Task<Result<T>>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            logger.LogError(exception, "What belongs to a search could not be read");
            return null;
        }
    }
}
