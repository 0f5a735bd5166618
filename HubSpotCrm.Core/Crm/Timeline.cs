using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Crm;

/// <summary>A task, note, meeting, call or e-mail of a record.</summary>
/// <param name="At">When it happened or is due; null when HubSpot does not say.</param>
/// <param name="Text">Its body as plain text, however HubSpot holds it; empty without one.</param>
/// <param name="Status">HubSpot's internal value: a task's status, a meeting's outcome, a call's or e-mail's state.</param>
/// <param name="Owner">The owner's name; the id when the owner is not known.</param>
public sealed record TimelineEntry(
    ObjectType Type, string Id, DateTimeOffset? At, string? Title, string Text, string? Status, string? Direction, TimeSpan? Duration, string? Owner);

/// <summary>A kind of entry that is not in the timeline, or not wholly.</summary>
/// <param name="Reason">Names the scope that HubSpot did not grant, or says that the first sync has not come so far.</param>
public sealed record TimelineGap(ObjectType Type, string Reason);

/// <summary>Entries newest first; those without a time come last.</summary>
/// <param name="HasMore">There are older ones: ask again from the number of those that are here.</param>
public sealed record Timeline(IReadOnlyList<TimelineEntry> Entries, bool HasMore, IReadOnlyList<TimelineGap> Gaps)
{
    public const int PageSize = 25;
}

/// <summary>What happened with a record, as HubSpot's timeline shows it, from the mirror.</summary>
public interface ITimelineService
{
    /// <summary>
    /// A page of a contact's, company's or deal's timeline; a merged id answers with the survivor's. <see cref="InvalidInput"/> for another type, a kind that
    /// is none, or a negative offset; <see cref="RecordNotFound"/> when there is no such record. <see cref="Policy.ViewRecords"/>.
    /// </summary>
    /// <param name="kinds">Tasks, notes, meetings, calls, e-mails; null or empty for all.</param>
    Task<Result<Timeline>> ReadAsync(
        Actor actor, ObjectType type, string id, int offset, IReadOnlyCollection<ObjectType>? kinds, CancellationToken cancellationToken);
}
