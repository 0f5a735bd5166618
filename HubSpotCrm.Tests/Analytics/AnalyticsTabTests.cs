using Bunit;
using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Web.Features.Analytics;
using HubSpotCrm.Web.Urls;

namespace HubSpotCrm.Tests.Analytics;

public sealed class AnalyticsTabTests : IAsyncDisposable
{
    private readonly AnalyticsScreen<AnalyticsTab> _screen = new();

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    [Fact]
    [Trait("Seed", "S17")]
    public void Each_stage_shows_count_value_weighted_value_and_conversion()
    {
        _screen.Open("/analytics");

        var panel = _screen.Panel("What stands in the pipeline?");
        panel.TextContent.Should().Contain("640 open deals").And.Contain("weighted €300,000").And.Contain("38.2 %");
        panel.QuerySelector("tbody tr")!.QuerySelectorAll("th, td").Select(cell => cell.TextContent.Trim())
            .Should().Equal("Appointment", "40 %", "640", "€640,000", "€256,000", "70.6 %", "100.0 %");
    }

    [Fact]
    public void Another_pipeline_is_in_the_address_and_asks_for_nothing()
    {
        _screen.Open("/analytics");
        var asked = _screen.Analytics.Asked.Count;

        _screen.Page.Find("select[aria-label=Pipeline]").Change("partners");

        _screen.Address.Should().Be("/analytics?pipeline=partners");
        _screen.Eventually(() => _screen.Panel("What stands in the pipeline?").TextContent.Should().Contain("Talk"));
        _screen.Analytics.Asked.Should().HaveCount(asked);
    }

    [Fact]
    public void Only_the_reports_of_the_page_are_asked_for()
    {
        _screen.Open("/analytics?range=quarter");

        _screen.Analytics.Asked.Order().Should().Equal("campaigns quarter", "contacts quarter", "deals quarter", "emails quarter");
    }

    [Fact]
    public void What_a_campaign_gave_back_is_the_readers_choice_and_in_the_address()
    {
        _screen.Open("/analytics");

        _screen.Page.Find("select[aria-label='What a campaign gave back']").Change("deals");

        _screen.Address.Should().Be("/analytics?return=deals");
        _screen.Eventually(() => _screen.Panel("Which campaigns paid back?").QuerySelectorAll("thead th")[2].TextContent.Should().Be("Deals"));
    }

    [Fact]
    public void Lifecycle_stages_lead_to_their_contacts_as_chart_and_as_table()
    {
        _screen.Open("/analytics");
        _screen.Panel("Where are the contacts?").QuerySelector("li a")!.GetAttribute("href").Should().Be("/contacts?stage=lead");

        _screen.Navigation.NavigateTo("/analytics?table=lifecycle");

        _screen.Eventually(() => _screen.Panel("Where are the contacts?").QuerySelector("tbody a")!.GetAttribute("href").Should().Be("/contacts?stage=lead"));
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void Without_an_account_the_page_says_how_to_get_numbers()
    {
        _screen.Analytics.Refuse = _ => new NotConnected();
        _screen.Open("/analytics");

        _screen.Page.Find(".empty").TextContent.Should().Contain("No HubSpot account is connected");
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void With_a_copy_that_cannot_be_used_the_page_says_why_and_leads_to_where_it_is_rebuilt()
    {
        _screen.Analytics.Refuse = _ => new CopyUnusable("mirror-1.db is damaged.");
        _screen.Open("/analytics");

        _screen.Page.Find(".empty").TextContent.Should().Contain("The local copy cannot be used").And.Contain("mirror-1.db is damaged.");
        _screen.Page.Find(".empty a").GetAttribute("href").Should().Be(PortalUrls.Connection);
    }

    [Theory]
    [InlineData("")]
    [InlineData("range=90d")]
    [InlineData("pipeline=148203761&range=2026-01-01..2026-03-31&return=deals&table=email,funnel")]
    public void A_state_comes_back_from_its_address(string query)
    {
        var (state, ignored) = AnalyticsUrl.Parse(query);

        AnalyticsUrl.Write(state).Should().Be(query);
        ignored.Should().BeEmpty();
    }

    [Fact]
    public void Toggling_a_table_twice_is_as_before()
    {
        var state = new AnalyticsState { Period = new LastDays(30) };

        state.Toggle("email").Toggle("funnel").Toggle("email").Should().Be(state.Toggle("funnel"));
        state.Toggle("email").Toggle("email").Should().Be(state);
    }
}
