using Bunit;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Views;
using HubSpotCrm.Tests.Records.Web;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Features.Views;

namespace HubSpotCrm.Tests.Views;

/// <summary>Tabs, menus and dialogs of views on the list, over fakes.</summary>
public sealed class ViewScreenTests : IAsyncDisposable
{
    private readonly RecordScreen _screen = new();

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    private FakeSavedViewService Views => _screen.SavedViews;

    private IReadOnlyList<string> Tabs => [.. _screen.Page.FindAll(".views .tab .cut").Select(tab => tab.TextContent)];

    private string Current => _screen.Page.Find(".views .tab[aria-current=page] .cut").TextContent;

    private bool IsDirty => _screen.Page.FindAll(".views .dirty").Count > 0;

    [Fact]
    public void The_plain_list_comes_first_and_seven_tabs_are_shown()
    {
        for (var at = 1; at <= 9; at++)
        {
            Views.Add($"View {at}", $"country=Land{at}");
        }

        _screen.Open();

        Tabs.Should().Equal("All contacts", "View 1", "View 2", "View 3", "View 4", "View 5", "View 6");
        Current.Should().Be("All contacts");
        _screen.Page.FindAll(".views .tab")[3].GetAttribute("href").Should().Be("/contacts?view=v3");
    }

    [Fact]
    public void The_open_view_is_always_among_the_tabs()
    {
        for (var at = 1; at <= 9; at++)
        {
            Views.Add($"View {at}", $"country=Land{at}");
        }

        _screen.Open("/contacts?view=v9");

        Tabs.Should().Equal("All contacts", "View 1", "View 2", "View 3", "View 4", "View 5", "View 9");
        Current.Should().Be("View 9");
        _screen.Contacts.Finds[^1].Filters.Should().Equal(new AnyOf("country", ["Land9"]));
    }

    [Fact]
    public void A_view_shows_what_it_keeps_and_a_change_is_marked_reset_and_saved()
    {
        Views.Add("German", "cols=email,country&country=Germany&sort=-score");
        _screen.Open("/contacts?view=v1");
        Heads().Should().Equal("Name", "Email", "Country");
        IsDirty.Should().BeFalse();

        _screen.Head("Email").QuerySelector("button")!.Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?cols=email,country&country=Germany&sort=email&view=v1"));
        IsDirty.Should().BeTrue();

        _screen.Button("Reset").Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?view=v1"));
        IsDirty.Should().BeFalse();

        _screen.Head("Name").QuerySelector("button")!.Click();
        _screen.Eventually(() => IsDirty.Should().BeTrue());
        _screen.Button("Save view").Click();

        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?view=v1"));
        IsDirty.Should().BeFalse();
        Views.Views.Single().Should().Match<SavedView>(view => view.State == "cols=email,country&country=Germany&sort=name" && view.Version == 2);
    }

    [Fact]
    public void What_somebody_changed_meanwhile_is_not_overwritten_and_the_list_stays()
    {
        Views.Add("German", "country=Germany");
        _screen.Open("/contacts?sort=name&view=v1");
        Views.Failure = new ViewChangedMeanwhile("German", "Jonas Weidmann");

        _screen.Button("Save view").Click();

        _screen.Eventually(() => _screen.Toasts.Find("[role=alert]").TextContent.Should().Contain("Jonas Weidmann changed"));
        _screen.Address.Should().Be("/contacts?sort=name&view=v1");
        IsDirty.Should().BeTrue();
    }

    [Fact]
    public void A_list_is_saved_under_a_name_and_a_name_that_is_taken_stays_in_the_form()
    {
        _screen.Open("/contacts?country=Germany");
        Views.Failure = new ViewNameTaken("German");
        _screen.Button("Save as…").Click();
        _screen.Eventually(() => _screen.Dialogs.Find("#view-name").Change("German"));
        _screen.Dialogs.Find("#view-form").Submit();
        _screen.Eventually(() => _screen.Dialogs.Find("#view-problem").TextContent.Should().Contain("There is a view named"));
        _screen.Dialogs.Find("#view-name").GetAttribute("value").Should().Be("German");

        Views.Failure = null;
        _screen.Dialogs.Find("#view-name").Change("Germans");
        _screen.Dialogs.FindAll(".icons input")[1].Change(true);
        _screen.Dialogs.Find(".share input").Change(true);
        _screen.Dialogs.Find("#view-form").Submit();

        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?view=v1"));
        Views.Views.Single().Should().Match<SavedView>(view => view.Name == "Germans" && view.State == "country=Germany" && view.IsShared && view.Icon == ViewIcon.Star);
        Current.Should().Be("Germans");
        IsDirty.Should().BeFalse();
    }

