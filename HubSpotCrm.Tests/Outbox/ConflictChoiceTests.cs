using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Tests.Outbox;

public sealed class ConflictChoiceTests : IAsyncLifetime
{
    private static readonly FieldChoice Mine = new(ConflictChoice.OverwriteWithMine);
    private static readonly FieldChoice Theirs = new(ConflictChoice.KeepHubSpots);

    private RecordsBench _bench = null!;

    private EmulatedAccount Account => _bench.Account;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await RecordsBench.OpenAsync();
        await _bench.SeedAsync(ObjectType.Contact, "1", ("jobtitle", "Clerk"), ("phone", "1"), ("country", "AT"), ("firstname", "Ada"), ("lifecyclestage", "lead"));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Each_property_of_a_conflict_has_its_own_choice_and_a_third_value_can_be_typed()
    {
        var edit = await ConflictAsync();

        (await ResolveAsync(edit, ("jobtitle", Theirs), ("phone", Mine), ("country", new(ConflictChoice.SaveAnother, "CH")))).Failure.Should().BeNull();
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        Values().Should().Equal("Director", "2", "CH", "Eva");
    }

    [Fact]
    public async Task A_value_that_changed_again_after_it_was_shown_is_a_conflict_again()
    {
        var edit = await ConflictAsync();
        await ResolveAsync(edit, ("jobtitle", new(ConflictChoice.SaveAnother, "Partner")), ("phone", Mine), ("country", Theirs));
        Account.Set(ObjectType.Contact, "1", "jobtitle", "Chairman");

        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Conflict);
        Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Chairman");
    }

    [Fact]
    public async Task Keeping_HubSpots_value_everywhere_still_sends_what_was_in_no_conflict()
    {
        var edit = await ConflictAsync();

        await ResolveAsync(edit, ("jobtitle", Theirs), ("phone", Theirs), ("country", Theirs));
        await _bench.SendAsync();

        Values().Should().Equal("Director", "77", "DE", "Eva");
    }

    [Fact]
    public async Task A_choice_is_needed_for_every_property_in_conflict_and_for_no_other()
    {
        var edit = await ConflictAsync();

        (await ResolveAsync(edit, ("jobtitle", Theirs), ("phone", Mine))).Failure.Should().Be(new InvalidInput("Country", "choose which value is saved."));
        (await ResolveAsync(edit, ("jobtitle", Theirs), ("phone", Mine), ("country", Mine), ("firstname", Mine))).Failure.Should().Be(new InvalidInput("First name", "it is in no conflict."));
        (await _bench.Edits.ResolveAsync(RecordsBench.Editor, edit, ConflictChoice.SaveAnother, Cancellation)).Failure.Should().BeOfType<InvalidInput>();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Conflict);
    }

    [Fact]
    public async Task A_typed_value_is_checked_as_in_any_edit()
    {
        var edit = await _bench.EditAsync("1", ("lifecyclestage", "customer"));
        Account.Set(ObjectType.Contact, "1", "lifecyclestage", "opportunity");
        await _bench.SendAsync();

        (await ResolveAsync(edit, ("lifecyclestage", new(ConflictChoice.SaveAnother, "champion")))).Failure!.Message.Should().Contain("is not one of its options");
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Conflict);
        (await ResolveAsync("none", ("lifecyclestage", Mine))).Failure.Should().BeOfType<EditNotFound>();
    }

    [Fact]
    public async Task After_an_overwriting_a_third_value_goes_out_as_an_edit_of_its_own()
    {
        Account.BeforeUpdate = _ => Account.Set(ObjectType.Contact, "1", "jobtitle", "Director");
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"));
        await _bench.SendAsync();
        Account.BeforeUpdate = null;

        (await ResolveAsync(edit, ("jobtitle", new(ConflictChoice.SaveAnother, "Partner")))).Failure.Should().BeNull();
        await _bench.SendAsync();

        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Confirmed);
        Account.Get(ObjectType.Contact, "1", "jobtitle").Should().Be("Partner");
    }

    [Fact]
    public async Task Who_changed_it_is_told_by_name_where_the_account_knows_one()
    {
        var known = TestDefinitions.Account;
        _bench.Definitions.Definitions = new AccountDefinitions(
            [.. known.Owners.Select(owner => owner.Id == "12" ? owner with { UserId = "77" } : owner)], known.Pipelines, known.Properties, known.Currency, known.TimeZone);
        await ConflictAsync();

        var conflict = (await _bench.Edits.OpenAsync(RecordsBench.Editor, Cancellation)).Value.Single();

        conflict.Properties.Single(property => property.Property == "jobtitle").ChangedBy.Should().Be("Jonas Weidmann");
        conflict.Properties.Where(property => property.IsConcerned).Select(property => property.Property).Should().BeEquivalentTo("jobtitle", "phone", "country");
    }

    private IEnumerable<string?> Values() => ((string[])["jobtitle", "phone", "country", "firstname"]).Select(property => Account.Get(ObjectType.Contact, "1", property));

    private Task<Result<Done>> ResolveAsync(string edit, params (string Property, FieldChoice Choice)[] choices) =>
        _bench.Edits.ResolveAsync(RecordsBench.Editor, edit, choices.ToDictionary(choice => choice.Property, choice => choice.Choice), Cancellation);

    private async Task<string> ConflictAsync()
    {
        var edit = await _bench.EditAsync("1", ("jobtitle", "Buyer"), ("phone", "2"), ("country", "FR"), ("firstname", "Eva"));
        Account.Set(ObjectType.Contact, "1", "jobtitle", "Director");
        Account.Set(ObjectType.Contact, "1", "phone", "77");
        Account.Set(ObjectType.Contact, "1", "country", "DE");
        await _bench.SendAsync();
        (await _bench.StateAsync(edit)).Should().Be(OutboxState.Conflict);
        return edit;
    }
}
