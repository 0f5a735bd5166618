using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.Sync;

/// <summary>What became of records that HubSpot has not as live ones.</summary>
/// <param name="Archived">In its recycle bin.</param>
/// <param name="Gone">Ids that it has in no way, or under another.</param>
internal sealed record Buried(IReadOnlyList<WireRecord> Archived, IReadOnlyList<string> Gone);

/// <summary>Finds out what became of records that a read by id did not answer, and takes them out of the lists.</summary>
internal sealed class AbsentRecords(RecordBurial burial, IDefinitionService definitions)
{
    public async Task<Result<Buried>> TakeAsync(SyncTarget target, ObjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return new Buried([], []);
        }

        var reader = new RecordReader(target, type, await definitions.GetAsync(cancellationToken));
        var archived = await reader.ArchivedAsync(ids, cancellationToken);
        if (!archived.Succeeded)
        {
            return archived.Failure;
        }

        if (archived.Value.Incomplete is { } incomplete)
        {
            return incomplete;
        }

        var buried = await burial.ArchivedAsync(target, type, archived.Value.Records, cancellationToken);
        if (!buried.Succeeded)
        {
            return buried.Failure;
        }

        var listed = archived.Value.Records.Select(record => record.Id).ToHashSet();
        string[] gone = [.. ids.Where(id => !listed.Contains(id))];
        await burial.GoneAsync(target, type, gone, cancellationToken);
        return new Buried(archived.Value.Records, gone);
    }
}
