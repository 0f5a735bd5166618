using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Analytics.Numbers;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Analytics;

/// <summary>Puts the numbers together; each report reads one snapshot of the mirror on a thread of its own.</summary>
internal sealed class AnalyticsService(MirrorHost mirrors, IDefinitionService definitions, TimeProvider time) : IAnalyticsService
{
    /// <summary>How long one report may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(20);

    public Task<Result<HubSpotAnalytics>> GetAnalyticsAsync(Actor actor, AnalyticsQuery query, CancellationToken cancellationToken) => ReadAsync(actor, query, scope =>
    {
        var (campaigns, emails, closed) = (CampaignReturns.Of(scope), EmailRates.Of(scope), WinRate.Read(scope));
        return new HubSpotAnalytics(scope.Calendar.Now)
        {
            TotalContacts = RecordCount.Of(scope, ObjectType.Contact),
            TotalCompanies = RecordCount.Of(scope, ObjectType.Company),
            TotalDeals = RecordCount.Of(scope, ObjectType.Deal),
            TotalDealValue = OpenPipeline.Value(scope, OpenPipeline.Sum(scope)),
            WinRate = WinRate.ByCount(scope, closed),
            ContactGrowth = NewRecords.GrowthOf(scope, ObjectType.Contact),
            CompanyGrowth = NewRecords.GrowthOf(scope, ObjectType.Company),
            DealGrowth = NewRecords.GrowthOf(scope, ObjectType.Deal),
            CampaignPerformance = CampaignReturns.Roi(scope, campaigns),
            LeadConversionRate = LeadConversion.Of(scope),
            EmailOpenRate = EmailRates.Open(emails),
            EmailClickRate = EmailRates.Click(emails),
            MonthlyRevenue = WonDeals.Amount(scope, new CalendarSoFar(CalendarUnit.Month)),
            QuarterlyGrowth = WonDeals.GrowthOf(scope, new CalendarSoFar(CalendarUnit.Quarter)),
        };
    }, cancellationToken);

    public Task<Result<DealAnalytics>> GetDealAnalyticsAsync(Actor actor, AnalyticsQuery query, CancellationToken cancellationToken) => ReadAsync(actor, query, scope =>
    {
        var (sum, closed) = (OpenPipeline.Sum(scope), WinRate.Read(scope));
        var (open, won, rate) = (OpenPipeline.Deals(scope, sum), WonDeals.Amount(scope, WinRate.Usual), WinRate.ByCount(scope, closed));
        var (size, (median, mean)) = (DealSize.Of(won), SalesCycle.Of(scope));
        return new DealAnalytics(scope.Calendar.Now, closed.Periods.Present)
        {
            OpenDeals = open,
            OpenValue = OpenPipeline.Value(scope, sum),
            WeightedValue = OpenPipeline.Weighted(scope, sum),
            WonValue = won,
            WinRate = rate,
            WinRateByAmount = WinRate.ByAmount(scope, closed),
            CohortCloseRate = CohortCloseRate.Of(scope),
            AverageDealSize = size,
            SalesCycle = median,
            SalesCycleMean = mean,
            Velocity = Velocity.Of(open, size, rate, mean),
            Pipelines = Pipelines(scope, closed),
            Forecast = Forecast.Of(scope),
            OverdueDeals = Forecast.Overdue(scope),
        };
    }, cancellationToken);

    public Task<Result<ContactAnalytics>> GetContactAnalyticsAsync(Actor actor, AnalyticsQuery query, CancellationToken cancellationToken) => ReadAsync(actor, query, scope =>
        new ContactAnalytics(scope.Calendar.Now)
        {
            Total = RecordCount.Of(scope, ObjectType.Contact),
            New = NewRecords.Of(scope, ObjectType.Contact),
            Unassigned = Lifecycle.Unassigned(scope),
            LeadConversion = LeadConversion.Of(scope),
            Lifecycle = Lifecycle.Of(scope),
        }, cancellationToken);

