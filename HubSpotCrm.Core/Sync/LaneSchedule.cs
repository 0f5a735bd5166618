using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>When lanes are due, by HubSpot's clock and the time of their last run.</summary>
internal static class LaneSchedule
{
    /// <summary>A lane that sleeps longer looks again in between: its computer may have slept too.</summary>
    public static TimeSpan LongestSleep { get; } = TimeSpan.FromHours(1);

    /// <summary>Of a lane that runs only when it is asked.</summary>
    public static TimeSpan Never { get; } = TimeSpan.MaxValue;

    private static readonly TimeSpan Night = TimeSpan.FromHours(2);

    /// <summary>Zero when it is due, or was asked for. A lane that never ran counts from the first sync.</summary>
    public static async Task<TimeSpan> DueInAsync(SyncTarget target, string lane, ObjectType? type, TimeSpan interval, CancellationToken cancellationToken)
    {
        var (isOpen, last) = await LastAsync(target, lane, type, cancellationToken);
        return isOpen ? TimeSpan.Zero : Until(last + (long)interval.TotalMilliseconds, target.Client.Now);
    }

    /// <summary>Zero once the first two o'clock of the account's night has passed since the last run.</summary>
    /// <param name="timeZone">The account's, by its IANA name.</param>
    public static async Task<TimeSpan> NightlyAsync(SyncTarget target, string lane, ObjectType type, string timeZone, CancellationToken cancellationToken)
    {
        var (isOpen, last) = await LastAsync(target, lane, type, cancellationToken);
        if (isOpen)
        {
            return TimeSpan.Zero;
        }

        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var found) ? found : TimeZoneInfo.Utc;
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(last), zone);
        var night = local.Date + Night;
        night = night > local.DateTime ? night : night.AddDays(1);

        // An hour that the clocks leave out begins where they go on.
        night = zone.IsInvalidTime(night) ? night.AddHours(1) : night;
        return Until(new DateTimeOffset(night, zone.GetUtcOffset(night)).ToUnixTimeMilliseconds(), target.Client.Now);
    }

    /// <summary>Zero when it was asked for, and <see cref="Never"/> else.</summary>
    public static async Task<TimeSpan> WantedAsync(SyncTarget target, string lane, ObjectType type, CancellationToken cancellationToken) =>
        (await Checkpoints.LoadAsync(target.Mirror, lane, type, cancellationToken)).IsOpen() ? TimeSpan.Zero : Never;

    /// <summary>Notes that a lane without a cursor of its own ran.</summary>
    /// <param name="began">UTC milliseconds by HubSpot's clock.</param>
    public static async Task<Result<Done>> RanAsync(SyncTarget target, string lane, ObjectType? type, long began, string? message, CancellationToken cancellationToken)
    {
        var checkpoint = new CheckpointRow
        {
            Lane = lane,
            Type = (int)(type ?? 0),
            State = LaneStates.Done,
            StartedAt = began,
            UpdatedAt = began,
            Message = message,
        };
        await Checkpoints.SaveAsync(target.Mirror, [checkpoint], cancellationToken);
        return new Done();
    }

    private static async Task<(bool IsOpen, long Last)> LastAsync(SyncTarget target, string lane, ObjectType? type, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(target.Mirror, lane, type, cancellationToken);
        var last = checkpoint.UpdatedAt > 0 || type is not { } of ? checkpoint.UpdatedAt : (await Checkpoints.LoadAsync(target.Mirror, Lanes.Backfill, of, cancellationToken)).StartedAt;
        return (checkpoint.IsOpen(), last);
    }

    private static TimeSpan Until(long due, long now) => due <= now ? TimeSpan.Zero : TimeSpan.FromMilliseconds(due - now);
}
