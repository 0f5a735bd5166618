using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.Sync;

/// <summary>Records that were asked for by their ids.</summary>
/// <param name="Unread">Ids that HubSpot could not answer for, wholly or in part, with its reason. What it said to be gone is neither here nor there.</param>
internal sealed record RecordsRead(IReadOnlyList<WireRecord> Records, IReadOnlyDictionary<string, string> Unread)
{
    /// <summary>Null when everything was answered.</summary>
    public ReadIncomplete? Incomplete => Unread.Count == 0 ? null : new ReadIncomplete(Unread.Count, Unread.Values.First());
}

/// <summary>Associations by the id they belong to.</summary>
/// <param name="Unread">Ids that HubSpot could not answer for, with its reason.</param>
internal sealed record AssociationsRead(IReadOnlyDictionary<string, WireAssociations> Sets, IReadOnlyDictionary<string, string> Unread);

/// <summary>By record, and then by type in the plural, all associations of it.</summary>
internal sealed record AssociationsOfRecords(IReadOnlyDictionary<string, IReadOnlyDictionary<string, WireAssociations>> Sets);

/// <summary>HubSpot answered for some records of a call and not for others. They are asked for again.</summary>
internal sealed record ReadIncomplete(int Count, string Reason)
    : Failure($"HubSpot did not answer for {Count} {(Count == 1 ? "record" : "records")}: {Reason} They are read again.");

/// <summary>HubSpot does not know the cursor any more: the list must be read from its start.</summary>
internal sealed record CursorRefused(string Cursor, string Reason)
    : Failure($"HubSpot does not know the page {Cursor} any more: {Reason}");
