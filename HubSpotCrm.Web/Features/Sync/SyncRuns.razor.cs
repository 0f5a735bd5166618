using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Localization;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>The runs that changed something or failed, newest first; one that failed says why.</summary>
public sealed partial class SyncRuns : SyncList<SyncRunEntry>
{
    protected override Task<Result<Page<SyncRunEntry>>> ReadAsync(Actor actor, int skip, int take, CancellationToken cancellationToken) =>
        Report.RunsAsync(actor, skip, take, cancellationToken);

    private static string Did(SyncRunEntry run)
    {
        (int Count, string Word)[] kinds = [(run.Created, "created"), (run.Updated, "updated"), (run.Archived, "archived")];
        var done = string.Join(", ", kinds.Where(kind => kind.Count > 0).Select(kind => $"{Formats.Number((long)kind.Count)} {kind.Word}"));
        return $"{(done.Length > 0 ? done : "Nothing changed")} in {Formats.Duration(run.Duration)}";
    }
}
