using System.Collections.Concurrent;
using Bunit;
using HubSpotCrm.Web.Features.Integration;
using HubSpotCrm.Web.Features.Overview;

namespace HubSpotCrm.Tests.Analytics;

/// <summary>The tabs of numbers inside another page, whose address is not theirs to read or to change.</summary>
public sealed class EmbeddedReportTests : IAsyncDisposable
{
    private const string Host = "/some/other/page?range=7d&q=mine";

    private readonly AnalyticsScreen<OverviewTab> _screen = new();

    public EmbeddedReportTests() => _screen.Navigation.NavigateTo(Host);

    private ConcurrentQueue<string> Asked => _screen.Analytics.Asked;

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    [Theory]
    [Trait("Seed", "S17")]
    [InlineData(IntegrationTab.Overview, "Overview", "key")]
    [InlineData(IntegrationTab.Analytics, "Analytics", "deals")]
    public void A_tab_of_numbers_takes_nothing_from_the_address_and_keeps_what_is_chosen_to_itself(IntegrationTab tab, string heading, string report)
    {
        var part = Render(tab);
        part.WaitForAssertion(() => part.Find("h1").TextContent.Should().Be(heading));
        Asked.Should().Contain(report).And.NotContain(asked => asked.Contains("7d"));
        part.FindAll(".banner").Should().BeEmpty("no part of the address is about these numbers");
        part.FindAll("a.opt").Should().BeEmpty("a link would leave the page it stands in");

        part.FindAll("button.opt").First(option => option.TextContent.Trim() == "Last 30 days").Click();

        part.WaitForAssertion(() => Asked.Should().Contain($"{report} 30d"));
        part.FindAll("button.opt.act").Select(option => option.TextContent.Trim()).Should().Equal("Last 30 days");
        _screen.Address.Should().Be(Host);
    }

    [Fact]
    public void Days_that_are_typed_stay_inside_as_well()
    {
        var part = Render(IntegrationTab.Analytics);
        part.FindAll(".period input[type=date]")[0].Change("2026-01-01");
        part.FindAll(".period input[type=date]")[1].Change("2026-03-31");

        part.Find(".period form").Submit();

        part.WaitForAssertion(() => Asked.Should().Contain("deals 2026-01-01..2026-03-31"));
        _screen.Address.Should().Be(Host);
    }

    [Fact]
    public void Whatever_the_page_around_it_navigates_to_the_choice_stays()
    {
        var part = Render(IntegrationTab.Overview);
        part.FindAll("button.opt").First(option => option.TextContent.Trim() == "This year").Click();
        part.WaitForAssertion(() => Asked.Should().Contain("key year"));
        var asked = Asked.Count;

        _screen.Navigation.NavigateTo("/?range=90d");
        part.Render();

        part.FindAll("button.opt.act").Select(option => option.TextContent.Trim()).Should().Equal("This year");
        Asked.Should().HaveCount(asked);
    }

    private IRenderedComponent<HubSpotIntegration> Render(IntegrationTab tab) => _screen.Render<HubSpotIntegration>(one => one.Add(integration => integration.Tab, tab));
}
