using Bunit;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Tests.Records.Web;

/// <summary>New records, and records that are taken away and brought back.</summary>
public sealed class NewRecordTests : IAsyncDisposable
{
    private readonly RecordScreen _screen = new();
    private readonly RecordScreen<Deal> _deals = new();

    public async ValueTask DisposeAsync()
    {
        await _screen.DisposeAsync();
        await _deals.DisposeAsync();
    }

    [Fact]
    [Trait("Seed", "S01")]
    public void A_new_contact_is_saved_with_what_was_typed_and_found_when_HubSpot_has_made_it()
    {
        _screen.Companies.Rows.Add(RecordKindTests.Aurelia);
        _screen.Open();
        _screen.New();
        Write(_screen, "email", "anna@aurelia-bio.example");
        Write(_screen, "firstname", "Anna");
        Pick(_screen, "aurelia", "900");

        _screen.Submit();

        _screen.Eventually(() => _screen.Contacts.Created.Should().HaveCount(1));
        _screen.Contacts.Created[0].Values.Should().Equal(new Dictionary<string, string> { ["email"] = "anna@aurelia-bio.example", ["firstname"] = "Anna" });
        _screen.Contacts.Created[0].Associations.Should().Equal(new RecordReference(ObjectType.Company, "900"));
        _screen.Eventually(() => _screen.Dialogs.FindAll(".mud-dialog").Should().BeEmpty());
        _screen.Edits.Open.Add(FakeEditService.Make("new-edit", "Confirmed") with { RecordId = "4711", Kind = EditKind.Create });
        _screen.Feed.Publish(new RecordsChanged(ObjectType.Contact, ["4711"]));
        _screen.Eventually(() => _screen.Toasts.FindAll(".toast a").Should().ContainSingle().Which.GetAttribute("href").Should().Be("/contacts?id=4711"));
    }

    [Fact]
    [Trait("Seed", "S01")]
    public void Enter_takes_the_first_record_found_for_what_was_typed_though_it_is_not_searched_for_yet()
    {
        _screen.Companies.Rows.Add(RecordKindTests.Aurelia with { Id = "901", Key = 901, Name = "Ostlab" });
        _screen.Open();
        _screen.New();
        var picker = _screen.Dialogs.FindComponent<RecordPicker<Company>>();
        picker.Find("input").Input("ostlab");
        _screen.Time.Advance(TimeSpan.FromMilliseconds(300));
        picker.WaitForElement(".found button", TimeSpan.FromSeconds(30)).TextContent.Should().Contain("Ostlab");
        _screen.Companies.Rows[0] = RecordKindTests.Aurelia;

        picker.Find("input").Input("aurelia");
        picker.Find("input").KeyDown(Key.Enter);

        picker.WaitForAssertion(() => picker.Find("[data-picked]").GetAttribute("data-picked").Should().Be("900"), TimeSpan.FromSeconds(30));
        _screen.Contacts.Created.Should().BeEmpty();
    }

    [Fact]
    public void While_HubSpot_is_away_the_toast_says_that_it_waits()
    {
        _screen.Sync.Become(SyncStatus.Off with { State = SyncState.Waiting });
        _screen.Open();
        _screen.New();
        Write(_screen, "lastname", "Berg");

        _screen.Submit();

        _screen.Eventually(() => _screen.Toasts.Find(".toast").TextContent.Should().Contain("Queued"));
    }

    [Fact]
    public void A_record_that_HubSpot_refuses_is_told_with_its_reason_until_it_is_closed()
    {
        _screen.Open();
        _screen.New();
        Write(_screen, "lastname", "Berg");
        _screen.Submit();
        _screen.Eventually(() => _screen.Contacts.Created.Should().HaveCount(1));

        _screen.Edits.Open.Add(FakeEditService.Make("new-edit", "Rejected", "Contact already exists.") with { Kind = EditKind.Create });
        _screen.Feed.Publish(new RecordsChanged(ObjectType.Contact, ["new-1"]));

        _screen.Eventually(() => _screen.Toasts.Find(".toast[role=alert]").TextContent.Should().Contain("Contact not created: Contact already exists."));
        _screen.Time.Advance(TimeSpan.FromMinutes(5));
        _screen.Toasts.FindAll(".toast[role=alert]").Should().HaveCount(1);
    }

    [Fact]
    [Trait("BadInput", "a new record without what it needs")]
    public void Without_a_name_or_an_address_nothing_is_sent()
    {
        _screen.Open();
        _screen.New();
        _screen.Dialogs.Find("[data-needed]").TextContent.Should().Be("One of these is needed: Email, First name or Last name.");
        Write(_screen, "jobtitle", "Buyer");

        _screen.Submit();

        _screen.Eventually(() => _screen.Field("email").TextContent.Should().Contain("One of these is needed: Email, First name or Last name."));
        _screen.Dialogs.FindAll("[data-needed]").Should().BeEmpty("it is said at the field now");
        _screen.Contacts.Created.Should().BeEmpty();
    }

