using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>
/// Makes the vectors of a batch of records and keeps them. Over one text an endpoint may fail for the whole batch, and the same batch would come first every time:
/// so that text is looked for and passed over, if the endpoint gives a vector of another one.
/// </summary>
internal sealed class BatchVectors(Embedder embedder, KeptVectors kept, ILogger logger)
{
    // No endpoint stumbles over it.
    private static readonly string[] Probe = ["sales"];

    /// <summary>Null when all of the batch have what can be kept of them.</summary>
    public async Task<EmbeddingFailure?> MakeAsync(MeantText[] batch, CancellationToken cancellationToken)
    {
        var failure = await TryAsync(embedder.RecordsAsync, batch, cancellationToken);
        return failure is { MayBeOfTexts: true } ? await ProbeAsync(cancellationToken) ?? await DivideAsync(batch, cancellationToken) : failure;
    }

    private async Task<EmbeddingFailure?> DivideAsync(MeantText[] batch, CancellationToken cancellationToken)
    {
        if (batch is [var record])
        {
            return await GiveUpAsync(record, cancellationToken);
        }

        var half = batch.Length / 2;
        return await PartAsync(batch[..half], cancellationToken) ?? await PartAsync(batch[half..], cancellationToken);
    }

    // Once: the whole was asked for with patience, and most of the parts that fail have the text.
    private async Task<EmbeddingFailure?> PartAsync(MeantText[] part, CancellationToken cancellationToken)
    {
        var failure = await TryAsync(embedder.RecordsOnceAsync, part, cancellationToken);
        return failure is { MayBeOfTexts: true } ? await DivideAsync(part, cancellationToken) : failure;
    }

    // For good, until the record changes: so the endpoint has to be there, and is asked once more.
    private async Task<EmbeddingFailure?> GiveUpAsync(MeantText record, CancellationToken cancellationToken)
    {
        if (await ProbeAsync(cancellationToken) is { } away)
        {
            return away;
        }

        var failure = await TryAsync(embedder.RecordsOnceAsync, [record], cancellationToken);
        if (failure is not { MayBeOfTexts: true })
        {
            return failure;
        }

        logger.LogWarning("The {Type} with key {Key} gets no vector: {Reason}", record.Record.Type.Singular(), record.Record.Key, failure.Message);
        kept.PutNothing([record]);
        return null;
    }

    private async Task<EmbeddingFailure?> ProbeAsync(CancellationToken cancellationToken)
    {
        var vectors = await embedder.RecordsAsync(Probe, cancellationToken);
        return vectors.Succeeded ? kept.Doubt(vectors.Value) : (EmbeddingFailure)vectors.Failure;
    }

    private async Task<EmbeddingFailure?> TryAsync(
        Func<IReadOnlyList<string>, CancellationToken, Task<Result<IReadOnlyList<float[]>>>> ask, MeantText[] records, CancellationToken cancellationToken)
    {
        var vectors = await ask([.. records.Select(record => record.Text)], cancellationToken);
        return vectors.Succeeded ? kept.Put(records, vectors.Value) : (EmbeddingFailure)vectors.Failure;
    }
}
