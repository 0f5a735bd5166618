using System.Text.Json;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Control;

/// <summary>Sets what the account's form asks for, as <c>{properties: [..], conditional: [{property, when, values: [..]}]}</c>.</summary>
internal static class RecordFormEndpoints
{
    public static async Task Set(Call call)
    {
        var (body, fault) = await call.Body();
        if (fault is not null || call.Schema() is not { } schema)
        {
            await call.Fail(fault ?? ApiFault.UnknownType(call.Route("type")));
            return;
        }

        var always = Body.Texts(body, "properties") ?? [];
        var conditional = (Body.Items(body, "conditional") ?? []).Select(Need).ToArray();
        var unknown = always.Concat(conditional.SelectMany(need => new[] { need.Property, need.When })).FirstOrDefault(name => schema.Find(name) is null);
        if (unknown is not null || conditional.Any(need => need.Values.Length == 0))
        {
            await call.Fail(ApiFault.Invalid(unknown is not null
                ? $"Property \"{unknown}\" does not exist"
                : "conditional: each wants property, when and values"));
            return;
        }

        call.Account.Form.Set(schema.Kind, always, conditional);
        await call.NoContent();
    }

    private static ConditionalNeed Need(JsonElement item) =>
        new(Body.Text(item, "property") ?? "", Body.Text(item, "when") ?? "", Body.Texts(item, "values") ?? []);
}
