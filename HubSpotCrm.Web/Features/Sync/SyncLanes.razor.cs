using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>The lanes of sync, those of all kinds of record together: what each does, when it ran and runs, and why it fails.</summary>
public sealed partial class SyncLanes : ComponentBase
{
    [Parameter, EditorRequired]
    public SyncStatus Status { get; set; } = SyncStatus.Off;

    private List<LaneSummary> Lanes =>
    [
        .. Status.Lanes.GroupBy(one => one.Lane).OrderBy(group => LaneWords.Order(group.Key)).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new LaneSummary(
                group.Key, group.Max(one => one.LastRun), group.Min(one => one.NextRun),
                [.. group.Where(one => one.Failure is not null).OrderBy(one => one.Type).Select(one => one.Type is { } type ? $"{Words.Capital(Words.Plural(type))}: {one.Failure}" : one.Failure!)])),
    ];

    private sealed record LaneSummary(string Lane, DateTimeOffset? LastRun, DateTimeOffset? NextRun, IReadOnlyList<string> Failures);
}
