using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>
/// The vectors of texts that were looked for. One look asks for rows, counts and facets of the same text, which must mean the same records: so what became
/// of a text, a vector or none, stays so for a while, and a text is asked for once whoever looks for it.
/// </summary>
internal sealed class QueryVectors(Embedder embedder, IOptions<EmbeddingOptions> options, TimeProvider time, ILogger<QueryVectors> logger) : IDisposable
{
    private const int Most = 256;
    private const int LongestText = 400;
    private static readonly TimeSpan KeepVector = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan KeepNone = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Null when the endpoint fails, or is late; what came late is there when the text is looked for again some seconds later.</summary>
    public async Task<float[]?> OfAsync(string text, CancellationToken cancellationToken)
    {
        var entry = await EntryOfAsync(text.Length > LongestText ? text[..LongestText] : text, cancellationToken);
        return await entry.Decided.WaitAsync(cancellationToken);
    }

    public void Dispose() => _gate.Dispose();

    private async Task<Entry> EntryOfAsync(string text, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var known = _entries.GetValueOrDefault(text);
            if (known is not null && !await IsOldAsync(known))
            {
                return known;
            }

            // Without anybody's token: whoever types on does not take the answer from those who wait for it.
            var answer = known is not null && await IsLateAsync(known) ? known.Answer : Task.Run(() => AskAsync(text), CancellationToken.None);
            MakeRoom();
            return _entries[text] = new Entry(answer, DecideAsync(answer), time.GetTimestamp());
        }
        finally
        {
            _gate.Release();
        }
    }

    // Only what has ended is awaited in these two: nobody is held at the gate.
    private async Task<bool> IsOldAsync(Entry entry) =>
        entry.Decided.IsCompleted && time.GetElapsedTime(entry.Since) >= (await entry.Decided is null ? KeepNone : KeepVector);

    // Decided without a vector, which is there by now or may still come.
    private static async Task<bool> IsLateAsync(Entry entry) => await entry.Decided is null && !(entry.Answer.IsCompleted && await entry.Answer is null);

    private void MakeRoom()
    {
        if (_entries.Count >= Most)
        {
            foreach (var (text, _) in _entries.OrderBy(pair => pair.Value.Since).Take(Most / 4).ToList())
            {
                _entries.Remove(text);
            }
        }
    }

    private async Task<float[]?> DecideAsync(Task<float[]?> answer)
    {
        try
        {
            return await answer.WaitAsync(options.Value.QueryTimeout, time);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<float[]?> AskAsync(string text)
    {
        try
        {
            var vector = await embedder.QueryAsync(text, CancellationToken.None);
            if (vector.Succeeded)
            {
                return vector.Value;
            }

            logger.LogWarning("A text was not searched by its meaning. {Reason}", vector.Failure.Message);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Its words are searched whatever becomes of this.
            logger.LogError(exception, "A text was not searched by its meaning");
        }

        return null;
    }

    /// <param name="Answer">Null at its end where the endpoint failed.</param>
    /// <param name="Decided">The same, or null where it came late.</param>
    private sealed record Entry(Task<float[]?> Answer, Task<float[]?> Decided, long Since);
}
