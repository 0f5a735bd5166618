using System.Text.Json;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Api;

/// <summary>Account, owners and pipelines: what other data is described with.</summary>
internal static class DefinitionEndpoints
{
    private const string Beginning = "1970-01-01T00:00:00Z";

    public static Task Account(Call call) => call.Answer(200, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("portalId", Reference.PortalId);
        json.WriteString("portalName", Reference.PortalName);
        json.WriteString("accountType", "STANDARD");
        json.WriteString("timeZone", Reference.TimeZone);
        var currencies = call.Crm.Base.Data.Currencies;
        json.WriteString("companyCurrency", currencies.Home);
        json.WriteStartArray("additionalCurrencies");
        foreach (var code in currencies.Codes.Skip(1))
        {
            json.WriteStringValue(code);
        }

        json.WriteEndArray();
        var offset = Reference.Zone.GetUtcOffset(call.Account.Time.GetUtcNow());
        json.WriteString("utcOffset", $"{(offset < TimeSpan.Zero ? "-" : "+")}{offset:hh\\:mm}");
        json.WriteNumber("utcOffsetMilliseconds", (long)offset.TotalMilliseconds);
        json.WriteString("uiDomain", "app-eu1.hubspot.com");
        json.WriteString("dataHostingLocation", "eu1");
        json.WriteEndObject();
    });

    public static async Task Owners(Call call)
    {
        var (limit, fault) = call.Limit(500, 100);
        var start = 0;
        if (call.Query("after") is { Length: > 0 } after && !int.TryParse(after, out start))
        {
            fault = ApiFault.Invalid($"Cannot deserialize value of type `int` from String \"{after}\": after");
        }

        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        var owners = Reference.Owners
            .Where(owner => owner.Archived == call.Flag("archived"))
            .Where(owner => call.Query("email") is not { } email || owner.Email.Equals(email, StringComparison.OrdinalIgnoreCase))
            .ToArray();
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("results");
            foreach (var owner in owners.Skip(start).Take(limit))
            {
                Write(json, owner);
            }

            json.WriteEndArray();
            if (start + limit < owners.Length)
            {
                ReadEndpoints.WritePaging(json, Stamp.Text(start + limit), call);
            }

            json.WriteEndObject();
        });
    }

    public static Task Owner(Call call)
    {
        var byUser = call.Query("idProperty") == "userId";
        var owner = Reference.Owners.FirstOrDefault(one =>
            one.Archived == call.Flag("archived") && Stamp.Text(byUser ? one.UserId : one.Id) == call.Route("id"));
        return owner is null ? call.Fail(ApiFault.NotFound("resource not found")) : call.Answer(200, json => Write(json, owner));
    }

    public static Task Pipelines(Call call) => call.Answer(200, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("results");
        var pipelines = call.Schema()!.Type.Pipelines;
        for (var order = 0; order < pipelines.Length; order++)
        {
            Write(json, pipelines[order], order);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static Task Pipeline(Call call)
    {
        var pipelines = call.Schema()!.Type.Pipelines;
        var order = Array.FindIndex(pipelines, pipeline => pipeline.Id == call.Route("id"));
        return order < 0 ? call.Fail(ApiFault.NotFound("resource not found")) : call.Answer(200, json => Write(json, pipelines[order], order));
    }

    private static void Write(Utf8JsonWriter json, Owner owner)
    {
        json.WriteStartObject();
        json.WriteString("id", Stamp.Text(owner.Id));
        json.WriteString("email", owner.Email);
        json.WriteString("type", "PERSON");
        json.WriteString("firstName", owner.FirstName);
        json.WriteString("lastName", owner.LastName);
        if (owner.Archived)
        {
            json.WriteNull("userId");
        }
        else
        {
            json.WriteNumber("userId", owner.UserId);
        }

        json.WriteNumber("userIdIncludingInactive", owner.UserId);
        json.WriteString("createdAt", "2023-03-01T09:00:00.000Z");
        json.WriteString("updatedAt", "2025-06-17T14:21:08.113Z");
        json.WriteBoolean("archived", owner.Archived);
        json.WriteStartArray("teams");
        json.WriteStartObject();
        json.WriteString("id", owner.Team switch { "EMEA" => "210001", "Americas" => "210002", _ => "210003" });
        json.WriteString("name", owner.Team);
        json.WriteBoolean("primary", true);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Pipeline pipeline, int order)
    {
        json.WriteStartObject();
        json.WriteString("id", pipeline.Id);
        json.WriteString("label", pipeline.Label);
        json.WriteNumber("displayOrder", order);
        json.WriteBoolean("archived", false);
        json.WriteString("createdAt", Beginning);
        json.WriteString("updatedAt", Beginning);
        json.WriteStartArray("stages");
        for (var place = 0; place < pipeline.Stages.Length; place++)
        {
            var stage = pipeline.Stages[place];
            json.WriteStartObject();
            json.WriteString("id", stage.Id);
            json.WriteString("label", stage.Label);
            json.WriteNumber("displayOrder", place);
            json.WriteStartObject("metadata");
            json.WriteString("isClosed", stage.Closed ? "true" : "false");
            json.WriteString("probability", stage.Probability);
            json.WriteEndObject();
            json.WriteBoolean("archived", false);
            json.WriteString("writePermissions", "CRM_PERMISSIONS_ENFORCEMENT");
            json.WriteString("createdAt", Beginning);
            json.WriteString("updatedAt", Beginning);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