    [Fact]
    public async Task Who_may_not_share_is_told_so()
    {
        await using var screen = new RecordScreen(role: Role.Viewer);
        screen.Open("/contacts?country=Germany");

        screen.Button("Save as…").Click();

        screen.Eventually(() => screen.Dialogs.Find(".share").TextContent.Should().Contain("Your role does not allow sharing"));
        screen.Dialogs.Find(".share input").HasAttribute("disabled").Should().BeTrue();
    }

    [Fact]
    public void The_view_of_somebody_else_cannot_be_saved_over_but_as_another()
    {
        Views.Add("Theirs", "country=Germany", isShared: true, owner: "u2");
        _screen.Open("/contacts?country=Germany&sort=name&view=v1");

        _screen.Page.FindAll(".changes button").Select(button => button.TextContent).Should().Equal("Reset", "Save as…");
        _screen.Button("Views").Click();
        _screen.Page.Find("#view-menu footer").TextContent.Should().Contain("shared by Jonas Weidmann").And.NotContain("Delete");
    }

    [Fact]
    public void A_link_to_a_view_that_is_not_there_says_what_is_shown()
    {
        _screen.Open("/contacts?country=Germany&view=theirs");
        _screen.Page.Find(".banner").TextContent.Should().Contain("private to somebody else").And.Contain("the rows are the same");
        _screen.Contacts.Finds[^1].Filters.Should().HaveCount(1);

        _screen.Navigation.Follow("/contacts?view=theirs");

        _screen.Eventually(() => _screen.Page.Find(".banner").TextContent.Should().Contain("does not say what it shows. These are all contacts."));
        Current.Should().Be("All contacts");
    }

    [Fact]
    public void The_plain_address_opens_the_users_own_view()
    {
        Views.Add("German", "country=Germany", isDefault: true);

        _screen.Open();

        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?view=v1"));
        _screen.Navigation.Replaced.Should().BeTrue();
        Current.Should().Be("German");
        _screen.Page.FindAll(".views .tab")[0].GetAttribute("href").Should().Be("/contacts?view=all");

        _screen.Navigation.Follow("/contacts?view=all");
        _screen.Eventually(() => Current.Should().Be("All contacts"));
        IsDirty.Should().BeFalse();
    }

    [Fact]
    public void The_plain_address_opens_the_users_own_view_from_another_list_too_and_Back_leads_there_again()
    {
        Views.Add("German", "country=Germany", isDefault: true);
        _screen.Open("/contacts?view=all");
        Current.Should().Be("All contacts");

        _screen.Navigation.Follow("/contacts");

        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?view=v1"));
        _screen.Eventually(() => Current.Should().Be("German"));
        _screen.Navigation.Replaced.Should().BeTrue();
        _screen.Contacts.Finds[^1].Filters.Should().Equal(new AnyOf("country", ["Germany"]));
        _screen.Navigation.Back();
        _screen.Eventually(() => Current.Should().Be("All contacts"));
        _screen.Address.Should().Be("/contacts?view=all");
        _screen.Eventually(() => _screen.Contacts.Finds[^1].Filters.Should().BeEmpty());
    }

