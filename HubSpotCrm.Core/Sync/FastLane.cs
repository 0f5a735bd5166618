using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Follows changes: asks HubSpot's search which records changed lately and reads those. Search answers late and may skip,
/// so each round looks back a while, and nothing is promised to be complete by this lane alone.
/// </summary>
internal sealed class FastLane(MirrorWriter writer, IDefinitionService definitions, ChangeFeed feed)
{
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Versions that were read in the rounds before; the overlap shows each of them several times.</summary>
    private readonly Dictionary<(ObjectType Type, string Id), long> _seen = [];
    private readonly Lock _lock = new();

    /// <summary>Another account, or a new start: nothing was read yet.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _seen.Clear();
        }
    }

    /// <summary>One round for one type. Returns the time it began by HubSpot's clock.</summary>
    public async Task<Result<long>> RunAsync(SyncTarget target, ObjectType type, LaneProgress progress, CancellationToken cancellationToken)
    {
        var checkpoint = await Checkpoints.LoadAsync(target.Mirror, Lanes.Fast, type, cancellationToken);
        var began = target.Client.Now;
        var cursor = long.TryParse(checkpoint.Cursor, CultureInfo.InvariantCulture, out var last) ? last : began;
        var unread = new Dictionary<string, string>();
        var found = await new ModifiedSearch(target.Client, type).FindAsync(
            cursor - (long)Backfill.Overlap.TotalMilliseconds,
            (ids, token) => TakeAsync(target, type, ids, unread, token),
            cancellationToken);
        progress.Note(target.Scopes.MessageOf(type));
        if (!found.Succeeded)
        {
            return found.Failure;
        }

        if (unread.Count > 0)
        {
            // The others are here; the cursor stays, so that these are found again.
            return new ReadIncomplete(unread.Count, unread.Values.First());
        }

        checkpoint.State = LaneStates.Running;
        checkpoint.Cursor = began.ToString(CultureInfo.InvariantCulture);
        checkpoint.UpdatedAt = began;
        checkpoint.Done += found.Value.Created + found.Value.Updated;
        checkpoint.Message = found.Value.Gap;
        await Checkpoints.SaveAsync(target.Mirror, [checkpoint], cancellationToken);
        ForgetBefore(type, cursor - (2 * (long)Backfill.Overlap.TotalMilliseconds));
        progress.Round(began, found.Value.Created, found.Value.Updated);
        return began;
    }

    private async Task<Result<(int Created, int Updated)>> TakeAsync(
        SyncTarget target, ObjectType type, IReadOnlyList<WireRecord> changed, Dictionary<string, string> unread, CancellationToken cancellationToken)
    {
        List<WireRecord> unseen;
        lock (_lock)
        {
            unseen = changed.Where(record => _seen.GetValueOrDefault((type, record.Id)) != record.UpdatedAt).ToList();
        }

        if (unseen.Count == 0)
        {
            return (0, 0);
        }

        var snapshot = await definitions.GetAsync(cancellationToken);
        var reader = new RecordReader(target, type, snapshot);
        var (created, updated) = (0, 0);
        foreach (var chunk in unseen.Chunk(HubSpotLimits.Batch))
        {
            var records = await reader.RecordsAsync([.. chunk.Select(record => record.Id)], cancellationToken);
            if (!records.Succeeded)
            {
                return records.Failure;
            }

            var result = await writer.ApplyAsync(
                target.Mirror,
                new PageWrite(type, records.Value.Records, WriteKind.Whole, target.Client.Now)
                {
                    Aliases = records.Value.Unread.Count == 0 ? AliasesOf(chunk, records.Value.Records) : [],
                    Targets = target.Scopes.TargetsOf(type),
                },
                snapshot,
                cancellationToken);
            result.PublishTo(feed);
            created += result.Created;
            updated += result.Updated;
            lock (_lock)
            {
                foreach (var record in chunk.Where(record => !records.Value.Unread.ContainsKey(record.Id)))
                {
                    _seen[(type, record.Id)] = record.UpdatedAt;
                }
            }

            foreach (var (id, reason) in records.Value.Unread)
            {
                unread[id] = reason;
            }
        }

        return (created, updated);
    }

    // An id that another record answered was merged into it; only a single pair tells which.
    private static IReadOnlyList<(string, string)> AliasesOf(IReadOnlyCollection<WireRecord> asked, IReadOnlyList<WireRecord> answered)
    {
        var missing = asked.Select(record => record.Id).Except(answered.Select(record => record.Id)).ToList();
        var surplus = answered.Select(record => record.Id).Except(asked.Select(record => record.Id)).ToList();
        return missing.Count == 1 && surplus.Count == 1 ? [(missing[0], surplus[0])] : [];
    }

    private void ForgetBefore(ObjectType type, long time)
    {
        lock (_lock)
        {
            foreach (var key in _seen.Where(pair => pair.Key.Type == type && pair.Value < time).Select(pair => pair.Key).ToList())
            {
                _seen.Remove(key);
            }
        }
    }
}
