using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.App;

namespace HubSpotCrm.Tests.Outbox;

[Trait("Seed", "S35")]
public sealed class BulkEditTests : IAsyncLifetime
{
    private static readonly Actor Viewer = new("u2", "Vera", Role.Viewer);

    private RecordsBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await RecordsBench.OpenAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_preview_tells_what_changes_what_stays_and_what_cannot_be_edited()
    {
        var ids = await _bench.SeedManyAsync(4, ("firstname", "Aurelia"), ("jobtitle", "Clerk"));
        await _bench.SeedAsync(ObjectType.Contact, "2", ("jobtitle", "Buyer"));
        await _bench.ArchiveAsync("3");

        var preview = (await _bench.BulkEdits.PreviewAsync(RecordsBench.Editor, BulkBench.Edit([.. ids, "99"], ("jobtitle", "Buyer")), 0, 10, Cancellation)).Taken();

        preview.Should().Match<BulkPreview>(found => found.Selected == 5 && found.Changing == 2 && found.Same == 1 && found.LeftOut == 2);
        preview.Reasons.Should().BeEquivalentTo([("This contact was deleted.", 1), ("The portal knows no such contact.", 1)]);
        preview.Rows.Select(row => row.RecordId).Should().Equal("1", "4", "3", "99", "2");
        preview.Rows[0].Should().BeEquivalentTo(new BulkPreviewRow(
            "1", "Aurelia", new Dictionary<string, string?> { ["jobtitle"] = "Clerk" }, new Dictionary<string, string> { ["jobtitle"] = "Buyer" }, null));
        (await _bench.Edits.OpenAsync(RecordsBench.Editor, Cancellation)).Value.Should().ContainSingle("only the archiving is queued");
    }

    [Fact]
    public async Task A_preview_is_read_page_by_page()
    {
        var ids = await _bench.SeedManyAsync(450, ("jobtitle", "Clerk"));
        var pages = new List<string>();
        for (var offset = 0; offset < 450; offset += 150)
        {
            pages.AddRange((await _bench.BulkEdits.PreviewAsync(RecordsBench.Editor, BulkBench.Edit(ids, ("jobtitle", "Buyer")), offset, 150, Cancellation))
                .Taken().Rows.Select(row => row.RecordId));
        }

        pages.Should().Equal(ids);
    }

    [Fact]
    public async Task Each_record_has_its_own_entry_with_its_own_result()
    {
        var ids = await _bench.SeedManyAsync(5, ("jobtitle", "Clerk"));
        await _bench.SeedAsync(ObjectType.Contact, "2", ("jobtitle", "Buyer"));
        _bench.Account.Set(ObjectType.Contact, "3", "jobtitle", "Director");

        var bulk = await _bench.StartBulkAsync([.. ids, "77"], ("jobtitle", "Buyer"));
        await _bench.SendAsync();

        (await _bench.BulkAsync(bulk)).Should().Match<BulkEditStatus>(status =>
            status.Progress == BulkEditProgress.Done && status.Selected == 6 && status.Same == 1 && status.LeftOut == 1
            && status.Confirmed == 3 && status.Conflicts == 1 && status.Waiting == 0 && status.TakenBack == 0 && status.ActorName == "Katharina Lindqvist");
        (await _bench.BulkRowsAsync(bulk)).Select(row => (row.RecordId, row.State))
            .Should().Equal(("1", "Confirmed"), ("3", "Conflict"), ("4", "Confirmed"), ("5", "Confirmed"), ("77", "Discarded"));
        (await _bench.BulkRowsAsync(bulk, BulkRows.NotSent)).Single().Message.Should().Be("The portal knows no such contact.");
        (await _bench.BulkRowsAsync(bulk, BulkRows.NeedUser)).Single().Properties.Single().HubSpots.Should().Be("Director");
        ids.Select(id => _bench.Account.Get(ObjectType.Contact, id, "jobtitle")).Should().Equal("Buyer", "Buyer", "Director", "Buyer", "Buyer");
        (await _bench.MirrorValueAsync("5", "jobtitle")).Should().Be("Buyer");
    }

    [Fact]
    public async Task All_that_match_a_list_are_edited_and_nothing_else()
    {
        await _bench.SeedManyAsync(30, ("firstname", "Aurelia"), ("jobtitle", "Clerk"));
        await _bench.SeedAsync(ObjectType.Contact, "31", ("firstname", "Boris"), ("jobtitle", "Clerk"));
        var edit = new BulkEdit(ObjectType.Contact, new MatchingRecords(new RecordQuery("aurelia", [], [], 10, 5)), new Dictionary<string, string> { ["jobtitle"] = "Buyer" });

        var bulk = (await _bench.BulkEdits.StartAsync(RecordsBench.Editor, edit, Cancellation)).Taken();
        await _bench.SendAsync();

        (await _bench.BulkAsync(bulk.Id)).Confirmed.Should().Be(30);
        _bench.Account.Get(ObjectType.Contact, "31", "jobtitle").Should().Be("Clerk");
    }

