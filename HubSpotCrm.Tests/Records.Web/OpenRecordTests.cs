using Bunit;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using MudBlazor;

namespace HubSpotCrm.Tests.Records.Web;

public sealed class OpenRecordTests : IAsyncDisposable
{
    private readonly RecordScreen _screen = new();

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    [Fact]
    [Trait("Seed", "S01")]
    public void The_address_opens_the_record_beside_the_list()
    {
        _screen.Open("/contacts?id=7");

        _screen.Drawer.GetAttribute("aria-label").Should().Be("Contact: Person 0007");
        _screen.Property("email").TextContent.Should().Contain("p7@aurelia-bio.example");
        _screen.Property("lifecyclestage").QuerySelector(".tag")!.TextContent.Should().Be("Lead");
        _screen.Property("hubspot_owner_id").TextContent.Should().Contain("Katharina Lindqvist");
        _screen.Page.Find("tr[data-row='7']").ClassList.Should().Contain("cur");
    }

    [Fact]
    public void Empty_properties_wait_behind_a_button()
    {
        _screen.Open("/contacts?id=7");
        _screen.Page.FindAll("[data-prop=nickname]").Should().BeEmpty();

        _screen.Page.FindAll("button").First(button => button.TextContent.Contains("empty properties")).Click();

        _screen.Page.FindAll("[data-prop=nickname]").Should().ContainSingle().Which.TextContent.Should().Contain("—");
    }

