using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Localization;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>What sync did in each half hour of the last day, drawn or as a table.</summary>
public sealed partial class RunActivity : SyncPart<IReadOnlyList<SyncActivity>>
{
    /// <summary>How many half hours are shown.</summary>
    public const int Halves = 48;

    private bool _isTable;

    private static TimeSpan Step { get; } = TimeSpan.FromMinutes(30);

    // The last of the half hours is the present one.
    private DateTimeOffset From { get; set; }

    private string Finding
    {
        get
        {
            var (runs, changed, failed) = (Value?.Sum(half => half.Runs) ?? 0, Value?.Sum(half => half.Changed) ?? 0, Value?.Sum(half => half.Failed) ?? 0);
            return runs == 0
                ? "Nothing changed and nothing failed."
                : $"{Formats.Count(runs, "run")}, {(failed == 0 ? "none failed" : $"{Formats.Number((long)failed)} failed and {(failed == 1 ? "was" : "were")} tried again")}; {Formats.Count(changed, "record")} changed.";
        }
    }

    protected override Task<Result<IReadOnlyList<SyncActivity>>> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        From = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Step.Ticks), TimeSpan.Zero) - (Step * (Halves - 1));
        return Report.ActivityAsync(actor, From, Step, cancellationToken);
    }
}
