using System.Globalization;
using Bunit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Records.Web;

/// <summary>Companies, deals and campaigns on the page that all kinds share.</summary>
public sealed class RecordKindTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = FakeContactService.Now;

    private readonly RecordScreen<Company> _companies = new();
    private readonly RecordScreen<Deal> _deals = new();
    private readonly RecordScreen<Campaign> _campaigns = new();

    public async ValueTask DisposeAsync()
    {
        await _companies.DisposeAsync();
        await _deals.DisposeAsync();
        await _campaigns.DisposeAsync();
    }

    [Fact]
    [Trait("Seed", "S02")]
    public void Companies_show_their_contacts_and_what_their_open_deals_are_worth_per_currency()
    {
        _companies.Companies.Rows.Add(Aurelia);
        _companies.Open("/companies");

        _companies.Page.FindAll("thead th:not(.c-check)").Select(head => head.TextContent.Trim()).Should()
            .Equal("Name", "Domain", "Industry", "Contacts", "Open deals", "City", "Owner", "Last activity", "Actions");
        Cells(_companies).Should().Equal(
            "Aurelia Biosciences SE", "aurelia-bio.example", "Biotechnology", "14", "3 · €212,000 + US$38,600", "Basel, Switzerland", "Katharina Lindqvist", "5 h ago");
        _companies.Page.Find("[data-testid=count]").TextContent.Should().Contain("1 company");
        _companies.Page.Find("h1").TextContent.Should().Be("Companies");
    }

    [Fact]
    [Trait("Seed", "S02")]
    public void A_company_opens_with_what_is_computed_of_it_and_leads_to_its_records()
    {
        _companies.Companies.Rows.Add(Aurelia);
        _companies.Companies.Values["annualrevenue"] = "310000000";
        _companies.Companies.Associations.Add(new AssociatedRecord(ObjectType.Deal, "77", "ICP-MS fleet", "Contract sent", false, []));
        _companies.Companies.Associations.Add(new AssociatedRecord(ObjectType.Contact, "8", "Person 0008", null, false, []));
        _companies.Open("/companies?id=900&tab=associations");

        _companies.Drawer.GetAttribute("aria-label").Should().Be("Company: Aurelia Biosciences SE");
        _companies.Drawer.QuerySelectorAll("li a").Select(link => link.GetAttribute("href")).Should().Equal("/contacts?id=8", "/deals?id=77");
        _companies.Navigation.Follow("/companies?id=900");
        _companies.Eventually(() => _companies.Drawer.QuerySelector(".keyfacts")!.TextContent.Should().Contain("€212,000 + US$38,600").And.Contain("Contract sent"));
        _companies.Property("annualrevenue").TextContent.Should().Contain("€310,000,000");
    }

    [Fact]
    [Trait("Seed", "S02")]
    public void A_companys_domain_leads_to_its_site_in_the_list_and_in_the_record()
    {
        _companies.Companies.Rows.Add(Aurelia);
        _companies.Companies.Values["domain"] = "aurelia-bio.example";
        _companies.Open("/companies?id=900");

        var links = new[] { _companies.Rows[0].QuerySelector("td a")!, _companies.Property("domain").QuerySelector("a")! };

        links.Should().OnlyContain(link => link.GetAttribute("href") == "https://aurelia-bio.example/" && link.GetAttribute("target") == "_blank"
            && link.GetAttribute("rel") == "noopener noreferrer" && link.TextContent == "aurelia-bio.example");
        links[0].GetAttribute("tabindex").Should().Be("-1", "the rows are one tab stop");
    }

    [Theory]
    [Trait("BadInput", "a domain that is none")]
    [InlineData("javascript:alert(1)")]
    [InlineData("bank.example@evil.example")]
    [InlineData("evil.example/bank.example")]
    public void A_domain_that_is_more_than_a_host_is_text(string domain)
    {
        _companies.Companies.Rows.Add(Aurelia with { Domain = domain });
        _companies.Companies.Values["domain"] = domain;
        _companies.Open("/companies?id=900");

        Cells(_companies)[1].Should().Be(domain);
        _companies.Rows[0].QuerySelectorAll("td a").Should().BeEmpty();
        _companies.Property("domain").TextContent.Should().Contain(domain);
        _companies.Property("domain").QuerySelectorAll("a").Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S03")]
    public void The_close_date_is_the_day_at_the_account_wherever_its_reader_is()
    {
        // In Berlin, where the account is, this is 13 November; in UTC, where the reader is, the 12th, which is today.
        _deals.Deals.Rows.AddRange(
            [Fleet with { CloseDate = new DateTimeOffset(2026, 11, 12, 23, 30, 0, TimeSpan.Zero) }, Fleet with { Id = "2", CloseDate = new DateTimeOffset(2026, 11, 11, 22, 59, 0, TimeSpan.Zero) }]);
        _deals.Open("/deals");

        Cells(_deals)[5].Should().Be("13 Nov 2026");
        Cells(_deals, 1)[5].Should().Be("Due 11 Nov 2026");
    }

    [Fact]
    [Trait("Seed", "S03")]
    public void Deals_show_their_amount_in_their_own_currency_and_their_stage_by_its_name()
    {
        _deals.Deals.Rows.AddRange([Fleet, Fleet with { Id = "78", Stage = "won", Currency = "USD", Amount = 1250.5m, Probability = 1 }, Fleet with { Id = "79", Stage = "nowhere", Amount = null, Probability = null }]);
        _deals.Open("/deals");

        Cells(_deals).Should().Equal("ICP-MS fleet", "€212,000", "Contract sent", "Sales", "Aurelia Biosciences SE", "Due 3 Nov 2026", "90 %", "Katharina Lindqvist");
        Cells(_deals, 1).Skip(1).Take(2).Should().Equal("US$1,250.50", "Closed won");
        Cells(_deals, 2).Skip(1).Take(2).Should().Equal("—", "nowhere");
        Cells(_deals, 2)[6].Should().Be("—");
    }

    [Fact]
    [Trait("Seed", "S03")]
    public void Only_an_open_deal_whose_day_has_passed_is_late()
    {
        _deals.Deals.Rows.AddRange([Fleet, Fleet with { Id = "2", Stage = "won" }, Fleet with { Id = "3", CloseDate = Now }, Fleet with { Id = "4", CloseDate = null }]);
        _deals.Open("/deals");

        _deals.Rows.Select(row => row.QuerySelectorAll(".st.bad").Length).Should().Equal(1, 0, 0, 0);
        _deals.Rows[0].QuerySelector(".st.bad svg").Should().NotBeNull("a colour alone says nothing");
    }

    [Fact]
    [Trait("Seed", "S04")]
    public void Campaigns_show_money_ROI_and_reach()
    {
        _campaigns.Campaigns.Rows.AddRange([Launch, Launch with { Id = "c2", Spend = null, Roi = null, AssetKinds = null, StartDate = null }]);
        _campaigns.Open("/campaigns");

        Cells(_campaigns).Should().Equal(
            "Spectrometer launch DACH", "Marketing email, form", "In progress", "8 Sep – 30 Nov 2026", "€24,000", "€18,400", "€96,200", "+422.8 %", "1,284", "Katharina Lindqvist");
        Cells(_campaigns, 1).Skip(5).Take(3).Should().Equal("—", "€96,200", "—");
        Cells(_campaigns, 1)[3].Should().Be("Until 30 Nov 2026");
    }

    [Fact]
    [Trait("Seed", "S04")]
    public void Large_amounts_are_rounded_in_the_list_and_whole_in_their_title_and_kinds_of_asset_are_said_in_words()
    {
        _campaigns.Campaigns.Rows.Add(Launch with { Spend = 378_312.49m, Revenue = 12.5m, Currency = "USD", MoneyCurrency = "USD", RevenueCurrency = "USD", AssetKinds = "CTA;MARKETING_SMS;SOMETHING_NEW" });
        _campaigns.Open("/campaigns");

        Cells(_campaigns)[5].Should().Be("US$378,312");
        _campaigns.Rows[0].QuerySelectorAll("[title='US$378,312.49']").Should().ContainSingle("the whole amount stands in the title");
        Cells(_campaigns)[6].Should().Be("US$12.50");
        Cells(_campaigns)[1].Should().Be("Call to action, marketing SMS, something new");
    }

    [Theory]
    [InlineData("2026-09-08", "2026-11-30", "8 Sep – 30 Nov 2026")]
    [InlineData("2026-11-30", "2027-01-02", "30 Nov 2026 – 2 Jan 2027")]
    public void A_campaign_names_a_year_once(string start, string end, string run)
    {
        _campaigns.Campaigns.Rows.Add(Launch with { StartDate = DateOnly.Parse(start, CultureInfo.InvariantCulture), EndDate = DateOnly.Parse(end, CultureInfo.InvariantCulture) });
        _campaigns.Open("/campaigns");

        Cells(_campaigns)[3].Should().Be(run);
    }

    [Fact]
    [Trait("Seed", "S04")]
    public void A_campaign_opens_with_its_metrics_and_without_tabs_that_HubSpot_has_nothing_for()
    {
        _campaigns.Campaigns.Rows.Add(Launch with
        {
            Sessions = 8914,
            NewContactsFirstTouch = 206,
            NewContactsLastTouch = 311,
            ConversionRate = 0.0231m,
            Deals = 9,
            DealAmount = 212_000,
            EmailOpenRate = 0.412m,
            EmailClickRate = 0.079m,
        });
        _campaigns.Open("/campaigns?id=c1&tab=associations");

        _campaigns.Drawer.QuerySelectorAll("[role=tab]").Select(tab => (tab.TextContent.Trim(), tab.GetAttribute("aria-selected"))).Should().Equal(("Details", "true"), ("History", "false"));
        var reach = _campaigns.Drawer.QuerySelectorAll(".sec dl.props > div").ToDictionary(fact => fact.QuerySelector("dt")!.TextContent.Trim(), fact => fact.QuerySelector("dd")!.TextContent.Trim());
        reach.Should().Contain(
        [
            new("Sessions", "8,914"), new("New contacts, first touch", "206"), new("New contacts, last touch", "311"), new("Conversion rate", "2.3 %"),
            new("Deals", "9, €212,000"), new("Email open / click", "41.2 % / 7.9 %"),
        ]);
    }

    [Fact]
    [Trait("Seed", "S15")]
    public void A_campaign_says_how_its_ROI_is_made_and_what_it_holds()
    {
        _campaigns.Campaigns.Rows.Add(Launch);
        _campaigns.Campaigns.Report = new CampaignReport(
            Launch,
            [new CampaignMoney("b1", "Fair", 24000, "EUR", null, 0, null)],
            [new CampaignMoney("s1", "Print", 18400, "USD", null, 0, null)],
            [new CampaignAsset("LANDING_PAGE", "a1", "Launch page")],
            [new MarketingEmail { Id = "m1", Subject = "Launch day", Delivered = 4812, Opens = 1982, Clicks = 380 }, new MarketingEmail { Id = "m2", Subject = "Demo", Delivered = 18, Opens = 9 }],
            Now);
        _campaigns.Open("/campaigns?id=c1");

        _campaigns.Eventually(() => _campaigns.Drawer.QuerySelector(".emails")!.TextContent.Should().Contain("41.2 %").And.Contain("7.9 %").And.Contain("n = 18"));
        _campaigns.Drawer.QuerySelector(".formula")!.TextContent.Should().Be("(€96,200 − €18,400) / €18,400 = +422.8 %");
        _campaigns.Drawer.TextContent.Should().Contain("76.7 % of the budget is spent, €5,600 left.").And.Contain("Landing page").And.Contain("Fair").And.Contain("Print");
        _campaigns.Drawer.TextContent.Should().Contain("US$18,400", "an item is in the currency it was told in");
    }

    [Theory]
    [Trait("Seed", "S15")]
    [InlineData("USD", "The spend is in EUR and the revenue in USD")]
    [InlineData(null, "did not say which currency the revenue is in")]
    public void Money_in_two_currencies_makes_no_ROI_and_each_amount_keeps_its_own(string? revenue, string reason)
    {
        _campaigns.Campaigns.Rows.Add(Launch with { Currency = "CHF", RevenueCurrency = revenue, Roi = null });
        _campaigns.Open("/campaigns?id=c1");

        Cells(_campaigns).Skip(5).Take(3).Should().Equal("€18,400", revenue is null ? "96,200" : "US$96,200", "—");
        _campaigns.Drawer.TextContent.Should().Contain(reason);
        _campaigns.Drawer.QuerySelectorAll(".formula").Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S15")]
    public void Without_spend_there_is_no_ROI_and_a_budget_that_was_passed_says_so()
    {
        _campaigns.Campaigns.Rows.AddRange([Launch with { Spend = 0, Roi = null }, Launch with { Id = "c2", Spend = 30000 }]);
        _campaigns.Open("/campaigns?id=c1");
        _campaigns.Drawer.TextContent.Should().Contain("No spend recorded");
        _campaigns.Drawer.QuerySelectorAll(".formula, .budget.over").Should().BeEmpty();

        _campaigns.Navigation.Follow("/campaigns?id=c2");

        _campaigns.Eventually(() => _campaigns.Drawer.TextContent.Should().Contain("125 % of the budget is spent, €6,000 over it."));
        _campaigns.Drawer.QuerySelector(".budget")!.ClassList.Should().Contain("over");
    }

    [Fact]
    [Trait("Seed", "S04")]
    public void A_campaigns_numbers_come_with_its_properties_so_that_nothing_moves_under_the_pointer()
    {
        var delay = new TaskCompletionSource();
        _campaigns.Campaigns.Delay = delay.Task;
        _campaigns.Campaigns.Rows.Add(Launch);
        _campaigns.Campaigns.Report = new CampaignReport(Launch, [], [], [new CampaignAsset("FORM", "a1", "Sign up")], [], Now);
        _campaigns.Open("/campaigns?id=c1");
        _campaigns.Drawer.QuerySelectorAll("[data-prop]").Should().BeEmpty();

        var shown = new List<bool>();
        _campaigns.Page.OnAfterRender += (_, _) => shown.Add(_campaigns.Drawer.QuerySelector("[data-prop]") is null || _campaigns.Drawer.TextContent.Contains("Sign up", StringComparison.Ordinal));
        delay.SetResult();

        _campaigns.Eventually(() => _campaigns.Drawer.QuerySelectorAll("[data-prop]").Should().NotBeEmpty());
        shown.Should().NotBeEmpty().And.AllBeEquivalentTo(true);
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void A_campaigns_numbers_that_cannot_be_read_leave_the_rest_and_can_be_asked_again()
    {
        _campaigns.Campaigns.Rows.Add(Launch);
        _campaigns.Campaigns.Report = new InvalidInput("Campaign", "the numbers are not here.");
        _campaigns.Open("/campaigns?id=c1");
        _campaigns.Eventually(() => _campaigns.Drawer.TextContent.Should().Contain("the numbers are not here").And.Contain("€96,200"));

        _campaigns.Campaigns.Report = new CampaignReport(Launch, [], [], [new CampaignAsset("FORM", "a1", "Sign up")], [], Now);
        _campaigns.Button("Try again").Click();

        _campaigns.Eventually(() => _campaigns.Drawer.TextContent.Should().Contain("Sign up"));
    }

    [Fact]
    [Trait("Seed", "S08")]
    public void Deals_are_filtered_by_an_amount_range_and_an_open_one_filters_nothing()
    {
        _deals.Deals.Rows.Add(Fleet);
        _deals.Open("/deals");
        _deals.Button("Filter").Click();
        _deals.Page.FindAll(".fields .opt").First(field => field.TextContent.Contains("Amount")).Click();
        _deals.Page.Find(".range").TextContent.Should().Contain("each in its own currency");

        _deals.Page.FindAll(".range input")[0].Change("50,000");
        _deals.Eventually(() => _deals.Address.Should().Be("/deals?amount=50000.."));
        _deals.Deals.Finds[^1].Filters.Should().Equal(new NumberRange("amount", 50000, null));
        _deals.Page.FindAll(".range input")[0].Change("");

        _deals.Eventually(() => _deals.Address.Should().Be("/deals"));
        _deals.Deals.Finds[^1].Filters.Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S08")]
    public void Companies_are_filtered_by_a_revenue_range_and_an_untouched_one_filters_nothing()
    {
        _companies.Companies.Rows.Add(Aurelia);
        _companies.Open("/companies");
        _companies.Button("Filter").Click();
        _companies.Page.FindAll(".fields .opt").First(field => field.TextContent.Contains("Annual revenue")).Click();
        _companies.Address.Should().Be("/companies", "a range that was only looked at filters nothing");
        _companies.Companies.Finds[^1].Filters.Should().BeEmpty();

        _companies.Page.FindAll(".range input")[1].Change("10,000,000,000");

        _companies.Eventually(() => _companies.Address.Should().Be("/companies?revenue=..10000000000"));
        _companies.Companies.Finds[^1].Filters.Should().Equal(new NumberRange("revenue", null, 10_000_000_000));
    }

    [Theory]
    [Trait("Seed", "S09")]
    [InlineData("ROI", "roi", "50", 0.5)]
    [InlineData("ROI", "roi", "-20", -0.2)]
    [InlineData("Conversion rate", "conversion", "2.5", 0.025)]
    [InlineData("Email open rate", "openrate", "40", 0.4)]
    [InlineData("Email click rate", "clickrate", "7.5", 0.075)]
    public void Campaigns_are_filtered_by_how_they_did_in_percent(string label, string field, string typed, double share)
    {
        _campaigns.Campaigns.Rows.Add(Launch);
        _campaigns.Open("/campaigns");
        _campaigns.Button("Filter").Click();
        _campaigns.Page.FindAll(".fields .opt").First(one => one.TextContent.Contains(label)).Click();
        _campaigns.Page.Find(".range").TextContent.Should().Contain("in percent");

        _campaigns.Page.FindAll(".range input")[0].Change(typed);

        _campaigns.Eventually(() => _campaigns.Campaigns.Finds[^1].Filters.Should().Equal(new NumberRange(field, (decimal)share, null)));
        _campaigns.Page.Find(".chip").GetAttribute("title").Should().Be($"{label} from {typed.Replace('-', '−')} %");
    }

    [Theory]
    [Trait("BadInput", "unknown stage, malformed range")]
    [InlineData("dealstage=no-such-stage", "", "Stage is no-such-stage")]
    [InlineData("amount=x..9", "amount", null)]
    [InlineData("amount=9..1", "amount", null)]
    [InlineData("close=2026-13-40..", "close", null)]
    [InlineData("score=1..2", "score", null)]
    [InlineData("amount=1e400..", "amount", null)]
    public void A_link_to_deals_that_means_nothing_says_which_part(string query, string ignored, string? chip)
    {
        _deals.Deals.Rows.Add(Fleet);
        _deals.Open("/deals?" + query);

        _deals.Page.FindAll(".banner").Select(banner => banner.TextContent.Trim()).Should()
            .Equal(ignored.Length == 0 ? [] : [$"1 part of this link could not be used: {ignored}."]);
        _deals.Page.FindAll(".chip").Select(shown => shown.GetAttribute("title")).Should().Equal(chip is null ? [] : [chip]);
        _deals.Rows.Should().HaveCount(1);
    }

    [Theory]
    [Trait("BadInput", "id of another kind")]
    [InlineData("900", "There is no deal with the id 900 here")]
    [InlineData("new-1", "There is no deal with the id new-1 here")]
    public void The_id_of_another_kind_is_no_deal(string id, string text)
    {
        _deals.Deals.Rows.Add(Fleet);
        _deals.Open($"/deals?id={id}");

        _deals.Drawer.TextContent.Should().Contain(text);
        _deals.Rows.Should().HaveCount(1);
    }

    [Fact]
    [Trait("Seed", "S06")]
    public void Each_kind_says_why_a_row_matched()
    {
        _companies.Companies.Rows.Add(Aurelia);
        _companies.Open("/companies?q=aurelia");
        _companies.Rows[0].Children[^2].TextContent.Should().Contain("Name and domain");

        _deals.Deals.Rows.Add(Fleet);
        _deals.Open("/deals?q=aurelia");
        _deals.Rows[0].Children[^2].TextContent.Should().Contain("Company").And.Contain("Company: Aurelia Biosciences SE");
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void An_account_that_does_not_share_its_campaigns_is_told_the_permission()
    {
        _campaigns.Connection.Become(FakeConnectionService.Sandbox with { MissingScopes = ["marketing.campaigns.read"] });
        _campaigns.Open("/campaigns");
        _deals.Connection.Become(FakeConnectionService.Sandbox with { MissingScopes = ["marketing.campaigns.read"] });
        _deals.Open("/deals");

        _campaigns.Page.Find(".empty").TextContent.Should().Contain("marketing.campaigns.read");
        _campaigns.Page.Find(".empty").TextContent.Should().Contain("connect again");
        _campaigns.Page.Find(".empty a").GetAttribute("href").Should().Be("/settings/connection");
        _campaigns.Page.FindAll("[data-new]").Should().BeEmpty("HubSpot would refuse it");
        _deals.Page.Find(".empty").TextContent.Should().Contain("No deals yet");
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void What_HubSpot_stopped_sharing_is_shown_as_it_was_and_cannot_be_added_to()
    {
        _campaigns.Campaigns.Rows.Add(Launch);
        _campaigns.Open("/campaigns");
        _campaigns.Page.FindAll(".banner").Should().BeEmpty();
        _campaigns.Page.FindAll("[data-new]").Should().ContainSingle();

        _campaigns.Sync.Become(SyncStatus.Off with
        {
            State = SyncState.Live,
            Objects = [new ObjectProgress(ObjectType.Campaign, 1, 1, 0, null, true, "no", MissingScopes: ["marketing.campaigns.read"])],
        });

        _campaigns.Eventually(() => _campaigns.Page.Find(".banner").TextContent.Should().ContainAll("does not share its campaigns any more", "as they were last read", "marketing.campaigns.read"));
        _campaigns.Page.FindAll("[data-new]").Should().BeEmpty();
        _campaigns.Rows.Should().ContainSingle();
    }

    [Fact]
    public void A_deals_stage_offers_the_stages_of_its_pipeline()
    {
        _deals.Deals.Rows.Add(Fleet);
        _deals.Deals.Values["pipeline"] = "service";
        _deals.Deals.Values["dealstage"] = "offer";
        _deals.Open("/deals?id=77");
        _deals.Edit("dealstage");

        var select = _deals.Page.FindComponent<HubSpotCrm.Web.Components.Shared.PropertyInput>();

        select.Instance.Options.Select(option => option.Label).Should().Equal("Offer");
    }

    [Fact]
    [Trait("Seed", "S31")]
    public void On_a_phone_each_kind_has_a_card_with_a_title_a_corner_and_more()
    {
        _companies.Companies.Rows.Add(Aurelia);
        _companies.Open("/companies");
        _deals.Deals.Rows.Add(Fleet);
        _deals.Open("/deals");
        _campaigns.Campaigns.Rows.Add(Launch);
        _campaigns.Open("/campaigns");

        foreach (var row in new[] { _companies.Rows[0], _deals.Rows[0], _campaigns.Rows[0] })
        {
            row.QuerySelectorAll(".c-title").Should().HaveCount(1);
            row.QuerySelectorAll(".c-corner").Should().HaveCount(1);
            row.QuerySelectorAll(".c-second").Should().HaveCount(1);
            row.QuerySelectorAll(".c-tag").Should().HaveCount(1);
        }
    }

    internal static Company Aurelia { get; } = new()
    {
        Key = 900,
        Id = "900",
        Name = "Aurelia Biosciences SE",
        Domain = "aurelia-bio.example",
        Industry = "BIOTECH",
        Country = "Switzerland",
        City = "Basel",
        Owner = "Katharina Lindqvist",
        OwnerId = "11",
        LastActivityDate = Now.AddHours(-5),
        DealStage = "contract",
        Contacts = 14,
        OpenDealCount = 3,
        OpenDeals = [new CurrencySum(212_000, "EUR"), new CurrencySum(38_600, "USD")],
    };

    internal static Deal Fleet { get; } = new()
    {
        Key = 77,
        Id = "77",
        Name = "ICP-MS fleet",
        Amount = 212_000,
        Currency = "EUR",
        Stage = "contract",
        Pipeline = "default",
        CloseDate = new DateTimeOffset(2026, 11, 3, 12, 0, 0, TimeSpan.Zero),
        Company = "Aurelia Biosciences SE",
        Probability = 0.9m,
        Owner = "Katharina Lindqvist",
    };

    internal static Campaign Launch { get; } = new()
    {
        Key = 1,
        Id = "c1",
        Name = "Spectrometer launch DACH",
        AssetKinds = "MARKETING_EMAIL;FORM",
        Status = "in_progress",
        StartDate = new DateOnly(2026, 9, 8),
        EndDate = new DateOnly(2026, 11, 30),
        Owner = "Katharina Lindqvist",
        Currency = "EUR",
        Budget = 24_000,
        Spend = 18_400,
        Revenue = 96_200,
        MoneyCurrency = "EUR",
        RevenueCurrency = "EUR",
        Roi = 4.22826m,
        InfluencedContacts = 1284,
    };

    private static List<string> Cells<T>(RecordScreen<T> screen, int row = 0)
        where T : class => [.. screen.Rows[row].Children.Skip(1).SkipLast(1).Select(cell => cell.TextContent.Trim())];
}
