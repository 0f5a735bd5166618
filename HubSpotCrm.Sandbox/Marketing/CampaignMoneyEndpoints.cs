using System.Text.Json;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>The items of a campaign's budget and of its spend, and their totals.</summary>
internal static class CampaignMoneyEndpoints
{
    private const decimal MostMoney = 1_000_000_000_000m;

    public static Task Totals(Call call)
    {
        var (campaign, fault) = MarketingQuery.Campaign(call);
        return campaign is null ? call.Fail(fault!) : call.Answer(200, json =>
        {
            var (budget, spend) = (campaign.Budget.Sum(item => item.Amount), campaign.Spend.Sum(item => item.Amount));
            json.WriteStartObject();
            json.WriteString("currencyCode", campaign["hs_currency_code"] ?? call.Account.Marketing.HomeCurrency);
            json.WriteNumber("budgetTotal", budget);
            json.WriteNumber("spendTotal", spend);
            json.WriteNumber("remainingBudget", budget - spend);
            WriteItems(json, "budgetItems", campaign.Budget);
            WriteItems(json, "spendItems", campaign.Spend);
            json.WriteEndObject();
        });
    }

    /// <summary>The handler for one of the two kinds of item.</summary>
    public static Func<Call, Task> Create(bool spend) => call => Write(call, spend, 201, (campaign, _) => new MoneyItem(
        Stamp.Text(Math.Max(90_000_000_000, campaign.Budget.Concat(campaign.Spend).Select(item => long.Parse(item.Id, System.Globalization.CultureInfo.InvariantCulture)).DefaultIfEmpty().Max()) + 1),
        "", 0, 0, null, call.Account.Marketing.NowMs, 0));

    public static Func<Call, Task> Change(bool spend) => call => Write(call, spend, 200, (_, item) => item);

    public static Func<Call, Task> One(bool spend) => call =>
    {
        var (campaign, fault) = MarketingQuery.Campaign(call);
        var item = campaign?.Items(spend).Find(one => one.Id == call.Route("itemId"));
        return item is null ? call.Fail(fault ?? Missing(call)) : call.Answer(200, json => CampaignWriter.WriteItem(json, item));
    };

    public static Func<Call, Task> Remove(bool spend) => call =>
    {
        var store = call.Account.Marketing;
        var wrong = store.Exclusively(() =>
        {
            var (campaign, fault) = MarketingQuery.Campaign(call);
            if (campaign?.Items(spend).Exists(item => item.Id == call.Route("itemId")) != true)
            {
                return fault ?? Missing(call);
            }

            store.RemoveItem(campaign.Id, spend, call.Route("itemId"));
            return null;
        });
        return wrong is null ? call.NoContent() : call.Fail(wrong);
    };

    private static async Task Write(Call call, bool spend, int status, Func<Campaign, MoneyItem?, MoneyItem?> begin)
    {
        var (body, fault) = await call.Body();
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        var store = call.Account.Marketing;
        var (item, wrong) = store.Exclusively<(MoneyItem?, ApiFault?)>(() =>
        {
            var (campaign, missing) = MarketingQuery.Campaign(call);
            if (campaign is null)
            {
                return (null, missing);
            }

            if (begin(campaign, campaign.Items(spend).Find(one => one.Id == call.Route("itemId"))) is not { } before)
            {
                return (null, Missing(call));
            }

            var (given, refused) = Given(body, before);
            if (given is null)
            {
                return (null, refused);
            }

            given = given with { UpdatedMs = store.NowMs };
            store.Put(campaign.Id, spend, given);
            return (given, null);
        });
        await (item is null ? call.Fail(wrong!) : call.Answer(status, json => CampaignWriter.WriteItem(json, item)));
    }

    private static (MoneyItem? Item, ApiFault? Fault) Given(JsonElement body, MoneyItem before)
    {
        var name = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("name", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        if (string.IsNullOrWhiteSpace(name) || name.Length > 256)
        {
            return (null, ApiFault.Invalid("name is missing, blank or longer than 256 characters"));
        }

        if (!body.TryGetProperty("amount", out var money) || money.ValueKind != JsonValueKind.Number || !money.TryGetDecimal(out var amount) || amount is < 0 or > MostMoney)
        {
            return (null, ApiFault.Invalid("amount is missing, or is not a number from 0 to 1,000,000,000,000"));
        }

        return Body.Number(body, "order") is not { } order
            ? (null, ApiFault.Invalid("order is missing, or is not a whole number"))
            : (before with { Name = name, Amount = amount, Order = order, Description = Body.Text(body, "description") }, null);
    }

    private static void WriteItems(Utf8JsonWriter json, string name, IEnumerable<MoneyItem> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            CampaignWriter.WriteItem(json, item);
        }

        json.WriteEndArray();
    }

    private static ApiFault Missing(Call call) => ApiFault.NotFound($"Item {call.Route("itemId")} does not exist in this campaign");
}
