using System.Text.Json;

namespace HubSpotCrm.Core.HubSpot.Wire;

/// <summary>The parts of a batch that failed: <c>[{"category":"OBJECT_NOT_FOUND","message":"…","context":{"ids":["7"]}}]</c>.</summary>
internal static class BatchErrors
{
    public static IReadOnlyList<WireBatchError> Read(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? [.. document.RootElement.EnumerateArray().Select(ReadOne)]
            : [];
    }

    public static IReadOnlyList<WireBatchError> Read(JsonElement answer) => [.. answer.Items("errors").Select(ReadOne)];

    /// <summary>The refused parts of a batch that changes; an answer without a body, as of v4's removals, refused nothing.</summary>
    public static IReadOnlyList<WireBatchError> OfAnswer(ReadOnlySpan<byte> body)
    {
        if (body.Trim(" \r\n\t"u8).IsEmpty)
        {
            return [];
        }

        using var document = Definitions.Document(body);
        return Read(document.RootElement);
    }

    /// <summary>Values of HubSpot's <c>context</c>; a value that is no list counts as a list of one.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Context(JsonElement error)
    {
        var context = new Dictionary<string, IReadOnlyList<string>>();
        if (error.ValueKind == JsonValueKind.Object && error.TryGetProperty("context", out var found) && found.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in found.EnumerateObject())
            {
                context[WireText.NameOf(entry)] = entry.Value.ValueKind == JsonValueKind.Array
                    ? [.. entry.Value.EnumerateArray().Select(WireText.Text).OfType<string>()]
                    : entry.Value.Text() is { } single ? [single] : [];
            }
        }

        return context;
    }

    private static WireBatchError ReadOne(JsonElement error)
    {
        var envelope = ErrorEnvelope.Read(error);
        return new WireBatchError(error.Text("category"), error.Text("message"), Context(error))
        {
            SubCategory = error.Text("subCategory"),
            Reasons = envelope.Reasons,
            Codes = envelope.Codes,
        };
    }
}
