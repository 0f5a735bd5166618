using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>Compares counts and some values because somebody asked, and the values of some more each week. The results are kept.</summary>
internal sealed class ManualCheck(ValueSample sample)
{
    /// <summary>So many records of each type are compared value by value when somebody waits for the answer.</summary>
    public const int SampleSize = 200;

    /// <summary>Counts here and at HubSpot, and a sample.</summary>
    public async Task<Result<Done>> RunAsync(SyncTarget target, ObjectType type, CancellationToken cancellationToken)
    {
        var began = target.Client.Now;

        // HubSpot's search counts what its index shows, which may be some seconds behind.
        var counted = await target.Client.SearchAsync(type.Plural(), new SearchRequest([], Limit: 1), cancellationToken);
        if (!counted.Succeeded)
        {
            return counted.Failure;
        }

        var local = await CountAsync(target.Mirror, type, cancellationToken);
        var compared = await sample.RunAsync(target, type, SampleSize, CheckKind.Manual, cancellationToken);
        if (!compared.Succeeded)
        {
            return compared.Failure;
        }

        (compared.Value.Local, compared.Value.Remote) = (local, counted.Value.Total);
        await DriftLog.AddAsync(target.Mirror, compared.Value, cancellationToken);
        return await LaneSchedule.RanAsync(target, Lanes.Check, type, began, null, cancellationToken);
    }

    /// <summary>The weekly sample.</summary>
    public async Task<Result<Done>> SampleAsync(SyncTarget target, ObjectType type, CancellationToken cancellationToken)
    {
        var began = target.Client.Now;
        var size = ValueSample.SizeOf(await CountAsync(target.Mirror, type, cancellationToken));
        var compared = await sample.RunAsync(target, type, size, CheckKind.Sample, cancellationToken);
        if (!compared.Succeeded)
        {
            return compared.Failure;
        }

        await DriftLog.AddAsync(target.Mirror, compared.Value, cancellationToken);
        return await LaneSchedule.RanAsync(target, Lanes.Sample, type, began, null, cancellationToken);
    }

    private static Task<long> CountAsync(Mirror mirror, ObjectType type, CancellationToken cancellationToken) => mirror.ReadAsync(
        connection =>
        {
            using var statement = new Statement(connection, null, "SELECT count(*) FROM record WHERE type = $p0 AND archived = 0 AND raw IS NOT NULL", 1);
            return statement.Integer((int)type) ?? 0;
        },
        cancellationToken);
}
