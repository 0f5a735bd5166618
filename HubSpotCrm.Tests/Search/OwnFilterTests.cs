using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;
using HubSpotCrm.Tests.Outbox;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Search;

/// <summary>"Me" among the owners: whoever asks.</summary>
[Trait("Seed", "S07")]
public sealed class OwnFilterTests
{
    private static readonly Actor Katharina = new("u1", "Katharina Lindqvist", Role.Editor, Email: "K.Lindqvist@portal.example");
    private static readonly Actor Jonas = new("u2", "Jonas Weidmann", Role.Viewer, Email: "j.weidmann@portal.example");
    private static readonly Actor Vera = new("u3", "Vera", Role.Viewer, Email: "vera@portal.example");
    private static readonly AnyOf Mine = new("owner", [OwnFilters.Me]);

    [Fact]
    public void Me_becomes_the_owner_with_the_users_address_wherever_it_stands_in_the_tree()
    {
        FilterNode[] asked = [new Not(Mine), new EitherOf([new AnyOf("owner", ["12", OwnFilters.Me]), new Related(ObjectType.Deal, new AllOf([Mine, new HasValue("amount")]))])];

        var own = OwnFilters.Of(Katharina, ObjectType.Contact, new RecordQuery("aurelia", asked, []), FakeDefinitionService.Account);

        own.Value.Filters.Should().Equal(
            new Not(new AnyOf("owner", ["11"])), new EitherOf([new AnyOf("owner", ["12", "11"]), new Related(ObjectType.Deal, new AllOf([new AnyOf("owner", ["11"]), new HasValue("amount")]))]));
        own.Value.Text.Should().Be("aurelia");
    }

    [Fact]
    public void The_same_question_means_another_owner_to_another_user()
    {
        var query = new RecordQuery("", [Mine], []);

        OwnFilters.Of(Jonas, ObjectType.Deal, query, FakeDefinitionService.Account).Value.Filters.Should().Equal(new AnyOf("owner", ["12"]));
        OwnFilters.OwnerOf(Jonas, FakeDefinitionService.Account).Should().Be("12");
    }

    [Fact]
    [Trait("BadInput", "a filter by one's own records of a user whom HubSpot does not know")]
    public void Who_is_no_owner_is_told_so_with_the_address_that_was_looked_for()
    {
        var query = new RecordQuery("", [new Not(Mine)], []);

        OwnFilters.Of(Vera, ObjectType.Contact, query, FakeDefinitionService.Account).Failure.Should().BeOfType<NotAnOwner>().Which.Message.Should().Contain("no owner vera@portal.example");
        OwnFilters.Of(RecordsBench.Editor, ObjectType.Contact, query, FakeDefinitionService.Account).Failure.Should().Be(new NotAnOwner(null));
    }

    [Fact]
    public void One_in_service_goes_before_one_who_left_and_a_queue_is_nobody()
    {
        Owner[] owners = [new("1", "vera@portal.example", "Old", "Vera", false, true), new("2", "VERA@portal.example", "Vera", null, false, false), new("3", "j.weidmann@portal.example", "Queue", null, true, false)];
        var account = new AccountDefinitions(owners, [], FakeDefinitionService.Account.Properties, "EUR", "Europe/Berlin");

        OwnFilters.OwnerOf(Vera, account).Should().Be("2");
        OwnFilters.OwnerOf(Jonas, account).Should().BeNull();
    }

    [Fact]
    public void Of_other_fields_it_is_a_value_as_any_other()
    {
        var query = new RecordQuery("", [new AnyOf("city", [OwnFilters.Me]), new AnyOf("gone", [OwnFilters.Me])], []);

        OwnFilters.Of(Vera, ObjectType.Contact, query, FakeDefinitionService.Account).Value.Should().BeSameAs(query);
    }

    [Fact]
    [Trait("BadInput", "ten thousand groups within each other around one's own records")]
    public void What_is_too_deep_to_be_asked_is_left_to_the_search_that_says_so()
    {
        FilterNode node = Mine;
        for (var level = 0; level < 10_000; level++)
        {
            node = new Not(node);
        }

        var query = new RecordQuery("", [node], []);

        OwnFilters.Of(Katharina, ObjectType.Contact, query, FakeDefinitionService.Account).Value.Should().BeSameAs(query);
    }

    [Theory]
    [InlineData("owner:me")]
    [InlineData("owner:Me")]
    [InlineData("owner=me")]
    public void It_is_typed_and_written_as_me(string typed)
    {
        FilterGrammar.Read(ObjectType.Contact, typed, FakeDefinitionService.Account).Filters.Should().Equal(Mine);
        FilterGrammar.Read(ObjectType.Contact, FilterGrammar.Write(ObjectType.Contact, [Mine], FakeDefinitionService.Account), FakeDefinitionService.Account).Filters.Should().Equal(Mine);
        new FilterWords(FakeDefinitionService.Account).Of(ObjectType.Contact, [Mine]).Should().Be("contacts whose owner is Me");
    }

    [Fact]
    public async Task Rows_totals_values_and_bulk_edits_are_those_of_the_user_who_asks()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var bench = await RecordsBench.OpenAsync();
        await bench.SeedAsync(ObjectType.Contact, "1", ("firstname", "Aurelia"), ("hubspot_owner_id", "11"));
        await bench.SeedAsync(ObjectType.Contact, "2", ("firstname", "Boris"), ("hubspot_owner_id", "12"));
        await bench.SeedAsync(ObjectType.Contact, "3", ("firstname", "Clara"), ("hubspot_owner_id", "11"));
        var query = new RecordQuery("", [Mine], []);

        (await bench.Contacts.FindAsync(Katharina, query, cancellation)).Value.Items.Select(contact => contact.Id).Should().BeEquivalentTo("1", "3");
        (await bench.Contacts.FindAsync(Jonas, query, cancellation)).Value.Items.Select(contact => contact.Id).Should().Equal("2");
        (await bench.Contacts.CountAsync(Katharina, query, cancellation)).Value.Should().Be(2);
        (await bench.Contacts.FacetAsync(Jonas, query, "owner", cancellation)).Value.Should().BeEquivalentTo([new FacetValue("11", 2), new FacetValue("12", 1)]);
        (await bench.Contacts.FacetsAsync(Jonas, query, ["country"], cancellation)).Value.Of("country").Should().Equal(new FacetValue("", 1));
        (await bench.Contacts.FindAsync(Vera, query, cancellation)).Failure.Should().BeOfType<NotAnOwner>();
        (await bench.Contacts.CountAsync(Vera, query, cancellation)).Failure.Should().BeOfType<NotAnOwner>();

        var edit = new BulkEdit(ObjectType.Contact, new MatchingRecords(query), new Dictionary<string, string> { ["jobtitle"] = "Buyer" });
        (await bench.BulkEdits.PreviewAsync(Katharina, edit, 0, 10, cancellation)).Value.Rows.Select(row => row.RecordId).Should().BeEquivalentTo("1", "3");
        (await bench.BulkEdits.PreviewAsync(Vera with { Role = Role.Editor }, edit, 0, 10, cancellation)).Failure.Should().BeOfType<NotAnOwner>();
    }
}