    [Fact]
    [Trait("BadInput", "property values of wrong types in a new record")]
    public void What_the_service_refuses_stands_beside_its_field_and_nothing_typed_is_lost()
    {
        _screen.Contacts.Validate = (property, _) => property == "email" ? new InvalidInput("Email", "\"anna@\" is not an address.") : null;
        _screen.Open();
        _screen.New();
        Write(_screen, "email", "anna@");
        Write(_screen, "lastname", "Berg");

        _screen.Submit();

        _screen.Eventually(() => _screen.Field("email").TextContent.Should().Contain("\"anna@\" is not an address."));
        _screen.Field("email").QuerySelector("input")!.GetAttribute("aria-invalid").Should().Be("true");
        _screen.Field("lastname").QuerySelector("input")!.GetAttribute("value").Should().Be("Berg");
    }

    [Fact]
    public void A_failure_of_the_whole_is_told_above_the_fields_and_the_form_stays()
    {
        _screen.Open();
        _screen.New();
        Write(_screen, "lastname", "Berg");
        _screen.Contacts.Failure = new NotConnected();

        _screen.Submit();

        _screen.Eventually(() => _screen.Dialogs.Find(".banner").TextContent.Should().Contain("No HubSpot account is connected"));
        _screen.Field("lastname").QuerySelector("input")!.GetAttribute("value").Should().Be("Berg");
    }

    [Fact]
    public void What_was_typed_is_given_up_only_in_so_many_words()
    {
        _screen.Open();
        _screen.New();
        Write(_screen, "lastname", "Berg");

        _screen.Dialogs.Find("[data-cancel]").Click();
        _screen.Dialogs.FindAll(".mud-dialog").Should().HaveCount(1);
        _screen.Dialogs.Find(".mud-dialog-actions .btn.d").Click();

        _screen.Eventually(() => _screen.Dialogs.FindAll(".mud-dialog").Should().BeEmpty());
    }

    [Fact]
    [Trait("Seed", "S03")]
    public void A_new_deal_begins_in_the_first_stage_and_its_stages_follow_the_pipeline()
    {
        _deals.Open("/deals");
        _deals.New();
        Options("dealstage").Should().Equal("Qualified", "Contract sent", "Closed won", "Closed lost");

        Choose("pipeline", "service");

        _deals.Eventually(() => Options("dealstage").Should().Equal("Offer"));
        Write(_deals, "dealname", "Service plan");
        _deals.Submit();
        _deals.Eventually(() => _deals.Deals.Created.Should().HaveCount(1));
        _deals.Deals.Created[0].Values.Should().Contain("pipeline", "service").And.Contain("dealstage", "offer");
    }

