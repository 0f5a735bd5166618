using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.HubSpot.Auth;

/// <summary>
/// A pasted service key or private-app token: it does not expire and cannot be renewed. One refusal may be HubSpot's mistake, or that of
/// something on the way: the call is repeated once after a pause, and then the probe decides, once for all calls that were refused.
/// </summary>
/// <param name="probe">Null when the call itself is the probe.</param>
internal sealed class FixedTokenSource(string token, TokenProbe? probe = null, TimeProvider? time = null, Func<string, Task>? onRefused = null) : ITokenSource
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestDoubt = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private Doubt? _doubt;
    private volatile bool _isRefused;

    public async ValueTask<Result<AccessToken>> GetAsync(CancellationToken cancellationToken)
    {
        if (_doubt is { } doubt)
        {
            await Task.WhenAny(doubt.Paused, doubt.Over).WaitAsync(cancellationToken);
        }

        return _isRefused ? Refused() : new AccessToken(token);
    }

    public async ValueTask<Result<AccessToken>> RenewAsync(AccessToken refused, CancellationToken cancellationToken)
    {
        if (_isRefused)
        {
            return Refused();
        }

        var (doubt, isFirst) = DoubtOf();
        if (refused.IsRepeated)
        {
            return await doubt.JudgeAsync(JudgeAsync).WaitAsync(cancellationToken);
        }

        // The first to be refused repeats its call; whoever comes while it does learns what became of that.
        await (isFirst ? doubt.Paused : doubt.Over).WaitAsync(cancellationToken);
        return _isRefused ? Refused() : new AccessToken(token, IsRepeated: true);
    }

    private static ReconnectNeeded Refused() => new("the access token is wrong or was revoked");

    private (Doubt Doubt, bool IsFirst) DoubtOf()
    {
        lock (_lock)
        {
            if (_doubt is { IsOver: false } present)
            {
                return (present, false);
            }

            // Over by itself when the repeated call succeeded: nobody tells the source of that.
            return (_doubt = new Doubt(Task.Delay(Pause, _time), Task.Delay(LongestDoubt, _time)), true);
        }
    }

    private async Task<Result<AccessToken>> JudgeAsync()
    {
        var asked = probe is null
            ? new TokenRefused(null, null)
            : await probe.AskAsync(new AccessToken(token), CancellationToken.None);
        if (asked.Failure is TokenRefused)
        {
            _isRefused = true;
            await (onRefused?.Invoke(Refused().Reason) ?? Task.CompletedTask);
            return Refused();
        }

        return asked.Failure ?? new HubSpotUnavailable("it refuses this call, although it accepts the token");
    }

    /// <summary>From a first refusal until the probe has answered or some time has passed.</summary>
    private sealed class Doubt
    {
        private readonly TaskCompletionSource _judged = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _lock = new();
        private Task<Result<AccessToken>>? _verdict;

        public Doubt(Task paused, Task longest)
        {
            Paused = paused;
            Over = Task.WhenAny(longest, _judged.Task);
        }

        public Task Paused { get; }

        public Task Over { get; }

        public bool IsOver => Over.IsCompleted;

        /// <summary>One judgement for all who ask.</summary>
        public Task<Result<AccessToken>> JudgeAsync(Func<Task<Result<AccessToken>>> judge)
        {
            lock (_lock)
            {
                return _verdict ??= OnceAsync(judge);
            }
        }

        private async Task<Result<AccessToken>> OnceAsync(Func<Task<Result<AccessToken>>> judge)
        {
            try
            {
                return await judge();
            }
            finally
            {
                _judged.TrySetResult();
            }
        }
    }
}
