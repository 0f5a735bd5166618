using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Webhooks;

/// <summary>What a change of the account is told as.</summary>
internal static class WebhookEvents
{
    private const long SubscriptionId = 2_710_334;

    /// <summary>Contacts, companies and deals; the rest has no events of its own here.</summary>
    private static readonly ObjectKind[] Told = [ObjectKind.Contact, ObjectKind.Company, ObjectKind.Deal];

    public static readonly string[] Types =
    [
        .. Told.SelectMany(kind => new[] { "creation", "deletion", "merge", "propertyChange", "associationChange" }.Select(what => TypeOf(kind, what))),
        TypeOf(ObjectKind.Contact, "privacyDeletion"),
    ];

    public static IEnumerable<WebhookEvent> Of(JournalEntry entry)
    {
        if (entry.Kind is not { } kind || !Told.Contains(kind))
        {
            return [];
        }

        return entry.Op switch
        {
            "create" => [Event(entry, kind, "creation") with { ChangeFlag = "NEW" }, .. Changes(entry, kind)],
            "set" => Changes(entry, kind),
            "archive" => [Event(entry, kind, "deletion") with { ChangeFlag = "DELETED" }],
            "erase" => [Event(entry, kind, "privacyDeletion")],
            "merge" =>
            [
                Event(entry, kind, "merge") with
                {
                    PrimaryObjectId = entry.Id, MergedObjectIds = [entry.ToId!.Value], NewObjectId = entry.Id, NumberOfPropertiesMoved = entry.Values!.Count,
                },
            ],
            "link" when Told.Contains(entry.To!.Value) =>
            [
                Event(entry, kind, "associationChange") with
                {
                    AssociationType = $"{Schemas.Of(kind).Singular}_TO_{Schemas.Of(entry.To.Value).Singular}".ToUpperInvariant(),
                    FromObjectId = entry.Id, ToObjectId = entry.ToId, AssociationRemoved = entry.Types!.Length == 0, IsPrimaryAssociation = entry.Types.Any(LinkTypes.IsPrimary),
                },
            ],
            _ => [],
        };
    }

    private static IEnumerable<WebhookEvent> Changes(JournalEntry entry, ObjectKind kind) =>
        entry.Values!.Select(value => Event(entry, kind, "propertyChange") with { PropertyName = value.Key, PropertyValue = value.Value ?? "" });

    private static WebhookEvent Event(JournalEntry entry, ObjectKind kind, string what) =>
        new(Random.Shared.NextInt64(1, int.MaxValue), SubscriptionId, Reference.PortalId, Reference.AppId, entry.At, TypeOf(kind, what))
        {
            ObjectId = entry.Id!.Value,
            ChangeSource = entry.Source ?? "CRM",
            SourceId = entry.SourceId,
        };

    private static string TypeOf(ObjectKind kind, string what) => $"{Schemas.Of(kind).Singular}.{what}";
}
