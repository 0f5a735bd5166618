using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Journal;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Sync.Push;

/// <summary>Sees to it that HubSpot writes into the journal what happens to the kinds of records that are followed. For one caller at a time.</summary>
internal sealed class JournalSubscriptions(JournalClient client, string portalId, TimeProvider time, ILogger logger)
{
    // Somebody may take one away in HubSpot, where nobody would notice.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private long? _seenAt;

    /// <summary>Makes those that are missing. One kind that HubSpot refuses is left to asking; only when it refuses all of them this fails.</summary>
    public async Task<Result<Done>> EnsureAsync(CancellationToken cancellationToken)
    {
        if (_seenAt is { } at && time.GetElapsedTime(at) < Interval)
        {
            return new Done();
        }

        var present = await client.SubscriptionsAsync(cancellationToken);
        if (!present.Succeeded)
        {
            return present.Failure;
        }

        Failure? refused = null;
        var isAny = false;
        foreach (var wanted in ObjectTypeIds.All.Select(id => new JournalSubscription(id, portalId)))
        {
            var made = present.Value.Contains(wanted) ? new Done() : await client.SubscribeAsync(wanted, cancellationToken);
            if (made.Succeeded)
            {
                isAny = true;
            }
            else if (made.Failure is JournalNotAllowed or RequestRefused or InvalidProperties)
            {
                logger.LogInformation("HubSpot's journal does not tell of {ObjectTypeId}, which is followed by asking: {Reason}", wanted.ObjectTypeId, made.Failure.Message);
                refused = made.Failure;
            }
            else
            {
                return made;
            }
        }

        if (!isAny && refused is not null)
        {
            return refused;
        }

        _seenAt = time.GetTimestamp();
        return new Done();
    }

    /// <summary>They may be gone: the next time looks.</summary>
    public void Doubt() => _seenAt = null;
}
