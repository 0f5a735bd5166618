using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.Sync;

/// <summary>HubSpot's list of campaigns or of marketing e-mails, as records.</summary>
internal sealed class MarketingList(HubSpotClient client, ObjectType type)
{
    // Without the content, which is most of an e-mail.
    private static readonly string[] EmailFields =
        ["id", "name", "subject", "state", "type", "campaign", "campaignName", "publishDate", "publishedAt", "createdAt", "updatedAt", "archived", "stats"];

    public async Task<Result<WirePage>> PageAsync(string? after, CancellationToken cancellationToken)
    {
        if (type == ObjectType.Campaign)
        {
            return await client.CampaignsAsync(new CampaignListRequest(CampaignProperties.Names, after), cancellationToken);
        }

        var page = await client.MarketingEmailsAsync(new MarketingEmailRequest(EmailFields, after, Sort: "-updatedAt"), cancellationToken);
        return page.Succeeded
            ? new WirePage([.. page.Value.Results.Where(email => !email.Archived).Select(Record)], page.Value.After, page.Value.Total)
            : page.As<WirePage>();
    }

    /// <summary>The ids of all pages.</summary>
    public async Task<Result<HashSet<string>>> IdsAsync(CancellationToken cancellationToken)
    {
        var ids = new HashSet<string>();
        var cursors = new HashSet<string>();
        string? after = null;
        do
        {
            var page = await PageAsync(after, cancellationToken);
            if (!page.Succeeded)
            {
                return page.Failure;
            }

            ids.UnionWith(page.Value.Results.Select(record => record.Id));
            after = page.Value.After;
            if (after is not null && !cursors.Add(after))
            {
                return new CursorRepeated(after);
            }
        }
        while (after is not null);

        return ids;
    }

    // An e-mail has fields where records have properties; its counters become properties as well, so that they are kept with it.
    private static WireRecord Record(WireMarketingEmail email)
    {
        var values = new Dictionary<string, string?>
        {
            ["name"] = email.Name,
            ["subject"] = email.Subject,
            ["state"] = email.State,
            ["type"] = email.Type,
            ["campaign"] = email.Campaign,
            ["campaignName"] = email.CampaignName,
            ["publishedAt"] = email.PublishedAt?.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (name, count) in email.Counters ?? new Dictionary<string, long>())
        {
            values[$"stats.{name}"] = count.ToString(CultureInfo.InvariantCulture);
        }

        return new WireRecord { Id = email.Id, Properties = values, CreatedAt = email.CreatedAt, UpdatedAt = email.UpdatedAt };
    }
}
