using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Views;

namespace HubSpotCrm.Tests.Views;

public sealed class SavedViewTests : IAsyncLifetime
{
    private ViewsBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ISavedViewService Views => _bench.Views;

    public async ValueTask InitializeAsync() => _bench = await ViewsBench.OpenAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_view_is_kept_with_all_that_it_holds()
    {
        var made = await Views.CreateAsync(
            ViewsBench.Anna, new NewView(ObjectType.Contact, "  DACH   labs ", "cols=name,score&country=DE,AT&sort=-score", ViewIcon.Flag), Cancellation);

        made.Value.Should().Match<SavedView>(view =>
            view.Name == "DACH labs" && view.Icon == ViewIcon.Flag && view.State == "cols=name,score&country=DE,AT&sort=-score"
            && view.IsMine && view.CanChange && view.IsPinned && !view.IsDefault && !view.IsShared && view.OwnerName == "Anna Berg");
        (await Views.FindAsync(ViewsBench.Anna, made.Value.Id, Cancellation)).Value.Should().Be(made.Value);
        (await _bench.ListAsync(ViewsBench.Anna)).Should().Equal(made.Value);
    }

    [Fact]
    public async Task A_private_view_is_its_owners_alone()
    {
        var own = await _bench.MakeAsync(ViewsBench.Anna, "Mine");

        foreach (var other in new[] { ViewsBench.Ben, ViewsBench.Admin })
        {
            (await _bench.NamesAsync(other)).Should().BeEmpty();
            (await Views.FindAsync(other, own.Id, Cancellation)).Failure.Should().Be(new ViewNotFound(own.Id));
            (await Views.ChangeAsync(other, own.Id, new ViewChange(own.Version) { Name = "Theirs" }, Cancellation)).Failure.Should().BeOfType<ViewNotFound>();
            (await Views.DeleteAsync(other, own.Id, Cancellation)).Failure.Should().BeOfType<ViewNotFound>();
            (await Views.PinAsync(other, ObjectType.Contact, [own.Id], Cancellation)).Failure.Should().BeOfType<ViewNotFound>();
            (await Views.SetDefaultAsync(other, ObjectType.Contact, own.Id, Cancellation)).Failure.Should().BeOfType<ViewNotFound>();
        }
    }

    [Fact]
    public async Task A_shared_view_is_seen_by_all_and_changed_by_its_owner_and_administrators()
    {
        var shared = await _bench.MakeAsync(ViewsBench.Anna, "Team", isShared: true);

        (await _bench.ListAsync(ViewsBench.Vera)).Should().ContainSingle().Which.Should().Match<SavedView>(view => !view.CanChange && !view.IsMine && !view.IsPinned);
        (await Views.ChangeAsync(ViewsBench.Ben, shared.Id, new ViewChange(shared.Version) { Name = "Ours" }, Cancellation))
            .Failure.Should().Be(new ViewOfSomebodyElse("Anna Berg"));
        (await Views.DeleteAsync(ViewsBench.Ben, shared.Id, Cancellation)).Failure.Should().BeOfType<ViewOfSomebodyElse>();

        var renamed = await Views.ChangeAsync(ViewsBench.Admin, shared.Id, new ViewChange(shared.Version) { Name = "Everybody" }, Cancellation);

        renamed.Value.OwnerName.Should().Be("Anna Berg");
        (await _bench.NamesAsync(ViewsBench.Ben)).Should().Equal("Everybody");
    }

