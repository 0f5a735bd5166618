using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Features.Analytics;

namespace HubSpotCrm.Web.Features.Overview;

/// <summary>Loads the wanted reports of a dashboard side by side, so that each stands or fails alone.</summary>
internal sealed class DashboardLoader(IAnalyticsService analytics, IReadOnlyCollection<DashboardReport> wanted, ILogger logger, Action onChanged) : IDisposable
{
    /// <summary>So many campaigns are shown; the rest would only make the page heavy.</summary>
    public const int MostCampaigns = 6;

    private Actor _actor = new("", "", Role.Viewer);
    private AnalyticsQuery _query = new();
    private ReportLoader<HubSpotAnalytics>? _key;
    private ReportLoader<DealAnalytics>? _deals;
    private ReportLoader<ContactAnalytics>? _contacts;
    private ReportLoader<CampaignAnalytics>? _campaigns;
    private ReportLoader<EmailAnalytics>? _emails;
    private ReportLoader<AttentionReport>? _attention;

    private ReportLoader<HubSpotAnalytics> Key => _key ??= new(token => analytics.GetAnalyticsAsync(_actor, _query, token), logger, onChanged);

    private ReportLoader<DealAnalytics> Deals => _deals ??= new(token => analytics.GetDealAnalyticsAsync(_actor, _query, token), logger, onChanged);

    private ReportLoader<ContactAnalytics> Contacts => _contacts ??= new(token => analytics.GetContactAnalyticsAsync(_actor, _query, token), logger, onChanged);

    private ReportLoader<CampaignAnalytics> Campaigns => _campaigns ??= new(token => analytics.GetCampaignAnalyticsAsync(_actor, _query, token), logger, onChanged);

    private ReportLoader<EmailAnalytics> Emails => _emails ??= new(token => analytics.GetEmailAnalyticsAsync(_actor, _query, token), logger, onChanged);

    private ReportLoader<AttentionReport> Attention => _attention ??= new(token => analytics.GetAttentionAsync(_actor, token), logger, onChanged);

    /// <summary>What there is to show now.</summary>
    public DashboardAnalytics Present => new()
    {
        Key = Key.Panel,
        Deals = Deals.Panel,
        Contacts = Contacts.Panel,
        Campaigns = Campaigns.Panel,
        Emails = Emails.Panel,
        Attention = Attention.Panel,
    };

    /// <summary>Asks for all that are wanted; those of the last good answer stay until theirs is there.</summary>
    public Task LoadAsync(Actor actor, AnalyticsQuery query)
    {
        (_actor, _query) = (actor, query);
        return Task.WhenAll(wanted.Select(LoadAsync));
    }

    /// <summary>Asks again for one report.</summary>
    public Task LoadAsync(DashboardReport report) => report switch
    {
        DashboardReport.Key => Key.LoadAsync(),
        DashboardReport.Deals => Deals.LoadAsync(),
        DashboardReport.Contacts => Contacts.LoadAsync(),
        DashboardReport.Campaigns => Campaigns.LoadAsync(),
        DashboardReport.Emails => Emails.LoadAsync(),
        _ => Attention.LoadAsync(),
    };

    /// <summary>Asks again for the reports that records of these kinds are in.</summary>
    public Task RefreshAsync(Actor actor, IReadOnlyCollection<ObjectType> changed)
    {
        _actor = actor;
        return Task.WhenAll(changed.SelectMany(ReportsOf).Distinct().Where(wanted.Contains).Select(LoadAsync));
    }

    /// <summary>Takes what an earlier render has read; reports that it has not are asked for.</summary>
    public Task AdoptAsync(Actor actor, AnalyticsQuery query, DashboardAnalytics read)
    {
        (_actor, _query) = (actor, query);
        return Task.WhenAll(
            TakeAsync(DashboardReport.Key, Key, read.Key.Report), TakeAsync(DashboardReport.Deals, Deals, read.Deals.Report),
            TakeAsync(DashboardReport.Contacts, Contacts, read.Contacts.Report), TakeAsync(DashboardReport.Campaigns, Campaigns, read.Campaigns.Report),
            TakeAsync(DashboardReport.Emails, Emails, read.Emails.Report), TakeAsync(DashboardReport.Attention, Attention, read.Attention.Report));
    }

    public void Dispose()
    {
        _key?.Dispose();
        _deals?.Dispose();
        _contacts?.Dispose();
        _campaigns?.Dispose();
        _emails?.Dispose();
        _attention?.Dispose();
    }

    private Task TakeAsync<T>(DashboardReport which, ReportLoader<T> loader, T? report)
        where T : class
    {
        if (report is null)
        {
            return wanted.Contains(which) ? loader.LoadAsync() : Task.CompletedTask;
        }

        loader.Adopt(report);
        return Task.CompletedTask;
    }

    private static DashboardReport[] ReportsOf(ObjectType type) => type switch
    {
        ObjectType.Contact => [DashboardReport.Key, DashboardReport.Contacts],
        ObjectType.Company => [DashboardReport.Key],
        ObjectType.Deal => [DashboardReport.Key, DashboardReport.Deals, DashboardReport.Attention],
        ObjectType.Campaign => [DashboardReport.Key, DashboardReport.Campaigns],
        ObjectType.MarketingEmail => [DashboardReport.Key, DashboardReport.Emails],
        _ => [],
    };
}
