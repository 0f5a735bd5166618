using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HubSpotCrm.Sandbox.Api;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>Every campaign or e-mail, one per line, with all that its calls tell together.</summary>
internal static class MarketingDump
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    /// <summary>What writes the lines of the type; null for types of other things.</summary>
    public static Func<Call, IEnumerable<Action<Utf8JsonWriter>>>? Of(string? type) => type switch
    {
        "campaigns" => Campaigns,
        "marketing-emails" => Emails,
        "campaign-assets" => Assets,
        _ => null,
    };

    public static async Task Write(Call call, Func<Call, IEnumerable<Action<Utf8JsonWriter>>> lines)
    {
        var body = call.Http.Response.BodyWriter;
        call.Http.Response.ContentType = "application/x-ndjson";
        await using var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        foreach (var line in lines(call))
        {
            line(json);
            json.Flush();
            json.Reset();
            body.Write(NewLine);
            await body.FlushAsync(call.Cancelled);
        }
    }

    private static IEnumerable<Action<Utf8JsonWriter>> Campaigns(Call call)
    {
        var store = call.Account.Marketing;
        return store.Campaigns().OrderBy(campaign => campaign.CreatedMs).ThenBy(campaign => campaign.Id).Select(campaign => new Action<Utf8JsonWriter>(json => CampaignWriter.Write(json, campaign, CampaignRules.All, () =>
        {
            WriteItems(json, "budgetItems", campaign.Budget);
            WriteItems(json, "spendItems", campaign.Spend);
            json.WriteStartArray("assets");
            foreach (var asset in store.AssetsOf(campaign))
            {
                WriteAsset(json, asset);
            }

            json.WriteEndArray();
            var metrics = store.Figures.Metrics(campaign, Period.Ever);
            json.WriteNumber("sessions", metrics.Sessions);
            WriteIds(json, "contactFirstTouch", metrics.FirstTouch);
            WriteIds(json, "contactLastTouch", metrics.LastTouch);
            WriteIds(json, "influencedContacts", metrics.Influenced);
            json.WriteStartObject("revenue");
            foreach (var model in Attribution.Models)
            {
                json.WriteNumber(model, store.Figures.Revenue(campaign, Period.Ever, model).Revenue);
            }

            json.WriteEndObject();
            var revenue = store.Figures.Revenue(campaign, Period.Ever, Attribution.Models[0]);
            json.WriteNumber("contactsNumber", revenue.Contacts);
            json.WriteNumber("dealsNumber", revenue.Deals);
            json.WriteNumber("dealAmount", revenue.DealAmount);
            json.WriteString("currencyCode", revenue.Currency);
        })));
    }

    private static IEnumerable<Action<Utf8JsonWriter>> Emails(Call call) =>
        call.Account.Marketing.Emails().Select(email => new Action<Utf8JsonWriter>(
            json => EmailWriter.Write(json, email, new EmailProjection(null, Stats: true, id => call.Account.Marketing.Find(id)?.Name))));

    /// <summary>All that a campaign could hold, e-mails apart.</summary>
    private static IEnumerable<Action<Utf8JsonWriter>> Assets(Call call) =>
        AssetLibrary.Types.Where(type => type != AssetLibrary.Email).SelectMany(type => Enumerable.Range(0, AssetLibrary.PerType).Select(
            number => new Action<Utf8JsonWriter>(json => WriteAsset(json, AssetLibrary.Of(type, number)))));

    private static void WriteAsset(Utf8JsonWriter json, Asset asset)
    {
        json.WriteStartObject();
        json.WriteString("type", asset.Type);
        json.WriteString("id", asset.Id);
        json.WriteString("name", asset.Name);
        json.WriteEndObject();
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

    private static void WriteIds(Utf8JsonWriter json, string name, IEnumerable<long> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids)
        {
            json.WriteStringValue(Data.Stamp.Text(id));
        }

        json.WriteEndArray();
    }
}
