using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.HubSpot.Limits;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>The way to one account: all its clients share the budget, the breaker and HubSpot's clock.</summary>
internal sealed class HubSpotChannel(
    HubSpotEndpoint endpoint,
    HubSpotOptions options,
    AccountBudget budget,
    HubSpotTransport transport,
    HubSpotMetrics metrics,
    ILogger logger,
    TimeProvider time,
    Random chance)
{
    private const int LongestAddress = 8000;

    private readonly ResiliencePipeline<Attempt> _pipeline = HubSpotResilience.Build(time, options.TotalTimeout, chance);

    public HubSpotEndpoint Endpoint { get; } = endpoint;

    public AccountBudget Budget { get; } = budget;

    public SearchLimits Searches => options.Searches;

    public HubSpotClock Clock { get; } = new(time);

    /// <summary>The absolute address of one of <see cref="HubSpotPaths"/>.</summary>
    public Uri Address(string pathAndQuery) => new(Endpoint.ApiBase.AbsoluteUri.TrimEnd('/') + pathAndQuery);

    /// <summary>Sends with the account's token: one renewal and one repetition after a 401.</summary>
    public async Task<Result<T>> SendAsync<T>(
        HubSpotCall call, ITokenSource tokens, CallPriority priority, ReadBody<T> read, CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken);
        if (!token.Succeeded)
        {
            return token.As<T>();
        }

        var answer = await SendAsync(call, token.Value, priority, read, cancellationToken);
        if (answer.Failure is not TokenRefused)
        {
            return answer;
        }

        var renewed = await tokens.RenewAsync(token.Value, cancellationToken);
        if (!renewed.Succeeded)
        {
            return renewed.As<T>();
        }

        answer = await SendAsync(call, renewed.Value, priority, read, cancellationToken);
        if (answer.Failure is not TokenRefused refused)
        {
            return answer;
        }

        // The source learns that even the fresh token is no good, so that no other call tries.
        var given = await tokens.RenewAsync(renewed.Value, cancellationToken);
        return given.Failure ?? new ReconnectNeeded("a fresh access token is refused as well", refused.CorrelationId);
    }

    /// <summary>Sends with this token, or none, in turn and through the pipeline. 401 comes back as <see cref="TokenRefused"/>.</summary>
    public async Task<Result<T>> SendAsync<T>(
        HubSpotCall call, AccessToken? token, CallPriority priority, ReadBody<T> read, CancellationToken cancellationToken)
    {
        if (!HubSpotHosts.Allows(call.Address, Endpoint.IsSandbox))
        {
            logger.LogWarning("HubSpot {Operation} was not sent: {Host} is not one of HubSpot's hosts", call.Operation, call.Address.Host);
            return new AddressNotAllowed(call.Address.Host);
        }

        if (call.Address.AbsoluteUri.Length > LongestAddress)
        {
            return new RequestRefused(414, null, "the request names too many properties for one address.");
        }

        if (token is { } bearer && !HubSpotTransport.CanSend(bearer))
        {
            return new TokenRefused(null, null);
        }

        var place = await TakePlaceAsync(call.Budget, priority, options.TotalTimeout, cancellationToken);
        if (place.Refused is { } held)
        {
            return held;
        }

        var sending = new HubSpotSending(call, time, options.TotalTimeout);
        try
        {
            var first = place.Place;

            // What was sent once has its time measured, and cannot let all others go first any more.
            var again = priority == CallPriority.Spare ? CallPriority.Background : priority;
            var attempt = await _pipeline.RunAsync(
                sending,
                async ending =>
                {
                    var (own, refused) = sending.Attempts == 0 ? (first, null) : await TakePlaceAsync(call.Budget, again, sending.TimeLeft, ending);
                    if (refused is not null)
                    {
                        return new Attempt(null, new Refusal(refused, Replay.Never), 0);
                    }

                    using (own)
                    {
                        return await AttemptAsync(sending, token, own, read, ending);
                    }
                },
                cancellationToken);
            return attempt.Refusal is { } refusal ? Final(sending, refusal) : (T)attempt.Value!;
        }
        catch (TimeoutRejectedException)
        {
            return sending.IsInDoubt && !call.Replayable
                ? new OutcomeUnknown($"no answer in {options.TotalTimeout.TotalSeconds:0} seconds")
                : sending.Last is { } last && !sending.IsInDoubt ? Final(sending, last) : new HubSpotUnavailable($"no answer in {options.TotalTimeout.TotalSeconds:0} seconds");
        }
        catch (BrokenCircuitException broken)
        {
            return new HubSpotUnavailable("it failed too often in the last minute", broken.RetryAfter);
        }
        finally
        {
            place.Place?.Dispose();
        }
    }

    private async ValueTask<(Pacer.Place? Place, HubSpotFailure? Refused)> TakePlaceAsync(
        CallBudget budget, CallPriority priority, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (Budget.Of(budget) is not { } pacer)
        {
            return default;
        }

        // HubSpot states its count on everything but searches.
        if (priority is CallPriority.Background or CallPriority.Spare && Budget.Day.Holds(isCounted: budget != CallBudget.Search) is { } wait)
        {
            return (null, new DayReserved(wait));
        }

        var began = time.GetTimestamp();
        var taken = await pacer.WaitAsync(priority, patience, cancellationToken);
        metrics.Waited(priority, time.GetElapsedTime(began));
        return taken;
    }

    private async ValueTask<Attempt> AttemptAsync<T>(
        HubSpotSending sending, AccessToken? token, Pacer.Place? place, ReadBody<T> read, CancellationToken cancellationToken)
    {
        var call = sending.Call;
        sending.Attempts++;
        sending.LimitWait = null;
        var began = time.GetTimestamp();
        using var limit = new CancellationTokenSource(options.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var request = HubSpotTransport.Request(call, token);
        Answer? answer = null;
        Attempt attempt;
        place?.Sending();
        if (call.Budget != CallBudget.None)
        {
            Budget.Day.Sent();
        }

        sending.Body = request.Content as TrackedBody;
        sending.IsInDoubt = true;
        try
        {
            answer = await transport.SendAsync(request, options.MaximumAnswerBytes, either.Token);
            attempt = Judge(call, answer, read);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && HubSpotTransport.Explain(exception, limit.IsCancellationRequested) is not null)
        {
            attempt = new Attempt(null, HubSpotTransport.RefusalOf(request, exception, limit.IsCancellationRequested), 0);
        }
        finally
        {
            answer?.Dispose();
        }

        sending.IsInDoubt = attempt.Refusal is { Replay: Replay.IfReplayable };
        sending.Last = attempt.Refusal;
        if (attempt.Refusal?.Failure is LimitReached reached)
        {
            sending.LimitWait = HubSpotResilience.LimitWait(reached, sending.Attempts - 1, chance);
            Pause(call.Budget, reached.Policy, sending.LimitWait.Value);
        }

        Log(sending, attempt, answer, time.GetElapsedTime(began));
        return attempt;
    }

    // Nobody knows to the minute when HubSpot's day ends, so one call in a while may look.
    private void Pause(CallBudget which, LimitPolicy policy, TimeSpan wait) =>
        Budget.Of(which)?.Pause(policy == LimitPolicy.Day && wait > DayBudget.Probe ? DayBudget.Probe : wait, policy == LimitPolicy.Day);

    private Attempt Judge<T>(HubSpotCall call, Answer answer, ReadBody<T> read)
    {
        var succeeded = answer.Status is >= 200 and < 300;
        Clock.Read(answer.Headers.Date);

        // A page without HubSpot's headers says nothing of the sandbox's limits.
        Budget.Read(call.Budget, succeeded && answer.IsJson, answer.Headers);
        if (!succeeded)
        {
            return new Attempt(
                null,
                HubSpotErrorTable.From(
                    answer.Status, answer.Body.Bytes, HubSpotErrorTable.RetryAfter(answer.Headers), answer.Headers.Location, call.Budget,
                    DateTimeOffset.FromUnixTimeMilliseconds(Clock.Now)),
                answer.Status);
        }

        try
        {
            return new Attempt(read(answer.Body.Bytes), null, answer.Status);
        }
        catch (JsonException)
        {
            return new Attempt(null, new Refusal(new HubSpotUnavailable("its answer cannot be read"), Replay.IfReplayable, Breaks: true), answer.Status);
        }
    }

    private static HubSpotFailure Final(HubSpotSending sending, Refusal refusal) => refusal.Failure switch
    {
        LimitReached limit => new Throttled(sending.LimitWait ?? limit.RetryAfter ?? sending.Wait, limit.Policy == LimitPolicy.Day, limit.CorrelationId),
        HubSpotUnavailable lost when refusal.Replay != Replay.Always && !sending.Call.Replayable => new OutcomeUnknown(lost.Reason),
        var failure => failure,
    };

    private void Log(HubSpotSending sending, Attempt attempt, Answer? answer, TimeSpan duration)
    {
        metrics.Attempted(sending.Call.Operation, attempt.Status, duration);
        var milliseconds = duration.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        if (attempt.Refusal is not { } refusal)
        {
            logger.LogInformation(
                "HubSpot {Operation}: {Status} in {Milliseconds} ms, call {Call}, attempt {Attempt}, HubSpot's {CorrelationId}",
                sending.Call.Operation, attempt.Status, milliseconds, sending.Id, sending.Attempts, CorrelationId(answer?.Headers));
            return;
        }

        logger.LogWarning(
            "HubSpot {Operation}: {Status} in {Milliseconds} ms, call {Call}, attempt {Attempt}, HubSpot's {CorrelationId}: {Failure} {Reason} {Excerpt}",
            sending.Call.Operation, attempt.Status, milliseconds, sending.Id, sending.Attempts,
            refusal.Failure.CorrelationId ?? CorrelationId(answer?.Headers), refusal.Failure.GetType().Name,
            (refusal.Failure as HubSpotUnavailable)?.Reason, answer?.Excerpt);
    }

    private static string? CorrelationId(HttpResponseHeaders? headers) =>
        headers is not null && headers.TryGetValues("X-HubSpot-Correlation-Id", out var values) ? ErrorText.Shown(values.FirstOrDefault()) : null;
}