    [Fact]
    [Trait("BadInput", "a new record without what it needs")]
    public void A_deal_without_a_name_is_not_sent_and_required_fields_come_first()
    {
        _deals.Open("/deals");
        _deals.New();
        _deals.Dialogs.FindAll("[data-field]").Select(field => field.GetAttribute("data-field")).Take(3).Should().Equal("dealname", "pipeline", "dealstage");

        _deals.Submit();

        _deals.Eventually(() => _deals.Field("dealname").TextContent.Should().Contain("Deal name is needed."));
        _deals.Deals.Created.Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S23")]
    public async Task A_viewer_is_offered_neither_a_new_record_nor_an_archive()
    {
        await using var viewer = new RecordScreen(role: Role.Viewer);
        viewer.Open("/contacts?id=7");

        viewer.Page.FindAll("[data-new], [data-row-menu]").Should().BeEmpty();
        viewer.Drawer.TextContent.Should().NotContain("Archive");
    }

    [Fact]
    [Trait("Seed", "S01")]
    public void An_archived_record_leaves_the_list_at_once_and_undo_brings_it_back_to_its_place()
    {
        _screen.Edits.Settled = _ => _screen.Contacts.Bin.Clear();
        _screen.Open("/contacts?id=3");

        _screen.Button("Archive").Click();

        _screen.Eventually(() => _screen.Names.Take(3).Should().Equal("Person 0001", "Person 0002", "Person 0004"));
        _screen.Page.FindAll(".drawer").Should().BeEmpty();
        _screen.Toasts.Find(".toast").TextContent.Should().Contain("Contact archived.").And.Contain("Undo");
        _screen.Toasts.Find("[data-undo]").Click();
        _screen.Eventually(() => _screen.Names.Take(3).Should().Equal("Person 0001", "Person 0002", "Person 0003"));
        _screen.Edits.Calls.Should().Equal("undo archive-3");
        _screen.Toasts.FindAll(".toast").Should().BeEmpty();
    }

    [Fact]
    public void Undo_is_offered_for_ten_seconds()
    {
        _screen.Open("/contacts?id=3");
        _screen.Button("Archive").Click();
        _screen.Eventually(() => _screen.Toasts.FindAll("[data-undo]").Should().HaveCount(1));

        _screen.Time.Advance(TimeSpan.FromSeconds(9.9));
        _screen.Toasts.FindAll("[data-undo]").Should().HaveCount(1);
        _screen.Time.Advance(TimeSpan.FromSeconds(0.2));

        _screen.Toasts.WaitForAssertion(() => _screen.Toasts.FindAll("[data-undo]").Should().BeEmpty());
    }

    [Fact]
    public void A_row_is_archived_from_its_menu()
    {
        _screen.Open();

        _screen.Rows[1].QuerySelector("[data-row-menu]")!.Click();
        _screen.Page.FindAll("[role=menuitem]").Select(item => item.TextContent).Should().Equal("Open", "Archive");
        _screen.Page.FindAll("[role=menuitem]")[1].Click();

        _screen.Eventually(() => _screen.Contacts.Bin.Should().Equal("2"));
        _screen.Page.FindAll("[role=menu]").Should().BeEmpty();
        _screen.Names.First().Should().Be("Person 0001");
        _screen.Page.Find("[data-testid=count]").TextContent.Should().Contain("119");
    }

    [Fact]
    public void An_archive_that_is_refused_leaves_the_row_and_says_why()
    {
        _screen.Open("/contacts?id=3");
        _screen.Become(Role.Viewer);

        _screen.Button("Archive").Click();

        _screen.Eventually(() => _screen.Toasts.Find(".toast[role=alert]").TextContent.Should().Contain("Your role does not allow this"));
        _screen.Contacts.Bin.Should().BeEmpty();
        _screen.Rows.Should().HaveCount(50);
    }

    [Fact]
    [Trait("Seed", "S01")]
    public void An_archived_record_can_be_made_again_after_its_losses_were_named()
    {
        _screen.Contacts.Bin.Add("7");
        _screen.Open("/contacts?id=7");
        _screen.Drawer.TextContent.Should().Contain("Archived in HubSpot").And.NotContain("Archive ");

        _screen.Button("Create again").Click();
        _screen.Eventually(() => _screen.Dialogs.Find(".mud-dialog").TextContent.Should().Contain("new id").And.Contain("are lost"));
        _screen.Contacts.MadeAgain.Should().BeEmpty();
        _screen.Dialogs.Find(".mud-dialog .btn.p").Click();

        _screen.Eventually(() => _screen.Contacts.MadeAgain.Should().Equal("7"));
    }

    [Fact]
    public void A_record_on_its_way_into_the_recycle_bin_can_neither_be_edited_nor_made_again()
    {
        _screen.Contacts.Bin.Add("7");
        _screen.Contacts.Leaving.Add("7");
        _screen.Open("/contacts?id=7");

        _screen.Drawer.TextContent.Should().Contain("On its way out of HubSpot").And.NotContain("Create again").And.NotContain("Archived in HubSpot");
        _screen.Drawer.QuerySelectorAll("[data-edit]").Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S04")]
    public async Task Campaigns_are_deleted_and_cannot_be_made_again()
    {
        await using var campaigns = new RecordScreen<Campaign>();
        campaigns.Campaigns.Rows.Add(RecordKindTests.Launch);
        campaigns.Open("/campaigns?id=c1");

        campaigns.Button("Delete").Click();

        campaigns.Eventually(() => campaigns.Campaigns.Archived.Should().Equal("c1"));
        campaigns.Toasts.Find(".toast").TextContent.Should().Contain("Campaign deleted.");
        campaigns.Campaigns.InBin.Add("c1");
        campaigns.Navigation.Follow("/campaigns?id=c1");
        campaigns.Eventually(() => campaigns.Drawer.TextContent.Should().Contain("cannot be edited"));
        campaigns.Drawer.TextContent.Should().NotContain("Create again");
    }

    [Fact]
    [Trait("BadInput", "tampered event arguments")]
    public async Task A_tab_a_sort_or_a_row_that_does_not_exist_changes_nothing()
    {
        _screen.Open();
        var table = _screen.Page.FindComponent<RecordTable<Contact>>();

        await table.InvokeAsync(() => table.Instance.OnSort.InvokeAsync(("no-such-field", false)));
        await table.InvokeAsync(() => table.Instance.OnMenu.InvokeAsync("no-such-row"));

        _screen.Address.Should().Be("/contacts");
        _screen.Page.FindAll("[role=menu]").Should().BeEmpty();
        _screen.Rows.Should().HaveCount(50);
    }

    private static void Write<T>(RecordScreen<T> screen, string property, string value)
        where T : class => screen.Field(property).QuerySelector("input, textarea")!.Input(value);

    private static void Pick(RecordScreen screen, string text, string id)
    {
        var picker = screen.Dialogs.FindComponent<RecordPicker<Company>>();
        picker.Find("input").Input(text);
        screen.Time.Advance(TimeSpan.FromMilliseconds(300));
        picker.WaitForElement(".found button", TimeSpan.FromSeconds(30)).Click();
        picker.WaitForAssertion(() => picker.Find("[data-picked]").GetAttribute("data-picked").Should().Be(id));
    }

    private PropertyInput Input(string property) => _deals.Dialogs.FindComponents<PropertyInput>().First(input => input.Instance.Definition.Name == property).Instance;

    private IEnumerable<string> Options(string property) => Input(property).Options.Select(option => option.Label);

    private void Choose(string property, string value) => _deals.Dialogs.InvokeAsync(() => Input(property).DraftChanged.InvokeAsync(value));
}
