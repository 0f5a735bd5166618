using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Columns;

/// <summary>
/// The copy that is made to take another's place while that one answers on. When making it fails the old one stays, and it is tried again later and later.
/// </summary>
internal sealed class ColumnSuccessor(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private Task? _making;
    private int _failures;
    private long _failedAt;

    /// <summary>The last number of the log that it has from the beginning: all behind it is still to be kept. Null while none is made.</summary>
    public long? KeptFrom { get; private set; }

    /// <summary>None is being made, and the last one that failed was long enough ago.</summary>
    public bool MayBegin => _making is null && (_failures == 0 || time.GetElapsedTime(_failedAt) >= PauseAfter(_failures));

    /// <summary>To be taken with <see cref="TryTakeAsync"/>.</summary>
    public bool HasEnded => _making is { IsCompleted: true };

    /// <summary>Completes when <see cref="HasEnded"/>; never while none is made.</summary>
    public Task Ended => _making ?? Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);

    public void Begin(long from, Func<Task> make) => (KeptFrom, _making) = (from, Task.Run(make));

    /// <summary>Whether the one that was made is whole. Either way there is none afterwards.</summary>
    public async Task<bool> TryTakeAsync()
    {
        var making = _making!;
        (_making, KeptFrom) = (null, null);
        try
        {
            await making;
            _failures = 0;
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            (_failures, _failedAt) = (_failures + 1, time.GetTimestamp());
            logger.LogWarning(exception, "The columnar copy could not be made anew, and the one there is answers on; it is tried again in {Pause}", PauseAfter(_failures));
            return false;
        }
    }

    /// <summary>Waits until nothing is made any more, which was told to stop.</summary>
    public async Task EndAsync()
    {
        if (_making is not null)
        {
            await TryTakeAsync();
        }
    }

    private static TimeSpan PauseAfter(int failures) => TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(failures - 1, 10)));
}
