using System.Text.Json;
using HubSpotCrm.Sandbox.Api;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>Many campaigns at once. Results keep no order, and an id given twice is answered once.</summary>
internal static class CampaignBatchEndpoints
{
    public const int MostInBatch = 50;

    public static async Task Read(Call call)
    {
        var (inputs, fault) = await Inputs(call);
        var (period, wrongDate) = MarketingQuery.Dates(call);
        if ((fault ?? wrongDate) is { } wrong)
        {
            await call.Fail(wrong);
            return;
        }

        var properties = call.Names("properties") ?? [];
        var done = new Dictionary<Guid, Campaign>();
        var errors = new List<(ApiFault, string)>();
        foreach (var id in inputs.Select(input => Body.Text(input, "id") ?? "").Distinct(StringComparer.OrdinalIgnoreCase))
        {
            Take(call, id, errors, campaign => done[campaign.Id] = campaign);
        }

        await Answer(call, 200, done.Values, errors, properties, (json, campaign) => CampaignWriter.WriteAssets(json, call, campaign, period));
    }

    public static async Task Create(Call call)
    {
        var (inputs, fault) = await Inputs(call);
        var given = inputs.Select(input => CampaignRules.Check(input, null)).ToArray();
        if ((fault ?? given.Select(one => one.Fault).FirstOrDefault(one => one is not null)) is { } wrong)
        {
            await call.Fail(wrong);
            return;
        }

        await Answer(call, 201, [.. given.Select(one => call.Account.Marketing.Create(one.Values))], [], CampaignRules.All);
    }

    public static async Task Update(Call call)
    {
        var (inputs, fault) = await Inputs(call);
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        var store = call.Account.Marketing;
        var done = new Dictionary<Guid, Campaign>();
        var errors = new List<(ApiFault, string)>();
        foreach (var input in inputs.Reverse().DistinctBy(input => Body.Text(input, "id"), StringComparer.OrdinalIgnoreCase))
        {
            var id = Body.Text(input, "id") ?? "";
            store.Exclusively(() => Take(call, id, errors, campaign =>
            {
                var (values, refused) = CampaignRules.Check(input, campaign);
                if (refused is null)
                {
                    done[campaign.Id] = store.Update(campaign, values);
                }
                else
                {
                    errors.Add((refused, id));
                }
            }));
        }

        await Answer(call, 200, done.Values, errors, CampaignRules.All);
    }

    public static async Task Archive(Call call)
    {
        var (inputs, fault) = await Inputs(call);
        if (fault is not null)
        {
            await call.Fail(fault);
            return;
        }

        var ids = inputs.Select(input => Body.Text(input, "id") ?? "").ToArray();
        var bad = ids.Where(id => !Guid.TryParseExact(id, "D", out _)).ToArray();
        foreach (var id in ids.Except(bad))
        {
            call.Account.Marketing.Delete(Guid.Parse(id));
        }

        await (bad.Length == 0 ? call.NoContent() : Answer(call, 204, [], [.. bad.Select(id => (MarketingQuery.BadId(id), id))], []));
    }

    private static async Task<(JsonElement[] Inputs, ApiFault? Fault)> Inputs(Call call)
    {
        var (body, fault) = await call.Body();
        var inputs = fault is null ? ReadEndpoints.Inputs(body, MostInBatch, out fault) : [];
        return (inputs, fault);
    }

    private static bool Take(Call call, string id, List<(ApiFault, string)> errors, Action<Campaign> take)
    {
        var valid = Guid.TryParseExact(id, "D", out var guid);
        if (valid && call.Account.Marketing.Find(guid) is { } campaign)
        {
            take(campaign);
            return true;
        }

        errors.Add((valid ? MarketingQuery.Missing(id) : MarketingQuery.BadId(id), id));
        return false;
    }

    private static Task Answer(
        Call call, int allWell, IReadOnlyCollection<Campaign> done, IReadOnlyCollection<(ApiFault Fault, string Id)> errors, string[] properties, Action<Utf8JsonWriter, Campaign>? also = null) =>
        MultiStatus.Answer(
            call, allWell,
            [.. done.OrderBy(campaign => campaign.Id).Select(campaign => new Action<Utf8JsonWriter>(
                json => CampaignWriter.Write(json, campaign, properties, also is null ? null : () => also(json, campaign))))],
            [.. errors.Select(error => new Action<Utf8JsonWriter>(
                json => error.Fault.WriteInBatch(json, new Dictionary<string, string[]> { ["ids"] = [error.Id] })))]);
}
