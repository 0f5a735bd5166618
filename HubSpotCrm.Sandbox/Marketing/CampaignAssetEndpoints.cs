using System.Globalization;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>What a campaign holds, type by type.</summary>
internal static class CampaignAssetEndpoints
{
    public static async Task List(Call call)
    {
        var (campaign, fault) = MarketingQuery.Campaign(call);
        var (limit, wrongLimit) = call.Limit(100, CampaignWriter.AssetsInPage);
        var (offset, wrongCursor) = Cursor.Read(call);
        var (period, wrongDate) = MarketingQuery.Dates(call);
        if ((fault ?? WrongType(call) ?? wrongLimit ?? wrongCursor ?? wrongDate) is { } wrong)
        {
            await call.Fail(wrong);
            return;
        }

        Asset[] all = [.. call.Account.Marketing.AssetsOf(campaign!).Where(asset => asset.Type == call.Route("assetType"))];
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            Cursor.WritePage(json, call, all, offset, limit, encoded: true, asset => CampaignWriter.WriteAsset(json, call, campaign!, asset, period));
            json.WriteEndObject();
        });
    }

    public static Task Put(Call call) => Set(call, held: true);

    public static Task Remove(Call call) => Set(call, held: false);

    private static async Task Set(Call call, bool held)
    {
        var store = call.Account.Marketing;
        var wrong = store.Exclusively(() =>
        {
            var (campaign, fault) = MarketingQuery.Campaign(call);
            if ((fault ?? WrongType(call)) is { } refused)
            {
                return refused;
            }

            if (Known(store, call.Route("assetType"), call.Route("assetId")) is not { } asset)
            {
                return ApiFault.NotFound($"There is no {call.Route("assetType")} {call.Route("assetId")}");
            }

            if (store.AssetsOf(campaign!).Contains(asset) != held)
            {
                store.SetAsset(campaign!.Id, asset, held);
            }

            return null;
        });
        await (wrong is null ? call.NoContent() : call.Fail(wrong));
    }

    private static ApiFault? WrongType(Call call) => AssetLibrary.Types.Contains(call.Route("assetType"))
        ? null
        : ApiFault.Invalid($"Asset type {call.Route("assetType")} is none of [{string.Join(", ", AssetLibrary.Types)}]");

    private static Asset? Known(MarketingStore store, string type, string id) =>
        type != AssetLibrary.Email ? AssetLibrary.Find(type, id)
            : long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && store.FindEmail(number) is { Archived: false } email
                ? new Asset(type, Stamp.Text(email.Id), email.Name)
                : null;
}
