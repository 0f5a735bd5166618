using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Compares the ids and versions of all records of a type with HubSpot's list, and heals what differs: the only way to find what was deleted for good,
/// and what every other lane missed.
/// </summary>
internal sealed class Reconciliation(RecordRefresh refresh, AbsentRecords records, ILogger<Reconciliation> logger)
{
    /// <summary>So many records may vanish at once without an administrator's word.</summary>
    public const int MostGone = 500;

    /// <summary>And such a share of the type's records, where that is more than <see cref="FewGone"/>.</summary>
    public const double MostGoneShare = 0.02;

    public const int FewGone = 20;

    /// <summary>Runs from the first page to the last, and leaves its result as a check.</summary>
    /// <param name="mayBury">An administrator said that what is absent may go, however much it is.</param>
    public async Task<Result<SyncCheckRow>> RunAsync(SyncTarget target, ObjectType type, bool mayBury, CancellationToken cancellationToken)
    {
        var started = target.Client.Now;
        var promised = (await Checkpoints.LoadAsync(target.Mirror, Lanes.Settled, type, cancellationToken)).CompleteTo ?? 0;
        var archivedTo = (await Checkpoints.LoadAsync(target.Mirror, Lanes.Archived, type, cancellationToken)).UpdatedAt;
        var present = await MirrorVersions.LoadAsync(target.Mirror, type, cancellationToken);
        var drift = new List<DriftRow>();
        var remote = 0L;
        var cursors = new HashSet<string>();
        string? after = null;
        do
        {
            var page = await target.Client.ListAsync(type.Plural(), new ListRequest([type.ModifiedProperty()], After: after), cancellationToken);
            if (!page.Succeeded)
            {
                return page.Failure;
            }

            var listed = page.Value.Results;
            remote += listed.Count;
            var healed = await HealAsync(target, type, [.. listed.Where(record => !present.Holds(record.Id, record.UpdatedAt))], present, promised, drift, cancellationToken);
            if (!healed.Succeeded)
            {
                return healed.Failure;
            }

            after = page.Value.After;
            if (after is not null && !cursors.Add(after))
            {
                return new CursorRepeated(after);
            }
        }
        while (after is not null);

        var absent = present.Unseen();
        var isHeld = !mayBury && (absent.Count > MostGone || (absent.Count > FewGone && absent.Count > present.Count * MostGoneShare));
        if (isHeld)
        {
            logger.LogWarning("{Count} of {All} {Type} are absent from HubSpot's list and were left alone", absent.Count, present.Count, type);
        }
        else
        {
            var gone = await BuryAsync(target, type, absent, archivedTo, drift, cancellationToken);
            if (!gone.Succeeded)
            {
                return gone.Failure;
            }
        }

        await DriftLog.AddAsync(target.Mirror, drift, cancellationToken);
        return await DriftLog.AddAsync(
            target.Mirror,
            new SyncCheckRow
            {
                Type = (int)type,
                Kind = nameof(CheckKind.Reconciliation),
                StartedAt = started,
                EndedAt = target.Client.Now,
                Local = present.Count,
                Remote = remote,
                Drift = drift.Count,
                Held = isHeld ? absent.Count : 0,
                Message = isHeld ? HeldText(absent.Count) : null,
            },
            cancellationToken);
    }

    private async Task<Result<Done>> HealAsync(
        SyncTarget target, ObjectType type, IReadOnlyList<WireRecord> differing, MirrorVersions present, long promised, List<DriftRow> drift, CancellationToken cancellationToken)
    {
        if (differing.Count == 0)
        {
            return new Done();
        }

        var read = await refresh.ReadAsync(target, type, [.. differing.Select(record => record.Id)], cancellationToken, revives: true);
        if (!read.Succeeded)
        {
            return read.Failure;
        }

        // What changed after the promised time is on its way here by itself, and no fault.
        foreach (var record in differing.Where(record => record.UpdatedAt <= promised && !read.Value.Absent.Contains(record.Id)))
        {
            var here = present.Find(record.Id);
            drift.Add(Row(
                type, record.Id, here is null ? DriftKind.Missing : DriftKind.Outdated,
                here is null ? "Was not here." : $"Was here as of {At(here.Value)}; HubSpot's last change is of {At(record.UpdatedAt)}.",
                target.Client.Now, isHealed: !read.Value.Unread.ContainsKey(record.Id)));
        }

        return read.Value.Incomplete is { } incomplete ? incomplete : new Done();
    }

    // A list may leave a record out that is there: only what is not found by its id either is gone.
    private async Task<Result<Done>> BuryAsync(
        SyncTarget target, ObjectType type, IReadOnlyList<string> absent, long archivedTo, List<DriftRow> drift, CancellationToken cancellationToken)
    {
        foreach (var chunk in absent.Chunk(HubSpotLimits.Batch))
        {
            var live = await refresh.ReadAsync(target, type, chunk, cancellationToken);
            if (!live.Succeeded)
            {
                return live.Failure;
            }

            if (live.Value.Incomplete is { } incomplete)
            {
                return incomplete;
            }

            var buried = await records.TakeAsync(target, type, live.Value.Absent, cancellationToken);
            if (!buried.Succeeded)
            {
                return buried.Failure;
            }

            logger.LogInformation("{Archived} archived and {Gone} deleted {Type} left the lists", buried.Value.Archived.Count, buried.Value.Gone.Count, type);

            // What was deleted for good is told nowhere: finding it here is no fault. An archived record should have been seen by the sweep for those;
            // one that answers for another, which was merged into it, was not live here.
            drift.AddRange(buried.Value.Archived.Where(record => chunk.Contains(record.Id) && record.ArchivedAt < archivedTo - (long)Backfill.Overlap.TotalMilliseconds)
                .Select(record => Row(type, record.Id, DriftKind.Gone, $"Was live here; archived in HubSpot on {At(record.ArchivedAt!.Value)}.", target.Client.Now, isHealed: true)));
        }

        return new Done();
    }

    private static string HeldText(int count) =>
        $"{count} records are here and not in HubSpot's list: more than may vanish unasked. They were left as they are. If they were really deleted in HubSpot, let them go.";

    private static DriftRow Row(ObjectType type, string id, DriftKind kind, string detail, long now, bool isHealed) =>
        new() { Type = (int)type, HubSpotId = id, Kind = kind.ToString(), Detail = detail, FoundAt = now, HealedAt = isHealed ? now : null };

    private static string At(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
}
