namespace HubSpotCrm.Core.HubSpot.Journal;

/// <summary>401 or 403: the app may not read the journal, or not subscribe to this kind of record.</summary>
internal sealed record JournalNotAllowed(IReadOnlyList<string> Scopes, string? CorrelationId = null)
    : HubSpotFailure(Scopes.Count == 0
        ? "HubSpot does not let this app read the webhooks journal. Allow it in the app, or set Sync:Journal to false."
        : $"HubSpot does not let this app read the webhooks journal without {string.Join(", ", Scopes)}. Allow it in the app, or set Sync:Journal to false.", CorrelationId);

/// <summary>404 of the journal itself.</summary>
internal sealed record JournalMissing(string? CorrelationId = null)
    : HubSpotFailure("HubSpot has no webhooks journal for this app, or not in this version of its API. Set Sync:Journal to false.", CorrelationId);

/// <summary>The journal no longer has the place up to which it was read.</summary>
internal sealed record JournalOffsetLost()
    : HubSpotFailure("HubSpot's webhooks journal no longer has the place up to which it was read. The portal begins anew at what it has; asking for changes finds the rest.", null);

/// <summary>The journal names a file at an address that is none of <c>HubSpot:JournalHosts</c> over https. It was not fetched.</summary>
internal sealed record JournalFileNotAllowed(string Host)
    : HubSpotFailure($"HubSpot's webhooks journal names a file at {Host}, which the portal does not fetch: only https and the hosts of HubSpot:JournalHosts are allowed.", null);

/// <summary>A file of the journal did not come, or is none. The place in the journal stays before it.</summary>
internal sealed record JournalFileUnreadable(string Reason)
    : HubSpotFailure($"A file of HubSpot's webhooks journal cannot be read: {Reason}. The portal asks for it again.", null);