    [Fact]
    public void A_list_without_its_last_filter_shows_everything_beside_a_view_of_the_users_own_and_its_address_says_so()
    {
        Views.Add("German", "country=Germany", isDefault: true);
        _screen.Open("/contacts?country=Switzerland");

        _screen.Button("Remove filter Country: Switzerland").Click();

        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?view=all"));
        Current.Should().Be("All contacts");
        _screen.Contacts.Finds[^1].Filters.Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S16")]
    public void An_unchanged_list_follows_its_view_and_a_changed_one_keeps_its_own()
    {
        Views.Add("German", "country=Germany", isShared: true, owner: "u2");
        _screen.Open("/contacts?view=v1");

        Views.Replace("v1", view => view with { State = "country=Switzerland", Name = "Swiss", Version = 2 });
        _screen.Eventually(() => _screen.Contacts.Finds[^1].Filters.Should().Equal(new AnyOf("country", ["Switzerland"])));
        Current.Should().Be("Swiss");
        IsDirty.Should().BeFalse();

        _screen.Head("Name").QuerySelector("button")!.Click();
        _screen.Eventually(() => IsDirty.Should().BeTrue());
        Views.Replace("v1", view => view with { State = "country=Austria", Version = 3 });
        _screen.Eventually(() => IsDirty.Should().BeTrue());
        _screen.Contacts.Finds[^1].Filters.Should().Equal(new AnyOf("country", ["Switzerland"]));
    }

    [Fact]
    public void A_view_that_is_taken_away_leaves_its_list()
    {
        Views.Add("German", "country=Germany", isShared: true, owner: "u2");
        _screen.Open("/contacts?view=v1");

        Views.Remove("v1");

        _screen.Eventually(() => _screen.Page.Find(".banner").TextContent.Should().Contain("“German” was deleted or is not shared any more"));
        _screen.Address.Should().Be("/contacts?country=Germany");
        Tabs.Should().Equal("All contacts");
    }

    [Fact]
    public void A_deleted_view_comes_back_by_its_message()
    {
        Views.Add("German", "country=Germany");
        _screen.Open("/contacts?view=v1");
        _screen.Button("Views").Click();
        _screen.Button("Delete").Click();
        _screen.Eventually(() => Tabs.Should().Equal("All contacts"));
        _screen.Address.Should().Be("/contacts");

        _screen.Toasts.Find("[data-undo]").Click();

        _screen.Eventually(() => Current.Should().Be("German"));
        _screen.Address.Should().Be("/contacts?view=v1");
    }

    [Fact]
    public void A_view_is_renamed_pinned_moved_and_made_the_first_from_the_menu()
    {
        Views.Add("A", "country=A");
        Views.Add("B", "country=B");
        Views.Add("Theirs", "country=C", isShared: true, owner: "u2", isPinned: false);
        _screen.Open("/contacts?view=v2");
        _screen.Button("Views").Click();
        _screen.Page.FindAll("#view-menu .grp").Select(group => group.TextContent).Should().Equal("My tabs", "Shared by others", "B");

        _screen.Button("Move left").Click();
        _screen.Eventually(() => Tabs.Should().Equal("All contacts", "B", "A"));
        _screen.Button("Open the list with it").Click();
        _screen.Eventually(() => _screen.Button("Do not open the list with it").Should().NotBeNull());
        _screen.Button("Take out of my tabs").Click();
        _screen.Eventually(() => _screen.Button("Add to my tabs").Should().NotBeNull());
        _screen.Button("Name, icon and sharing…").Click();
        _screen.Eventually(() => _screen.Dialogs.Find("#view-name").Change("Beta"));
        _screen.Dialogs.Find("#view-form").Submit();

        _screen.Eventually(() => Tabs.Should().Equal("All contacts", "A", "Beta"));
        _screen.Address.Should().Be("/contacts?view=v2");
    }

    [Fact]
    [Trait("BadInput", "a thousand views")]
    public void A_thousand_views_are_found_by_name()
    {
        for (var at = 1; at <= 1000; at++)
        {
            Views.Add($"View {at:D4}", $"country=Land{at}", isShared: true, owner: "u2", isPinned: at <= 40);
        }

        _screen.Open();
        Tabs.Should().HaveCount(7);
        _screen.Button("Views").Click();
        _screen.Page.FindAll("#view-menu a.opt").Should().HaveCount(61);
        _screen.Page.Find("#view-menu").TextContent.Should().Contain("and 940 more");

        _screen.Page.Find("#view-menu input").Input("0777");

        _screen.Page.FindAll("#view-menu a.opt").Single().GetAttribute("href").Should().Be("/contacts?view=v777");
    }

    [Fact]
    public void Columns_are_chosen_moved_taken_out_and_reset()
    {
        _screen.Open();
        _screen.Page.Find("button[data-key=c]").Click();
        _screen.Page.FindAll("#column-menu legend").Should().NotBeEmpty();
        _screen.Page.Find("#column-menu input[type=search]").Input("nick");
        _screen.Page.Find("#column-menu label input").Change(true);

        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?cols=email,company,stage,score,owner,active,nickname"));
        _screen.Contacts.Finds[^1].Properties.Should().Equal("nickname");
        _screen.Button("Nickname: to the top").Click();
        _screen.Eventually(() => Heads().Should().StartWith(["Name", "Nickname", "Email"]));
        _screen.Button("Email: take out").Click();
        _screen.Eventually(() => Heads().Should().StartWith(["Name", "Nickname", "Company"]));
        _screen.Button("Nickname: down").Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?cols=company,nickname,stage,score,owner,active"));

        _screen.Page.FindAll("#column-menu footer button")[0].Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts"));
    }

    [Fact]
    public void A_custom_property_is_shown_and_sorted_by_its_head()
    {
        _screen.Contacts.Contacts = [.. _screen.Contacts.Contacts.Take(3).Select((contact, at) => contact with { Properties = new Dictionary<string, string?> { ["budget"] = $"{at}500.25" } })];
        _screen.Open("/contacts?cols=budget,next_call");

        _screen.Rows[1].QuerySelectorAll("td.num")[0].TextContent.Trim().Should().Be("1,500.25");
        _screen.Head("Budget").QuerySelector("button")!.Click();

        _screen.Eventually(() => _screen.Contacts.Finds[^1].Sort.Should().Equal(new SortKey("budget", true)));
        _screen.Head("Budget").GetAttribute("aria-sort").Should().Be("descending");
    }

    [Fact]
    [Trait("BadInput", "a cols= with unknown names")]
    public void Unknown_columns_of_a_link_are_named_and_the_others_shown()
    {
        _screen.Open("/contacts?cols=email,gone_property,<script>&sort=gone_property");

        Heads().Should().Equal("Name", "Email");
        _screen.Page.Find(".banner").TextContent.Should().Contain("2 parts of this link").And.Contain("cols, sort");
        _screen.Rows.Should().HaveCount(50);
    }

    [Fact]
    public void Several_keys_are_set_turned_moved_and_taken_out()
    {
        _screen.Open();
        _screen.Button("Sort").Click();
        Add("score");
        Add("name");
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?sort=-score,name"));

        _screen.Button("Name: A to Z. Turn it").Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?sort=-score,-name"));
        _screen.Button("Name: before the one above").Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?sort=-name,-score"));
        _screen.Button("Do not sort by Name").Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?sort=-score"));

        void Add(string field)
        {
            _screen.Page.Find("#sort-menu select").Change(field);
            _screen.Page.FindAll("#sort-menu footer button")[0].Click();
        }
    }

    [Fact]
    public async Task A_column_is_made_wider_and_gets_its_own_width_back()
    {
        _screen.Open();
        var table = _screen.Page.FindComponent<HubSpotCrm.Web.Components.Shared.RecordTable<Contact>>();

        await _screen.Page.InvokeAsync(() => table.Instance.SetWidthAsync("email", 300.4));
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?widths=email:300"));
        _screen.Head("Email").GetAttribute("style").Should().Contain("width:300px");
        var asked = _screen.Contacts.Finds.Count;

        await _screen.Page.InvokeAsync(() => table.Instance.SetWidthAsync("email", 0));
        await _screen.Page.InvokeAsync(() => table.Instance.SetWidthAsync("no such column", 100));
        await _screen.Page.InvokeAsync(() => table.Instance.SetWidthAsync("email", double.NaN));

        _screen.Eventually(() => _screen.Address.Should().Be("/contacts"));
        _screen.Contacts.Finds.Should().HaveCount(asked, "the rows are the same");
    }

    [Fact]
    public void A_list_too_long_for_an_address_gets_a_short_one_that_opens_it()
    {
        var state = new ListState(ObjectType.Contact).WithFilter(new AnyOf("city", [.. Enumerable.Range(0, 95).Select(at => $"Bad Kleinkirchheim an der Donau {at}")]));
        _screen.Open("/contacts?" + ListUrl.Write(state));

        _screen.Head("Name").QuerySelector("button")!.Click();

        _screen.Eventually(() => _screen.Address.Should().StartWith("/contacts?state="));
        var address = _screen.Address;
        _screen.Navigation.Follow("/contacts");
        _screen.Eventually(() => _screen.Contacts.Finds[^1].Filters.Should().BeEmpty());
        _screen.Navigation.Follow(address);
        _screen.Eventually(() => _screen.Contacts.Finds[^1].Filters.Should().HaveCount(1));
        _screen.Contacts.Finds[^1].Sort.Should().Equal(new SortKey("name", false));
    }

    private IEnumerable<string> Heads() => _screen.Page.FindAll("thead th:not(.c-check):not(.c-menu)").Select(head => head.TextContent.Trim().TrimEnd('1', '2'));
}
