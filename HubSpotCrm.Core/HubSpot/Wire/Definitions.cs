using System.Text.Json;

namespace HubSpotCrm.Core.HubSpot.Wire;

/// <summary>Reads owners, pipelines, properties, the account and association batches: small answers, a few per hour.</summary>
internal static class Definitions
{
    /// <summary>The body as one JSON object; throws <see cref="JsonException"/> for anything else.</summary>
    public static JsonDocument Document(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind == JsonValueKind.Object && !reader.Read())
        {
            return document;
        }

        document.Dispose();
        throw new JsonException("the answer is no object");
    }

    public static (IReadOnlyList<WireOwner> Owners, string? After) Owners(ReadOnlySpan<byte> body)
    {
        using var document = Document(body);
        return ([.. Results(document).Select(Owner)], After(document.RootElement));
    }

    public static IReadOnlyList<WirePipeline> Pipelines(ReadOnlySpan<byte> body)
    {
        using var document = Document(body);
        return [.. Results(document).Select(Pipeline)];
    }

    public static IReadOnlyList<WireProperty> Properties(ReadOnlySpan<byte> body)
    {
        using var document = Document(body);
        return [.. Results(document).Select(Property)];
    }

    /// <summary>Sample: <c>{"portalId":12345,"accountType":"STANDARD","timeZone":"Europe/Berlin","companyCurrency":"EUR","uiDomain":"app.hubspot.com"}</c>.</summary>
    public static WireAccount Account(ReadOnlySpan<byte> body)
    {
        using var document = Document(body);
        var root = document.RootElement;
        return new WireAccount(
            Required(root, "portalId"),
            root.Text("portalName"),
            root.Text("timeZone") ?? "UTC",
            root.Text("companyCurrency") ?? "USD",
            root.Texts("additionalCurrencies"),
            root.Text("uiDomain"),
            root.Text("dataHostingLocation"),
            root.Text("accountType"));
    }

    /// <summary>Ids come as JSON numbers here. Sample: <c>{"results":[{"from":{"id":"1"},"to":[{"toObjectId":5790939450,"associationTypes":[]}]}]}</c>.</summary>
    public static WireAssociationBatch Associations(ReadOnlySpan<byte> body)
    {
        using var document = Document(body);
        var errors = BatchErrors.Read(document.RootElement);
        return new WireAssociationBatch(
            errors.Count > 0 && !HasResults(document.RootElement) ? [] : [.. Results(document).Select(AssociationSet)],
            errors);
    }

    private static WireOwner Owner(JsonElement owner) => new(
        Required(owner, "id"), owner.Text("email"), owner.Text("firstName"), owner.Text("lastName"), owner.Text("userId"),
        string.Equals(owner.Text("type"), "QUEUE", StringComparison.OrdinalIgnoreCase), owner.Flag("archived"));

    private static WirePipeline Pipeline(JsonElement pipeline) => new(
        Required(pipeline, "id"), pipeline.Text("label") ?? Required(pipeline, "id"), pipeline.Number("displayOrder"), pipeline.Flag("archived"),
        [.. pipeline.Items("stages").Select(Stage)]);

    private static WireStage Stage(JsonElement stage)
    {
        var metadata = stage.ValueKind == JsonValueKind.Object && stage.TryGetProperty("metadata", out var found) ? found : default;
        return new WireStage(
            Required(stage, "id"), stage.Text("label") ?? Required(stage, "id"), stage.Number("displayOrder"), metadata.Flag("isClosed"),
            metadata.Text("probability"), stage.Flag("archived"));
    }

    private static WireProperty Property(JsonElement property)
    {
        var name = Required(property, "name");
        var modification = property.TryGetProperty("modificationMetadata", out var found) ? found : default;
        return new WireProperty(
            name, property.Text("label") ?? name, property.Text("type") ?? "string", property.Text("fieldType") ?? "text",
            property.Text("groupName"), property.Text("description"), [.. property.Items("options").Select(Option)],
            property.Flag("calculated"), modification.Flag("readOnlyValue"), property.Flag("hidden"), property.Flag("archived"),
            property.Flag("hasUniqueValue"), property.Flag("externalOptions"), property.Number("displayOrder"));
    }

    private static WirePropertyOption Option(JsonElement option)
    {
        var value = option.Text("value") ?? "";
        return new WirePropertyOption(value, option.Text("label") ?? value, option.Number("displayOrder"), option.Flag("hidden"));
    }

    private static WireAssociationSet AssociationSet(JsonElement set) => new(
        Required(set.ValueKind == JsonValueKind.Object && set.TryGetProperty("from", out var from) ? from : default, "id"),
        [.. set.Items("to").Select(to => new WireAssociatedObject(Required(to, "toObjectId"), [.. to.Items("associationTypes").Select(AssociationType)]))],
        After(set));

    private static WireAssociationType AssociationType(JsonElement type) =>
        new(type.Text("category") ?? "HUBSPOT_DEFINED", type.Number("typeId"), type.Text("label"));

    internal static string? After(JsonElement page) =>
        page.ValueKind == JsonValueKind.Object && page.TryGetProperty("paging", out var paging)
        && paging.ValueKind == JsonValueKind.Object && paging.TryGetProperty("next", out var next)
            ? next.Text("after") is { Length: > 0 } after ? after : null
            : null;

    private static bool HasResults(JsonElement root) => root.TryGetProperty("results", out var results) && results.ValueKind == JsonValueKind.Array;

    internal static IEnumerable<JsonElement> Results(JsonDocument document) =>
        HasResults(document.RootElement) ? document.RootElement.Items("results") : throw new JsonException("the answer has no results");

    internal static void RequireResults(JsonDocument document) => _ = Results(document);

    internal static string Required(JsonElement element, string name) =>
        element.Text(name) is { Length: > 0 } text ? text : throw new JsonException($"a result has no {name}");
}
