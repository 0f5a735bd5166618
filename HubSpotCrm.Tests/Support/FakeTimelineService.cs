using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Tests.Support;

/// <summary>One timeline for every record.</summary>
internal sealed class FakeTimelineService : ITimelineService
{
    public List<TimelineEntry> Entries { get; } = [];

    public List<TimelineGap> Gaps { get; } = [];

    public Failure? Failure { get; set; }

    public List<int> Offsets { get; } = [];

    public Task<Result<Timeline>> ReadAsync(
        Actor actor, ObjectType type, string id, int offset, IReadOnlyCollection<ObjectType>? kinds, CancellationToken cancellationToken)
    {
        Offsets.Add(offset);
        return Task.FromResult<Result<Timeline>>((actor.Check(Policy.ViewRecords) ?? Failure) is { } failure
            ? failure
            : new Timeline([.. Entries.Skip(offset).Take(Timeline.PageSize)], Entries.Count > offset + Timeline.PageSize, Gaps));
    }
}
