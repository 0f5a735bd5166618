namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>How long an endpoint that fails is left alone: the longer the more often it failed, and at least as long as it asks for.</summary>
internal sealed class RetryPauses(IReadOnlyList<TimeSpan> pauses)
{
    /// <summary>More is granted to nobody: during a pause the records are not compared either, and what was erased has to leave the file of vectors.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private int _failures;

    /// <summary>Counts the failure.</summary>
    public TimeSpan After(EmbeddingFailure failure)
    {
        var own = pauses[Math.Min(_failures++, pauses.Count - 1)];
        var asked = failure.Wait is { } wait && wait > own ? wait : own;
        return asked < Longest ? asked : Longest;
    }

    /// <summary>The endpoint gave something: the next failure is the first again.</summary>
    public void Reset() => _failures = 0;
}
