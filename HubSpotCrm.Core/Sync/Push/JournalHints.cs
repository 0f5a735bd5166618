using HubSpotCrm.Core.HubSpot.Journal;

namespace HubSpotCrm.Core.Sync.Push;

/// <summary>Makes hints of what a file of the journal tells.</summary>
internal static class JournalHints
{
    /// <summary>
    /// One for each record that the file names, however often: it is read once for all of them. Events of other accounts and of kinds that are not
    /// kept are left out.
    /// </summary>
    /// <param name="offset">The file's place, which makes a hint the same when the file comes again.</param>
    public static IReadOnlyList<RecordHint> Of(IReadOnlyList<WireJournalEvent> events, string portalId, string offset) =>
    [
        .. events.Where(told => told.PortalId == portalId)
            .SelectMany(told => told.ObjectIds.Select(id => (Type: ObjectTypeIds.TypeOf(told.ObjectTypeId ?? ""), Id: id, IsErasure: IsErasure(told))))
            .Where(named => named.Type is not null && named.Id.Length is > 0 and <= RecordHint.LongestId)
            .GroupBy(named => (named.Type, named.Id))
            .Select(named => new RecordHint($"journal {offset}", named.Key.Type!.Value, named.Key.Id, named.Any(one => one.IsErasure))),
    ];

    private static bool IsErasure(WireJournalEvent told) => "GDPR_PRIVACY_DELETION".Equals(told.Type, StringComparison.OrdinalIgnoreCase);
}
