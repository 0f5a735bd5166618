using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>Numbers of one campaign in a period.</summary>
internal static class CampaignReportEndpoints
{
    private const int MostContacts = 100;

    public static Task Metrics(Call call) => Report(call, (campaign, period) =>
    {
        var metrics = call.Account.Marketing.Figures.Metrics(campaign, period);
        return call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("sessions", metrics.Sessions);
            json.WriteNumber("newContactsFirstTouch", metrics.FirstTouch.Count);
            json.WriteNumber("newContactsLastTouch", metrics.LastTouch.Count);
            json.WriteNumber("influencedContacts", metrics.Influenced.Count);
            json.WriteEndObject();
        });
    });

    public static Task Revenue(Call call) => Report(call, (campaign, period) =>
    {
        var model = call.Query("attributionModel") is { Length: > 0 } given ? given : "LINEAR";
        if (!Attribution.Models.Contains(model))
        {
            return call.Fail(ApiFault.Invalid($"attributionModel \"{model}\" is none of [{string.Join(", ", Attribution.Models)}]"));
        }

        var revenue = call.Account.Marketing.Figures.Revenue(campaign, period, model);
        return call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("contactsNumber", revenue.Contacts);
            json.WriteNumber("dealsNumber", revenue.Deals);
            json.WriteNumber("dealAmount", revenue.DealAmount);
            json.WriteNumber("revenueAmount", revenue.Revenue);
            json.WriteString("currencyCode", revenue.Currency);
            json.WriteEndObject();
        });
    });

    public static Task Contacts(Call call) => Report(call, (campaign, period) =>
    {
        var metrics = call.Account.Marketing.Figures.Metrics(campaign, period);
        var ids = call.Route("kind") switch
        {
            "contactFirstTouch" => metrics.FirstTouch,
            "contactLastTouch" => metrics.LastTouch,
            "influencedContacts" => metrics.Influenced,
            _ => null,
        };
        var (limit, wrongLimit) = call.Limit(MostContacts, MostContacts);
        var (offset, wrongCursor) = Cursor.Read(call);
        var unknown = ids is null ? ApiFault.Invalid($"Contact type {call.Route("kind")} is none of [contactFirstTouch, contactLastTouch, influencedContacts]") : null;
        return (unknown ?? wrongLimit ?? wrongCursor) is { } wrong
            ? call.Fail(wrong)
            : call.Answer(200, json =>
            {
                json.WriteStartObject();
                Cursor.WritePage(json, call, ids!, offset, limit, encoded: true, id =>
                {
                    json.WriteStartObject();
                    json.WriteString("id", Stamp.Text(id));
                    json.WriteEndObject();
                });
                json.WriteEndObject();
            });
    });

    private static Task Report(Call call, Func<Campaign, Period, Task> answer)
    {
        var (campaign, fault) = MarketingQuery.Campaign(call);
        var (period, wrongDate) = MarketingQuery.Range(call);
        return (fault ?? wrongDate) is { } wrong ? call.Fail(wrong) : answer(campaign!, period);
    }
}
