using System.Collections.Concurrent;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Support;

/// <summary>Reports of an invented account; every question is kept, and any report can fail or wait as the test says.</summary>
internal sealed class FakeAnalyticsService : IAnalyticsService
{
    private static readonly DateTimeOffset Now = new(2026, 11, 12, 14, 2, 0, TimeSpan.Zero);

    public static Period Period { get; } = Days(new(2026, 8, 15), new(2026, 11, 12));

    public static Period Before { get; } = Days(new(2026, 5, 17), new(2026, 8, 14)) with { IsPartial = false };

    /// <summary>Every question as <c>deals 30d</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Why a report fails, by its name; null lets it through.</summary>
    public Func<string, Failure?> Refuse { get; set; } = _ => null;

    /// <summary>Thrown by every report.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Reports wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public HubSpotAnalytics Key { get; set; } = new(Now)
    {
        TotalContacts = Count(12_481, ObjectType.Contact),
        TotalCompanies = Count(2_513, ObjectType.Company),
        TotalDeals = Count(1_806, ObjectType.Deal),
        TotalDealValue = Money(6_482_300, 400) with { Apart = [new(118_000, "USD", 2)], Records = new RecordList(ObjectType.Deal, [new AnyOf("dealstage", ["new", "offer"])]) },
        WinRate = Rate(87, 228, 0.359m),
        ContactGrowth = Rate(600, 1_150, null) with { Value = 0.091m },
        CompanyGrowth = Rate(5, 9, null) with { Value = 0.25m },
        DealGrowth = Rate(0, 0, null) with { Value = null, Missing = "none in either period" },
        CampaignPerformance = Rate(23, 23, null) with { Value = 1.5m },
        LeadConversionRate = Rate(54, 842, 0.069m),
        EmailOpenRate = Rate(15_138, 48_210, 0.314m),
        EmailClickRate = Rate(2_025, 48_210, 0.042m),
        MonthlyRevenue = Money(1_148_600, 87) with { Previous = 1_224_520, PreviousSample = 90, PreviousPeriod = Before, Period = Period, Part = 88 },
        QuarterlyGrowth = Rate(300, 580, null) with { Value = -0.062m },
    };

    public DealAnalytics Deals { get; set; } = new(Now, Period)
    {
        OpenDeals = Count(412, ObjectType.Deal),
        OpenValue = Money(6_482_300, 400),
        WeightedValue = Money(2_214_900, 400),
        WonValue = Money(1_148_600, 87) with { Part = 88 },
        WinRate = Rate(87, 228, 0.359m),
        WinRateByAmount = Rate(80, 200, 0.3m),
        CohortCloseRate = Rate(40, 300, 0.2m),
        AverageDealSize = Money(13_202, 87),
        SalesCycle = Money(0, 87) with { Unit = FigureUnit.Days, Value = 47, Previous = 51, PreviousSample = 70, PreviousPeriod = Before },
        SalesCycleMean = Money(0, 87) with { Unit = FigureUnit.Days, Value = 61 },
        Velocity = Money(44_000, 87),
        Pipelines =
        [
            Pipeline("default", "Sales", ("new", "Appointment", 640), ("offer", "Qualified", 452), ("won", "Closed won", 87)),
            Pipeline("partners", "Partners", ("talk", "Talk", 7), ("won", "Signed", 3)),
        ],
        Forecast = [.. Enumerable.Range(8, 6).Select(month => Month(month > 12 ? 2027 : 2026, ((month - 1) % 12) + 1))],
        OverdueDeals = 21,
    };

    public ContactAnalytics Contacts { get; set; } = new(Now)
    {
        Total = Count(12_481, ObjectType.Contact),
        New = Count(1_204, ObjectType.Contact) with { Period = Period, Previous = 1_104, PreviousSample = 1_104, PreviousPeriod = Before },
        Unassigned = Count(312, ObjectType.Contact),
        LeadConversion = Rate(54, 842, 0.069m),
        Lifecycle = [new("lead", "Lead", Count(8_000, ObjectType.Contact) with { Records = new RecordList(ObjectType.Contact, [new AnyOf("stage", ["lead"])]) }, Rate(8_000, 12_481, null))],
    };

    public CampaignAnalytics Campaigns { get; set; } = new(Now, Period, CampaignReturn.Revenue)
    {
        Campaigns = Count(3, ObjectType.Campaign),
        Roi = Rate(2, 2, null) with { Value = 1.5m },
        PaidBack = Rate(1, 2, null),
        Spend = Money(35_200, 2),
        Budget = Money(60_000, 2),
        BudgetUsed = Rate(2, 2, null),
        Returned = Money(107_500, 3),
        Rows =
        [
            Campaign("c1", "Spectrometer launch", 18_400, 96_200, 4.228m),
            Campaign("c2", "関西ラボ展 2026 大阪", 16_800, 11_300, -0.327m),
            Campaign("c3", "Partner newsletter Q4", null, 5_900, null),
        ],
    };

