using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Associations in HubSpot's JSON.</summary>
internal static class AssociationWriter
{
    public static void WriteLabels(Utf8JsonWriter json, LinkEnds ends, IEnumerable<int> types)
    {
        json.WriteStartObject();
        json.WriteString("fromObjectTypeId", ends.From.TypeId);
        json.WriteNumber("fromObjectId", ends.Id);
        json.WriteString("toObjectTypeId", ends.To.TypeId);
        json.WriteNumber("toObjectId", ends.ToId);
        json.WriteStartArray("labels");
        foreach (var label in types.Select(LinkTypes.Label).OfType<string>())
        {
            json.WriteStringValue(label);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteSpec(Utf8JsonWriter json, LinkEnds ends)
    {
        json.WriteStartObject();
        json.WriteStartObject("from");
        json.WriteString("id", Stamp.Text(ends.Id));
        json.WriteEndObject();
        json.WriteStartObject("to");
        json.WriteString("id", Stamp.Text(ends.ToId));
        json.WriteEndObject();
        json.WriteStartObject("associationSpec");
        json.WriteString("associationCategory", "HUBSPOT_DEFINED");
        json.WriteNumber("associationTypeId", LinkTypes.Plain(ends.From.Kind, ends.To.Kind));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, string id, Link[] links, int most)
    {
        json.WriteStartObject();
        json.WriteStartObject("from");
        json.WriteString("id", id);
        json.WriteEndObject();
        json.WriteStartArray("to");
        foreach (var link in links.Take(most))
        {
            Write(json, link);
        }

        json.WriteEndArray();
        if (links.Length > most)
        {
            ReadEndpoints.WritePaging(json, links[most].To.ToString(CultureInfo.InvariantCulture), null);
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Link link)
    {
        json.WriteStartObject();

        // A number, whatever the published descriptions say.
        json.WriteNumber("toObjectId", link.To);
        json.WriteStartArray("associationTypes");
        foreach (var type in link.Types)
        {
            WriteType(json, type);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteType(Utf8JsonWriter json, int type)
    {
        json.WriteStartObject();
        json.WriteString("category", "HUBSPOT_DEFINED");
        json.WriteNumber("typeId", type);
        json.WriteString("label", LinkTypes.Label(type));
        json.WriteEndObject();
    }
}