    [Fact]
    public void Properties_that_take_no_values_say_why_and_have_no_editor()
    {
        _screen.Open("/contacts?id=7");

        _screen.Property("hubspotscore").QuerySelector(".lock")!.GetAttribute("title").Should().Be("Read only: HubSpot calculates it");
        _screen.Property("hubspotscore").QuerySelectorAll("[data-edit]").Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S23")]
    public async Task A_viewer_sees_no_edit_control()
    {
        await using var viewer = new RecordScreen(role: Role.Viewer);
        viewer.Contacts.Properties["jobtitle"] = new RecordProperty(FakeDefinitionService.Find("jobtitle"), "Mine", "Theirs", EditState.Rejected, "No.", "e1");

        viewer.Open("/contacts?id=7");

        viewer.Property("jobtitle").TextContent.Should().Contain("No.");
        viewer.Page.FindAll("[data-edit], .trouble button").Should().BeEmpty();
    }

    [Fact]
    public void A_role_that_was_taken_away_in_the_meantime_is_refused_by_the_service()
    {
        _screen.Open("/contacts?id=7");
        _screen.Edit("jobtitle");
        _screen.Become(Role.Viewer);

        Write("jobtitle", "Head of laboratory");

        _screen.Eventually(() => _screen.Property("jobtitle").TextContent.Should().Contain("Your role does not allow this"));
        _screen.Contacts.Edits.Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S01")]
    public void A_saved_value_is_shown_at_once_as_on_its_way()
    {
        _screen.Open("/contacts?id=7");
        _screen.Edit("jobtitle");

        Write("jobtitle", "Head of laboratory");

        _screen.Eventually(() => _screen.Property("jobtitle").TextContent.Should().Contain("Head of laboratory").And.Contain("Saving"));
        _screen.Contacts.Edits.Should().Equal(("7", "jobtitle", "Head of laboratory"));
        _screen.Said.Should().Contain("Saving");
    }

    [Theory]
    [Trait("BadInput", "property values of 64 KB, wrong types")]
    [InlineData("budget", "N/A")]
    [InlineData("budget", "9007199254740993.01")]
    [InlineData("notes", "long")]
    public void What_the_service_refuses_stays_in_the_editor_with_the_reason(string property, string typed)
    {
        var value = typed == "long" ? new string('x', 65_536) : typed;
        _screen.Contacts.Properties[property] = new RecordProperty(FakeDefinitionService.Find(property), "1", "1");
        _screen.Contacts.Validate = (_, received) => new InvalidInput("Budget", $"{received.Length} characters are not a number.");
        _screen.Open("/contacts?id=7");
        _screen.Edit(property);

        Write(property, value);

        _screen.Eventually(() => _screen.Property(property).TextContent.Should().Contain($"{value.Length} characters are not a number."));
        var field = _screen.Property(property).QuerySelector("input, textarea")!;
        field.GetAttribute("aria-invalid").Should().Be("true");
        (field.GetAttribute("value") ?? field.TextContent).Should().Be(value);
        _screen.Contacts.Edits.Should().BeEmpty();
    }

    [Fact]
    public void Escape_takes_the_value_back_and_leaves_the_record_open()
    {
        _screen.Open("/contacts?id=7");
        _screen.Edit("jobtitle");
        _screen.Property("jobtitle").QuerySelector("input")!.Input("Something else");

        _screen.Property("jobtitle").QuerySelector(".editor")!.KeyDown(Key.Escape);

        _screen.Property("jobtitle").QuerySelectorAll("input").Should().BeEmpty();
        _screen.Contacts.Edits.Should().BeEmpty();
        _screen.Address.Should().Be("/contacts?id=7");
    }

    [Fact]
    public void A_value_that_did_not_change_is_not_written()
    {
        _screen.Open("/contacts?id=7");
        _screen.Edit("email");

        _screen.Property("email").QuerySelector(".btn.p")!.Click();

        _screen.Eventually(() => _screen.Property("email").QuerySelectorAll("input").Should().BeEmpty());
        _screen.Contacts.Edits.Should().BeEmpty();
    }

    [Fact]
    public void Enter_saves_and_Tab_saves_and_opens_the_next()
    {
        _screen.Open("/contacts?id=7");
        _screen.Edit("email");
        _screen.Property("email").QuerySelector("input")!.Input("new@aurelia.example");
        _screen.Property("email").QuerySelector(".editor")!.KeyDown(Key.Enter);
        _screen.Eventually(() => _screen.Contacts.Edits.Should().HaveCount(1));

        _screen.Eventually(() => _screen.Property("email").QuerySelectorAll("[data-edit]").Should().HaveCount(1));
        _screen.Edit("email");
        _screen.Property("email").QuerySelector(".editor")!.KeyDown(Key.Tab);

        _screen.Eventually(() => _screen.Property("phone").QuerySelectorAll("input").Should().HaveCount(1));
    }

    [Fact]
    public void An_editor_that_is_asked_for_while_another_saves_opens_when_that_is_saved()
    {
        var gate = new TaskCompletionSource();
        _screen.Contacts.SaveGate = gate.Task;
        _screen.Open("/contacts?id=7");
        _screen.Edit("email");
        Write("email", "new@aurelia.example");

        _screen.Edit("jobtitle");
        _screen.Property("email").QuerySelectorAll("input").Should().HaveCount(1, "it is not saved yet");
        gate.SetResult();

        _screen.Eventually(() => _screen.Property("jobtitle").QuerySelectorAll("input").Should().HaveCount(1));
        _screen.Property("email").QuerySelectorAll("input").Should().BeEmpty();
        _screen.Contacts.Edits.Should().Equal(("7", "email", "new@aurelia.example"));
    }

    [Fact]
    [Trait("BadInput", "property values of 64 KB, wrong types")]
    public void A_value_that_is_refused_after_another_editor_was_asked_for_stays_in_its_own()
    {
        var gate = new TaskCompletionSource();
        _screen.Contacts.SaveGate = gate.Task;
        _screen.Contacts.Validate = (_, _) => new InvalidInput("Email", "is not an address");
        _screen.Open("/contacts?id=7");
        _screen.Edit("email");
        Write("email", "nowhere");

        _screen.Edit("jobtitle");
        gate.SetResult();

        _screen.Eventually(() => _screen.Property("email").TextContent.Should().Contain("is not an address"));
        _screen.Property("email").QuerySelector("input")!.GetAttribute("value").Should().Be("nowhere");
        _screen.Property("jobtitle").QuerySelectorAll("input").Should().BeEmpty();
    }

    [Fact]
    public void Each_kind_of_property_has_the_editor_that_fits()
    {
        PropertyEditor Editor(string name) => PropertyEditors.Of(FakeDefinitionService.Find(name));

        Editor("jobtitle").Should().Be(PropertyEditor.Text);
        Editor("notes").Should().Be(PropertyEditor.LongText);
        Editor("phone").Should().Be(PropertyEditor.Phone);
        Editor("budget").Should().Be(PropertyEditor.Number);
        Editor("birthday").Should().Be(PropertyEditor.Day);
        Editor("next_call").Should().Be(PropertyEditor.Instant);
        Editor("newsletter").Should().Be(PropertyEditor.Choice);
        Editor("lifecyclestage").Should().Be(PropertyEditor.Choice);
        Editor("interests").Should().Be(PropertyEditor.Choices);
        Editor("hubspot_owner_id").Should().Be(PropertyEditor.Choice);
    }

    [Fact]
    public void A_choice_is_made_from_the_definitions_options()
    {
        _screen.Open("/contacts?id=7");
        _screen.Edit("lifecyclestage");
        var select = _screen.Page.FindComponent<MudSelect<string>>();

        select.InvokeAsync(() => select.Instance.ValueChanged.InvokeAsync("customer"));
        _screen.Property("lifecyclestage").QuerySelector(".btn.p")!.Click();

        _screen.Eventually(() => _screen.Contacts.Edits.Should().Equal(("7", "lifecyclestage", "customer")));
    }

    [Fact]
    public void Several_choices_are_saved_with_semicolons()
    {
        _screen.Contacts.Properties["interests"] = new RecordProperty(FakeDefinitionService.Find("interests"), "gas;old", "gas;old");
        _screen.Open("/contacts?id=7");
        _screen.Edit("interests");
        var boxes = _screen.Property("interests").QuerySelectorAll("input[type=checkbox]");
        boxes.Select(box => box.ParentElement!.TextContent).Should().Equal("Gas", "Liquid", "Solid", "old");

        boxes[2].Change(true);
        _screen.Property("interests").QuerySelector(".btn.p")!.Click();

        _screen.Eventually(() => _screen.Contacts.Edits.Should().Equal(("7", "interests", "gas;old;solid")));
    }

    [Fact]
    public void The_keys_that_several_choices_name_are_the_keys_that_they_take()
    {
        _screen.Contacts.Properties["interests"] = new RecordProperty(FakeDefinitionService.Find("interests"), "gas", "gas");
        _screen.Open("/contacts?id=7");
        _screen.Edit("interests");
        _screen.Property("interests").QuerySelector(".hint")!.TextContent.Should().Be("Ctrl+Enter saves, Esc takes it back");
        _screen.Property("interests").QuerySelectorAll("input[type=checkbox]")[1].Change(true);

        _screen.Property("interests").QuerySelector(".editor")!.KeyDown(Key.Enter + Key.Control);

        _screen.Eventually(() => _screen.Contacts.Edits.Should().Equal(("7", "interests", "gas;liquid")));
    }

    [Fact]
    public void Enter_on_the_button_that_cancels_saves_nothing()
    {
        _screen.Open("/contacts?id=7");
        _screen.Edit("jobtitle");
        _screen.Property("jobtitle").QuerySelector("input")!.Input("Buyer");
        var cancel = _screen.Property("jobtitle").QuerySelectorAll(".editor button").Single(button => button.TextContent == "Cancel");

        cancel.KeyDown(Key.Enter);
        cancel.Click();

        _screen.Eventually(() => _screen.Property("jobtitle").QuerySelector(".editor").Should().BeNull());
        _screen.Contacts.Edits.Should().BeEmpty();
    }

    [Fact]
    public void Owners_who_left_are_not_offered_but_stay_where_they_are()
    {
        var definition = FakeDefinitionService.Find("hubspot_owner_id");

        PropertyEditors.Options(definition, FakeDefinitionService.Account, "11").Select(option => option.Label).Should().Equal("Jonas Weidmann", "Katharina Lindqvist");
        PropertyEditors.Options(definition, FakeDefinitionService.Account, "13").Select(option => option.Label).Should().Equal("Jonas Weidmann", "Katharina Lindqvist", "Gone Person");
    }

    [Fact]
    [Trait("BadInput", "unknown enum, owner, stage")]
    public void An_unknown_value_is_shown_as_it_came_and_can_be_kept()
    {
        _screen.Contacts.Properties["lifecyclestage"] = new RecordProperty(FakeDefinitionService.Find("lifecyclestage"), "98765", "98765");
        _screen.Contacts.Properties["hubspot_owner_id"] = new RecordProperty(FakeDefinitionService.Find("hubspot_owner_id"), "404", "404");
        _screen.Open("/contacts?id=7");

        _screen.Property("lifecyclestage").TextContent.Should().Contain("98765");
        _screen.Property("hubspot_owner_id").TextContent.Should().Contain("404");
        PropertyEditors.Options(FakeDefinitionService.Find("lifecyclestage"), FakeDefinitionService.Account, "98765").Should().Contain(("98765", "98765"));
    }

    [Fact]
    public void A_refused_edit_shows_HubSpots_reason_and_can_be_sent_again_or_taken_back()
    {
        Put(EditState.Rejected, "HubSpot says: the title is too long.");
        _screen.Open("/contacts?id=7");

        _screen.Property("jobtitle").TextContent.Should().Contain("Not saved").And.Contain("the title is too long").And.Contain("HubSpot has: Theirs");
        _screen.Button("Try again").Click();
        _screen.Eventually(() => _screen.Edits.Calls.Should().Equal("retry e1"));
        _screen.Button("Take it back").Click();
        _screen.Eventually(() => _screen.Edits.Calls.Should().Equal("retry e1", "discard e1"));
    }

    [Fact]
    public void A_conflict_is_settled_by_one_of_two_choices()
    {
        Put(EditState.Conflict, "Jonas Weidmann changed it at 09:12.");
        _screen.Open("/contacts?id=7");

        _screen.Property("jobtitle").TextContent.Should().Contain("Changed in HubSpot meanwhile");
        _screen.Button("Keep HubSpot's").Click();
        _screen.Eventually(() => _screen.Edits.Calls.Should().Equal("resolve e1 KeepHubSpots"));
        _screen.Button("Overwrite with mine").Click();
        _screen.Eventually(() => _screen.Edits.Calls.Should().Contain("resolve e1 OverwriteWithMine"));
    }

    [Fact]
    public void Rows_carry_the_mark_of_their_edits()
    {
        _screen.Contacts.Contacts[0] = _screen.Contacts.Contacts[0] with { HasPendingEdit = true };
        _screen.Edits.Open.Add(FakeEditService.Make("e1", "Conflict") with { RecordId = "2" });
        _screen.Edits.Open.Add(FakeEditService.Make("e2", "Rejected") with { RecordId = "3" });

        _screen.Open();

        _screen.Rows.Take(4).Select(row => row.QuerySelector(".st")?.TextContent).Should().Equal("Saving", "Conflict", "Not saved", null);
    }

    [Fact]
    public void Associations_and_history_have_tabs_of_their_own()
    {
        _screen.Contacts.Associations.Add(new AssociatedRecord(ObjectType.Company, "900", "Aurelia Biosciences SE", "aurelia-bio.example", true, []));
        _screen.Contacts.Associations.Add(new AssociatedRecord(ObjectType.Contact, "8", "Person 0008", null, false, ["Manager"]));
        _screen.Contacts.History.Add(new PropertyVersion("lifecyclestage", "customer", FakeContactService.Now, "CRM_UI"));
        _screen.Open("/contacts?id=7");

        _screen.Page.Find("#tab-Associations").Click();
        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?id=7&tab=associations"));
        _screen.Drawer.QuerySelectorAll("li a").Select(link => link.GetAttribute("href")).Should().Equal("/contacts?id=8", "/companies?id=900");

        _screen.Page.Find("#tab-History").Click();
        _screen.Eventually(() => _screen.Drawer.QuerySelector("li")!.TextContent.Should().Contain("Lifecycle stage").And.Contain("Customer").And.Contain("by a user in HubSpot"));
    }

    [Fact]
    public void History_says_in_words_who_changed_a_value()
    {
        var account = FakeDefinitionService.Account;
        _screen.Definitions.Definitions = new AccountDefinitions(
            [new Owner("11", null, "Katharina", "Lindqvist", false, false) { UserId = "77" }], account.Pipelines, account.Properties, "EUR", "Europe/Berlin");
        _screen.Contacts.History.AddRange(
        [
            new PropertyVersion("jobtitle", "Buyer", FakeContactService.Now, "CRM_UI userId:77"),
            new PropertyVersion("jobtitle", "Clerk", FakeContactService.Now.AddHours(-1), "CRM_UI userId:123"),
            new PropertyVersion("jobtitle", "Trainee", FakeContactService.Now.AddHours(-2), "IMPORT"),
            new PropertyVersion("jobtitle", null, FakeContactService.Now.AddHours(-3), "SALES_MESSAGES"),
        ]);

        _screen.Open("/contacts?id=7&tab=history");

        _screen.Eventually(() => _screen.Drawer.QuerySelectorAll("li .source").Select(source => source.TextContent).Should()
            .Equal("by Katharina Lindqvist", "by user 123", "by an import", "by SALES_MESSAGES"));
    }

    [Fact]
    public void One_empty_property_is_counted_as_one()
    {
        foreach (var definition in FakeDefinitionService.Account.Properties.Where(one => one.ObjectType == ObjectType.Contact && one.Name != "nickname"))
        {
            _screen.Contacts.Properties[definition.Name] = new RecordProperty(definition, "1", "1");
        }

        _screen.Open("/contacts?id=7");

        _screen.Page.FindAll("button").Select(button => button.TextContent.Trim()).Should().Contain("Show 1 empty property");
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void A_record_that_is_not_here_says_so_and_the_list_stays()
    {
        _screen.Open("/contacts?id=99999");

        _screen.Drawer.TextContent.Should().Contain("There is no contact with the id 99999 here");
        _screen.Rows.Should().HaveCount(50);
    }

    [Fact]
    public void A_record_opened_by_its_link_closes_by_taking_it_out_of_the_address()
    {
        _screen.Open("/contacts?country=Germany&id=7");

        _screen.Button("Close").Click();

        _screen.Eventually(() => _screen.Address.Should().Be("/contacts?country=Germany"));
        _screen.Page.FindAll(".drawer").Should().BeEmpty();
    }

    [Fact]
    public void A_record_opened_in_the_list_closes_by_going_back_and_the_focus_returns_to_its_row()
    {
        var table = _screen.JSInterop.SetupModule("./Components/Shared/RecordTable.razor.js");
        table.Mode = JSRuntimeMode.Loose;
        _screen.Open();
        _screen.Navigation.Follow("/contacts?id=7");
        _screen.Eventually(() => _screen.Drawer.TextContent.Should().Contain("p7@"));

        _screen.Button("Close").Click();
        _screen.Eventually(() => _screen.JSInterop.VerifyInvoke("history.back"));
        _screen.Page.FindAll(".drawer").Should().BeEmpty("the page does not wait for the browser");
        _screen.Navigation.Back();

        _screen.Eventually(() => table.VerifyInvoke("focusRow").Arguments[1].Should().Be("7"));
    }

    [Fact]
    public void The_focus_moves_to_the_name_of_the_record_that_opens()
    {
        var drawer = _screen.JSInterop.SetupModule("./Components/Shared/RecordDrawer.razor.js");
        drawer.Mode = JSRuntimeMode.Loose;

        _screen.Open("/contacts?id=7");

        _screen.Eventually(() => drawer.VerifyInvoke("focusTitle"));
    }

    [Fact]
    public void Next_and_previous_follow_the_list()
    {
        _screen.Open("/contacts?id=1");
        _screen.Button("Previous record").HasAttribute("disabled").Should().BeTrue();

        _screen.Button("Next record").Click();

        _screen.Eventually(() => _screen.Drawer.GetAttribute("aria-label").Should().Be("Contact: Person 0002"));
        _screen.Address.Should().Be("/contacts?id=2");
        _screen.Navigation.Replaced.Should().BeTrue();
    }

    [Fact]
    [Trait("BadInput", "property values of 64 KB, wrong types")]
    public void A_link_to_HubSpot_that_is_no_web_address_is_not_offered()
    {
        var view = new RecordView(ObjectType.Contact, "1", "X", null, FakeContactService.Now, false, "javascript:alert(1)", [], [], []);

        var drawer = _screen.Render<RecordDrawer>(parameters => parameters
            .Add(one => one.Type, ObjectType.Contact).Add(one => one.Id, "1").Add(one => one.Title, "X").Add(one => one.View, view));

        drawer.Markup.Should().NotContain("javascript:");
    }

    private void Put(EditState state, string message) =>
        _screen.Contacts.Properties["jobtitle"] = new RecordProperty(FakeDefinitionService.Find("jobtitle"), "Mine", "Theirs", state, message, "e1");

    private void Write(string property, string value)
    {
        _screen.Property(property).QuerySelector("input, textarea")!.Input(value);
        _screen.Property(property).QuerySelector(".btn.p")!.Click();
    }
}
