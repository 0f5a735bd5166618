using HubSpotCrm.Sandbox.Api;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>List, one, create, change and delete.</summary>
internal static class CampaignEndpoints
{
    private static readonly string[] Sorts = ["hs_name", "createdAt", "updatedAt"];

    public static async Task List(Call call)
    {
        var (limit, fault) = call.Limit(100, 50);
        var (offset, wrongCursor) = Cursor.Read(call);
        var (field, descending, wrongSort) = MarketingQuery.Sort(call, "hs_name", Sorts);
        if ((fault ?? wrongCursor ?? wrongSort) is { } wrong)
        {
            await call.Fail(wrong);
            return;
        }

        var name = call.Query("name") ?? "";
        var found = call.Account.Marketing.Campaigns().Where(campaign => campaign.Name.Contains(name, StringComparison.OrdinalIgnoreCase)).ToList();
        found.Sort((one, other) => Compare(one, other, field) * (descending ? -1 : 1));
        var properties = call.Names("properties") ?? [];
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total", found.Count);
            Cursor.WritePage(json, call, found, offset, limit, encoded: true, campaign => CampaignWriter.Write(json, campaign, properties));
            json.WriteEndObject();
        });
    }

    public static async Task One(Call call)
    {
        var (campaign, fault) = MarketingQuery.Campaign(call);
        var (period, wrongDate) = MarketingQuery.Dates(call);
        await ((fault ?? wrongDate) is { } wrong
            ? call.Fail(wrong)
            : call.Answer(200, json => CampaignWriter.Write(
                json, campaign!, call.Names("properties") ?? [], () => CampaignWriter.WriteAssets(json, call, campaign!, period))));
    }

    public static async Task Create(Call call)
    {
        var (body, fault) = await call.Body();
        var (values, wrong) = fault is null ? CampaignRules.Check(body, null) : ([], fault);
        if (wrong is not null)
        {
            await call.Fail(wrong);
            return;
        }

        var campaign = call.Account.Marketing.Create(values);
        await call.Answer(201, json => CampaignWriter.Write(json, campaign, CampaignRules.All));
    }

    public static async Task Update(Call call)
    {
        var (body, fault) = await call.Body();
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        var store = call.Account.Marketing;
        var (after, wrong) = store.Exclusively<(Campaign?, ApiFault?)>(() =>
        {
            var (before, missing) = MarketingQuery.Campaign(call);
            if (before is null)
            {
                return (null, missing);
            }

            var (values, refused) = CampaignRules.Check(body, before);
            return refused is null ? (store.Update(before, values), null) : (null, refused);
        });
        await (after is null ? call.Fail(wrong!) : call.Answer(200, json => CampaignWriter.Write(json, after, CampaignRules.All)));
    }

    /// <summary>204 for one that is not there, too: what was wanted holds.</summary>
    public static async Task Delete(Call call)
    {
        if (!Guid.TryParseExact(call.Route("guid"), "D", out var id))
        {
            await call.Fail(MarketingQuery.BadId(call.Route("guid")));
            return;
        }

        call.Account.Marketing.Exclusively(() =>
        {
            call.Account.Marketing.Delete(id);
            return true;
        });
        await call.NoContent();
    }

    private static int Compare(Campaign one, Campaign other, string field)
    {
        var order = field switch
        {
            "createdAt" => one.CreatedMs.CompareTo(other.CreatedMs),
            "updatedAt" => one.UpdatedMs.CompareTo(other.UpdatedMs),
            _ => string.Compare(one.Name, other.Name, StringComparison.OrdinalIgnoreCase),
        };
        return order != 0 ? order : one.Id.CompareTo(other.Id);
    }
}
