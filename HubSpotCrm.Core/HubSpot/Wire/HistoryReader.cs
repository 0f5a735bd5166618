using System.Text.Json;

namespace HubSpotCrm.Core.HubSpot.Wire;

/// <summary>The parts of a record that come only when they are asked for: former values, and inline associations.</summary>
internal static class HistoryReader
{
    /// <summary>Sample: <c>{"dealstage":[{"value":"won","timestamp":"2025-01-27T19:53:15.581Z","sourceType":"CRM_UI"}]}</c>.</summary>
    public static Dictionary<string, IReadOnlyList<WireVersion>>? Histories(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        RecordReader.Require(reader.TokenType == JsonTokenType.StartObject, "the history is no object");
        var histories = new Dictionary<string, IReadOnlyList<WireVersion>>();
        while (RecordReader.NextName(ref reader))
        {
            var name = WireText.Value(ref reader, body)!;
            reader.Read();
            histories[name] = Versions(ref reader, body);
        }

        return histories;
    }

    /// <summary>Sample: <c>{"companies":{"results":[{"id":"7","type":"contact_to_company"}],"paging":{"next":{"after":"8"}}}}</c>.</summary>
    public static Dictionary<string, WireAssociations>? Associations(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        RecordReader.Require(reader.TokenType == JsonTokenType.StartObject, "the associations are no object");
        var associations = new Dictionary<string, WireAssociations>();
        while (RecordReader.NextName(ref reader))
        {
            var type = WireText.Value(ref reader, body)!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
            {
                associations[type] = OfOneType(ref reader, body);
            }
        }

        return associations;
    }

    private static List<WireVersion> Versions(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        var versions = new List<WireVersion>();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return versions;
        }

        RecordReader.Require(reader.TokenType == JsonTokenType.StartArray, "a history is no list");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            RecordReader.Require(reader.TokenType == JsonTokenType.StartObject, "a version is no object");
            versions.Add(Version(ref reader, body));
        }

        return versions;
    }

    private static WireVersion Version(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        string? value = null;
        string? sourceType = null;
        string? sourceId = null;
        string? user = null;
        long timestamp = 0;
        while (RecordReader.NextName(ref reader))
        {
            if (reader.ValueTextEquals("value"u8))
            {
                reader.Read();
                value = WireText.Value(ref reader, body);
            }
            else if (reader.ValueTextEquals("timestamp"u8))
            {
                reader.Read();
                timestamp = WireText.Instant(ref reader, body) ?? 0;
            }
            else if (reader.ValueTextEquals("sourceType"u8))
            {
                reader.Read();
                sourceType = WireText.Value(ref reader, body);
            }
            else if (reader.ValueTextEquals("sourceId"u8))
            {
                reader.Read();
                sourceId = WireText.Value(ref reader, body);
            }
            else if (reader.ValueTextEquals("updatedByUserId"u8))
            {
                reader.Read();
                user = WireText.Value(ref reader, body);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new WireVersion(value, timestamp, sourceType, sourceId, user);
    }

    private static WireAssociations OfOneType(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        RecordReader.Require(reader.TokenType == JsonTokenType.StartObject, "the associations of a type are no object");
        var results = new List<WireAssociation>();
        string? after = null;
        while (RecordReader.NextName(ref reader))
        {
            if (reader.ValueTextEquals("results"u8))
            {
                reader.Read();
                RecordReader.Require(reader.TokenType == JsonTokenType.StartArray, "the associations are no list");
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    RecordReader.Require(reader.TokenType == JsonTokenType.StartObject, "an association is no object");
                    results.Add(Association(ref reader, body));
                }
            }
            else if (reader.ValueTextEquals("paging"u8))
            {
                reader.Read();
                after = RecordReader.After(ref reader, body);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new WireAssociations(results, after);
    }

    private static WireAssociation Association(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        string? id = null;
        string? kind = null;
        while (RecordReader.NextName(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = WireText.Value(ref reader, body);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                kind = WireText.Value(ref reader, body);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new WireAssociation(string.IsNullOrEmpty(id) ? throw new JsonException("an association has no id") : id, kind ?? "");
    }
}
