using Bunit;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components.Web;

namespace HubSpotCrm.Tests.Records.Web;

/// <summary>The list and the browser's history: what is shown, what the browser says late, and where Back leads.</summary>
public sealed class ListHistoryTests : IAsyncDisposable
{
    private readonly RecordScreen _screen = new();

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    [Fact]
    [Trait("Seed", "S10")]
    public void Letters_typed_while_the_browser_answers_an_earlier_text_stay_in_the_box()
    {
        _screen.Open();
        _screen.Navigation.IsSlow = true;
        _screen.Search("ann");
        _screen.Type("anna");

        _screen.Navigation.Release();

        _screen.Page.Find("input[data-page-search]").GetAttribute("value").Should().Be("anna");
        _screen.Time.Advance(TimeSpan.FromMilliseconds(300));
        _screen.Eventually(() => _screen.Contacts.Finds[^1].Text.Should().Be("anna"));
    }

    [Fact]
    public void A_text_of_a_link_replaces_what_is_in_the_box()
    {
        _screen.Open();
        _screen.Type("anna");

        _screen.Navigation.Follow("/contacts?q=0012");

        _screen.Eventually(() => _screen.Page.Find("input[data-page-search]").GetAttribute("value").Should().Be("0012"));
    }

    [Fact]
    [Trait("Seed", "S07")]
    public void Two_quick_choices_both_count()
    {
        _screen.Open();
        _screen.Button("Filter").Click();
        _screen.Page.FindAll(".fields .opt").First(field => field.TextContent.Contains("Country")).Click();
        _screen.Eventually(() => _screen.Page.FindAll(".values input[type=checkbox]").Should().HaveCount(2));
        _screen.Navigation.IsSlow = true;

        _screen.Page.FindAll(".values input[type=checkbox]")[0].Change(true);
        _screen.Page.FindAll(".values input[type=checkbox]")[1].Change(true);
        _screen.Navigation.Release();
        _screen.Navigation.Release();

        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?country=Germany,Switzerland"));
        _screen.Page.Find(".chip").GetAttribute("title").Should().Be("Country is any of Germany, Switzerland");
    }

    [Fact]
    public void Two_quick_steps_move_two_records()
    {
        _screen.Open("/contacts?id=1");
        _screen.Navigation.IsSlow = true;

        _screen.Button("Next record").Click();
        _screen.Button("Next record").Click();
        _screen.Navigation.Release();
        _screen.Navigation.Release();

        _screen.Eventually(() => _screen.Drawer.GetAttribute("aria-label").Should().Be("Contact: Person 0003"));
        _screen.Address.Should().Be("/contacts?id=3");
    }

    [Fact]
    public void The_browsers_answer_does_not_ask_a_second_time()
    {
        _screen.Open();

        _screen.Head("Score").QuerySelector("button")!.Click();

        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?sort=-score"));
        _screen.Contacts.Finds.Should().HaveCount(2);
    }

    [Fact]
    public void Closing_after_a_tab_was_turned_closes()
    {
        OpenSeven();
        _screen.Page.Find("#tab-History").Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?id=7&tab=history"));

        CloseWithoutBack("/contacts");
    }

    [Fact]
    public void Closing_after_the_list_was_sorted_keeps_the_order()
    {
        OpenSeven();
        _screen.Head("Score").QuerySelector("button")!.Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?id=7&sort=-score"));

        CloseWithoutBack("/contacts?sort=-score");
    }

    [Fact]
    public void Closing_after_a_search_keeps_the_search()
    {
        OpenSeven();
        _screen.Search("person");
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?id=7&q=person"));

        CloseWithoutBack("/contacts?q=person");
    }

    [Fact]
    public void Closing_after_moving_to_the_next_record_goes_back()
    {
        OpenSeven();
        _screen.Button("Next record").Click();

        _screen.Button("Close").Click();

        _screen.JSInterop.VerifyInvoke("history.back");
    }