    public EmailAnalytics Emails { get; set; } = new(Now, Period)
    {
        Emails = 31,
        Sent = Count(49_102, ObjectType.MarketingEmail),
        DeliveryRate = Rate(48_210, 49_102, 0.98m),
        OpenRate = Rate(15_138, 48_210, 0.314m),
        ClickRate = Rate(2_025, 48_210, 0.042m),
        ClickThroughRate = Rate(2_025, 15_138, 0.14m),
        ReplyRate = Rate(318, 48_210, 0.007m),
        BounceRate = Rate(892, 49_102, 0.02m),
        UnsubscribeRate = Rate(90, 48_210, 0.002m),
        SpamRate = Rate(2, 48_210, 0m),
    };

    public AttentionReport Attention { get; set; } = new(Now)
    {
        Overdue = Count(21, ObjectType.Deal) with { Records = new RecordList(ObjectType.Deal, [new DateRange("close", null, new(2026, 11, 11))]) },
        Stale = Count(58, ObjectType.Deal),
        NoCloseDate = Count(4, ObjectType.Deal) with { Records = null },
        Deals = 70,
        Largest = [new("77", "Aurelia <b>Biosciences</b>", AttentionReason.Overdue, 9, "Katharina Lindqvist", 212_000, "EUR")],
    };

    public static Figure Count(long count, ObjectType type) => new() { Value = count, Unit = FigureUnit.Count, Formula = "Counted.", Sample = count, Records = new RecordList(type, []) };

    public static Figure Money(decimal amount, long records) => new() { Value = amount, Unit = FigureUnit.Money, Currency = "EUR", Formula = "Added.", Sample = records };

    public static Figure Rate(long part, long whole, decimal? before) => new()
    {
        Value = whole == 0 ? null : (decimal)part / whole,
        Unit = FigureUnit.Rate,
        Formula = "part / whole",
        Sample = whole,
        Part = part,
        Period = Period,
        DateBasis = "close date",
        PreviousPeriod = Before,
        Previous = before,
        PreviousSample = whole,
    };

    public Task<Result<HubSpotAnalytics>> GetAnalyticsAsync(Actor actor, AnalyticsQuery query, CancellationToken cancellationToken) => AnswerAsync("key", actor, query, () => Key, cancellationToken);

    public Task<Result<DealAnalytics>> GetDealAnalyticsAsync(Actor actor, AnalyticsQuery query, CancellationToken cancellationToken) => AnswerAsync("deals", actor, query, () => Deals, cancellationToken);

    public Task<Result<ContactAnalytics>> GetContactAnalyticsAsync(Actor actor, AnalyticsQuery query, CancellationToken cancellationToken) => AnswerAsync("contacts", actor, query, () => Contacts, cancellationToken);

    public Task<Result<CampaignAnalytics>> GetCampaignAnalyticsAsync(Actor actor, AnalyticsQuery query, CancellationToken cancellationToken) => AnswerAsync("campaigns", actor, query, () => Campaigns with { Return = query.Return }, cancellationToken);

    public Task<Result<EmailAnalytics>> GetEmailAnalyticsAsync(Actor actor, AnalyticsQuery query, CancellationToken cancellationToken) => AnswerAsync("emails", actor, query, () => Emails, cancellationToken);

    public Task<Result<AttentionReport>> GetAttentionAsync(Actor actor, CancellationToken cancellationToken) => AnswerAsync("attention", actor, new(), () => Attention, cancellationToken);

    private async Task<Result<T>> AnswerAsync<T>(string report, Actor actor, AnalyticsQuery query, Func<T> answer, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"{report} {query.Period?.Text}".TrimEnd());
        await Gate.WaitAsync(cancellationToken);
        return Fault is not null ? throw Fault : (actor.Check(Policy.ViewRecords) ?? Refuse(report)) is { } failure ? failure : answer();
    }

    private static Period Days(DateOnly from, DateOnly to) =>
        new(from, to, new DateTimeOffset(from, TimeOnly.MinValue, TimeSpan.Zero), new DateTimeOffset(to.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero), IsPartial: true);

    private static PipelineAnalytics Pipeline(string id, string label, params (string Id, string Label, long Entered)[] steps) => new(id, label)
    {
        Stages = [.. steps.Select(step => new StageAnalytics(step.Id, step.Label, 0.4m, step.Id == "won", Count(step.Entered, ObjectType.Deal), Money(step.Entered * 1000, step.Entered), Money(step.Entered * 400, step.Entered)))],
        OpenDeals = Count(steps[0].Entered, ObjectType.Deal),
        OpenValue = Money(900_000, 10),
        WeightedValue = Money(300_000, 10),
        WinRate = Rate(87, 228, 0.359m),
        Funnel = [.. steps.Select((step, at) =>
        {
            var next = at + 1 < steps.Length ? steps[at + 1].Entered : 0;
            return new FunnelStep(step.Id, step.Label, step.Entered, Money(step.Entered * 15_000, step.Entered), next, Rate(next, step.Entered, null), Rate(step.Entered, steps[0].Entered, null));
        })],
    };

    private static ForecastMonth Month(int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        return new(Days(first, first.AddMonths(1).AddDays(-1)) with { IsPartial = month == 11 }, Money(146_000, 5), Money(126_000, 4), Money(94_000, 3), Money(100_000, 9), Money(71_000, 9), Money(300_000, 9));
    }

    private static CampaignResult Campaign(string id, string name, decimal? spend, decimal? back, decimal? roi) => new(id, name, null, "EUR", 30_000, spend, back, roi, 10, 100, 0.3m, 0.04m);
}
