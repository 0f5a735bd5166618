using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>The list could not be read for a reason that is ours; the log says which.</summary>
public sealed record ListNotRead() : Failure("The list could not be read. What was shown before is kept.");

/// <summary>
/// The rows of one list page: loads them, newest question wins, counts exactly after the rows are there,
/// and takes news without moving rows. Used on the renderer's thread only.
/// </summary>
/// <param name="onChanged">Called when there is something new to show.</param>
public sealed class ListLoader<T>(
    Func<RecordQuery, CancellationToken, Task<Result<Page<T>>>> find,
    Func<RecordQuery, CancellationToken, Task<Result<int>>> count,
    Func<T, string> idOf,
    TimeProvider time,
    ILogger logger,
    Action onChanged) : IDisposable
{
    private readonly HashSet<string> _changed = [];
    private readonly Newest _newest = new();
    private bool _isRefreshing;

    /// <summary>Of the last answer; kept while a newer one is on its way and when it fails.</summary>
    public IReadOnlyList<T> Rows { get; private set; } = [];

    /// <summary>The search text that <see cref="Rows"/> answer.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Null before the first answer.</summary>
    public Total? Total { get; private set; }

    /// <summary>Why the last question has no answer; null when it has.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>When <see cref="Rows"/> were read.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    public bool IsLoading { get; private set; }

    /// <summary>Rows that belong on this page by now and wait until they are asked for.</summary>
    public int Unseen { get; private set; }

    /// <summary>Takes what an earlier render of this page has read.</summary>
    public void Adopt(Page<T> page, string text, DateTimeOffset readAt) => (Rows, Text, Total, ReadAt) = (page.Items, text, page.Total, readAt);

    /// <summary>Reads the rows that a text finds first, then all it finds where those are few, then the exact total where it was not. Cancels what ran before.</summary>
    public async Task LoadAsync(RecordQuery query)
    {
        var cancellationToken = _newest.Next();
        IsLoading = true;
        _changed.Clear();
        onChanged();
        if (!await AnswerAsync(query with { Depth = SearchDepth.First }, cancellationToken) || (IsLoading && !await AnswerAsync(query, cancellationToken)))
        {
            return;
        }

        await CountAsync(query, cancellationToken);
        await CatchUpAsync(query);
    }

    /// <summary>Reads the rows again because these records changed, and keeps rows in their places.</summary>
    public async Task RefreshAsync(RecordQuery query, IEnumerable<string> changed)
    {
        _changed.UnionWith(changed);
        if (!IsLoading && !_isRefreshing)
        {
            await CatchUpAsync(query);
        }
    }

    /// <summary>Takes a row away at once, before the service is asked again.</summary>
    public void Remove(string id)
    {
        var left = Rows.Where(row => idOf(row) != id).ToArray();
        if (left.Length < Rows.Count)
        {
            Rows = left;
            Total = Total is { Count: > 0 } known ? known with { Count = known.Count - 1 } : Total;
            onChanged();
        }
    }

    public void Dispose() => _newest.Dispose();

    // False when a newer question was asked meanwhile. While more may be found, the list is still being loaded.
    private async Task<bool> AnswerAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(token => find(query, token), cancellationToken);
        if (cancellationToken.IsCancellationRequested || answer is null)
        {
            return false;
        }

        IsLoading = answer is { Succeeded: true, Value.IsPartial: true };
        Take(query, answer, page => (Rows, Unseen) = (page.Items, 0));
        onChanged();
        return true;
    }

    private async Task CatchUpAsync(RecordQuery query)
    {
        var cancellationToken = _newest.Token;
        while (_changed.Count > 0 && !cancellationToken.IsCancellationRequested)
        {
            var changed = _changed.ToHashSet();
            _changed.Clear();
            _isRefreshing = true;
            var answer = await AskAsync(token => find(query, token), cancellationToken);
            _isRefreshing = false;
            if (cancellationToken.IsCancellationRequested || answer is null)
            {
                return;
            }

            Take(query, answer, page =>
            {
                var merged = ListMerge.Apply(Rows, page.Items, changed, query.Limit, idOf);
                (Rows, Unseen) = (merged.Rows, merged.Unseen);
            });
            onChanged();
            await CountAsync(query, cancellationToken);
        }
    }

    private async Task CountAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        if (Total is not { IsExact: false } || Failure is not null)
        {
            return;
        }

        var answer = await AskAsync(token => count(query, token), cancellationToken);
        if (answer is { Succeeded: true } && !cancellationToken.IsCancellationRequested)
        {
            Total = new Total(answer.Value, true);
            onChanged();
        }
    }

    private void Take(RecordQuery query, Result<Page<T>> answer, Action<Page<T>> show)
    {
        Failure = answer.Failure;
        if (!answer.Succeeded)
        {
            return;
        }

        show(answer.Value);
        Text = query.Text;

        // An exact total that is already known is not traded for "at least" while the next count runs.
        Total = answer.Value.Total is { IsExact: false } atLeast && Total is { IsExact: true } known && known.Count >= atLeast.Count
            ? new Total(known.Count, false)
            : answer.Value.Total;
        ReadAt = time.GetUtcNow();
    }

    private async Task<Result<TAnswer>?> AskAsync<TAnswer>(Func<CancellationToken, Task<Result<TAnswer>>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The page stays usable with what it has; only its list says what happened.
            logger.LogError(exception, "A list could not be read");
            return new ListNotRead();
        }
    }
}
