using System.Text.Json;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>Campaigns and their parts in HubSpot's JSON.</summary>
internal static class CampaignWriter
{
    public const int AssetsInPage = 10;

    /// <summary>The campaign with those of its properties that were asked for and have a value; unknown names are passed over.</summary>
    public static void Write(Utf8JsonWriter json, Campaign campaign, IEnumerable<string> properties, Action? also = null)
    {
        json.WriteStartObject();
        json.WriteString("id", campaign.Id.ToString());
        json.WriteStartObject("properties");
        foreach (var name in CampaignRules.All.Intersect(properties))
        {
            if (campaign[name] is { } value)
            {
                json.WriteString(name, value);
            }
        }

        json.WriteEndObject();
        json.WriteString("createdAt", Stamp.Iso(campaign.CreatedMs));
        json.WriteString("updatedAt", Stamp.Iso(campaign.UpdatedMs));
        json.WriteStartArray("businessUnits");
        json.WriteStartObject();
        json.WriteNumber("id", 0);
        json.WriteEndObject();
        json.WriteEndArray();
        also?.Invoke();
        json.WriteEndObject();
    }

    /// <summary>Writes <c>assets</c>: by type, the first ten of each, with their numbers when a period is given.</summary>
    public static void WriteAssets(Utf8JsonWriter json, Call call, Campaign campaign, Period? period)
    {
        json.WriteStartObject("assets");
        foreach (var type in call.Account.Marketing.AssetsOf(campaign).GroupBy(asset => asset.Type))
        {
            Asset[] all = [.. type];
            json.WriteStartObject(type.Key);
            Cursor.WritePage(json, call, all, 0, AssetsInPage, encoded: true, asset => WriteAsset(json, call, campaign, asset, period));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static void WriteAsset(Utf8JsonWriter json, Call call, Campaign campaign, Asset asset, Period? period)
    {
        json.WriteStartObject();
        json.WriteString("id", asset.Id);
        json.WriteString("name", asset.Name);
        if (period is { } within)
        {
            json.WriteStartObject("metrics");
            foreach (var (name, value) in Metrics(call, campaign, asset, within))
            {
                json.WriteNumber(name, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static void WriteItem(Utf8JsonWriter json, MoneyItem item)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Id);
        json.WriteString("name", item.Name);
        json.WriteNumber("amount", item.Amount);
        json.WriteNumber("order", item.Order);
        if (item.Description is not null)
        {
            json.WriteString("description", item.Description);
        }

        json.WriteNumber("createdAt", item.CreatedMs);
        json.WriteNumber("updatedAt", item.UpdatedMs);
        json.WriteEndObject();
    }

    private static IEnumerable<(string Name, long Value)> Metrics(Call call, Campaign campaign, Asset asset, Period period)
    {
        if (asset.Type != AssetLibrary.Email)
        {
            return call.Account.Marketing.Figures.OfAsset(campaign, asset, period);
        }

        var email = call.Account.Marketing.FindEmail(long.Parse(asset.Id, System.Globalization.CultureInfo.InvariantCulture));
        var stats = email?.SentMs is { } sent && period.Holds(sent) ? email.Stats : EmailStats.None;
        return [("SENT", stats["sent"]), ("DELIVERED", stats["delivered"]), ("OPEN", stats["open"]), ("CLICKS", stats["click"])];
    }
}
