using Bunit;
using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Features.Analytics;
using HubSpotCrm.Web.Features.Overview;

namespace HubSpotCrm.Tests.Analytics;

public sealed class OverviewTabTests : IAsyncDisposable
{
    private static readonly string[] Reports = ["attention", "campaigns", "contacts", "deals", "emails", "key"];
    private readonly AnalyticsScreen<OverviewTab> _screen = new();

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    [Fact]
    [Trait("Seed", "S19")]
    public void Every_key_number_has_a_tile_with_its_value_and_what_it_stands_upon()
    {
        _screen.Open();

        _screen.Tile("Open pipeline").TextContent.Should().Contain("€6,482,300").And.Contain("412 deals").And.Contain("US$118 k apart");
        _screen.Tile("Weighted pipeline").TextContent.Should().Contain("€2,214,900");
        _screen.Tile("Won").TextContent.Should().Contain("€1,148,600").And.Contain("down 6.2 %").And.Contain("88 deals");
        _screen.Tile("Win rate").TextContent.Should().Contain("38.2 %").And.Contain("up 2.3 points").And.Contain("87 of 228 closed");
        _screen.Tile("Growth of won amount").TextContent.Should().Contain("−6.2 %").And.Contain("n = 580");
        _screen.Tile("Sales cycle, median").TextContent.Should().Contain("47 days").And.Contain("4 days shorter").And.Contain("Mean 61 days");
        _screen.Tile("Lead → customer").TextContent.Should().Contain("6.4 %").And.Contain("54 of 842 leads");
        _screen.Tile("Email open / click").TextContent.Should().Contain("31.4 % / 4.2 %").And.Contain("48,210 delivered");
        _screen.Tile("Contacts").TextContent.Should().Contain("12,481").And.Contain("new ones up 9.1 %").And.Contain("312 unassigned");
        _screen.Tile("Companies").TextContent.Should().Contain("2,513");
        _screen.Tile("Deals").TextContent.Should().Contain("1,806").And.Contain("none in either period");
        _screen.Tile("Campaign performance").TextContent.Should().Contain("+150.0 %");
    }

    [Fact]
    public void Good_and_bad_are_told_by_colour_arrow_and_word()
    {
        _screen.Open();

        _screen.Tile("Sales cycle, median").QuerySelector(".delta")!.ClassList.Should().Contain("ok", "a shorter cycle is better");
        _screen.Tile("Won").QuerySelector(".delta")!.ClassList.Should().Contain("bad");
    }

    [Fact]
    public void Too_few_records_show_their_number_and_no_percentage()
    {
        _screen.Analytics.Key = _screen.Analytics.Key with { WinRate = FakeAnalyticsService.Rate(4, 7, 0.5m) };
        _screen.Open();

        var tile = _screen.Tile("Win rate");
        tile.QuerySelector(".l")!.TextContent.Should().Be("n = 7");
        tile.TextContent.Should().NotContain("%");
        _screen.Tile("Companies").TextContent.Should().Contain("n = 9, too few to compare");
        _screen.Tile("Win rate").QuerySelector(".bar").Should().BeNull();
    }

    [Fact]
    public void A_number_leads_to_the_list_of_its_records()
    {
        _screen.Open();

        _screen.Tile("Open pipeline").GetAttribute("href").Should().Be("/deals?dealstage=new,offer");
        _screen.Tile("Contacts").GetAttribute("href").Should().Be("/contacts");
        _screen.Panel("Needs attention").QuerySelector(".finding a")!.GetAttribute("href").Should().Be("/deals?close=..2026-11-11");
    }

