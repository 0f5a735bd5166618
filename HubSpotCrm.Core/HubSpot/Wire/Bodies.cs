using System.Text;
using System.Text.Json;

namespace HubSpotCrm.Core.HubSpot.Wire;

/// <summary>Writes the bodies of our requests.</summary>
internal static class Bodies
{
    public static byte[] Properties(IReadOnlyDictionary<string, string> properties) => Write(json =>
    {
        json.WriteStartObject("properties");
        foreach (var (name, value) in properties)
        {
            json.WriteString(Whole(name), Whole(value));
        }

        json.WriteEndObject();
    });

    public static byte[] BatchRead(BatchReadRequest request) => Write(json =>
    {
        Names(json, "properties", request.Properties);
        if (request.PropertiesWithHistory is { Count: > 0 } history)
        {
            Names(json, "propertiesWithHistory", history);
        }

        if (request.IdProperty is { } property)
        {
            json.WriteString("idProperty", property);
        }

        json.WriteStartArray("inputs");
        foreach (var id in request.Ids)
        {
            json.WriteStartObject();
            json.WriteString("id", Whole(id));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static byte[] Search(SearchRequest request) => Write(json =>
    {
        if (!string.IsNullOrEmpty(request.Query))
        {
            json.WriteString("query", Whole(request.Query));
        }

        json.WriteStartArray("filterGroups");
        if (request.Filters.Count > 0)
        {
            json.WriteStartObject();
            json.WriteStartArray("filters");
            foreach (var filter in request.Filters)
            {
                Filter(json, filter);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("sorts");
        if (request.Sort is { } sort)
        {
            json.WriteStartObject();
            json.WriteString("propertyName", sort.Property);
            json.WriteString("direction", sort.Descending ? "DESCENDING" : "ASCENDING");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Names(json, "properties", request.Properties ?? []);
        json.WriteNumber("limit", request.Limit);
        if (request.After is { } after)
        {
            json.WriteString("after", after);
        }
    });

    public static byte[] Associations(IReadOnlyList<(string Id, string? After)> from) => Write(json =>
    {
        json.WriteStartArray("inputs");
        foreach (var (id, after) in from)
        {
            json.WriteStartObject();
            json.WriteString("id", Whole(id));
            if (after is not null)
            {
                json.WriteString("after", after);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void Filter(Utf8JsonWriter json, SearchFilter filter)
    {
        json.WriteStartObject();
        json.WriteString("propertyName", filter.Property);
        json.WriteString("operator", filter.Operator);
        if (filter.Value is { } value)
        {
            json.WriteString("value", Whole(value));
        }

        if (filter.HighValue is { } high)
        {
            json.WriteString("highValue", Whole(high));
        }

        if (filter.Values is { } values)
        {
            Names(json, "values", values);
        }

        json.WriteEndObject();
    }

    private static void Names(Utf8JsonWriter json, string field, IReadOnlyList<string> names)
    {
        json.WriteStartArray(field);
        foreach (var name in names)
        {
            json.WriteStringValue(Whole(name));
        }

        json.WriteEndArray();
    }

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    // Half a surrogate pair, as a cut-off emoji leaves it, fits no UTF-8: it becomes U+FFFD instead of an exception.
    private static string Whole(string text) => text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
