using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HubSpotCrm.Core.HubSpot.Wire;

/// <summary>Writes the bodies of our requests.</summary>
internal static class Bodies
{
    public static byte[] Properties(IReadOnlyDictionary<string, string> properties) => Write(json => Values(json, properties));

    public static byte[] NewRecord(string type, IReadOnlyDictionary<string, string> properties, IReadOnlyList<NewAssociation> associations) =>
        Write(json => NewRecord(json, type, properties, associations));

    /// <summary>Each row is named by its place, so that HubSpot tells of each what became of it.</summary>
    public static byte[] BatchCreate(string type, IReadOnlyList<BatchCreate> rows) => Inputs(rows, (json, row, at) =>
    {
        NewRecord(json, type, row.Properties, row.Associations ?? []);
        Trace(json, at);
    });

    public static byte[] BatchChange(IReadOnlyList<BatchChange> rows) => Inputs(rows, static (json, row, at) =>
    {
        json.WriteString("id", Whole(row.Id));
        if (row.IdProperty is { } property)
        {
            json.WriteString("idProperty", property);
        }

        Values(json, row.Properties);
        Trace(json, at);
    });

    public static byte[] Ids(IReadOnlyList<string> ids) => Inputs(ids, static (json, id, _) => json.WriteString("id", Whole(id)));

    public static byte[] Merge(string primaryId, string mergedId) => Write(json =>
    {
        json.WriteString("primaryObjectId", Whole(primaryId));
        json.WriteString("objectIdToMerge", Whole(mergedId));
    });

    /// <summary>Every change of one kind of record in one account. Sample: <c>{"subscriptionType":"OBJECT","objectTypeId":"0-1","portalId":12345,"actions":["CREATE"],"properties":[],"objectIds":[]}</c>.</summary>
    public static byte[] JournalSubscription(string objectTypeId, string portalId, IReadOnlyList<string> actions) => Write(json =>
    {
        json.WriteString("subscriptionType", "OBJECT");
        json.WriteString("objectTypeId", objectTypeId);
        if (long.TryParse(portalId, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumber("portalId", number);
        }
        else
        {
            json.WriteString("portalId", portalId);
        }

        json.WriteStartArray("actions");
        foreach (var action in actions)
        {
            json.WriteStringValue(action);
        }

        json.WriteEndArray();
        json.WriteStartArray("properties");
        json.WriteEndArray();
        json.WriteStartArray("objectIds");
        json.WriteEndArray();
    });

    /// <summary>Sample: <c>[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":279}]</c>.</summary>
    public static byte[] Labels(IReadOnlyList<AssociationLabel> labels)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Labels(json, labels);
        }

        return stream.ToArray();
    }

    public static byte[] Pairs(IReadOnlyList<AssociationPair> pairs, IReadOnlyList<AssociationLabel>? labels) => Inputs(pairs, (json, pair, _) =>
    {
        Id(json, "from", pair.FromId);
        Id(json, "to", pair.ToId);
        if (labels is not null)
        {
            json.WritePropertyName("types");
            Labels(json, labels);
        }
    });

    /// <summary>Removing lists all targets of a record together.</summary>
    public static byte[] RemovedPairs(IReadOnlyList<AssociationPair> pairs) =>
        Inputs([.. pairs.GroupBy(pair => pair.FromId)], static (json, from, _) =>
        {
            Id(json, "from", from.Key);
            json.WriteStartArray("to");
            foreach (var pair in from)
            {
                json.WriteStartObject();
                json.WriteString("id", Whole(pair.ToId));
                json.WriteEndObject();
            }

            json.WriteEndArray();
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

        Inputs(json, request.Ids, static (json, id, _) => json.WriteString("id", Whole(id)));
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

    public static byte[] Associations(IReadOnlyList<(string Id, string? After)> from) => Inputs(from, static (json, input, _) =>
    {
        json.WriteString("id", Whole(input.Id));
        if (input.After is { } after)
        {
            json.WriteString("after", after);
        }
    });

    private static void NewRecord(Utf8JsonWriter json, string type, IReadOnlyDictionary<string, string> properties, IReadOnlyList<NewAssociation> associations)
    {
        Values(json, properties);
        if (associations.Count == 0)
        {
            return;
        }

        json.WriteStartArray("associations");
        foreach (var association in associations)
        {
            json.WriteStartObject();
            Id(json, "to", association.ToId);
            json.WritePropertyName("types");
            Labels(json, [new AssociationLabel(association.Category, association.TypeId ?? AssociationTypeIds.Default(type, association.ToType))]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Values(Utf8JsonWriter json, IReadOnlyDictionary<string, string> properties)
    {
        json.WriteStartObject("properties");
        foreach (var (name, value) in properties)
        {
            json.WriteString(Whole(name), Whole(value));
        }

        json.WriteEndObject();
    }

    private static void Labels(Utf8JsonWriter json, IReadOnlyList<AssociationLabel> labels)
    {
        json.WriteStartArray();
        foreach (var label in labels)
        {
            json.WriteStartObject();
            json.WriteString("associationCategory", label.Category);
            json.WriteNumber("associationTypeId", label.TypeId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Id(Utf8JsonWriter json, string field, string id)
    {
        json.WriteStartObject(field);
        json.WriteString("id", Whole(id));
        json.WriteEndObject();
    }

    private static void Trace(Utf8JsonWriter json, int at) => json.WriteString("objectWriteTraceId", at.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static byte[] Inputs<T>(IReadOnlyList<T> rows, Action<Utf8JsonWriter, T, int> write) => Write(json => Inputs(json, rows, write));

    private static void Inputs<T>(Utf8JsonWriter json, IReadOnlyList<T> rows, Action<Utf8JsonWriter, T, int> write)
    {
        json.WriteStartArray("inputs");
        for (var at = 0; at < rows.Count; at++)
        {
            json.WriteStartObject();
            write(json, rows[at], at);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

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
