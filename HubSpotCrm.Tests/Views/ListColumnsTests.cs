using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Features.Contacts;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Tests.Views;

/// <summary>Which columns a list shows, and what stands in the cells of any property.</summary>
public sealed class ListColumnsTests
{
    private static readonly ContactKind Kind = new();
    private static readonly CellContext Cells = new(FakeDefinitionService.Account, TimeZoneInfo.Utc, FakeContactService.Now);

    private static ListState State => new(ObjectType.Contact);

    [Fact]
    public void Nobody_chose_so_the_list_shows_its_own_columns()
    {
        Fields(State).Should().Equal("name", "email", "company", "stage", "score", "owner", "active").And.Equal(ListColumns.Own(Kind));
        ListColumns.Properties(State, FakeDefinitionService.Account).Should().BeEmpty();
    }

    [Fact]
    public void Chosen_columns_stand_behind_the_name_in_their_order_and_always()
    {
        var columns = ListColumns.Of(Kind, State with { Columns = ["budget", "owner", "name", "country"] }, FakeDefinitionService.Account);

        columns.Select(column => column.Field).Should().Equal("name", "budget", "owner", "country");
        columns.Should().OnlyContain(column => column.Room == ColumnRoom.Always && column.IsSortable);
        columns.Single(column => column.Field == "budget").Should().Match<RecordColumn>(column => column.Label == "Budget" && column.IsNumber);
    }

    [Fact]
    public void A_card_shows_the_first_chosen_columns()
    {
        var columns = ListColumns.Of(Kind, State with { Columns = ["nickname", "score", "budget", "country", "city"] }, FakeDefinitionService.Account);

        columns.Select(column => column.Slot).Should().Equal(CardSlot.Title, CardSlot.Second, CardSlot.Corner, CardSlot.Note, CardSlot.Tag, CardSlot.None);
    }

    [Fact]
    public void While_something_is_searched_the_reason_stands_beside_the_name()
    {
        Fields(State with { Columns = ["budget", "country"], Text = "anna" }).Should().Equal("name", RecordKind<Contact>.Why, "budget", "country");
    }

    [Fact]
    public void Widths_are_the_users_in_both_cases()
    {
        var wide = State.WithWidth("email", 300).WithWidth("name", 10).WithWidth("company", 5000);

        Width(wide, "email").Should().Be(300);
        Width(wide, "name").Should().Be(ListColumns.Narrowest);
        Width(wide, "company").Should().Be(ListColumns.Widest);
        Width(wide with { Columns = ["email"] }, "email").Should().Be(300);
        Width(wide.WithWidth("email", null), "email").Should().Be(Width(State, "email"));
    }

    [Fact]
    public void Only_properties_without_a_typed_field_are_asked_for()
    {
        ListColumns.Properties(State with { Columns = ["nickname", "email", "jobtitle", "birthday"] }, FakeDefinitionService.Account).Should().Equal("nickname", "birthday");
    }

    [Theory]
    [InlineData("budget", "1234.5", "1,234.5")]
    [InlineData("budget", "many", "many")]
    [InlineData("budget", null, "—")]
    [InlineData("birthday", "1990-05-17", "17 May 1990")]
    [InlineData("newsletter", "true", "Yes")]
    [InlineData("interests", "gas;solid;unknown", "Gas, Solid, unknown")]
    [InlineData("nickname", "Ann\nie", "Ann ie")]
    [InlineData("nickname", "", null)]
    [InlineData("hs_lead_status", "IN_PROGRESS", "In progress")]
    public void A_property_is_shown_as_its_type(string property, string? value, string? shown) =>
        Kind.Cell(Contact(property, value), property, Cells).Title.Should().Be(shown);

    [Fact]
    public void A_time_is_shown_as_a_time_and_a_long_text_is_cut()
    {
        Kind.Cell(Contact("next_call", "1763000000000"), "next_call", Cells).Should().Be(new CellValue.Moment(DateTimeOffset.FromUnixTimeMilliseconds(1763000000000)));
        Kind.Cell(Contact("next_call", "tomorrow"), "next_call", Cells).Title.Should().Be("tomorrow");
        Kind.Cell(Contact("notes", new string('x', 5000)), "notes", Cells).Title!.Length.Should().Be(201);
    }

    [Fact]
    public void Fields_of_the_catalog_that_are_no_column_of_the_list_have_cells_too()
    {
        var contact = FakeContactService.Make(4);

        Kind.Cell(contact, "country", Cells).Title.Should().Be("Switzerland");
        Kind.Cell(contact, "phone", Cells).Title.Should().Be("+41 61 555 0004");
        Kind.Cell(contact with { LeadStatus = "NEW" }, "status", Cells).Title.Should().Be("New");
        Kind.Cell(contact, "no_such_property", Cells).Title.Should().BeNull();
    }

    private static Contact Contact(string property, string? value) => FakeContactService.Make(1) with
    {
        LeadStatus = property == "hs_lead_status" ? value : null,
        Properties = new Dictionary<string, string?> { [property] = value },
    };

    private static IEnumerable<string> Fields(ListState state) => ListColumns.Of(Kind, state, FakeDefinitionService.Account).Select(column => column.Field);

    private static int? Width(ListState state, string field) => ListColumns.Of(Kind, state, FakeDefinitionService.Account).Single(column => column.Field == field).Width;
}