    [Fact]
    public void A_number_explains_itself()
    {
        _screen.Open();

        _screen.Tile("Win rate").GetAttribute("title").Should().Be("part / whole\nBy close date, 15 Aug – 12 Nov 2026, today included.\nn = 228.");
        _screen.Tile("Open pipeline").GetAttribute("title").Should().Contain("Not added: US$118,000.");
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void While_reports_are_computed_the_page_has_its_final_shape()
    {
        var gate = new TaskCompletionSource();
        _screen.Analytics.Gate = gate.Task;
        _screen.Open();

        _screen.Page.FindAll(".kpi[aria-busy=true]").Should().HaveCount(12);
        _screen.Page.FindAll("section.panel[aria-busy=true]").Should().HaveCount(5);

        gate.SetResult();
        _screen.Eventually(() => _screen.Page.FindAll("[aria-busy=true]").Should().BeEmpty());
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void A_report_that_fails_fails_alone_and_can_be_asked_for_again()
    {
        _screen.Analytics.Refuse = report => report == "campaigns" ? new ReportTooSlow(TimeSpan.FromSeconds(20)) : null;
        _screen.Open();

        _screen.Panel("Which campaigns paid back?").TextContent.Should().Contain("Not computed").And.Contain("stopped after 20 seconds");
        _screen.Panel("Email performance").TextContent.Should().Contain("49,102");
        _screen.Tile("Win rate").TextContent.Should().Contain("38.2 %");

        _screen.Analytics.Refuse = _ => null;
        _screen.Panel("Which campaigns paid back?").QuerySelector("button.btn")!.Click();

        _screen.Eventually(() => _screen.Panel("Which campaigns paid back?").TextContent.Should().Contain("Spectrometer launch"));
        _screen.Analytics.Asked.Count(asked => asked == "campaigns").Should().Be(2);
        _screen.Analytics.Asked.Count(asked => asked == "key").Should().Be(1);
    }

    [Fact]
    public void A_tile_whose_report_fails_says_so_and_offers_to_retry()
    {
        _screen.Analytics.Refuse = report => report == "deals" ? new ReportTooSlow(TimeSpan.FromSeconds(20)) : null;
        _screen.Open();

        _screen.Tile("Weighted pipeline").TextContent.Should().Contain("not computed");
        _screen.Analytics.Refuse = _ => null;
        _screen.Tile("Weighted pipeline").QuerySelector("button")!.Click();

        _screen.Eventually(() => _screen.Tile("Weighted pipeline").TextContent.Should().Contain("€2,214,900"));
    }

    [Fact]
    public void A_fault_of_ours_keeps_the_page_and_shows_no_exception()
    {
        _screen.Analytics.Fault = new InvalidOperationException("secret detail");
        _screen.Open();

        _screen.Page.Markup.Should().Contain("could not be computed").And.NotContain("secret detail");
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void Without_an_account_the_page_says_how_to_get_numbers()
    {
        _screen.Analytics.Refuse = _ => new NotConnected();
        _screen.Open();

        _screen.Page.Find(".empty").TextContent.Should().Contain("No HubSpot account is connected");
        _screen.Page.FindAll(".kpi").Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void An_account_without_records_says_so_and_during_the_first_sync_that_they_come()
    {
        var none = FakeAnalyticsService.Count(0, ObjectType.Contact);
        _screen.Analytics.Key = _screen.Analytics.Key with { TotalContacts = none, TotalCompanies = none, TotalDeals = none };
        _screen.Open();
        _screen.Page.Find(".empty").TextContent.Should().Contain("No records yet");

        _screen.Sync.Become(SyncStatus.Off with { State = SyncState.FirstSync });

        _screen.Eventually(() => _screen.Page.Find(".empty").TextContent.Should().Contain("on their way"));
    }

    [Fact]
    public void A_missing_permission_is_named_and_the_rest_works()
    {
        _screen.Connection.Become(FakeConnectionService.Sandbox with { MissingScopes = ["marketing.campaigns.read"] });
        _screen.Analytics.Campaigns = _screen.Analytics.Campaigns with { Rows = [] };
        _screen.Open();

        _screen.Panel("Which campaigns paid back?").TextContent.Should().Contain("Permission marketing.campaigns.read is missing").And.Contain("Campaigns cannot be read from HubSpot.");
        _screen.Panel("Email performance").TextContent.Should().NotContain("Permission");
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void Numbers_that_a_missing_permission_keeps_away_name_it_in_place_of_saying_that_nothing_was_sent()
    {
        var none = new Figure { Value = null, Unit = FigureUnit.Rate, Formula = "f", Sample = 0, Missing = "nothing was delivered" };
        _screen.Analytics.Key = _screen.Analytics.Key with { EmailOpenRate = none, EmailClickRate = none, CampaignPerformance = none };
        _screen.Open();
        Tile("Email open / click").Should().Contain("nothing was delivered");

        // As when the subscription ends while the page is open.
        _screen.Sync.Become(SyncStatus.Off with
        {
            State = SyncState.Live,
            Objects =
            [
                new ObjectProgress(ObjectType.Campaign, 0, null, 0, null, false, "no", MissingScopes: []),
                new ObjectProgress(ObjectType.MarketingEmail, 0, null, 0, null, false, "no", MissingScopes: ["marketing.email.read"]),
            ],
        });

        _screen.Eventually(() => Tile("Email open / click").Should().Contain("permission missing").And.Contain("marketing.email.read").And.NotContain("nothing was delivered"));
        Tile("Campaign performance").Should().Contain("permission missing").And.Contain("marketing.campaigns.read");
        Tile("Win rate").Should().NotContain("permission");

        string Tile(string label) => _screen.Page.FindAll(".kpi").Single(tile => tile.QuerySelector(".lab")!.TextContent == label).TextContent;
    }

    [Fact]
    public void Campaigns_show_their_return_and_without_spend_a_way_to_add_it()
    {
        _screen.Open();

        var rows = _screen.Panel("Which campaigns paid back?").QuerySelectorAll("tbody tr");
        rows[0].TextContent.Should().Contain("€18,400").And.Contain("+422.8 %");
        rows[1].TextContent.Should().Contain("−32.7 %");
        rows[2].TextContent.Should().Contain("Add spend").And.NotContain("%").And.NotContain("∞");
    }

    [Fact]
    public void Text_from_HubSpot_stays_text()
    {
        _screen.Open();

        _screen.Panel("Needs attention").QuerySelector("tbody b").Should().BeNull();
        _screen.Panel("Needs attention").TextContent.Should().Contain("Aurelia <b>Biosciences</b>").And.Contain("Close date passed 9 days ago");
    }

    [Fact]
    public void A_chart_turns_into_a_table_and_the_address_keeps_it()
    {
        _screen.Open();
        var chart = _screen.Panel("Where do deals drop out?").QuerySelector("svg[role=img]")!;
        chart.QuerySelector("title")!.TextContent.Should().Contain("Most stop in Qualified: 365 of 640 deals");
        chart.QuerySelector("desc")!.TextContent.Should().Contain("Appointment: 640");

        _screen.Panel("Where do deals drop out?").QuerySelector("button[aria-pressed]")!.Click();

        _screen.Address.Should().Be("/?table=funnel");
        _screen.Eventually(() => _screen.Panel("Where do deals drop out?").QuerySelectorAll("tbody tr").Should().HaveCount(3));
        _screen.Analytics.Asked.Should().HaveCount(6, "the same numbers are drawn otherwise");
    }

    [Fact]
    public void Ids_of_charts_are_unique_on_a_page()
    {
        _screen.Open();

        _screen.Page.FindAll("[id]").Select(element => element.Id).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void A_period_in_the_address_is_asked_for_and_marked()
    {
        _screen.Open("/?range=30d");

        _screen.Analytics.Asked.Should().Contain(["key 30d", "deals 30d", "contacts 30d", "campaigns 30d", "emails 30d", "attention"]);
        _screen.Page.Find(".period summary").TextContent.Should().Contain("Last 30 days");
        _screen.Page.FindAll(".period a").Single(link => link.TextContent.Trim() == "This quarter").GetAttribute("href").Should().Be("/?range=quarter");
    }

    [Fact]
    public void Another_period_asks_every_report_again()
    {
        _screen.Open();

        _screen.Navigation.NavigateTo("/?range=month");

        _screen.Eventually(() => _screen.Analytics.Asked.Should().Contain("emails month"));
    }

    [Theory]
    [Trait("BadInput", "range of the overview")]
    [InlineData("?range=0d", "between 1 and 3660 days")]
    [InlineData("?range=abc", "write 90d, month, quarter, year")]
    [InlineData("?range=2026-03-01..2026-02-01", "the first day is after the last")]
    [InlineData("?range=30d&range=90d", "write 90d")]
    [InlineData("?return=gold", "return")]
    [InlineData("?table=everything", "table")]
    [InlineData("?pipeline=%3Cscript%3E", "pipeline")]
    [InlineData("?nonsense=1", "nonsense")]
    public void What_a_link_says_wrongly_is_named_and_left_out(string query, string named)
    {
        _screen.Open("/" + query);

        _screen.Page.Find(".banner").TextContent.Should().Contain("1 part of this link could not be used").And.Contain(named);
        _screen.Analytics.Asked.Should().Contain("key");
    }

    [Fact]
    [Trait("BadInput", "own period")]
    public void An_own_period_needs_two_days_in_order()
    {
        _screen.Open();
        var form = () => _screen.Page.Find("form.own");
        form().Submit();
        form().TextContent.Should().Contain("Choose both days.");

        _screen.Page.FindAll("form.own input")[0].Change("2026-11-10");
        _screen.Page.FindAll("form.own input")[1].Change("2026-11-01");
        form().Submit();
        form().TextContent.Should().Contain("the first day is after the last");

        _screen.Page.FindAll("form.own input")[0].Change("2026-10-01");
        form().Submit();
        _screen.Address.Should().Be("/?range=2026-10-01..2026-11-01");
    }

    [Fact]
    public async Task Before_the_browser_takes_over_each_report_is_read_once_and_handed_on_whole()
    {
        await using var prerender = new AnalyticsScreen<OverviewTab>(isInteractive: false);
        prerender.Open();

        prerender.Analytics.Asked.Order().Should().Equal(Reports);
        prerender.Page.Instance.Snapshot!.Packed.Length.Should().BeLessThan(16_000, "the circuit takes it back in one message");
        var taken = prerender.Page.Instance.Snapshot.Unpack();
        taken.Key.Report.Should().BeEquivalentTo(prerender.Analytics.Key, options => options.RespectingRuntimeTypes());
        taken.Deals.Report.Should().BeEquivalentTo(prerender.Analytics.Deals, options => options.RespectingRuntimeTypes());
        taken.Campaigns.Report.Should().BeEquivalentTo(prerender.Analytics.Campaigns, options => options.RespectingRuntimeTypes());
        taken.Attention.Report.Should().BeEquivalentTo(prerender.Analytics.Attention, options => options.RespectingRuntimeTypes());
    }

    [Fact]
    [Trait("Seed", "S16")]
    public void News_refresh_the_reports_they_are_in_and_no_oftener_than_every_five_seconds()
    {
        _screen.Open();
        for (var change = 0; change < 20; change++)
        {
            _screen.Feed.Publish(new RecordsChanged(ObjectType.Deal, ["1"]));
        }

        _screen.Eventually(() => _screen.Analytics.Asked.Count(asked => asked == "deals").Should().Be(2));
        _screen.Time.Advance(ReportChanges.Interval);
        _screen.Eventually(() => _screen.Analytics.Asked.Count(asked => asked == "deals").Should().Be(3));
        _screen.Time.Advance(TimeSpan.FromMinutes(1));

        _screen.Analytics.Asked.Count(asked => asked == "deals").Should().Be(3);
        _screen.Analytics.Asked.Count(asked => asked == "emails").Should().Be(1);
    }

    [Fact]
    public void A_refresh_that_fails_keeps_the_numbers_and_says_that_they_are_older()
    {
        _screen.Open();
        _screen.Analytics.Refuse = report => report == "attention" ? new ReportTooSlow(TimeSpan.FromSeconds(20)) : null;

        _screen.Feed.Publish(new RecordsChanged(ObjectType.Deal, ["1"]));

        _screen.Eventually(() => _screen.Panel("Needs attention").TextContent.Should().Contain("The numbers below are older.").And.Contain("Aurelia"));
    }

    [Fact]
    public async Task A_page_that_was_left_asks_nothing_more()
    {
        _screen.Open();
        await _screen.DisposeComponentsAsync();

        _screen.Feed.Publish(new RecordsChanged(ObjectType.Deal, ["1"]));
        _screen.Navigation.NavigateTo("/?range=7d");
        _screen.Time.Advance(TimeSpan.FromMinutes(1));

        _screen.Analytics.Asked.Should().HaveCount(6);
    }
}
