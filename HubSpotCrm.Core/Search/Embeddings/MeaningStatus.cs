namespace HubSpotCrm.Core.Search.Embeddings;

public enum MeaningStage
{
    /// <summary>No endpoint is set: searches go by words.</summary>
    Off,

    /// <summary>No account is connected, or its records are being read for the first time.</summary>
    Waiting,

    /// <summary>Vectors are being made; those that are there are searched already.</summary>
    Building,

    /// <summary>All records that should have vectors have them.</summary>
    Ready,

    /// <summary>The endpoint gives none; it is asked again by itself.</summary>
    Failing,
}

/// <summary>How the search for what is close in meaning is.</summary>
/// <param name="Done">Records with what is kept of them.</param>
/// <param name="Wanted">Records that should have it.</param>
/// <param name="Failure">The last one since the start; null when there was none.</param>
public sealed record MeaningStatus(MeaningStage Stage, int Done = 0, int Wanted = 0, EmbeddingFailure? Failure = null, DateTimeOffset? FailedAt = null);

/// <summary>Tells how the search for what is close in meaning is.</summary>
public interface IMeaningReport
{
    MeaningStatus Status { get; }

    /// <summary>Raised on any thread after <see cref="Status"/> changed; hand over and return at once.</summary>
    event Action? Changed;
}
