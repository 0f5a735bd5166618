using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Tests.Outbox;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Views;

/// <summary>Properties without a typed column: their values on rows, and lists sorted by them, over a real mirror and outbox.</summary>
public sealed class PropertyColumnTests : IAsyncLifetime
{
    private RecordsBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await RecordsBench.OpenAsync();
        _bench.Definitions.Definitions = FakeDefinitionService.Account;
        await SeedAsync("1", ("nickname", "zoë"), ("budget", "100"), ("birthday", "1990-05-17"), ("hs_lead_status", "NEW"), ("hubspot_owner_id", "11"));
        await SeedAsync("2", ("nickname", "Abel"), ("budget", "99.5"), ("birthday", "2001-01-01"), ("newsletter", "true"), ("next_call", "2026-11-24T16:20:00Z"));
        await SeedAsync("3", ("nickname", ""), ("budget", "1000"), ("newsletter", "false"), ("next_call", "1763000000000"));
        await SeedAsync("4", ("nickname", "bea"), ("budget", "about ten"), ("birthday", "1990-05-16"));
        await SeedAsync("5");
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [Trait("Seed", "S11")]
    [InlineData("nickname", "2,4,1,3,5", "1,4,2,5,3")]
    [InlineData("budget", "2,1,3,4,5", "3,1,2,5,4")]
    [InlineData("birthday", "4,1,2,3,5", "2,1,4,5,3")]
    [InlineData("newsletter", "3,2,1,4,5", "2,3,5,4,1")]
    [InlineData("next_call", "3,2,1,4,5", "2,3,5,4,1")]
    public async Task A_list_is_sorted_by_any_property_with_empty_values_last_in_both_directions(string property, string ascending, string descending)
    {
        (await IdsAsync(new SortKey(property, false))).Should().Be(ascending);
        (await IdsAsync(new SortKey(property, true))).Should().Be(descending);
    }

    [Fact]
    [Trait("Seed", "S11")]
    public async Task Several_properties_apply_in_turn_beside_fields()
    {
        await SeedAsync("6", ("nickname", "Zoë"), ("budget", "5"));

        (await IdsAsync(new SortKey("nickname", true), new SortKey("budget", false))).Should().Be("6,1,4,2,3,5");
        (await IdsAsync(new SortKey("status", false), new SortKey("budget", true))).Should().StartWith("1,3,2,6");
    }

    [Fact]
    [Trait("Seed", "S11")]
    public async Task Pages_of_a_list_sorted_by_a_property_neither_repeat_nor_skip_a_row()
    {
        var seen = new List<string>();
        for (var at = 0; at < 5; at += 2)
        {
            seen.AddRange((await FindAsync(new RecordQuery("", [], [new SortKey("newsletter", true)], at, 2))).Select(contact => contact.Id));
        }

        seen.Should().Equal((await IdsAsync(new SortKey("newsletter", true))).Split(','));
    }

    [Theory]
    [InlineData("no_such_property")]
    [InlineData("raw')--")]
    [InlineData("")]
    public async Task A_property_that_does_not_exist_is_named(string property)
    {
        var found = await _bench.Contacts.FindAsync(RecordsBench.Editor, RecordQuery.All with { Sort = [new SortKey(property, false)] }, Cancellation);

        found.Failure.Should().BeOfType<InvalidInput>();
    }

    [Fact]
    public async Task Rows_carry_the_properties_that_were_asked_for_and_no_others()
    {
        var rows = await FindAsync(RecordQuery.All with { Properties = ["nickname", "budget", "no_such_property"] });

        rows.Single(contact => contact.Id == "1").Properties.Should().Equal(new Dictionary<string, string?> { ["nickname"] = "zoë", ["budget"] = "100", ["no_such_property"] = null });
        (await FindAsync(RecordQuery.All)).Should().OnlyContain(contact => contact.Properties == null);
    }

    [Fact]
    public async Task A_value_on_its_way_to_HubSpot_is_shown_and_one_that_is_cleared_is_not()
    {
        await _bench.EditAsync("1", ("nickname", "Zoe"), ("budget", ""));

        var row = (await FindAsync(RecordQuery.All with { Properties = ["nickname", "budget"] })).Single(contact => contact.Id == "1");

        row.HasPendingEdit.Should().BeTrue();
        row.Properties.Should().Equal(new Dictionary<string, string?> { ["nickname"] = "Zoe", ["budget"] = null });
    }

    private Task SeedAsync(string id, params (string Property, string? Value)[] values) => _bench.SeedAsync(ObjectType.Contact, id, values);

    private async Task<string> IdsAsync(params SortKey[] sort) => string.Join(',', (await FindAsync(RecordQuery.All with { Sort = sort })).Select(contact => contact.Id));

    private async Task<IReadOnlyList<Contact>> FindAsync(RecordQuery query) => (await _bench.Contacts.FindAsync(RecordsBench.Editor, query, Cancellation)).Value.Items;
}
