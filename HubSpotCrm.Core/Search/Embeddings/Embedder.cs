using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot;
using Microsoft.Extensions.AI;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>
/// Vectors of texts, or why there are none. The records' calls are patient and repeated; a search's is tried once, and after some that failed the endpoint
/// is left alone for a while, so that searches do not wait for one that is away. The two know nothing of each other's failures.
/// </summary>
/// <param name="firstPause">Before the first repetition of a records' call; the next ones are longer. A second, unless said otherwise.</param>
internal sealed class Embedder(IEmbeddingGenerator<string, Embedding<float>> generator, TimeProvider time, TimeSpan? firstPause = null)
{
    // Waiting behind more than these takes longer than a search waits.
    private const int MostQueries = 8;
    private const int MostRepetitions = 3;
    private const int FailuresThatBreak = 5;
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestQuery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBatch = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BreakerTime = TimeSpan.FromSeconds(30);

    private readonly ResiliencePipeline _queries = new ResiliencePipelineBuilder { TimeProvider = new SteadyTime(time) }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = FailuresThatBreak,
            SamplingDuration = BreakerTime,
            BreakDuration = BreakerTime,
            // A text that is not taken says nothing of the next one, which may be somebody else's.
            ShouldHandle = new PredicateBuilder().Handle<EmbeddingFailedException>(failed => !failed.Failure.IsOfTexts).Handle<TimeoutRejectedException>(),
        })
        .AddTimeout(LongestQuery)
        .Build();

    private readonly ResiliencePipeline _records = Repeating(new SteadyTime(time), firstPause ?? UsualPause);

    private readonly ResiliencePipeline _once = new ResiliencePipelineBuilder { TimeProvider = new SteadyTime(time) }.AddTimeout(LongestBatch).Build();

    private int _asking;

    /// <summary>The vector of what somebody typed; none while so many others wait for theirs that this one would come too late.</summary>
    public async Task<Result<float[]>> QueryAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _asking) > MostQueries)
            {
                return new EmbeddingFailure("as many searches as may ask it at once wait for it") { IsPassing = true };
            }

            var vectors = await RunAsync(_queries, [text], cancellationToken);
            return vectors.Succeeded ? vectors.Value[0] : vectors.As<float[]>();
        }
        finally
        {
            Interlocked.Decrement(ref _asking);
        }
    }

    /// <summary>A vector for each of the texts, in their order.</summary>
    public Task<Result<IReadOnlyList<float[]>>> RecordsAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) => RunAsync(_records, texts, cancellationToken);

    /// <summary>As <see cref="RecordsAsync"/>, without repetition.</summary>
    public Task<Result<IReadOnlyList<float[]>>> RecordsOnceAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) => RunAsync(_once, texts, cancellationToken);

    private static ResiliencePipeline Repeating(TimeProvider time, TimeSpan firstPause) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = MostRepetitions,
            BackoffType = DelayBackoffType.Exponential,
            Delay = firstPause,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder().Handle<EmbeddingFailedException>(failed => failed.Failure.IsPassing && (failed.Failure.Wait ?? TimeSpan.Zero) <= LongestWait),

            // Null is the own pause. Some ask for one of 0 seconds while they start.
            DelayGenerator = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is EmbeddingFailedException { Failure.Wait: { } wait } && wait > firstPause * Math.Pow(2, arguments.AttemptNumber) ? wait : (TimeSpan?)null),
        })
        .AddTimeout(LongestBatch)
        .Build();

    private async Task<Result<IReadOnlyList<float[]>>> RunAsync(ResiliencePipeline pipeline, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await pipeline.ExecuteAsync(
                static async (asked, stop) => await asked.Generator.GenerateAsync(asked.Texts, cancellationToken: stop), (Generator: generator, Texts: texts), cancellationToken);
            return answer.Count == texts.Count
                ? answer.Select(embedding => embedding.Vector.ToArray()).ToList()
                : new EmbeddingFailure("it gave another number of vectors than of texts") { MayBeOfTexts = true };
        }
        catch (EmbeddingFailedException failed)
        {
            return failed.Failure;
        }
        catch (TimeoutRejectedException)
        {
            return new EmbeddingFailure("no answer in time") { IsPassing = true };
        }
        catch (BrokenCircuitException)
        {
            return new EmbeddingFailure("it failed several times and is left alone for half a minute") { IsPassing = true };
        }
    }
}
