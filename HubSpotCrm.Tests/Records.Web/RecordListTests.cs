using Bunit;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Components.Shared;
using Microsoft.AspNetCore.Components.Web;

namespace HubSpotCrm.Tests.Records.Web;

public sealed class RecordListTests : IAsyncDisposable
{
    private readonly RecordScreen _screen = new();

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    [Fact]
    [Trait("Seed", "S01")]
    public void The_first_page_is_shown_with_the_exact_total()
    {
        _screen.Open();

        _screen.Rows.Should().HaveCount(50);
        _screen.Page.Find("[data-testid=count]").TextContent.Should().Contain("120").And.Contain("contacts");
        _screen.Page.Find(".pager").TextContent.Should().Contain("1–50 of 120");
    }

    [Fact]
    [Trait("Seed", "S10")]
    public void Typing_searches_once_three_hundred_milliseconds_after_the_last_key()
    {
        _screen.Open();
        foreach (var text in new[] { "p", "pe", "per" })
        {
            _screen.Type(text);
            _screen.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        _screen.Contacts.Finds.Should().HaveCount(1);
        _screen.Search("person 0007");
        _screen.Eventually(() => _screen.Names.Should().Equal("Person 0007"));
        _screen.Contacts.Finds.Should().HaveCount(2);
        _screen.Address.Should().Be("/contacts?q=person%200007");
    }

    [Fact]
    [Trait("Seed", "S10")]
    public void The_newest_search_wins_and_the_older_one_is_cancelled()
    {
        _screen.Contacts.Gates["slow"] = new TaskCompletionSource();
        _screen.Open();

        _screen.Search("slow");
        _screen.Eventually(() => _screen.Contacts.Finds.Should().HaveCount(2));
        _screen.Search("0012");

        _screen.Eventually(() => _screen.Names.Should().Equal("Person 0012"));
        _screen.Contacts.Cancelled.Should().Equal("slow");
    }

    [Fact]
    [Trait("Seed", "S10")]
    public void Rows_keep_the_marks_of_their_own_text_until_the_next_ones_are_there()
    {
        _screen.Contacts.Gates["person 0012"] = new TaskCompletionSource();
        _screen.Open("/contacts?q=person");
        Marks().Should().AllBe("Person").And.HaveCount(50);

        _screen.Search("person 0012");
        _screen.Eventually(() => _screen.Page.Find("table").GetAttribute("aria-busy").Should().Be("true"));
        Marks().Should().AllBe("Person").And.HaveCount(50);

        _screen.Contacts.Gates["person 0012"].SetResult();
        _screen.Eventually(() => Marks().Should().Equal("Person", "0012"));

        IEnumerable<string> Marks() => _screen.Page.FindAll("tbody th a mark").Select(mark => mark.TextContent);
    }

    [Fact]
    [Trait("Seed", "S10")]
    public void A_search_draws_the_rows_when_it_begins_and_when_it_has_its_answer()
    {
        _screen.Open();
        var table = _screen.Page.FindComponent<RecordTable<Contact>>();
        var before = table.RenderCount;

        _screen.Search("0012");
        _screen.Eventually(() => _screen.Names.Should().Equal("Person 0012"));

        (table.RenderCount - before).Should().Be(2);
    }

    [Fact]
    public void Enter_searches_at_once()
    {
        _screen.Open();

        _screen.Type("0012");
        _screen.Page.Find("input[data-page-search]").KeyDown(Key.Enter);

        _screen.Eventually(() => _screen.Names.Should().Equal("Person 0012"));
    }

    [Fact]
    public void Clearing_brings_all_rows_back()
    {
        _screen.Open("/contacts?q=0012");
        _screen.Rows.Should().HaveCount(1);

        _screen.Button("Clear search").Click();

        _screen.Eventually(() => _screen.Rows.Should().HaveCount(50));
        _screen.Address.Should().Be("/contacts");
    }

    [Fact]
    public void Typing_leaves_one_entry_in_the_history_and_a_filter_a_new_one()
    {
        _screen.Open();

        _screen.Search("p");
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?q=p"));
        _screen.Navigation.Replaced.Should().BeTrue();

        _screen.Head("Score").QuerySelector("button")!.Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?q=p&sort=-score"));
        _screen.Navigation.Replaced.Should().BeFalse();
    }

    [Fact]
    [Trait("Seed", "S06")]
    public void While_there_is_a_text_the_list_says_why_each_row_matched_and_marks_it()
    {
        _screen.Open("/contacts?q=aurelia");

        _screen.Page.FindAll("thead th")[^2].TextContent.Trim().Should().Be("Why it matched");
        _screen.Rows[1].QuerySelectorAll("mark").Should().OnlyContain(mark => mark.TextContent.Equals("aurelia", StringComparison.OrdinalIgnoreCase));
        _screen.Rows[1].Children[^2].Children.Select(reason => reason.TextContent).Should().Equal("Company and email", "Company: Aurelia Biosciences SE");
        _screen.Rows[0].Children[^2].FirstElementChild!.TextContent.Should().Be("Email");
    }

    [Fact]
    [Trait("BadInput", "search text of 10,000 characters")]
    public void A_link_with_an_endless_text_is_searched_for_its_beginning_and_says_so()
    {
        _screen.Open("/contacts?q=" + new string('x', 10_000));

        _screen.Contacts.Finds.Single().Text.Should().HaveLength(200);
        _screen.Page.Find(".banner").TextContent.Should().Contain("1 part of this link could not be used: q");
    }

    [Fact]
    [Trait("BadInput", "URLs with unknown or malformed parameters")]
    public void One_quiet_notice_names_what_a_link_could_not_mean()
    {
        _screen.Open("/contacts?colour=red&page=x&<script>=1&country=Germany");

        _screen.Page.FindAll(".banner").Should().ContainSingle().Which.TextContent.Should().Contain("3 parts").And.Contain("colour, page, <script>");
        _screen.Page.FindAll("script").Should().BeEmpty();
        _screen.Rows.Should().HaveCount(50);
    }

    [Fact]
    [Trait("Seed", "S11")]
    public void Every_head_that_shows_a_field_sorts_by_it_and_says_its_direction()
    {
        _screen.Open();
        _screen.Page.FindAll("thead th button").Should().HaveCount(7);

        _screen.Head("Name").QuerySelector("button")!.Click();
        _screen.Eventually(() => _screen.Head("Name").GetAttribute("aria-sort").Should().Be("ascending"));
        _screen.Head("Name").QuerySelector("button")!.Click();

        _screen.Eventually(() => _screen.Names.First().Should().Be("Person 0120"));
        _screen.Head("Name").GetAttribute("aria-sort").Should().Be("descending");
        _screen.Page.FindAll("th[aria-sort]").Should().HaveCount(1);
    }

    [Fact]
    [Trait("Seed", "S11")]
    public void Shift_adds_a_second_key()
    {
        _screen.Open("/contacts?sort=company");

        _screen.Head("Score").QuerySelector("button")!.Click(new MouseEventArgs { ShiftKey = true });

        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?sort=company,-score"));
        _screen.Contacts.Finds.Last().Sort.Should().Equal(new SortKey("company", false), new SortKey("score", true));
    }

    [Fact]
    public void Rows_are_one_tab_stop_and_their_links_open_the_record()
    {
        _screen.Open("/contacts?country=Germany");

        var links = _screen.Rows.Select(row => row.QuerySelector("th a")!).ToList();
        links.Count(link => link.GetAttribute("tabindex") == "0").Should().Be(1);
        links[0].GetAttribute("href").Should().Be("/contacts?country=Germany&id=1");
    }

    [Fact]
    public void Pages_are_links_and_a_page_behind_the_end_leads_to_the_last()
    {
        _screen.Open("/contacts?page=2");
        _screen.Button("Next page").GetAttribute("href").Should().Be("/contacts?page=3");
        _screen.Button("Previous page").GetAttribute("href").Should().Be("/contacts");

        _screen.Navigation.NavigateTo("/contacts?page=900");

        _screen.Eventually(() => _screen.Rows.Should().HaveCount(20));
        _screen.Address.Should().Be("/contacts?page=3");
        _screen.Page.Find("[aria-label='Next page']").GetAttribute("aria-disabled").Should().Be("true");
    }

    [Fact]
    public void Back_and_forward_follow_the_address()
    {
        _screen.Open("/contacts?q=0012");

        _screen.Navigation.NavigateTo("/contacts?q=0013");

        _screen.Eventually(() => _screen.Names.Should().Equal("Person 0013"));
        _screen.Page.Find("input[data-page-search]").GetAttribute("value").Should().Be("0013");
    }

    [Fact]
    public void A_capped_total_becomes_exact_after_the_rows()
    {
        _screen.Contacts.Cap = 100;
        _screen.Open();

        _screen.Eventually(() => _screen.Page.Find("[data-testid=count]").TextContent.Should().Contain("120 contacts"));
        _screen.Contacts.Counts.Should().HaveCount(1);
    }

    [Fact]
    [Trait("Seed", "S12")]
    public void Every_filter_has_a_chip_and_each_can_be_taken_away()
    {
        _screen.Open("/contacts?country=Germany,Switzerland&owner=11&score=10..20");

        _screen.Page.FindAll(".chip").Select(chip => chip.GetAttribute("title")).Should()
            .Equal("Country is any of Germany, Switzerland", "Owner is Katharina Lindqvist", "Score from 10 to 20");
        _screen.Button("Remove filter Owner: Katharina Lindqvist").Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?country=Germany,Switzerland&score=10..20"));
        _screen.Button("Clear all").Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts"));
        _screen.Page.FindAll(".chip").Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S09")]
    public void A_lead_score_is_filtered_from_0_to_100_and_the_untouched_range_filters_nothing()
    {
        _screen.Contacts.Contacts = [.. _screen.Contacts.Contacts.Select((contact, at) => contact with { LeadScore = at switch { 0 => 0, 1 => 100, 2 => null, _ => 50 } })];
        _screen.Open("/contacts?score=0..100");
        _screen.Contacts.Finds[^1].Filters.Should().Equal(new NumberRange("score", 0, 100));
        _screen.Page.Find(".chip").GetAttribute("title").Should().Be("Score from 0 to 100");

        _screen.Button("Remove filter Score: 0 to 100").Click();

        _screen.Eventually(() => _screen.Contacts.Finds[^1].Filters.Should().BeEmpty());
    }

    [Fact]
    [Trait("Seed", "S07")]
    public void The_filter_menu_offers_every_value_with_its_hits_under_the_other_filters()
    {
        _screen.Open("/contacts?stage=customer");
        _screen.Button("Filters · 1").Click();
        _screen.Page.FindAll(".fields .opt").Select(field => field.FirstElementChild!.TextContent).Should()
            .Equal("Company", "Stage", "Lead status", "Score", "Owner", "Industry", "Country", "Region", "City", "Last activity", "Created", "Modified");

        _screen.Page.FindAll(".fields .opt").First(field => field.TextContent.Contains("Country")).Click();

        _screen.Eventually(() => _screen.Page.FindAll(".values label").Select(value => value.TextContent.Trim()).Should().HaveCount(2));
        _screen.Page.FindAll(".values label").Select(value => (value.Children[1].TextContent, value.Children[2].TextContent)).Should()
            .Equal(("Germany", "20"), ("Switzerland", "20"));
    }

    [Fact]
    [Trait("Seed", "S07")]
    public void Choosing_a_value_narrows_the_list_and_counts_again()
    {
        _screen.Open();
        _screen.Button("Filter").Click();
        _screen.Page.FindAll(".fields .opt").First(field => field.TextContent.Contains("Country")).Click();

        _screen.Page.Find(".values input[type=checkbox]").Change(true);

        _screen.Eventually(() => _screen.Page.Find("[data-testid=count]").TextContent.Should().Contain("60"));
        _screen.Address.Should().Be("/contacts?country=Germany");
        _screen.Button("Show 60").Click();
        _screen.Eventually(() => _screen.Page.FindAll("#filter-menu").Should().BeEmpty());
    }

    [Fact]
    [Trait("Seed", "S07")]
    public void Values_that_could_not_be_counted_are_said_so_and_counted_again_when_asked()
    {
        _screen.Contacts.FacetFailure = new SearchTooSlow(TimeSpan.FromSeconds(5));
        _screen.Open();
        _screen.Button("Filter").Click();
        _screen.Page.FindAll(".fields .opt").First(field => field.TextContent.Contains("Country")).Click();
        _screen.Eventually(() => _screen.Page.Find("#filter-menu .values [role=alert]").TextContent.Should().Contain("stopped after 5 seconds"));
        _screen.Page.Find("#filter-menu").TextContent.Should().NotContain("No record that is left has a value.");

        _screen.Contacts.FacetFailure = null;
        _screen.Page.Find("#filter-menu [data-retry]").Click();

        _screen.Eventually(() => _screen.Page.FindAll(".values input[type=checkbox]").Should().NotBeEmpty());
        _screen.Page.FindAll("#filter-menu .values [role=alert]").Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S07")]
    public void The_owners_begin_with_the_user_and_the_link_says_me()
    {
        _screen.Contacts.Contacts = [.. _screen.Contacts.Contacts.Select((contact, at) => at < 20 ? contact with { OwnerId = "12", Owner = "Jonas Weidmann" } : contact)];
        _screen.Open();
        _screen.Button("Filter").Click();
        _screen.Page.FindAll(".fields .opt").First(field => field.TextContent.Contains("Owner")).Click();
        _screen.Page.FindAll(".values label").Select(value => (value.Children[1].TextContent, value.Children[2].TextContent)).Should()
            .Equal(("Me", "100"), ("Katharina Lindqvist", "100"), ("Jonas Weidmann", "20"));

        _screen.Page.Find(".values input[type=checkbox]").Change(true);

        _screen.Eventually(() => _screen.Page.Find("[data-testid=count]").TextContent.Should().Contain("100 contacts whose owner is Me"));
        _screen.Address.Should().Be("/contacts?owner=me");
        _screen.Page.Find(".chip").GetAttribute("title").Should().Be("Owner is Me");
        _screen.Page.FindAll(".values input[type=checkbox]").Select(value => value.HasAttribute("checked")).Should().Equal(true, false, false);
    }

    [Fact]
    [Trait("BadInput", "a link to one's own records, opened by somebody who is no owner")]
    public void Who_is_no_owner_in_HubSpot_is_told_so_and_not_offered_me()
    {
        _screen.Become(Role.Viewer, "vera@portal.example");

        _screen.Open("/contacts?owner=me");

        _screen.Page.Find(".empty").TextContent.Should().Contain("None of HubSpot's owners is you").And.Contain("vera@portal.example");
        _screen.Page.FindAll(".empty button").Single().Click();
        _screen.Eventually(() => _screen.Rows.Should().HaveCount(50));
        _screen.Button("Filter").Click();
        _screen.Page.FindAll(".fields .opt").First(field => field.TextContent.Contains("Owner")).Click();
        _screen.Page.FindAll(".values label").Select(value => value.Children[1].TextContent).Should().Equal("Katharina Lindqvist");
    }

    [Fact]
    [Trait("Seed", "S09")]
    public void A_range_is_taken_when_it_can_be_read_and_told_when_not()
    {
        _screen.Open();
        _screen.Button("Filter").Click();
        _screen.Page.FindAll(".fields .opt").First(field => field.TextContent.Contains("Score")).Click();

        _screen.Page.FindAll(".range input")[0].Change("90");
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?score=90.."));
        _screen.Page.FindAll(".range input")[1].Change("high");
        _screen.Eventually(() => _screen.Page.Find(".range [role=alert]").TextContent.Should().Be("This is not a number."));
        _screen.Page.FindAll(".range input")[1].Change("10");
        _screen.Eventually(() => _screen.Page.Find(".range [role=alert]").TextContent.Should().Be("The first end lies after the second."));

        _screen.Address.Should().Be("/contacts?score=90..");
    }

    [Fact]
    public void Escape_closes_the_filter_menu()
    {
        _screen.Open();
        _screen.Button("Filter").Click();

        _screen.Page.Find(".facets").KeyDown(Key.Escape);

        _screen.Eventually(() => _screen.Page.FindAll("#filter-menu").Should().BeEmpty());
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void Without_an_account_the_page_leads_to_connecting_one()
    {
        _screen.Contacts.Failure = new NotConnected();
        _screen.Open();

        _screen.Page.Find(".empty").TextContent.Should().Contain("No HubSpot account is connected");
        _screen.Page.Find(".empty a").GetAttribute("href").Should().Be("/connect");
        _screen.Page.FindComponents<ListSearch>().Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void With_a_copy_that_cannot_be_used_the_page_says_why_and_leads_to_where_it_is_rebuilt()
    {
        _screen.Contacts.Failure = new CopyUnusable("mirror-501.db is damaged.");
        _screen.Open();

        _screen.Page.Find(".empty").TextContent.Should().Contain("The local copy cannot be used").And.Contain("mirror-501.db is damaged.").And.NotContain("No HubSpot account");
        _screen.Page.Find(".empty a").GetAttribute("href").Should().Be("/settings/connection");
        _screen.Page.FindComponents<ListSearch>().Should().BeEmpty();
        _screen.Page.FindAll("[data-new]").Should().BeEmpty();

        _screen.Contacts.Failure = null;
        _screen.Button("Try again").Click();
        _screen.Eventually(() => _screen.Rows.Should().HaveCount(50));
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void An_empty_list_says_why_it_is_empty()
    {
        _screen.Contacts.Contacts = [];
        _screen.Sync.Become(FakeSyncService.InTheMiddle);
        _screen.Open();
        _screen.Page.Find(".empty").TextContent.Should().Contain("on their way");

        _screen.Sync.Become(SyncStatus.Off with { State = SyncState.Live });
        _screen.Page.Render();
        _screen.Page.Find(".empty").TextContent.Should().Contain("No contacts yet");
        _screen.Page.FindAll(".empty a").Select(link => link.GetAttribute("href")).Should().Contain("/connect");

        _screen.Search("nobody");
        _screen.Eventually(() => _screen.Page.Find(".empty").TextContent.Should().Contain("No contact matches"));
        _screen.Button("Clear the search").Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts"));
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void A_fault_keeps_the_rows_and_offers_to_try_again()
    {
        _screen.Open();
        _screen.Contacts.Fault = new InvalidOperationException("disk");

        _screen.Search("0012");
        _screen.Eventually(() => _screen.Page.Find(".banner").TextContent.Should().Contain("Showing data from").And.NotContain("disk"));
        _screen.Rows.Should().HaveCount(50);

        _screen.Contacts.Fault = null;
        _screen.Button("Try again").Click();
        _screen.Eventually(() => _screen.Names.Should().Equal("Person 0012"));
        _screen.Page.FindAll(".banner").Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void The_first_load_shows_the_shape_of_rows_and_later_ones_keep_the_old()
    {
        _screen.Contacts.Gates[""] = new TaskCompletionSource();
        _screen.Open();
        _screen.Page.FindAll("tr.skeleton").Should().HaveCount(10);
        _screen.Contacts.Gates[""].SetResult();
        _screen.Eventually(() => _screen.Rows.Should().HaveCount(50));

        _screen.Contacts.Gates["slow"] = new TaskCompletionSource();
        _screen.Search("slow");

        _screen.Eventually(() => _screen.Page.Find("table").GetAttribute("aria-busy").Should().Be("true"));
        _screen.Rows.Should().HaveCount(50);
    }

    [Fact]
    public void Screen_readers_hear_the_result_once_a_search()
    {
        _screen.Open();

        _screen.Search("0012");

        _screen.Eventually(() => _screen.Said.Should().Equal("120 contacts", "1 contact"));
    }

    [Fact]
    public async Task Before_the_browser_takes_over_nothing_is_subscribed_or_read_twice()
    {
        await using var prerender = new RecordScreen(isInteractive: false);

        prerender.Open("/contacts?id=5");

        prerender.Contacts.Finds.Should().HaveCount(1);
        prerender.Contacts.Gets.Should().BeEmpty();
        prerender.Edits.Reads.Should().Be(0);
        prerender.Page.Instance.Snapshot!.Unpack<HubSpotCrm.Core.Crm.Contact>().Should().BeEquivalentTo(new Page<HubSpotCrm.Core.Crm.Contact>([.. prerender.Contacts.Contacts.Take(50)], new Total(120, true)));
        prerender.Page.Instance.Snapshot.Packed.Length.Should().BeLessThan(12_000, "the circuit takes it back in one message");
    }
}
