using System.Text.Json;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>The properties of a type: told, added, changed and taken away.</summary>
internal static class PropertyEndpoints
{
    public static Task List(Call call)
    {
        var schema = call.Schema()!;
        var shown = call.Flag("archived") ? schema.All.Where(property => property.ArchivedMs is not null) : schema.Properties;
        return call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("results");
            foreach (var property in shown)
            {
                Write(json, property);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public static Task One(Call call)
    {
        var (schema, name) = (call.Schema()!, call.Route("name"));
        var property = call.Flag("archived")
            ? schema.All.LastOrDefault(one => one.ArchivedMs is not null && one.Name == name)
            : schema.Find(name);
        return property is null ? call.Fail(Unknown(name)) : call.Answer(200, json => Write(json, property));
    }

    public static async Task Create(Call call)
    {
        var kind = call.Schema()!.Kind;
        var (body, fault) = await call.Body();
        var (property, wrong) = fault is null ? PropertyRequest.New(body) : (null, fault);
        if (property is null)
        {
            await call.Fail(wrong!);
            return;
        }

        var exists = call.Crm.Exclusively(() =>
        {
            if (call.Crm.Schemas[kind].Find(property.Name) is not null)
            {
                return true;
            }

            call.Crm.PutProperty(kind, property);
            return false;
        });
        await (exists
            ? call.Fail(new ApiFault(409, "OBJECT_ALREADY_EXISTS", $"A property named '{property.Name}' already exists.") { SubCategory = "Properties.PROPERTY_WITH_NAME_EXISTS" })
            : call.Answer(201, json => Write(json, call.Crm.Schemas[kind].Find(property.Name) ?? property)));
    }

    public static async Task Update(Call call)
    {
        var (kind, name) = (call.Schema()!.Kind, call.Route("name"));
        var (body, fault) = await call.Body();
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        var (after, wrong) = call.Crm.Exclusively(() =>
        {
            if (Own(call.Crm.Schemas[kind], name, out var problem) is not { } before)
            {
                return (null, problem);
            }

            var (changed, mistake) = PropertyRequest.Changed(before, body);
            if (changed is not null)
            {
                call.Crm.PutProperty(kind, changed);
            }

            return (changed, mistake);
        });
        await (after is null ? call.Fail(wrong!) : call.Answer(200, json => Write(json, after)));
    }

    public static Task Archive(Call call)
    {
        var (kind, name) = (call.Schema()!.Kind, call.Route("name"));
        var wrong = call.Crm.Exclusively(() =>
        {
            if (Own(call.Crm.Schemas[kind], name, out var problem) is { } property)
            {
                call.Crm.PutProperty(kind, property with { ArchivedMs = call.Crm.NowMs });
            }

            return problem;
        });
        return wrong is null ? call.NoContent() : call.Fail(wrong);
    }

    /// <summary>The property if the account may change it; HubSpot's own stay as they are.</summary>
    private static PropertyDefinition? Own(ObjectSchema schema, string name, out ApiFault? problem)
    {
        var property = schema.Find(name);
        problem = property is null ? Unknown(name)
            : property.Custom ? null
            : ApiFault.Invalid($"The definition of property \"{name}\" is read only") with { SubCategory = "PropertyValidationError.READ_ONLY_DEFINITION" };
        return problem is null ? property : null;
    }

    private static ApiFault Unknown(string name) => ApiFault.NotFound($"Property \"{name}\" does not exist");

    private static void Write(Utf8JsonWriter json, PropertyDefinition property)
    {
        json.WriteStartObject();
        json.WriteString("name", property.Name);
        json.WriteString("label", property.Label);
        json.WriteString("type", property.FieldType == "phonenumber" ? "phone_number" : property.Type);
        json.WriteString("fieldType", property.FieldType);
        json.WriteString("groupName", property.Group);
        json.WriteString("description", property.Description);
        json.WriteStartArray("options");
        for (var order = 0; order < property.Options.Length; order++)
        {
            json.WriteStartObject();
            json.WriteString("label", property.Options[order].Label);
            json.WriteString("value", property.Options[order].Value);
            json.WriteNumber("displayOrder", order);
            json.WriteBoolean("hidden", false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("displayOrder", property.DisplayOrder ?? property.Slot);
        json.WriteBoolean("calculated", property.Calculated);
        json.WriteBoolean("externalOptions", property.External);
        json.WriteBoolean("hasUniqueValue", property.Unique);
        json.WriteBoolean("hidden", property.Hidden);
        json.WriteBoolean("hubspotDefined", !property.Custom);
        json.WriteBoolean("formField", property.FormField ?? !property.ReadOnly);
        json.WriteBoolean("archived", property.ArchivedMs is not null);
        if (property.ArchivedMs is { } archived)
        {
            json.WriteString("archivedAt", Stamp.Iso(archived));
        }

        json.WriteStartObject("modificationMetadata");
        json.WriteBoolean("archivable", property.Custom);
        json.WriteBoolean("readOnlyDefinition", !property.Custom);
        json.WriteBoolean("readOnlyOptions", !property.Custom && property.Options.Length > 0);
        json.WriteBoolean("readOnlyValue", property.ReadOnly);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
