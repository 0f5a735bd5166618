using Bunit;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Components.Charts;
using HubSpotCrm.Web.Features.Overview;

namespace HubSpotCrm.Tests.Analytics;

public sealed class HubSpotDashboardTests : IAsyncDisposable
{
    private readonly BunitContext _context = new();

    public HubSpotDashboardTests() => _context.JSInterop.Mode = JSRuntimeMode.Loose;

    private static DashboardAnalytics All { get; } = Of(new FakeAnalyticsService());

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    [Fact]
    [Trait("Seed", "S19")]
    public void It_shows_what_it_is_given_and_asks_nobody()
    {
        var dashboard = _context.Render<HubSpotDashboard>(parameters => parameters.Add(one => one.Analytics, All));

        dashboard.FindAll(".kpi").Should().HaveCount(12);
        dashboard.FindAll("section.panel h2").Select(title => title.TextContent).Should().Equal(
            "Where do deals drop out?", "What will the next months bring?", "Which campaigns paid back?", "Email performance", "Needs attention");
        dashboard.FindAll("[aria-busy=true]").Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S19")]
    public void Without_numbers_and_while_loading_it_has_its_final_shape()
    {
        _context.Render<HubSpotDashboard>(parameters => parameters.Add(one => one.Analytics, null).Add(one => one.Loading, true))
            .FindAll(".kpi[aria-busy=true]").Should().HaveCount(12);

        var known = _context.Render<HubSpotDashboard>(parameters => parameters.Add(one => one.Analytics, All).Add(one => one.Loading, true));
        known.FindAll(".kpi[aria-busy=true]").Should().BeEmpty("what is known stays");
        known.FindAll("section.panel[aria-busy=true]").Should().HaveCount(5);
    }

    [Fact]
    public void By_itself_it_keeps_what_the_reader_chose()
    {
        var dashboard = _context.Render<HubSpotDashboard>(parameters => parameters.Add(one => one.Analytics, All));

        dashboard.FindAll("button[aria-pressed=false]")[0].Click();
        dashboard.FindAll("table caption").Select(caption => caption.TextContent).Should().Contain("How far the deals of Sales came");

        dashboard.Find("select[aria-label=Pipeline]").Change("partners");
        dashboard.FindAll("table caption").Select(caption => caption.TextContent).Should().Contain("How far the deals of Partners came");
    }

    [Fact]
    public void A_funnel_of_few_deals_shows_numbers_and_no_percentage()
    {
        var dashboard = _context.Render<HubSpotDashboard>(parameters => parameters.Add(one => one.Analytics, All));
        dashboard.Find("select[aria-label=Pipeline]").Change("partners");

        var texts = dashboard.FindAll("section.panel")[0].QuerySelectorAll("text").Select(text => text.TextContent).ToList();

        texts.Should().Contain("n = 7, 4 stop").And.NotContain(text => text.Contains('%'));
    }

    [Fact]
    public void Series_of_the_forecast_differ_by_pattern_and_not_by_colour_alone()
    {
        var dashboard = _context.Render<HubSpotDashboard>(parameters => parameters.Add(one => one.Analytics, All));

        dashboard.FindAll("section.panel")[1].QuerySelectorAll(".legend rect").Select(rect => rect.GetAttribute("fill")![..Math.Min(8, rect.GetAttribute("fill")!.Length)])
            .Should().Equal("var(--s1", "url(#str", "url(#dot", "var(--su");
        dashboard.FindAll("section.panel")[1].QuerySelector("desc")!.TextContent.Should().Contain("Nov to date: Won 146, Commit 126, Best case 94, Pipeline, weighted 71 EUR thousand");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.7, 1)]
    [InlineData(1.1, 2)]
    [InlineData(2.2, 2.5)]
    [InlineData(3, 5)]
    [InlineData(6, 10)]
    [InlineData(210, 250)]
    public void The_axis_steps_are_round_numbers(decimal atLeast, decimal step) => StackedBars.NiceStep(atLeast).Should().Be(step);

    private static DashboardAnalytics Of(FakeAnalyticsService account) => new()
    {
        Key = new(account.Key),
        Deals = new(account.Deals),
        Contacts = new(account.Contacts),
        Campaigns = new(account.Campaigns),
        Emails = new(account.Emails),
        Attention = new(account.Attention),
    };
}