    [Fact]
    public async Task A_viewer_has_views_of_his_own_and_cannot_share_them()
    {
        var own = await _bench.MakeAsync(ViewsBench.Vera, "Mine");

        (await Views.ChangeAsync(ViewsBench.Vera, own.Id, new ViewChange(own.Version) { IsShared = true }, Cancellation)).Failure.Should().Be(new NotAllowed("share views"));
        (await Views.CreateAsync(ViewsBench.Vera, new NewView(ObjectType.Contact, "Ours", "", IsShared: true), Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await Views.ListAsync(Actor.Nobody, null, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await Views.CreateAsync(Actor.Nobody, new NewView(ObjectType.Contact, "Mine", ""), Cancellation)).Failure.Should().BeOfType<NotAllowed>();
    }

    [Fact]
    public async Task Who_saw_an_older_version_overwrites_nothing()
    {
        var seen = await _bench.MakeAsync(ViewsBench.Anna, "Team", isShared: true);
        await Views.ChangeAsync(ViewsBench.Admin, seen.Id, new ViewChange(seen.Version) { State = "country=FR" }, Cancellation);

        var late = await Views.ChangeAsync(ViewsBench.Anna, seen.Id, new ViewChange(seen.Version) { State = "country=IT" }, Cancellation);

        late.Failure.Should().Be(new ViewChangedMeanwhile("Team", "Ada Admin"));
        (await Views.FindAsync(ViewsBench.Anna, seen.Id, Cancellation)).Value.State.Should().Be("country=FR");
    }

    [Fact]
    public async Task Of_two_who_save_at_once_one_is_told_that_the_other_was_first()
    {
        var seen = await _bench.MakeAsync(ViewsBench.Anna, "Team", isShared: true);

        var saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(turn => Task.Run(() =>
            Views.ChangeAsync(turn % 2 == 0 ? ViewsBench.Anna : ViewsBench.Admin, seen.Id, new ViewChange(seen.Version) { State = $"page={turn}" }, Cancellation))));

        saved.Count(one => one.Succeeded).Should().Be(1);
        saved.Where(one => !one.Succeeded).Should().OnlyContain(one => one.Failure is ViewChangedMeanwhile);
    }

    [Theory]
    [InlineData("dach LABS")]
    [InlineData(" DACH  labs")]
    [InlineData("ＤＡＣＨ labs")]
    public async Task Two_views_of_one_user_have_different_names(string name)
    {
        await _bench.MakeAsync(ViewsBench.Anna, "DACH labs");

        (await Views.CreateAsync(ViewsBench.Anna, new NewView(ObjectType.Contact, name, ""), Cancellation)).Failure.Should().BeOfType<ViewNameTaken>();
    }

    [Fact]
    public async Task A_private_name_of_one_user_is_free_for_others_until_it_is_shared()
    {
        await _bench.MakeAsync(ViewsBench.Anna, "Leads");
        var other = await _bench.MakeAsync(ViewsBench.Ben, "Leads");
        await _bench.MakeAsync(ViewsBench.Ben, "Leads", type: ObjectType.Company);
        await _bench.MakeAsync(ViewsBench.Admin, "Team", isShared: true);

        (await Views.ChangeAsync(ViewsBench.Ben, other.Id, new ViewChange(other.Version) { Name = "TEAM" }, Cancellation)).Failure.Should().Be(new ViewNameTaken("TEAM"));
        (await Views.ChangeAsync(ViewsBench.Ben, other.Id, new ViewChange(other.Version) { Name = "all contacts" }, Cancellation)).Failure.Should().BeOfType<ViewNameTaken>();
    }

    [Fact]
    public async Task A_user_has_so_many_views_and_no_more()
    {
        for (var at = 0; at < ViewRules.MostViews; at++)
        {
            await _bench.MakeAsync(ViewsBench.Anna, $"View {at}");
        }

        (await Views.CreateAsync(ViewsBench.Anna, new NewView(ObjectType.Contact, "One more", ""), Cancellation)).Failure.Should().Be(new TooManyViews(ViewRules.MostViews));
        (await Views.CreateAsync(ViewsBench.Ben, new NewView(ObjectType.Contact, "One more", ""), Cancellation)).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task Tabs_stand_in_the_users_own_order_before_the_others()
    {
        var team = await _bench.MakeAsync(ViewsBench.Ben, "Team", isShared: true);
        var b = await _bench.MakeAsync(ViewsBench.Anna, "B");
        var a = await _bench.MakeAsync(ViewsBench.Anna, "A");
        await _bench.MakeAsync(ViewsBench.Ben, "Second team", isShared: true);
        (await _bench.NamesAsync(ViewsBench.Anna)).Should().Equal("B", "A", "Second team", "Team");

        await Views.PinAsync(ViewsBench.Anna, ObjectType.Contact, [team.Id, a.Id], Cancellation);

        var shown = await _bench.ListAsync(ViewsBench.Anna);
        shown.Select(view => (view.Name, view.IsPinned)).Should().Equal(("Team", true), ("A", true), ("B", false), ("Second team", false));
        (await _bench.NamesAsync(ViewsBench.Ben)).Should().Equal("Team", "Second team");
        b.IsPinned.Should().BeTrue();
    }

    [Fact]
    public async Task Each_user_has_one_default_of_each_kind()
    {
        var one = await _bench.MakeAsync(ViewsBench.Anna, "One", isShared: true);
        var two = await _bench.MakeAsync(ViewsBench.Anna, "Two");
        var deals = await _bench.MakeAsync(ViewsBench.Anna, "Deals", type: ObjectType.Deal);

        await Views.SetDefaultAsync(ViewsBench.Anna, ObjectType.Contact, one.Id, Cancellation);
        await Views.SetDefaultAsync(ViewsBench.Anna, ObjectType.Deal, deals.Id, Cancellation);
        await Views.SetDefaultAsync(ViewsBench.Anna, ObjectType.Contact, two.Id, Cancellation);
        await Views.SetDefaultAsync(ViewsBench.Vera, ObjectType.Contact, one.Id, Cancellation);

        (await _bench.ListAsync(ViewsBench.Anna, type: null)).Where(view => view.IsDefault).Select(view => view.Name).Should().Equal("Two", "Deals");
        (await _bench.ListAsync(ViewsBench.Vera)).Single().IsDefault.Should().BeTrue();
        (await Views.SetDefaultAsync(ViewsBench.Anna, ObjectType.Deal, one.Id, Cancellation)).Failure.Should().BeOfType<ViewNotFound>();

        await Views.SetDefaultAsync(ViewsBench.Anna, ObjectType.Contact, null, Cancellation);
        (await _bench.ListAsync(ViewsBench.Anna)).Should().OnlyContain(view => !view.IsDefault);
    }

    [Fact]
    public async Task A_deleted_view_comes_back_as_it_was()
    {
        var first = await _bench.MakeAsync(ViewsBench.Anna, "First", isShared: true);
        await _bench.MakeAsync(ViewsBench.Anna, "Second");
        await Views.SetDefaultAsync(ViewsBench.Anna, ObjectType.Contact, first.Id, Cancellation);
        var before = await _bench.ListAsync(ViewsBench.Anna);

        await Views.DeleteAsync(ViewsBench.Anna, first.Id, Cancellation);
        (await _bench.NamesAsync(ViewsBench.Anna)).Should().Equal("Second");
        (await Views.FindAsync(ViewsBench.Ben, first.Id, Cancellation)).Failure.Should().BeOfType<ViewNotFound>();
        (await Views.RestoreAsync(ViewsBench.Ben, first.Id, Cancellation)).Failure.Should().BeOfType<ViewNotFound>();
        await Views.RestoreAsync(ViewsBench.Anna, first.Id, Cancellation);

        (await _bench.ListAsync(ViewsBench.Anna)).Should().Equal(before);
    }

    [Fact]
    public async Task A_deleted_view_gives_its_name_free_and_is_forgotten_after_a_day()
    {
        var old = await _bench.MakeAsync(ViewsBench.Anna, "Leads");
        await Views.DeleteAsync(ViewsBench.Anna, old.Id, Cancellation);
        var next = await _bench.MakeAsync(ViewsBench.Anna, "Leads");

        (await Views.RestoreAsync(ViewsBench.Anna, old.Id, Cancellation)).Failure.Should().Be(new ViewNameTaken("Leads"));

        _bench.Time.Advance(TimeSpan.FromDays(2));
        await Views.DeleteAsync(ViewsBench.Anna, next.Id, Cancellation);
        (await Views.RestoreAsync(ViewsBench.Anna, old.Id, Cancellation)).Failure.Should().BeOfType<ViewNotFound>();
        (await Views.RestoreAsync(ViewsBench.Anna, next.Id, Cancellation)).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task A_deleted_view_comes_back_for_a_day()
    {
        var view = await _bench.MakeAsync(ViewsBench.Anna, "Leads");
        await Views.DeleteAsync(ViewsBench.Anna, view.Id, Cancellation);

        _bench.Time.Advance(TimeSpan.FromHours(25));

        (await Views.RestoreAsync(ViewsBench.Anna, view.Id, Cancellation)).Failure.Should().BeOfType<ViewNotFound>();
    }

    [Fact]
    public async Task Views_belong_to_one_account()
    {
        var here = await _bench.MakeAsync(ViewsBench.Anna, "Here", isShared: true);

        await _bench.ConnectAsync("2");

        (await _bench.NamesAsync(ViewsBench.Anna)).Should().BeEmpty();
        (await Views.FindAsync(ViewsBench.Anna, here.Id, Cancellation)).Failure.Should().BeOfType<ViewNotFound>();
        await _bench.MakeAsync(ViewsBench.Anna, "Here", isShared: true);
        await _bench.ConnectAsync("1");
        (await _bench.NamesAsync(ViewsBench.Anna)).Should().Equal("Here");
    }

    [Fact]
    public async Task What_happens_to_a_shared_view_is_in_the_audit_and_private_ones_are_not()
    {
        var own = await _bench.MakeAsync(ViewsBench.Anna, "Leads");
        var renamed = (await Views.ChangeAsync(ViewsBench.Anna, own.Id, new ViewChange(own.Version) { Name = "Good leads" }, Cancellation)).Value;
        (await _bench.AuditAsync()).Should().BeEmpty();

        var shared = (await Views.ChangeAsync(ViewsBench.Anna, own.Id, new ViewChange(renamed.Version) { IsShared = true }, Cancellation)).Value;
        var changed = (await Views.ChangeAsync(ViewsBench.Admin, own.Id, new ViewChange(shared.Version) { State = "country=FR" }, Cancellation)).Value;
        await Views.DeleteAsync(ViewsBench.Anna, own.Id, Cancellation);
        await Views.RestoreAsync(ViewsBench.Anna, own.Id, Cancellation);
        await Views.ChangeAsync(ViewsBench.Anna, own.Id, new ViewChange(changed.Version) { IsShared = false }, Cancellation);
        await _bench.MakeAsync(ViewsBench.Ben, "Shared at once", isShared: true);

        var rows = await _bench.AuditAsync();
        rows.Select(row => (row.Action, row.ActorName)).Should().Equal(
            ("view.share", "Anna Berg"), ("view.change", "Ada Admin"), ("view.delete", "Anna Berg"), ("view.restore", "Anna Berg"), ("view.unshare", "Anna Berg"), ("view.share", "Ben Cole"));
        rows[1].Subject.Should().Be($"contacts/views/{own.Id}");
        rows[1].Detail.Should().Contain("Good leads").And.Contain("country=FR");
    }

    [Fact]
    public async Task Open_screens_hear_of_what_concerns_them()
    {
        var own = await _bench.MakeAsync(ViewsBench.Anna, "Leads");
        var shared = await Views.ChangeAsync(ViewsBench.Anna, own.Id, new ViewChange(own.Version) { IsShared = true }, Cancellation);
        await Views.PinAsync(ViewsBench.Ben, ObjectType.Contact, [own.Id], Cancellation);
        await Views.ChangeAsync(ViewsBench.Anna, own.Id, new ViewChange(shared.Value.Version) { IsShared = false }, Cancellation);
        await Views.ChangeAsync(ViewsBench.Anna, own.Id, new ViewChange(1) { Name = "Late" }, Cancellation);

        _bench.News.Should().Equal(
            new ViewsChanged(ObjectType.Contact, "anna"), new ViewsChanged(ObjectType.Contact, null),
            new ViewsChanged(ObjectType.Contact, "ben"), new ViewsChanged(ObjectType.Contact, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("tab\there")]
    [InlineData("line\nbreak")]
    [InlineData("nul\0")]
    [InlineData("turned \u202Eround")]
    [InlineData("half a pair \uD83D")]
    public async Task A_name_that_cannot_be_read_is_refused(string name) =>
        (await Views.CreateAsync(ViewsBench.Anna, new NewView(ObjectType.Contact, name, ""), Cancellation)).Failure.Should().BeOfType<InvalidInput>().Which.Field.Should().Be("Name");

    [Fact]
    public async Task A_name_of_five_hundred_characters_is_refused_and_sixty_of_any_script_are_not()
    {
        (await Views.CreateAsync(ViewsBench.Anna, new NewView(ObjectType.Contact, new string('x', 500), ""), Cancellation)).Failure!.Message.Should().Contain("at most 60");
        (await Views.CreateAsync(ViewsBench.Anna, new NewView(ObjectType.Contact, new string('語', 60), ""), Cancellation)).Succeeded.Should().BeTrue();
        (await Views.CreateAsync(ViewsBench.Anna, new NewView(ObjectType.Contact, "👩‍🔬 Labs", ""), Cancellation)).Succeeded.Should().BeTrue();
    }

    [Theory]
    [InlineData("?country=DE")]
    [InlineData("country=Köln")]
    [InlineData("country=a\nb")]
    public async Task A_state_that_is_no_query_is_refused(string state) =>
        (await Views.CreateAsync(ViewsBench.Anna, new NewView(ObjectType.Contact, "Bad", state), Cancellation)).Failure.Should().BeOfType<InvalidInput>();

    [Fact]
    public async Task A_state_is_not_longer_than_a_view_may_hold()
    {
        var most = "q=" + new string('a', ViewRules.LongestState - 2);
        var view = (await Views.CreateAsync(ViewsBench.Anna, new NewView(ObjectType.Contact, "Long", most), Cancellation)).Value;

        (await Views.ChangeAsync(ViewsBench.Anna, view.Id, new ViewChange(view.Version) { State = most + "a" }, Cancellation)).Failure.Should().BeOfType<InvalidInput>();
        (await Views.FindAsync(ViewsBench.Anna, view.Id, Cancellation)).Value.State.Should().Be(most);
    }
}
