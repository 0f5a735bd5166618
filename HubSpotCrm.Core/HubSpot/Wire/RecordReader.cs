using System.Text.Json;

namespace HubSpotCrm.Core.HubSpot.Wire;

/// <summary>
/// Reads records, pages and batches in one pass over the answer's bytes. Fields it does not know are skipped; what a record cannot be without
/// throws <see cref="JsonException"/>, so that nothing of a broken answer is taken.
/// </summary>
internal static class RecordReader
{
    public static WireRecord Record(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        Require(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "the answer is no record");
        var expected = 0;
        var record = Record(ref reader, body, ref expected);
        RequireEnd(ref reader);
        return record;
    }

    /// <summary>Sample: <c>{"total":1,"results":[{"id":"501","properties":{}}],"paging":{"next":{"after":"394"}}}</c>. Missing or null <c>results</c> are no page.</summary>
    public static WirePage Page(ReadOnlySpan<byte> body)
    {
        var (results, _, after, total) = Answer(body);
        return new WirePage(results ?? throw new JsonException("the page has no results"), after, total);
    }

    /// <summary>As <see cref="Page"/>, with <c>errors</c> of the parts that failed; without results there must be some.</summary>
    public static WireBatch Batch(ReadOnlySpan<byte> body)
    {
        var (results, errors, _, _) = Answer(body);
        Require(results is not null || errors.Count > 0, "the batch has no results");
        return new WireBatch(results ?? [], errors);
    }

    private static (List<WireRecord>? Results, IReadOnlyList<WireBatchError> Errors, string? After, long? Total) Answer(ReadOnlySpan<byte> body)
    {
        List<WireRecord>? results = null;
        IReadOnlyList<WireBatchError> errors = [];
        string? after = null;
        long? total = null;
        var reader = new Utf8JsonReader(body);
        Require(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "the answer is no object");
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("results"u8))
            {
                reader.Read();
                results = reader.TokenType == JsonTokenType.Null ? null : Records(ref reader, body);
            }
            else if (reader.ValueTextEquals("paging"u8))
            {
                reader.Read();
                after = After(ref reader, body);
            }
            else if (reader.ValueTextEquals("total"u8))
            {
                reader.Read();
                total = long.TryParse(WireText.Value(ref reader, body), out var number) ? number : null;
            }
            else if (reader.ValueTextEquals("errors"u8))
            {
                reader.Read();
                errors = BatchErrors.Read(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        RequireEnd(ref reader);
        return (results, errors, after, total);
    }

    private static List<WireRecord> Records(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        Require(reader.TokenType == JsonTokenType.StartArray, "the results are no list");
        var records = new List<WireRecord>(100);
        var expected = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Require(reader.TokenType == JsonTokenType.StartObject, "a result is no record");
            records.Add(Record(ref reader, body, ref expected));
        }

        return records;
    }

    /// <param name="expected">How many properties the last record had: the next one's dictionary is made as large.</param>
    private static WireRecord Record(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, ref int expected)
    {
        string? id = null;
        string? url = null;
        string? trace = null;
        bool? isNew = null;
        Dictionary<string, string?>? properties = null;
        Dictionary<string, IReadOnlyList<WireVersion>>? history = null;
        Dictionary<string, WireAssociations>? associations = null;
        long created = 0;
        long updated = 0;
        long? archivedAt = null;
        var archived = false;
        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = reader.TokenType is JsonTokenType.String or JsonTokenType.Number ? WireText.Value(ref reader, body) : null;
                SkipRest(ref reader);
            }
            else if (reader.ValueTextEquals("properties"u8))
            {
                reader.Read();
                properties = Properties(ref reader, body, expected);
                expected = properties?.Count ?? 0;
            }
            else if (reader.ValueTextEquals("propertiesWithHistory"u8))
            {
                reader.Read();
                history = HistoryReader.Histories(ref reader, body);
            }
            else if (reader.ValueTextEquals("associations"u8))
            {
                reader.Read();
                associations = HistoryReader.Associations(ref reader, body);
            }
            else if (reader.ValueTextEquals("createdAt"u8))
            {
                reader.Read();
                created = WireText.Instant(ref reader, body) ?? 0;
            }
            else if (reader.ValueTextEquals("updatedAt"u8))
            {
                reader.Read();
                updated = WireText.Instant(ref reader, body) ?? 0;
            }
            else if (reader.ValueTextEquals("archivedAt"u8))
            {
                reader.Read();
                archivedAt = WireText.Instant(ref reader, body);
            }
            else if (reader.ValueTextEquals("archived"u8))
            {
                reader.Read();
                archived = WireText.Value(ref reader, body) == "true";
            }
            else if (reader.ValueTextEquals("url"u8))
            {
                reader.Read();
                url = WireText.Value(ref reader, body);
            }
            else if (reader.ValueTextEquals("objectWriteTraceId"u8))
            {
                reader.Read();
                trace = WireText.Value(ref reader, body);
            }
            else if (reader.ValueTextEquals("new"u8))
            {
                reader.Read();
                isNew = WireText.Value(ref reader, body) == "true";
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new WireRecord
        {
            Id = string.IsNullOrEmpty(id) ? throw new JsonException("a record has no id") : id,
            Properties = properties ?? [],
            CreatedAt = created,
            UpdatedAt = updated,
            Archived = archived,
            ArchivedAt = archivedAt,
            Url = url,
            TraceId = trace,
            IsNew = isNew,
            History = history,
            Associations = associations,
        };
    }

    private static Dictionary<string, string?>? Properties(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, int expected)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        Require(reader.TokenType == JsonTokenType.StartObject, "the properties are no object");
        var properties = new Dictionary<string, string?>(expected);
        while (NextName(ref reader))
        {
            var name = WireText.Value(ref reader, body)!;
            reader.Read();
            properties[name] = WireText.Value(ref reader, body);
        }

        return properties;
    }

    /// <summary>The cursor in <c>{"next":{"after":"394"}}</c>; null without one.</summary>
    internal static string? After(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        string? after = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        while (NextName(ref reader))
        {
            if (reader.ValueTextEquals("next"u8))
            {
                reader.Read();
                after = reader.TokenType == JsonTokenType.StartObject ? Cursor(ref reader, body) : null;
                SkipRest(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return after;
    }

    private static string? Cursor(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        string? after = null;
        while (NextName(ref reader))
        {
            var isCursor = reader.ValueTextEquals("after"u8);
            reader.Read();
            if (isCursor)
            {
                after = WireText.Value(ref reader, body);
            }
            else
            {
                reader.Skip();
            }
        }

        return string.IsNullOrEmpty(after) ? null : after;
    }

    /// <summary>Goes to the next name of the object the reader is in; false at its end.</summary>
    internal static bool NextName(ref Utf8JsonReader reader)
    {
        // Read throws where the text ends before the object does.
        reader.Read();
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    internal static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new JsonException(otherwise);
        }
    }

    private static void SkipRest(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            reader.Skip();
        }
    }

    private static void RequireEnd(ref Utf8JsonReader reader) => Require(!reader.Read(), "text follows the answer");
}