    [Fact]
    public async Task A_record_that_is_named_twice_gets_one_entry_also_under_its_merged_id()
    {
        var ids = await _bench.SeedManyAsync(2, ("jobtitle", "Clerk"));
        await new HubSpotCrm.Core.Sync.MirrorWriter(new SearchIndexWriter()).ApplyAsync(
            _bench.Mirror,
            new HubSpotCrm.Core.Sync.PageWrite(ObjectType.Contact, [_bench.Account.Whole(ObjectType.Contact, "1")], HubSpotCrm.Core.Sync.WriteKind.Whole, _bench.Account.Now) { Aliases = [("900", "1")] },
            TestDefinitions.Account, Cancellation);

        var bulk = await _bench.StartBulkAsync([.. ids, .. ids, "900"], ("jobtitle", "Buyer"));
        await _bench.SendAsync();

        (await _bench.BulkRowsAsync(bulk)).Select(row => row.RecordId).Should().Equal("1", "2");
        (await _bench.BulkAsync(bulk)).Should().Match<BulkEditStatus>(status => status.Selected == 2 && status.Prepared == 2 && status.Confirmed == 2);
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { "wishes", "more", "wishes: contacts have no such property." },
        { "createdate", "2026-01-01", "Create date: HubSpot keeps it, so it cannot be changed." },
        { "lifecyclestage", "champion", "Lifecycle stage: “champion” is not one of its options in HubSpot." },
        { "email", "a@b.example", "Email: HubSpot takes a value of it for one record only, so it cannot be the same for several." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_value_that_cannot_be_taken_is_refused_before_anything_is_kept(string property, string value, string message)
    {
        var ids = await _bench.SeedManyAsync(2, ("jobtitle", "Clerk"));

        (await _bench.BulkEdits.StartAsync(RecordsBench.Editor, BulkBench.Edit(ids, (property, value)), Cancellation)).Failure!.Message.Should().Be(message);

        (await _bench.BulkEdits.OpenAsync(RecordsBench.Editor, Cancellation)).Value.Should().BeEmpty();
    }

    [Fact]
    public async Task Values_that_are_too_long_too_many_records_none_and_broken_ids_are_refused()
    {
        var ids = await _bench.SeedManyAsync(2, ("jobtitle", "Clerk"));
        async Task<string> RefusalAsync(BulkEdit edit) => (await _bench.BulkEdits.StartAsync(RecordsBench.Editor, edit, Cancellation)).Failure!.Message;
        string[] most = [.. Enumerable.Range(1, 100_001).Select(id => $"{id}")];

        (await RefusalAsync(BulkBench.Edit(ids, ("jobtitle", new string('x', 65_537))))).Should().Contain("65,536");
        (await RefusalAsync(BulkBench.Edit(most[..4000], ("jobtitle", new string('x', 65_000))))).Should().Contain("too long for 4,000 records");
        (await RefusalAsync(BulkBench.Edit(most, ("jobtitle", "Buyer")))).Should().Contain("at most 100,000");
        (await RefusalAsync(BulkBench.Edit([], ("jobtitle", "Buyer")))).Should().Contain("at least one");
        (await RefusalAsync(BulkBench.Edit([" "], ("jobtitle", "Buyer")))).Should().Contain("no id of HubSpot's");
        (await RefusalAsync(BulkBench.Edit([new string('1', 65)], ("jobtitle", "Buyer")))).Should().Contain("no id of HubSpot's");
        (await RefusalAsync(BulkBench.Edit(ids))).Should().Contain("choose one to change");
        (await RefusalAsync(new BulkEdit(ObjectType.Note, new ChosenRecords(ids), new Dictionary<string, string> { ["x"] = "y" }))).Should().Contain("cannot be edited here");
        (await _bench.BulkEdits.PreviewAsync(RecordsBench.Editor, BulkBench.Edit(ids, ("jobtitle", "Buyer")), 0, 201, Cancellation)).Failure.Should().BeOfType<InvalidInput>();
    }

    [Fact]
    public async Task One_record_may_get_a_value_that_must_be_unique()
    {
        await _bench.SeedManyAsync(1, ("email", "old@a.example"));
        var bulk = await _bench.StartBulkAsync(["1"], ("email", "new@a.example"));
        await _bench.SendAsync();
        (await _bench.BulkAsync(bulk)).Confirmed.Should().Be(1);
    }

    [Fact]
    public async Task A_stage_of_another_pipeline_leaves_out_the_deals_that_are_not_in_it()
    {
        await _bench.SeedAsync(ObjectType.Deal, "1", ("dealname", "A"), ("pipeline", "default"), ("dealstage", "new"));
        await _bench.SeedAsync(ObjectType.Deal, "2", ("dealname", "B"), ("pipeline", "partners"), ("dealstage", "first"));
        var edit = new BulkEdit(ObjectType.Deal, new ChosenRecords(["1", "2"]), new Dictionary<string, string> { ["dealstage"] = "offer" });

        var bulk = (await _bench.BulkEdits.StartAsync(RecordsBench.Editor, edit, Cancellation)).Taken();
        await _bench.SendAsync();

        var rows = await _bench.BulkRowsAsync(bulk.Id);
        rows.Select(row => (row.RecordId, row.State)).Should().Equal(("1", "Confirmed"), ("2", "Discarded"));
        rows[1].Message.Should().Contain("is not a stage of Partners");
        _bench.Account.Get(ObjectType.Deal, "2", "dealstage").Should().Be("first");
    }

    [Fact]
    public async Task A_viewer_may_look_and_do_nothing()
    {
        var ids = await _bench.SeedManyAsync(2, ("jobtitle", "Clerk"));
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        var service = _bench.BulkEdits;

        (await service.PreviewAsync(Viewer, BulkBench.Edit(ids, ("jobtitle", "Buyer")), 0, 10, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await service.StartAsync(Viewer, BulkBench.Edit(ids, ("jobtitle", "Buyer")), Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await service.UndoAsync(Viewer, bulk, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await service.RetryAsync(Viewer, bulk, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await service.DiscardAsync(Viewer, bulk, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await service.CancelAsync(Viewer, bulk, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await _bench.Edits.RevertAsync(Viewer, "x", Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await _bench.Edits.ResolveAsync(Viewer, "x", new Dictionary<string, FieldChoice>(), Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await service.FindAsync(Viewer, bulk, Cancellation)).Failure.Should().BeNull();
        (await service.RowsAsync(Viewer, bulk, BulkRows.All, 0, 10, Cancellation)).Failure.Should().BeNull();
        (await _bench.Edits.SettledAsync(Viewer, 0, 10, Cancellation)).Failure.Should().BeNull();
        (await service.FindAsync(Actor.Nobody, bulk, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await _bench.Edits.SettledAsync(Actor.Nobody, 0, 10, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
    }

    [Fact]
    public async Task What_is_not_on_its_way_can_be_cancelled_and_an_edit_made_upon_it_stands_upon_what_was_before()
    {
        var ids = await _bench.SeedManyAsync(3, ("jobtitle", "Clerk"));
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        await _bench.WriteBulkAsync();
        var later = await _bench.EditAsync("2", ("jobtitle", "Director"));

        (await _bench.BulkEdits.CancelAsync(RecordsBench.Editor, bulk, Cancellation)).Taken().Should().Be(3);
        await _bench.SendAsync();

        (await _bench.BulkAsync(bulk)).Should().Match<BulkEditStatus>(status => status.Progress == BulkEditProgress.Cancelled && status.TakenBack == 3);
        (await _bench.StateAsync(later)).Should().Be(OutboxState.Confirmed);
        ids.Select(id => _bench.Account.Get(ObjectType.Contact, id, "jobtitle")).Should().Equal("Clerk", "Director", "Clerk");
        (await _bench.BulkEdits.CancelAsync(RecordsBench.Editor, bulk, Cancellation)).Failure.Should().BeOfType<NothingToDo>();
        (await _bench.BulkEdits.CancelAsync(RecordsBench.Editor, "none", Cancellation)).Failure.Should().BeOfType<BulkEditNotFound>();
    }

    [Fact]
    public async Task One_that_is_not_written_yet_can_be_cancelled_and_nothing_of_it_is_written_any_more()
    {
        var ids = await _bench.SeedManyAsync(BulkPreparation.Together + 5, ("jobtitle", "Clerk"));
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        await _bench.NewPreparation().ContinueAsync(_bench.Mirror, Cancellation);

        (await _bench.BulkEdits.CancelAsync(RecordsBench.Editor, bulk, Cancellation)).Taken().Should().Be(ids.Length);
        await _bench.SendAsync();

        (await _bench.EntriesAsync(bulk)).Should().HaveCount(BulkPreparation.Together).And.OnlyContain(row => row.State == OutboxState.Discarded);
        _bench.Account.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Rejected_rows_are_sent_again_together_and_conflicts_are_discarded_together()
    {
        var ids = await _bench.SeedManyAsync(4, ("jobtitle", "Clerk"));
        _bench.Account.Set(ObjectType.Contact, "4", "jobtitle", "Director");
        _bench.Account.Refuse = call => call.StartsWith("row 1 ", StringComparison.Ordinal) ? new HubSpotCrm.Core.HubSpot.RequestRefused(400, "X", "no") : null;
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        await _bench.SendAsync();
        (await _bench.BulkAsync(bulk)).Should().Match<BulkEditStatus>(status => status.Rejected == 1 && status.Conflicts == 1 && status.Confirmed == 2);

        _bench.Account.Refuse = _ => null;
        (await _bench.BulkEdits.RetryAsync(RecordsBench.Editor, bulk, Cancellation)).Taken().Should().Be(1);
        (await _bench.BulkEdits.DiscardAsync(RecordsBench.Editor, bulk, Cancellation)).Taken().Should().Be(1);
        await _bench.SendAsync();

        (await _bench.BulkAsync(bulk)).Should().Match<BulkEditStatus>(status => status.Rejected == 0 && status.Conflicts == 0 && status.Confirmed == 3 && status.TakenBack == 1);
        (await _bench.BulkEdits.RetryAsync(RecordsBench.Editor, bulk, Cancellation)).Failure.Should().BeOfType<NothingToDo>();
        _bench.Account.Get(ObjectType.Contact, "4", "jobtitle").Should().Be("Director");
    }

    [Fact]
    public async Task The_audit_tells_who_started_what_and_what_became_of_each_record()
    {
        var ids = await _bench.SeedManyAsync(2, ("jobtitle", "Clerk"));
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        await _bench.SendAsync();
        (await _bench.BulkEdits.UndoAsync(RecordsBench.Editor, bulk, Cancellation)).Taken();

        var audit = await _bench.AuditAsync();
        audit.Select(row => (row.Action, row.ActorName, row.Subject)).Should().Equal(
            ("record.bulk-edit", "Katharina Lindqvist", "contacts"), ("record.bulk-edit-queued", "HubSpotCrm", "contacts"),
            ("record.edit-confirmed", "HubSpotCrm", "contacts/1"), ("record.edit-confirmed", "HubSpotCrm", "contacts/2"),
            ("record.bulk-edit-undo", "Katharina Lindqvist", "contacts"));
        audit[0].Detail.Should().Contain("\"jobtitle\":\"Buyer\"").And.Contain("\"records\":2");
        await using var database = _bench.Databases.CreateDbContext();
        (await HubSpotCrm.Core.Audit.AuditLog.FindBreakAsync(database, Cancellation)).Should().BeNull();
    }

    [Fact]
    public async Task Settled_edits_are_listed_by_page_with_a_bulk_edit_as_one_line()
    {
        var ids = await _bench.SeedManyAsync(3, ("jobtitle", "Clerk"), ("phone", "1"));
        var single = await _bench.EditAsync("1", ("phone", "2"));
        await _bench.SendAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        await _bench.SendAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        await _bench.EditAsync("2", ("phone", "3"));

        var first = (await _bench.Edits.SettledAsync(RecordsBench.Editor, 0, 1, Cancellation)).Taken();
        var second = (await _bench.Edits.SettledAsync(RecordsBench.Editor, 1, 1, Cancellation)).Taken();

        first.Total.Count.Should().Be(2, "the one on its way is not settled");
        first.Items.Single().Bulk.Should().Match<BulkEditStatus>(status => status.Id == bulk && status.Confirmed == 3);
        second.Items.Single().Edit!.EditId.Should().Be(single);
        _bench.Time.Advance(TimeSpan.FromDays(31));
        (await _bench.Edits.SettledAsync(RecordsBench.Editor, 0, 10, Cancellation)).Taken().Items.Should().BeEmpty();
    }

    [Fact]
    public async Task Rows_on_their_way_are_told_by_their_bulk_edit_and_those_that_need_a_user_one_by_one()
    {
        var ids = await _bench.SeedManyAsync(3, ("jobtitle", "Clerk"));
        _bench.Account.Set(ObjectType.Contact, "3", "jobtitle", "Director");
        var bulk = await _bench.StartBulkAsync(ids, ("jobtitle", "Buyer"));
        await _bench.WriteBulkAsync();

        (await _bench.Edits.OpenAsync(RecordsBench.Editor, Cancellation)).Value.Should().BeEmpty();
        (await _bench.BulkEdits.OpenAsync(RecordsBench.Editor, Cancellation)).Value.Should().ContainSingle().Which.Waiting.Should().Be(3);
        (await _bench.PropertyAsync("1", "jobtitle")).Should().Match<RecordProperty>(shown => shown.Value == "Buyer" && shown.EditState == EditState.Pending);

        await _bench.SendAsync();
        (await _bench.Edits.OpenAsync(RecordsBench.Editor, Cancellation)).Value.Should().ContainSingle().Which.BulkEditId.Should().Be(bulk);
        (await _bench.BulkEdits.OpenAsync(RecordsBench.Editor, Cancellation)).Value.Should().ContainSingle();
    }
}
