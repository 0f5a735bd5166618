using System.Text.Json;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Records in HubSpot's JSON, straight into the answer.</summary>
internal static class RecordWriter
{
    public static void Write(Utf8JsonWriter json, Crm crm, CrmRecord record, Projection shown, bool? isNew = null, Action<Utf8JsonWriter>? also = null)
    {
        json.WriteStartObject();
        json.WriteString("id", Stamp.Text(record.Id));
        json.WriteStartObject("properties");
        foreach (var property in shown.Properties)
        {
            json.WriteString(property.Name, record.Value(property.Slot));
        }

        json.WriteEndObject();
        if (shown.History.Length > 0)
        {
            json.WriteStartObject("propertiesWithHistory");
            foreach (var property in shown.History)
            {
                WriteVersions(json, property.Name, crm.Versions(record, property));
            }

            json.WriteEndObject();
        }

        json.WriteString("createdAt", record.Values[shown.Schema.Created]);
        json.WriteString("updatedAt", record.Values[shown.Schema.Modified]);
        json.WriteBoolean("archived", record.ArchivedMs is not null);
        if (record.ArchivedMs is { } archived)
        {
            json.WriteString("archivedAt", Stamp.Iso(archived));
        }

        if (isNew is { } fresh)
        {
            json.WriteBoolean("new", fresh);
        }

        json.WriteString("url", $"https://app.hubspot.com/contacts/{Reference.PortalId}/record/{shown.Schema.TypeId}/{record.Id}");
        WriteAssociations(json, crm, record, shown);
        also?.Invoke(json);
        json.WriteEndObject();
    }

    private static void WriteVersions(Utf8JsonWriter json, string name, List<PropertyVersion> versions)
    {
        json.WriteStartArray(name);
        foreach (var version in versions)
        {
            json.WriteStartObject();
            json.WriteString("value", version.Value ?? "");
            json.WriteString("timestamp", Stamp.Iso(version.AtMs));
            json.WriteString("sourceType", version.SourceType);
            if (version.SourceId is not null)
            {
                json.WriteString("sourceId", version.SourceId);
            }

            if (version.UserId is { } user)
            {
                json.WriteNumber("updatedByUserId", user);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The same id stands once for each type of the link, as HubSpot has it.</summary>
    private static void WriteAssociations(Utf8JsonWriter json, Crm crm, CrmRecord record, Projection shown)
    {
        var begun = false;
        foreach (var to in shown.Associations)
        {
            var any = false;
            foreach (var link in crm.Links(record.Kind, record.Id, to))
            {
                if (!begun)
                {
                    json.WriteStartObject("associations");
                    begun = true;
                }

                if (!any)
                {
                    json.WriteStartObject(Schemas.Of(to).Plural);
                    json.WriteStartArray("results");
                    any = true;
                }

                foreach (var type in link.Types)
                {
                    json.WriteStartObject();
                    json.WriteString("id", Stamp.Text(link.To));
                    json.WriteString("type", LinkTypes.Name(record.Kind, to, type));
                    json.WriteEndObject();
                }
            }

            if (any)
            {
                json.WriteEndArray();
                json.WriteEndObject();
            }
        }

        if (begun)
        {
            json.WriteEndObject();
        }
    }
}
