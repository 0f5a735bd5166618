using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Analytics;

/// <summary>The reports over a mirror that a test fills. It is 12 November 2026, 15:02 in Berlin, where the account is; its currency is the euro.</summary>
internal sealed class AnalyticsBench : IAsyncDisposable
{
    public static readonly Actor Viewer = new("u1", "Vera", Role.Viewer, TimeZone: "Europe/Berlin");
    private readonly MirrorFixture _fixture;

    private AnalyticsBench(MirrorFixture fixture)
    {
        _fixture = fixture;
        Service = new AnalyticsService(fixture.Host, Definitions, Time);
    }

    public static AccountDefinitions Account { get; } = new(
        FakeDefinitionService.Account.Owners,
        [
            new Pipeline("default", "Sales", 0, false,
            [
                new Stage("new", "New", 0, 0.2m, false, false),
                new Stage("offer", "Offer", 1, 0.6m, false, false),
                new Stage("won", "Won", 2, 1m, true, false),
                new Stage("lost", "Lost", 3, 0m, true, false),
            ]),
            new Pipeline("partners", "Partners", 1, false, [new Stage("talk", "Talk", 0, 0.5m, false, false), new Stage("signed", "Signed", 1, 1m, true, false)]),
        ],
        FakeDefinitionService.Account.Properties,
        "EUR",
        "Europe/Berlin");

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 12, 14, 2, 0, TimeSpan.Zero));

    public FakeDefinitionService Definitions { get; } = new() { Definitions = Account };

    public AnalyticsService Service { get; }

    public MirrorFixture Fixture => _fixture;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<AnalyticsBench> OpenAsync()
    {
        var bench = new AnalyticsBench(await MirrorFixture.OpenAsync());
        await using var context = bench._fixture.Mirror.CreateContext();
        foreach (var pipeline in Account.Pipelines)
        {
            context.Pipelines.Add(new PipelineRow { Id = pipeline.Id, Label = pipeline.Label, DisplayOrder = pipeline.DisplayOrder, ObjectType = (int)ObjectType.Deal });
            context.Stages.AddRange(pipeline.Stages.Select(stage => new StageRow
            {
                PipelineId = pipeline.Id,
                Id = stage.Id,
                Label = stage.Label,
                DisplayOrder = stage.DisplayOrder,
                IsClosed = stage.IsClosed,
                Probability = (long?)(stage.Probability * 1000),
            }));
        }

        await context.SaveChangesAsync(Cancellation);
        return bench;
    }

    /// <summary>UTC milliseconds of noon in Berlin, so many days from today.</summary>
    public static long Day(int offset) => new DateTimeOffset(2026, 11, 12, 11, 0, 0, TimeSpan.Zero).AddDays(offset).ToUnixTimeMilliseconds();

    /// <summary>A deal in a stage of the account. Amounts are in whole euros unless told otherwise.</summary>
    public DealRow Deal(string stage, decimal? amount = 100, int? closes = 10, int created = -60, string currency = "EUR", decimal? home = null, string pipeline = "default")
    {
        var defined = Account.FindStage(pipeline, stage);
        return new DealRow
        {
            HubSpotId = _fixture.NextId(),
            Pipeline = pipeline,
            Stage = stage,
            Amount = (long?)(amount * 1000),
            AmountHome = (long?)((currency == "EUR" ? amount : home) * 1000),
            Currency = currency,
            CloseAt = closes is { } day ? Day(day) : null,
            CreatedAt = Day(created),
            Probability = (long?)(defined?.Probability * 1000),
            IsClosed = defined?.IsClosed,
            IsWon = defined is null ? null : defined is { IsClosed: true, Probability: 1 },
        };
    }

    public Task AddAsync(params DealRow[] deals) => _fixture.AddAsync(deals);

    public Task AddAsync(params ContactRow[] contacts) => _fixture.AddAsync(contacts);

    public ContactRow Contact(int created = -10, string? stage = null) => new() { HubSpotId = _fixture.NextId(), CreatedAt = Day(created), LifecycleStage = stage };

    /// <summary>Since when the record had which values of a tracked property.</summary>
    public async Task HistoryAsync(long key, string property, params (string Value, int Day)[] versions)
    {
        await using var context = _fixture.Mirror.CreateContext();
        context.History.AddRange(versions.Select(version => new HistoryRow { Key = key, Property = property, Value = version.Value, At = Day(version.Day) }));
        await context.SaveChangesAsync(Cancellation);
    }

    public async Task AddAsync<TRow>(params TRow[] rows)
        where TRow : class
    {
        await using var context = _fixture.Mirror.CreateContext();
        context.AddRange(rows);
        await context.SaveChangesAsync(Cancellation);
    }

    public async Task<HubSpotAnalytics> KeyAsync(PeriodChoice? period = null) =>
        Value(await Service.GetAnalyticsAsync(Viewer, new AnalyticsQuery(period), Cancellation));

    public async Task<DealAnalytics> DealsAsync(PeriodChoice? period = null) =>
        Value(await Service.GetDealAnalyticsAsync(Viewer, new AnalyticsQuery(period), Cancellation));

    public async Task<ContactAnalytics> ContactsAsync(PeriodChoice? period = null) =>
        Value(await Service.GetContactAnalyticsAsync(Viewer, new AnalyticsQuery(period), Cancellation));

    public async Task<CampaignAnalytics> CampaignsAsync(PeriodChoice? period = null, CampaignReturn back = CampaignReturn.Revenue) =>
        Value(await Service.GetCampaignAnalyticsAsync(Viewer, new AnalyticsQuery(period, back), Cancellation));

    public async Task<EmailAnalytics> EmailsAsync(PeriodChoice? period = null) =>
        Value(await Service.GetEmailAnalyticsAsync(Viewer, new AnalyticsQuery(period), Cancellation));

    public async Task<AttentionReport> AttentionAsync() => Value(await Service.GetAttentionAsync(Viewer, Cancellation));

    /// <summary>How many rows the list of a figure has.</summary>
    public async Task<int> ListedAsync(Figure figure) => await ListedAsync(_fixture.Mirror, figure, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    public static async Task<int> ListedAsync(Mirror mirror, Figure figure, TimeZoneInfo zone) =>
        Value(await new RecordSearch(TimeProvider.System).CountAsync(mirror, figure.Records!.Type, new RecordQuery("", figure.Records.Filters, []), AccountDefinitions.Empty, zone, Cancellation));

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    private static T Value<T>(Result<T> result)
    {
        result.Failure.Should().BeNull();
        return result.Value;
    }
}
