using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>The endpoint gave no vectors that can be used. Searches go on by words.</summary>
public sealed record EmbeddingFailure(string Reason) : Failure($"The embedding endpoint gave no vectors: {Reason}.")
{
    /// <summary>What the endpoint says of it, for an administrator; it may repeat a text, so no log has it. Null where it says nothing.</summary>
    public string? Said { get; init; }

    /// <summary>The same may succeed later, without anybody doing anything.</summary>
    internal bool IsPassing { get; init; }

    /// <summary>It is these texts that the endpoint does not take, or gives no vector for.</summary>
    internal bool IsOfTexts { get; init; }

    /// <summary>It may be one of these texts: whether another one gets a vector tells.</summary>
    internal bool MayBeOfTexts { get; init; }

    /// <summary>How long the endpoint wants to be left alone.</summary>
    internal TimeSpan? Wait { get; init; }
}

/// <summary>Carries an <see cref="EmbeddingFailure"/> through the interface of generators, which knows values only.</summary>
internal sealed class EmbeddingFailedException(EmbeddingFailure failure, Exception? inner = null) : Exception(failure.Message, inner)
{
    public EmbeddingFailure Failure { get; } = failure;
}
