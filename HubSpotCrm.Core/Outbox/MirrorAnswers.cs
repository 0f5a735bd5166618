using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Outbox;

/// <summary>Brings HubSpot's answers to edits into the mirror and to the open screens.</summary>
internal sealed class MirrorAnswers(MirrorWriter writer, IDefinitionService definitions, ChangeFeed feed)
{
    /// <param name="mergedId">The id that was asked for, when HubSpot answered with the record it was merged into.</param>
    public Task TakeAsync(
        OutboxTarget target, ObjectType type, WireRecord record, CancellationToken cancellationToken, WriteKind kind = WriteKind.Partial, string? mergedId = null) =>
        WriteAsync(
            target, new PageWrite(type, [record], kind, target.Remote.Now) { Aliases = mergedId is null ? [] : [(mergedId, record.Id)] }, cancellationToken);

    /// <summary>Values of many records, in one transaction.</summary>
    public Task TakeAsync(OutboxTarget target, ObjectType type, IReadOnlyList<WireRecord> records, CancellationToken cancellationToken) =>
        records.Count == 0 ? Task.CompletedTask : WriteAsync(target, new PageWrite(type, records, WriteKind.Partial, target.Remote.Now), cancellationToken);

    /// <summary>The record is in HubSpot's recycle bin, or gone: it leaves the lists, and what it held is kept.</summary>
    public async Task BuryAsync(OutboxTarget target, ObjectType type, string id, CancellationToken cancellationToken)
    {
        await using var database = target.Mirror.CreateContext();
        var row = await database.Records.AsNoTracking()
            .Where(row => row.Type == (int)type && row.HubSpotId == id && row.Raw != null)
            .Select(row => new { row.CreatedAt, row.UpdatedAt })
            .SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return;
        }

        // Archiving does not change HubSpot's time of the last change.
        var archived = new WireRecord
        {
            Id = id,
            Properties = new Dictionary<string, string?>(),
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
            Archived = true,
            ArchivedAt = target.Remote.Now,
        };
        await TakeAsync(target, type, archived, cancellationToken);
    }

    // A write of history only, or one that lost the race with sync, changes nothing here.
    private async Task WriteAsync(OutboxTarget target, PageWrite page, CancellationToken cancellationToken)
    {
        var result = await writer.ApplyAsync(target.Mirror, page, await definitions.GetAsync(cancellationToken), cancellationToken);
        result.PublishTo(feed);
    }
}
