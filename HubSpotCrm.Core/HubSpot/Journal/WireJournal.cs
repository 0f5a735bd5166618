namespace HubSpotCrm.Core.HubSpot.Journal;

/// <summary>HubSpot writes down what happens to records of this kind in this account.</summary>
/// <param name="ObjectTypeId">HubSpot's number of the kind: <c>0-1</c>.</param>
internal sealed record JournalSubscription(string ObjectTypeId, string PortalId);

/// <summary>The next file of the journal. Its text does not show the address, which lets whoever has it fetch the file.</summary>
/// <param name="Offset">The place of the file, from which the journal is read on.</param>
internal sealed record WireJournalEntry(string Offset, string Url)
{
    /// <summary>There is no file yet.</summary>
    public static WireJournalEntry None { get; } = new("", "");

    public bool IsNone => Offset.Length == 0;

    public override string ToString() => IsNone ? "(no file)" : "(file)";
}

/// <summary>A page of subscriptions.</summary>
internal sealed record WireJournalSubscriptions(IReadOnlyList<JournalSubscription> Subscriptions, string? After);

/// <summary>Something that happened to records. What became of them is not taken from here.</summary>
/// <param name="Type">What kind of subscription told it: <c>OBJECT</c>.</param>
/// <param name="ObjectIds">The record, and others that the event names.</param>
internal sealed record WireJournalEvent(string? Type, string? PortalId, string? ObjectTypeId, IReadOnlyList<string> ObjectIds);
