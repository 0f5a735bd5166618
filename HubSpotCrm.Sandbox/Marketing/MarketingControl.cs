using System.Text.Json;
using HubSpotCrm.Sandbox.Api;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>Changes campaigns and e-mails as a person in HubSpot would, for tests.</summary>
internal static class MarketingControl
{
    public static void Map(Action<string, string, Func<Call, Task>> add)
    {
        add("POST", "/records/campaigns", CampaignEndpoints.Create);
        add("POST", "/records/campaigns/{guid}", CampaignEndpoints.Update);
        add("DELETE", "/records/campaigns/{guid}", CampaignEndpoints.Delete);
        add("POST", "/records/marketing-emails/{emailId}", ChangeEmail);
    }

    private static async Task ChangeEmail(Call call)
    {
        var (body, fault) = await call.Body();
        var email = long.TryParse(call.Route("emailId"), out var id) ? call.Account.Marketing.FindEmail(id) : null;
        if (fault is not null || email is null || body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            await call.Fail(fault ?? ApiFault.NotFound("No such e-mail, or no properties"));
            return;
        }

        var values = properties.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.ValueKind == JsonValueKind.Null ? null : property.Value.ToString());
        if (EmailChange.Problem(values) is { } problem)
        {
            await call.Fail(ApiFault.Invalid(problem));
            return;
        }

        var after = call.Account.Marketing.UpdateEmail(id, values);
        await call.Answer(200, json => EmailWriter.Write(json, after, new EmailProjection(null, Stats: true, null)));
    }
}