    public Task<Result<CampaignAnalytics>> GetCampaignAnalyticsAsync(Actor actor, AnalyticsQuery query, CancellationToken cancellationToken) => ReadAsync(actor, query, scope =>
    {
        var read = CampaignReturns.Of(scope);
        return new CampaignAnalytics(scope.Calendar.Now, read.Periods.Present, scope.Return)
        {
            Campaigns = CampaignReturns.Count(read),
            Roi = CampaignReturns.Roi(scope, read),
            PaidBack = CampaignReturns.PaidBack(scope, read),
            Spend = CampaignReturns.Sum(scope, read, "spend", CampaignReturns.Spend),
            Budget = CampaignReturns.Sum(scope, read, "budget", CampaignReturns.Budget),
            BudgetUsed = CampaignReturns.BudgetUsed(scope, read),
            Returned = CampaignReturns.Sum(scope, read, "return", CampaignReturns.Returned),
            Rows = CampaignReturns.Rows(read),
        };
    }, cancellationToken);

    public Task<Result<EmailAnalytics>> GetEmailAnalyticsAsync(Actor actor, AnalyticsQuery query, CancellationToken cancellationToken) => ReadAsync(actor, query, scope =>
    {
        var read = EmailRates.Of(scope);
        return new EmailAnalytics(scope.Calendar.Now, read.Periods.Present)
        {
            Emails = read.Present.Emails,
            Sent = EmailRates.Sent(read),
            DeliveryRate = EmailRates.Delivery(read),
            OpenRate = EmailRates.Open(read),
            ClickRate = EmailRates.Click(read),
            ClickThroughRate = EmailRates.ClickThrough(read),
            ReplyRate = EmailRates.Reply(read),
            BounceRate = EmailRates.Bounce(read),
            UnsubscribeRate = EmailRates.Unsubscribe(read),
            SpamRate = EmailRates.Spam(read),
        };
    }, cancellationToken);

    public Task<Result<AttentionReport>> GetAttentionAsync(Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(actor, new AnalyticsQuery(), Attention.Of, cancellationToken);

    private static IReadOnlyList<PipelineAnalytics> Pipelines(ReportScope scope, WinRate.Closed closed)
    {
        var (stages, funnels) = (PipelineStages.Read(scope), StageFunnel.Read(scope));
        return [.. scope.Definitions.Pipelines
            .Where(pipeline => !pipeline.IsArchived || stages.Any(pair => pair.Key.Pipeline == pipeline.Id))
            .Select(pipeline =>
            {
                var open = pipeline.Stages.Where(ReportScope.IsOpen)
                    .Aggregate(DealSum.Zero, (sum, stage) => sum.Plus(stages.GetValueOrDefault((pipeline.Id, stage.Id), DealSum.Zero)));
                var list = scope.DealsIn(ReportScope.IsOpen, pipeline.Id);
                return new PipelineAnalytics(pipeline.Id, pipeline.Label)
                {
                    Stages = PipelineStages.Of(scope, pipeline, stages),
                    OpenDeals = DealMoney.Count(open, "Open deals of this pipeline.", list),
                    OpenValue = DealMoney.Amount(scope, open, "Sum of the amount of the open deals of this pipeline, in the account's currency.", list),
                    WeightedValue = DealMoney.Weighted(scope, open, "Sum of amount × probability of the open deals of this pipeline.", list),
                    WinRate = WinRate.ByCount(scope, closed, pipeline.Id),
                    Funnel = StageFunnel.Of(scope, pipeline, funnels),
                };
            })];
    }

    private async Task<Result<T>> ReadAsync<T>(Actor actor, AnalyticsQuery query, Func<ReportScope, T> read, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.ViewRecords) is { } refused)
        {
            return refused;
        }

        if (query.Period?.Fault is { } fault)
        {
            return fault;
        }

        if (mirrors.Current is not { } mirror)
        {
            return mirrors.Absence;
        }

        var account = await definitions.GetAsync(cancellationToken);
        var calendar = AccountCalendar.Of(account.TimeZone, time.GetUtcNow());
        var answer = await BoundedRead.RunAsync(mirror, time, TimeLimit, connection => read(new ReportScope(connection, account, calendar, query)), cancellationToken);
        return answer.Failure is SearchTooSlow slow ? new ReportTooSlow(slow.Limit) : answer;
    }
}
