using System.Globalization;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

internal sealed record CampaignMetrics(long Sessions, List<long> FirstTouch, List<long> LastTouch, List<long> Influenced);

internal sealed record CampaignRevenue(int Contacts, int Deals, decimal DealAmount, decimal Revenue, string Currency);

/// <summary>What a campaign brought, worked out from the touches and the records as they are now.</summary>
internal sealed class CampaignFigures(MarketingPlan plan, Touches touches, Crm crm, Func<Guid, bool> isThere, Func<int, Guid> idOf)
{
    /// <summary>Numbers of the period; contacts by their ids in ascending order, archived ones left out.</summary>
    public CampaignMetrics Metrics(Campaign campaign, Period period)
    {
        if (campaign.BaseIndex < 0)
        {
            return new CampaignMetrics(0, [], [], []);
        }

        var (sessions, first, last, influenced) = (0L, new SortedSet<long>(), new SortedSet<long>(), new SortedSet<long>());
        foreach (var contact in touches.ContactsOf(campaign.BaseIndex))
        {
            foreach (var touch in Of(contact).Where(touch => touch.Campaign == campaign.BaseIndex && period.Holds(touch.AtMs)))
            {
                sessions += 4 + (touch.AtMs % 9);
                if (!IsLive(contact))
                {
                    continue;
                }

                var id = crm.Base.Data.IdOf(ObjectKind.Contact, contact);
                influenced.Add(id);
                _ = touch.IsFirst && first.Add(id);
                _ = touch.IsLast && last.Add(id);
            }
        }

        return new CampaignMetrics(sessions + Strangers(campaign.BaseIndex, period), [.. first], [.. last], [.. influenced]);
    }

    /// <summary>The deals of contacts that met the campaign in the period and before the deal closed, and its share of those won.</summary>
    public CampaignRevenue Revenue(Campaign campaign, Period period, string model)
    {
        var currency = campaign["hs_currency_code"] ?? crm.Base.Data.Currencies.Home;
        var (contacts, amount, revenue, deals) = (new HashSet<int>(), 0m, 0m, 0);
        foreach (var deal in DealsNear(campaign))
        {
            var before = Before(deal);
            var ours = Enumerable.Range(0, before.Count).Where(place => before[place].Campaign == campaign.BaseIndex && period.Holds(before[place].AtMs)).ToArray();
            if (ours.Length == 0)
            {
                continue;
            }

            deals++;
            contacts.UnionWith(ours.Select(place => before[place].Contact));
            var money = decimal.TryParse(deal["amount_in_home_currency"], NumberStyles.Float, CultureInfo.InvariantCulture, out var home) ? home / crm.Base.Data.Currencies.Rate(currency) : 0;
            amount += money;
            if (deal["hs_is_closed_won"] == "true")
            {
                var shares = Attribution.Shares(model, [.. before.Select(touch => touch.AtMs)]);
                revenue += ours.Sum(place => shares[place]) * money;
            }
        }

        return new CampaignRevenue(contacts.Count, deals, Math.Round(amount, 2), Math.Round(revenue, 2), currency);
    }

    /// <summary>What an asset of the campaign was good for in the period.</summary>
    public IEnumerable<(string Name, long Value)> OfAsset(Campaign campaign, Asset asset, Period period)
    {
        var names = AssetLibrary.Metrics(asset.Type);
        var runs = campaign.BaseIndex < 0 ? null : touches.CourseOf(campaign.BaseIndex) is { Popularity: > 0 } course ? course.Runs : null;
        var days = runs?.Within(period).Within(new Period(0, plan.ReferenceMs - 1)).Days().Select(day => (int)day).ToArray() ?? [];
        var place = (int)(long.Parse(asset.Id, CultureInfo.InvariantCulture) % 1_000_003);
        return names.Select((name, number) => (name, days.Sum(day => (long)(plan.Bits(Draw.Asset, place + day, number) % (ulong)(number == 0 ? 30 : 6)))));
    }

    private IEnumerable<CrmRecord> DealsNear(Campaign campaign) =>
        campaign.BaseIndex < 0
            ? []
            : touches.ContactsOf(campaign.BaseIndex).Where(IsLive)
                .SelectMany(contact => crm.Links(ObjectKind.Contact, crm.Base.Data.IdOf(ObjectKind.Contact, contact), ObjectKind.Deal))
                .Select(link => link.To).Distinct().Order()
                .Select(id => crm.Find(ObjectKind.Deal, id)!);

    /// <summary>The touches of all the deal's contacts until it closed, in the order of time.</summary>
    private List<Touch> Before(CrmRecord deal)
    {
        var until = deal["hs_is_closed"] == "true" ? Stamp.Parse(deal["closedate"]) ?? long.MaxValue : long.MaxValue;
        return [.. crm.Links(ObjectKind.Deal, deal.Id, ObjectKind.Contact)
            .Select(link => crm.Base.Data.IndexOf(ObjectKind.Contact, link.To)).Where(contact => contact >= 0)
            .SelectMany(Of).Where(touch => touch.AtMs <= until)
            .OrderBy(touch => touch.AtMs).ThenBy(touch => touch.Contact).ThenBy(touch => touch.Campaign)];
    }

    private List<Touch> Of(int contact) => touches.OfContact(contact, campaign => isThere(idOf(campaign)));

    private bool IsLive(int contact)
    {
        var id = crm.Base.Data.IdOf(ObjectKind.Contact, contact);
        return crm.IsWritten(ObjectKind.Contact, id)
            ? crm.Find(ObjectKind.Contact, id) is { IsLive: true }
            : crm.Base.Data.ArchivedMs(ObjectKind.Contact, contact) is null;
    }

    /// <summary>Sessions of visitors who never became contacts.</summary>
    private long Strangers(int campaign, Period period)
    {
        var course = touches.CourseOf(campaign);
        var seen = course.Runs?.Within(period).Within(new Period(0, plan.ReferenceMs - 1)).Days() ?? [];
        return course.Popularity == 0 ? 0 : seen.Sum(day => (long)(plan.Bits(Draw.Campaign, campaign, (int)(day % 997) + 6) % (ulong)(1 + (course.Popularity / 2))));
    }
}
