using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Webhooks;

/// <summary>What the app has written into the journal.</summary>
internal static class JournalSubscriptionEndpoints
{
    public static Task List(Call call) => call.Answer(200, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("results");
        foreach (var subscription in call.Account.WebhooksJournal.Subscriptions)
        {
            Write(json, subscription);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static async Task Create(Call call)
    {
        var (body, fault) = await call.Body();
        fault ??= Fault(body);
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        var made = call.Account.WebhooksJournal.Subscribe(
            Body.Text(body, "objectTypeId")!, Body.Texts(body, "actions")!, Body.Texts(body, "properties") ?? [], Body.Texts(body, "objectIds") ?? []);
        await (made is null
            ? call.Fail(new ApiFault(409, "CONFLICT", "There is such a subscription already"))
            : call.Answer(201, json => Write(json, made)));
    }

    public static Task Remove(Call call) =>
        long.TryParse(call.Route("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && call.Account.WebhooksJournal.Unsubscribe(id)
            ? call.NoContent()
            : call.Fail(ApiFault.NotFound("There is no such subscription"));

    private static ApiFault? Fault(JsonElement body)
    {
        if (Body.Text(body, "subscriptionType") != "OBJECT")
        {
            return ApiFault.Invalid("The sandbox's journal tells of subscriptionType OBJECT only");
        }

        if (Schemas.All.All(schema => schema.TypeId != Body.Text(body, "objectTypeId")))
        {
            return ApiFault.UnknownType(Body.Text(body, "objectTypeId"));
        }

        if (Body.Text(body, "portalId") != Stamp.Text(Reference.PortalId))
        {
            return ApiFault.Invalid("portalId must be an account in which the app is installed");
        }

        return Body.Texts(body, "actions") is { Length: > 0 } actions && !actions.Except(WebhooksJournal.Actions).Any()
            ? null
            : ApiFault.Invalid($"actions must be some of [{string.Join(", ", WebhooksJournal.Actions)}]");
    }

    private static void Write(Utf8JsonWriter json, JournalSubscription subscription)
    {
        json.WriteStartObject();
        json.WriteNumber("id", subscription.Id);
        json.WriteNumber("appId", Reference.AppId);
        json.WriteString("subscriptionType", "OBJECT");
        json.WriteString("objectTypeId", subscription.ObjectTypeId);
        json.WriteNumber("portalId", Reference.PortalId);
        WriteTexts(json, "actions", subscription.Actions);
        WriteTexts(json, "properties", subscription.Properties);
        WriteTexts(json, "objectIds", subscription.ObjectIds);
        json.WriteString("createdAt", Stamp.Iso(subscription.CreatedMs));
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, string[] texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
