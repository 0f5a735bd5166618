using HubSpotCrm.Sandbox.Api;

namespace HubSpotCrm.Sandbox.Webhooks;

/// <summary>The calls of the webhooks journal. None is counted against a limit.</summary>
internal static class JournalOperations
{
    /// <summary>Where files lie: HubSpot has them in a store of another host.</summary>
    public const string Files = "/webhooks-journal-files";

    private const string Read = "developer.webhooks_journal.read";
    private const string ReadSubscriptions = "developer.webhooks_journal.subscriptions.read|developer.webhooks_journal.subscriptions.write";
    private const string WriteSubscriptions = "developer.webhooks_journal.subscriptions.write";

    public static readonly Operation[] All =
    [
        new("GET", version => version.JournalSubscriptions, "", Meter.None, ReadSubscriptions, JournalSubscriptionEndpoints.List),
        new("POST", version => version.JournalSubscriptions, "", Meter.None, WriteSubscriptions, JournalSubscriptionEndpoints.Create),
        new("DELETE", version => version.JournalSubscriptions, "/{id}", Meter.None, WriteSubscriptions, JournalSubscriptionEndpoints.Remove),
        new("GET", version => version.WebhooksJournal, "/earliest", Meter.None, Read, JournalEndpoints.Earliest),
        new("GET", version => version.WebhooksJournal, "/latest", Meter.None, Read, JournalEndpoints.Latest),
        new("GET", version => version.WebhooksJournal, "/offset/{offset}/next", Meter.None, Read, JournalEndpoints.Next),
        new("GET", _ => Files, "/{file}", Meter.None, null, JournalEndpoints.File),
    ];
}
