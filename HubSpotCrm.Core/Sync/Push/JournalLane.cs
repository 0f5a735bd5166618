using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Journal;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Sync.Push;

/// <summary>The journal belongs to an app, and none is configured for the connected account.</summary>
internal sealed record JournalNeedsApp() : Failure("HubSpot's webhooks journal is read as an app. Set HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET, or Sync:Journal to false.");

/// <summary>
/// Reads HubSpot's webhooks journal from where it stood, and keeps the records it names as hints. It finds nothing that asking for changes would not
/// find: where it fails or has a gap, nothing is lost but time.
/// </summary>
internal sealed class JournalLane(HubSpotClientFactory clients, ConnectionTargets targets, Inbox inbox, TimeProvider time, ILogger<JournalLane> logger)
{
    // HubSpot forgets a file after three days; what it makes of an offset that old nobody knows.
    private static readonly TimeSpan Retention = TimeSpan.FromDays(3);

    private Source? _source;

    /// <summary>When there was nothing, the journal is asked again after so long.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(5);

    /// <summary>What the lane knows of one account's journal, its token among it.</summary>
    private sealed record Source(ConnectedApp App, string PortalId, JournalClient Client, JournalSubscriptions Subscriptions);

    /// <summary>Until the journal has nothing more, or more hints wait than can be kept.</summary>
    public async Task<Result<Done>> RunAsync(SyncTarget target, CancellationToken cancellationToken)
    {
        var source = SourceOf(PushAccount.Of(target.Mirror));
        if (!source.Succeeded)
        {
            return source.Failure;
        }

        var (client, subscriptions) = (source.Value.Client, source.Value.Subscriptions);
        var subscribed = await subscriptions.EnsureAsync(cancellationToken);
        if (!subscribed.Succeeded)
        {
            return subscribed;
        }

        var offset = await OffsetAsync(target, cancellationToken);
        var hasBegun = offset is null;
        var seen = new HashSet<string>();
        while (await Inbox.CountAsync(target.Mirror, cancellationToken) <= Inbox.MostWaiting)
        {
            var next = await client.NextAsync(offset, cancellationToken);
            if (next.Failure is JournalOffsetLost lost && !hasBegun)
            {
                logger.LogWarning("{Reason}", lost.Message);
                subscriptions.Doubt();
                (offset, hasBegun) = (null, true);
                continue;
            }

            if (!next.Succeeded)
            {
                return next.Failure;
            }

            if (next.Value.IsNone)
            {
                return new Done();
            }

            if (next.Value.Offset == offset || !seen.Add(next.Value.Offset))
            {
                return new CursorRepeated(next.Value.Offset);
            }

            var taken = await TakeAsync(target, source.Value, next.Value, cancellationToken);
            if (!taken.Succeeded)
            {
                return taken;
            }

            offset = next.Value.Offset;
        }

        return new Done();
    }

    private async Task<Result<Done>> TakeAsync(SyncTarget target, Source source, WireJournalEntry entry, CancellationToken cancellationToken)
    {
        var file = await source.Client.FileAsync(entry, cancellationToken);
        if (!file.Succeeded)
        {
            return file.Failure;
        }

        var hints = JournalHints.Of(file.Value, source.PortalId, entry.Offset);
        var now = target.Client.Now;
        var checkpoint = new CheckpointRow { Lane = Lanes.Journal, Cursor = entry.Offset, State = LaneStates.Done, UpdatedAt = now };
        var added = await inbox.AddAsync(target.Mirror, hints, [checkpoint], now, cancellationToken);
        logger.LogInformation("HubSpot's journal told {Events} events of {Hints} records, {Added} of them new", file.Value.Count, hints.Count, added);
        return new Done();
    }

    // Null where the journal is to be read from its beginning, which costs nothing but reading again what is there.
    private static async Task<string?> OffsetAsync(SyncTarget target, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(target.Mirror, Lanes.Journal, null, cancellationToken);
        return target.Client.Now - checkpoint.UpdatedAt < (long)Retention.TotalMilliseconds ? checkpoint.Cursor : null;
    }

    private Result<Source> SourceOf(PushAccount account)
    {
        var app = targets.AppOf(account.Target);
        if (!app.Succeeded)
        {
            return app.Failure is AppNotConfigured ? new JournalNeedsApp() : app.Failure;
        }

        if (_source is { } known && known.App == app.Value && known.PortalId == account.PortalId)
        {
            return known;
        }

        var client = clients.Journal(app.Value.Endpoint, app.Value.ClientId, app.Value.ClientSecret);
        return _source = new Source(app.Value, account.PortalId, client, new JournalSubscriptions(client, account.PortalId, time, logger));
    }
}
