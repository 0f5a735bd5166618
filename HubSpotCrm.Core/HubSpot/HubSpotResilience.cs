using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>
/// Time-out, repetitions and breaker of the calls to one host. They wrap the reading and parsing of the body as well,
/// which no handler inside <see cref="HttpClient"/> sees: most broken answers break there.
/// </summary>
internal static class HubSpotResilience
{
    private const int MostRepetitions = 8;
    private const int MostTransientRepetitions = 3;
    private const int MostLockedRepetitions = 3;
    private const int FailuresThatBreak = 10;
    private static readonly TimeSpan BreakerTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RollingWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SecondWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TransientWait = TimeSpan.FromSeconds(1);

    private static readonly ResiliencePropertyKey<HubSpotSending> Sending = new("sending");

    /// <param name="chance">Spreads the waits.</param>
    public static ResiliencePipeline<Attempt> Build(TimeProvider time, TimeSpan total, Random chance) =>
        new ResiliencePipelineBuilder<Attempt> { TimeProvider = new SteadyTime(time) }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = total })
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = MostRepetitions,
                ShouldHandle = arguments => ValueTask.FromResult(MayRepeat(arguments, chance)),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Of(arguments.Context).Wait),
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<Attempt>
            {
                FailureRatio = 0.5,
                MinimumThroughput = FailuresThatBreak,
                SamplingDuration = BreakerTime,
                BreakDuration = BreakerTime,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result?.Refusal is { Breaks: true }),
            })
            .Build();

    /// <summary>Throws <see cref="TimeoutRejectedException"/> when the time for the whole call is over, and <see cref="BrokenCircuitException"/>.</summary>
    public static async ValueTask<Attempt> RunAsync(
        this ResiliencePipeline<Attempt> pipeline, HubSpotSending sending, Func<CancellationToken, ValueTask<Attempt>> attempt, CancellationToken cancellationToken)
    {
        // As every other await here: whoever runs all of a process on one thread keeps it there.
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
        context.Properties.Set(Sending, sending);
        try
        {
            return await pipeline.ExecuteAsync(static (context, attempt) => attempt(context.CancellationToken), context, attempt);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>How long HubSpot's refusal keeps a call away, and with it all calls of its budget.</summary>
    public static TimeSpan LimitWait(LimitReached limit, int repetition, Random chance)
    {
        if (limit.RetryAfter is { } asked)
        {
            return asked;
        }

        return limit.Policy == LimitPolicy.Second
            ? Jittered(SecondWait * Math.Pow(2, Math.Min(repetition, 4)), 0.5, chance)
            : Jittered(RollingWait + (RollingWait * 0.5 * Math.Min(repetition, 4)), 0.1, chance);
    }

    private static bool MayRepeat(RetryPredicateArguments<Attempt> arguments, Random chance)
    {
        if (arguments.Outcome.Result?.Refusal is not { } refusal)
        {
            return false;
        }

        var sending = Of(arguments.Context);
        var repetition = arguments.AttemptNumber;
        var allowed = refusal.Replay switch
        {
            Replay.Always => true,
            Replay.IfReplayable => sending.Call.Replayable,
            _ => false,
        };
        var (wait, most) = refusal.Failure switch
        {
            LimitReached limit => (sending.LimitWait ?? LimitWait(limit, repetition, chance), MostRepetitions),
            RecordLocked => (Jittered((refusal.Wait ?? TransientWait) * (repetition + 1), 0.25, chance), MostLockedRepetitions),
            _ => (Longer(refusal.Wait, Jittered(TransientWait * 0.5 * Math.Pow(2, Math.Min(repetition, 6)), 1, chance)), MostTransientRepetitions),
        };
        sending.Wait = wait;

        // Sleeping over the end of the call's time would only make the caller wait for the same failure.
        return allowed && repetition < most && wait < sending.TimeLeft;
    }

    private static HubSpotSending Of(ResilienceContext context) =>
        context.Properties.TryGetValue(Sending, out var sending) ? sending : throw new InvalidOperationException("A call runs through the pipeline with its state.");

    private static TimeSpan Longer(TimeSpan? asked, TimeSpan own) => asked > own ? asked.Value : own;

    private static TimeSpan Jittered(TimeSpan wait, double share, Random chance) => wait * (1 + (chance.NextDouble() * share));
}
