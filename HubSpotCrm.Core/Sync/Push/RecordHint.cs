using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Sync.Push;

/// <summary>Somebody says that a record changed. What it holds is read from HubSpot, never taken from the hint, so that neither order nor repetition matters.</summary>
/// <param name="Event">What makes the event the same when it comes again.</param>
/// <param name="IsErasure">The person must be forgotten.</param>
internal sealed record RecordHint(string Event, ObjectType Type, string Id, bool IsErasure)
{
    /// <summary>Longer than any id of HubSpot's.</summary>
    public const int LongestId = 40;
}

/// <summary>Reads the body of a webhook: an array of events.</summary>
internal static class WebhookEvents
{
    /// <summary>HubSpot sends a hundred at most; more are still read.</summary>
    public const int Most = 1000;

    private static readonly Dictionary<string, ObjectType> Types = SyncKinds.CrmObjects.ToDictionary(kind => kind.Type.Singular(), kind => kind.Type, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The records that the events of this account name; events of other accounts and of kinds that are not kept are left out.
    /// Null when the body is not what HubSpot sends.
    /// </summary>
    /// <param name="portalId">HubSpot's id of the account.</param>
    public static IReadOnlyList<RecordHint>? Read(ReadOnlyMemory<byte> body, string portalId)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Array || json.RootElement.GetArrayLength() > Most)
            {
                return null;
            }

            var hints = new List<RecordHint>();
            foreach (var entry in json.RootElement.EnumerateArray())
            {
                if (entry.ValueKind != JsonValueKind.Object)
                {
                    return null;
                }

                if (Text(entry, "portalId") == portalId)
                {
                    hints.AddRange(Of(entry));
                }
            }

            return hints;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<RecordHint> Of(JsonElement entry)
    {
        // Some of HubSpot's samples have the second name.
        var name = Text(entry, "subscriptionType") ?? Text(entry, "eventType") ?? "";
        var parts = name.Split('.', 2);
        if (parts.Length != 2 || TypeOf(parts[0], entry) is not { } type)
        {
            yield break;
        }

        // HubSpot's event id alone is not unique.
        var key = string.Join(' ', Text(entry, "subscriptionId"), Text(entry, "eventId"), name, Text(entry, "objectId"), Text(entry, "propertyName"), Text(entry, "occurredAt"));
        var ids = new List<(ObjectType Type, string? Id)>
        {
            (type, Text(entry, "objectId")), (type, Text(entry, "primaryObjectId")), (type, Text(entry, "newObjectId")), (type, Text(entry, "fromObjectId")),
        };
        if (entry.TryGetProperty("mergedObjectIds", out var merged) && merged.ValueKind == JsonValueKind.Array)
        {
            ids.AddRange(merged.EnumerateArray().Select(id => (type, Plain(id))));
        }

        // "CONTACT_TO_COMPANY": the other end belongs to the second.
        if (Text(entry, "associationType")?.Split("_TO_") is [_, var to] && Types.TryGetValue(to, out var other))
        {
            ids.Add((other, Text(entry, "toObjectId")));
        }

        foreach (var (of, id) in ids.Distinct())
        {
            if (id is { Length: > 0 and <= RecordHint.LongestId })
            {
                yield return new RecordHint(key, of, id, parts[1] == "privacyDeletion");
            }
        }
    }

    private static ObjectType? TypeOf(string name, JsonElement entry) =>
        Types.TryGetValue(name, out var type) ? type
        : name == "object" && Text(entry, "objectTypeId") is { } number ? ObjectTypeIds.TypeOf(number)
        : null;

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? Plain(value) : null;

    private static string? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var number) ? number.ToString(CultureInfo.InvariantCulture) : null,
        _ => null,
    };
}
