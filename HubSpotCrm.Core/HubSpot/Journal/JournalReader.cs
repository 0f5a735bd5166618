using System.Text.Json;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.HubSpot.Journal;

/// <summary>Reads the journal's answers and files. Throws <see cref="JsonException"/> for what it cannot use, rather than take a part for the whole.</summary>
internal static class JournalReader
{
    /// <summary>HubSpot writes ten thousand at most into a file; more are still read.</summary>
    public const int MostEvents = 50_000;

    private const int LongestOffset = 200;
    private static readonly string[] Actions = ["CREATE", "UPDATE", "DELETE", "MERGE", "RESTORE"];
    private static readonly string[] Named = ["objectId", "primaryObjectId", "newObjectId"];

    /// <summary>What is asked of every subscription.</summary>
    public static IReadOnlyList<string> AllActions => Actions;

    /// <summary>204 comes without a body. Sample: <c>{"url":"https://…","expiresAt":"2026-03-01T00:00:00Z","currentOffset":"…"}</c>.</summary>
    public static WireJournalEntry Entry(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return WireJournalEntry.None;
        }

        using var document = Definitions.Document(body);
        var root = document.RootElement;
        return root.Text("currentOffset") is { Length: > 0 and <= LongestOffset } offset && offset is not ("." or "..") && root.Text("url") is { Length: > 0 } url
            ? new WireJournalEntry(offset, url)
            : throw new JsonException("the answer names no file and no place");
    }

    /// <summary>Those that tell of everything. Sample: <c>{"results":[{"id":1,"subscriptionType":"OBJECT","objectTypeId":"0-1","portalId":12345,"actions":["CREATE"]}]}</c>.</summary>
    public static WireJournalSubscriptions Subscriptions(ReadOnlySpan<byte> body)
    {
        using var document = Definitions.Document(body);
        var root = document.RootElement;
        var whole = root.Items("results").Where(IsWhole).Select(item => new JournalSubscription(item.Text("objectTypeId")!, item.Text("portalId")!)).ToList();
        return new WireJournalSubscriptions(whole, root.TryGetProperty("paging", out var paging) && paging.ValueKind == JsonValueKind.Object && paging.TryGetProperty("next", out var next) ? next.Text("after") : null);
    }

    /// <summary>
    /// Sample: <c>{"offset":"…","journalEvents":[{"type":"OBJECT","portalId":12345,"occurredAt":"…","action":"UPDATE","objectTypeId":"0-1","objectId":501,
    /// "propertyChanges":{}}],"publishedAt":"…"}</c>.
    /// </summary>
    public static IReadOnlyList<WireJournalEvent> File(ReadOnlySpan<byte> body)
    {
        using var document = Definitions.Document(body);
        if (!document.RootElement.TryGetProperty("journalEvents", out var events) || events.ValueKind != JsonValueKind.Array || events.GetArrayLength() > MostEvents)
        {
            throw new JsonException("the file has no list of events");
        }

        return [.. events.EnumerateArray().Select(Event)];
    }

    private static WireJournalEvent Event(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("an event is no object");
        }

        List<string> ids = [.. Named.Select(name => item.TryGetProperty(name, out var id) ? Id(id) : null).Concat(item.Items("mergedObjectIds").Select(Id)).OfType<string>()];
        return new WireJournalEvent(item.Text("type"), item.Text("portalId"), item.Text("objectTypeId"), ids);
    }

    private static string? Id(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.Text() : null;

    private static bool IsWhole(JsonElement item) =>
        "OBJECT".Equals(item.Text("subscriptionType"), StringComparison.OrdinalIgnoreCase)
        && item.Text("objectTypeId") is { Length: > 0 } && item.Text("portalId") is { Length: > 0 }
        && Actions.All(action => item.Texts("actions").Contains(action, StringComparer.OrdinalIgnoreCase))
        && item.Texts("properties").Count == 0 && item.Texts("objectIds").Count == 0;
}
