using Bunit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
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
            "Aurelia Biosciences SE", "aurelia-bio.example", "Biotechnology", "14", "€212,000 + US$38,600", "Basel, Switzerland", "Katharina Lindqvist", "5 h ago");
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
            "Spectrometer launch DACH", "Marketing email, form", "In progress", "8 Sep 2026 – 30 Nov 2026", "€24,000", "€18,400", "€96,200", "+422.8 %", "1,284", "Katharina Lindqvist");
        Cells(_campaigns, 1).Skip(5).Take(3).Should().Equal("—", "€96,200", "—");
        Cells(_campaigns, 1)[3].Should().Be("Until 30 Nov 2026");
    }

    [Fact]
    [Trait("Seed", "S15")]
    public void A_campaign_says_how_its_ROI_is_made_and_what_it_holds()
    {
        _campaigns.Campaigns.Rows.Add(Launch);
        _campaigns.Campaigns.Report = new CampaignReport(
            Launch,
            [new CampaignMoney("b1", "Fair", 24000, null, 0, null)],
            [new CampaignMoney("s1", "Print", 18400, null, 0, null)],
            [new CampaignAsset("LANDING_PAGE", "a1", "Launch page")],
            [new MarketingEmail { Id = "m1", Subject = "Launch day", Delivered = 4812, Opens = 1982, Clicks = 380 }, new MarketingEmail { Id = "m2", Subject = "Demo", Delivered = 18, Opens = 9 }],
            Now);
        _campaigns.Open("/campaigns?id=c1");

        _campaigns.Eventually(() => _campaigns.Drawer.QuerySelector(".emails")!.TextContent.Should().Contain("41.2 %").And.Contain("7.9 %").And.Contain("n = 18"));
        _campaigns.Drawer.QuerySelector(".formula")!.TextContent.Should().Be("(€96,200 − €18,400) / €18,400 = +422.8 %");
        _campaigns.Drawer.TextContent.Should().Contain("76.7 % of the budget is spent, €5,600 left.").And.Contain("Landing page").And.Contain("Fair").And.Contain("Print");
    }

    [Fact]
    [Trait("Seed", "S15")]
    public void Without_spend_there_is_no_ROI_and_a_budget_that_was_passed_says_so()
    {
        _campaigns.Campaigns.Rows.AddRange([Launch with { Spend = 0, Roi = null }, Launch with { Id = "c2", Spend = 30000 }]);
        _campaigns.Open("/campaigns?id=c1");
        _campaigns.Drawer.TextContent.Should().Contain("No spend recorded");
        _campaigns.Drawer.QuerySelectorAll(".formula").Should().BeEmpty();

        _campaigns.Navigation.Follow("/campaigns?id=c2");

        _campaigns.Eventually(() => _campaigns.Drawer.TextContent.Should().Contain("125 % of the budget is spent, €6,000 over it."));
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
        _campaigns.Page.Find(".empty a").GetAttribute("href").Should().Be("/settings/connection");
        _deals.Page.Find(".empty").TextContent.Should().Contain("No deals yet");
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
        Roi = 4.22826m,
        InfluencedContacts = 1284,
    };

    private static List<string> Cells<T>(RecordScreen<T> screen, int row = 0)
        where T : class => [.. screen.Rows[row].Children.Skip(1).SkipLast(1).Select(cell => cell.TextContent.Trim())];
}