    [Fact]
    public void Closing_a_record_that_was_reached_through_the_history_never_leaves_the_page()
    {
        OpenSeven();
        _screen.Navigation.Follow("/contacts");
        _screen.Eventually(() => _screen.Page.FindAll(".drawer").Should().BeEmpty());
        _screen.Navigation.Back();
        _screen.Eventually(() => _screen.Drawer.Should().NotBeNull());

        CloseWithoutBack("/contacts");
    }

    [Fact]
    [Trait("Seed", "S11")]
    public void The_order_can_be_turned_from_the_menu_and_the_lists_own_order_is_named()
    {
        _screen.Open("/contacts");
        _screen.Button("Sort").Click();
        _screen.Page.Find("#sort-menu p").TextContent.Should().Contain("last activity first");

        _screen.Page.Find("#sort-menu select").Change("score");
        _screen.Page.FindAll("#sort-menu footer button")[0].Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?sort=-score"));
        _screen.Button("Score: Highest first. Turn it").Click();

        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?sort=score"));
        _screen.Button("Score: Lowest first. Turn it").TextContent.Should().Be("Lowest first");
    }

    [Fact]
    [Trait("BadInput", "values with tabs, line ends and outer spaces")]
    public void A_value_is_filtered_by_as_it_is_kept()
    {
        var value = " Zürich\tWest\n" + new string('x', 300) + " ";
        var state = new ListState(ObjectType.Contact).Toggle("city", value);

        ListUrl.Parse(ObjectType.Contact, ListUrl.Write(state)).State.ValuesOf("city").Should().Equal(value);
        ListUrl.Parse(ObjectType.Contact, "city=a%00b\ud800c").State.ValuesOf("city").Should().Equal("abc");
    }

    [Fact]
    public void An_edit_carries_what_the_editor_showed_when_it_was_opened()
    {
        _screen.Contacts.Properties["jobtitle"] = new RecordProperty(FakeDefinitionService.Find("jobtitle"), "Buyer", "Buyer");
        _screen.Open("/contacts?id=7");
        _screen.Edit("jobtitle");
        Arrive("Purchasing lead");

        _screen.Property("jobtitle").QuerySelector("input")!.Input("Head of purchasing");
        _screen.Property("jobtitle").QuerySelector(".btn.p")!.Click();

        _screen.Eventually(() => _screen.Contacts.WholeEdits.Should().HaveCount(1));
        _screen.Contacts.WholeEdits[0].Seen.Should().Equal(new Dictionary<string, string?> { ["jobtitle"] = "Buyer" });
    }

    [Fact]
    public void A_draft_that_was_not_touched_is_no_change_though_another_value_came()
    {
        _screen.Contacts.Properties["jobtitle"] = new RecordProperty(FakeDefinitionService.Find("jobtitle"), "Buyer", "Buyer");
        _screen.Open("/contacts?id=7");
        _screen.Edit("jobtitle");
        Arrive("Purchasing lead");

        _screen.Property("jobtitle").QuerySelector(".editor")!.KeyDown(Key.Enter);

        _screen.Eventually(() => _screen.Property("jobtitle").TextContent.Should().Contain("Purchasing lead"));
        _screen.Contacts.WholeEdits.Should().BeEmpty();
    }

    private void Arrive(string title)
    {
        _screen.Contacts.Properties["jobtitle"] = new RecordProperty(FakeDefinitionService.Find("jobtitle"), title, title);
        var reads = _screen.Contacts.Gets.Count;
        _screen.Feed.Publish(new RecordsChanged(ObjectType.Contact, ["7"]));
        _screen.Eventually(() => _screen.Contacts.Gets.Should().HaveCount(reads + 1));
    }

    private void OpenSeven()
    {
        _screen.Open();
        _screen.Navigation.Follow("/contacts?id=7");
        _screen.Eventually(() => _screen.Drawer.TextContent.Should().Contain("p7@"));
    }

    private void CloseWithoutBack(string address)
    {
        _screen.Button("Close").Click();
        _screen.Eventually(() => _screen.Address.Should().Be(address));
        _screen.Page.FindAll(".drawer").Should().BeEmpty();
        _screen.JSInterop.Invocations.Should().NotContain(call => call.Identifier == "history.back");
    }
}
