using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>The differences between copy and HubSpot that comparisons found, newest first, and whether they are healed.</summary>
public sealed partial class DriftList : SyncList<DriftEntry>
{
    protected override Task<Result<Page<DriftEntry>>> ReadAsync(Actor actor, int skip, int take, CancellationToken cancellationToken) =>
        Report.DriftAsync(actor, skip, take, cancellationToken);

    private static string What(DriftKind kind) => kind switch
    {
        DriftKind.Missing => "Missing here",
        DriftKind.Outdated => "Older than in HubSpot",
        DriftKind.Gone => "Gone in HubSpot",
        _ => "Other values than in HubSpot",
    };
}
