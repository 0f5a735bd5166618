using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Core.Sync.Push;
using HubSpotCrm.Sandbox.Control;
using static HubSpotCrm.Tests.Sync.Push.JournalWorld;

namespace HubSpotCrm.Tests.Sync.Push;

/// <summary>How the journal is read on: its offset, its gaps and its repetitions.</summary>
public sealed class JournalLaneTests
{
    [Fact]
    public async Task Every_kind_of_record_is_subscribed_once()
    {
        await using var world = await SubscribedAsync();

        world.Sandbox.Account.WebhooksJournal.Subscriptions.Select(one => one.ObjectTypeId).Should().BeEquivalentTo(ObjectTypeIds.All);
        world.Sandbox.Account.WebhooksJournal.Subscriptions.Should().OnlyContain(one => one.Actions.Length == 5 && one.Properties.Length == 0 && one.ObjectIds.Length == 0);

        (await ReadAfterRestartAsync(world)).Failure.Should().BeNull();
        (await JournalCallsAsync(world)).Should().NotContain(call => call.Method == "POST", "all of them are there");
    }

    [Fact]
    public async Task What_was_created_changed_archived_restored_and_merged_is_named()
    {
        await using var world = await SubscribedAsync();
        var live = (await world.Sandbox.DumpAsync("contacts")).Where(record => !record.GetProperty("archived").GetBoolean()).Select(record => record.GetProperty("id").GetString()!).Take(5).ToList();

        await world.Sandbox.PostAsync("/crm/objects/2026-09/contacts", new { properties = new { email = "journal@new.example" } });
        await ChangeAsync(world, live[0], "Journaled");
        await world.Sandbox.ArchiveRecordAsync("contacts", live[1]);
        await world.Sandbox.PostAsync("/crm/objects/2026-09/contacts/merge", new { primaryObjectId = live[2], objectIdToMerge = live[3] });
        await world.Sandbox.ArchiveRecordAsync("contacts", live[4]);
        world.Sandbox.Account.Crm.Restore(HubSpotCrm.Sandbox.Data.ObjectKind.Contact, long.Parse(live[4], System.Globalization.CultureInfo.InvariantCulture));
        await world.Sandbox.ChangeRecordAsync("deals", await world.FirstAsync(ObjectType.Deal), new() { ["dealname"] = "Journaled" });

        (await ReadAsync(world)).Failure.Should().BeNull();

        (await WaitingAsync(world)).Should().Be(6, "a record with two events waits once");
        await HintsBringEverythingAsync(world);
    }

    [Fact]
    public async Task After_a_restart_the_journal_is_read_on_from_its_offset()
    {
        await using var world = await SubscribedAsync();
        var id = await world.FirstAsync(ObjectType.Contact);
        await ChangeAsync(world, id, "First");
        (await ReadAsync(world)).Failure.Should().BeNull();
        var offset = await OffsetAsync(world);
        offset.Should().NotBeNull();
        await world.Sandbox.ControlAsync(HttpMethod.Delete, "calls");

        await ChangeAsync(world, id, "Second");
        (await ReadAfterRestartAsync(world)).Failure.Should().BeNull();

        var read = (await JournalCallsAsync(world)).Where(call => call.Path.StartsWith("/webhooks-journal/journal/", StringComparison.Ordinal)).ToList();
        read.Select(call => (call.Path, call.Status)).First().Should().Be(($"/webhooks-journal/journal/2026-09/offset/{offset}/next", 200));
        read.Should().NotContain(call => call.Path == Earliest);
        (await OffsetAsync(world)).Should().NotBe(offset);
        await HintsBringEverythingAsync(world);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(400)]
    [InlineData(410)]
    public async Task An_offset_that_HubSpot_does_not_know_begins_anew(int? status)
    {
        await using var world = await SubscribedAsync();
        await ChangeAsync(world, await world.FirstAsync(ObjectType.Contact), "Behind the gap");
        await KeepAsync(world, "2d0f3a8e-0000-4000-8000-000000000000");
        if (status is { } other)
        {
            await world.Sandbox.FaultAsync(new Fault { Path = "/webhooks-journal/journal/*/next", Times = 1, Status = other });
        }

        (await ReadAsync(world)).Failure.Should().BeNull();

        (await JournalCallsAsync(world)).Where(call => call.Path.Contains("/journal/", StringComparison.Ordinal)).Take(2).Select(call => call.Status).Should().Equal(status ?? 404, 200);
        (await OffsetAsync(world)).Should().NotStartWith("2d0f3a8e");
        await HintsBringEverythingAsync(world);
    }

    [Fact]
    public async Task An_offset_older_than_what_HubSpot_keeps_is_not_asked_for()
    {
        await using var world = await SubscribedAsync();
        var id = await world.FirstAsync(ObjectType.Contact);
        await ChangeAsync(world, id, "Old");
        (await ReadAsync(world)).Failure.Should().BeNull();
        await world.PassAsync(TimeSpan.FromDays(4));
        await ChangeAsync(world, id, "New");
        await world.Sandbox.ControlAsync(HttpMethod.Delete, "calls");

        (await ReadAsync(world)).Failure.Should().BeNull("the token that expired meanwhile is replaced");

        (await JournalCallsAsync(world)).Should().Contain(call => call.Path == Earliest && call.Status == 200);
        await HintsBringEverythingAsync(world);
    }

    [Fact]
    public async Task The_same_file_twice_adds_nothing()
    {
        await using var world = await SubscribedAsync();
        await ChangeAsync(world, await world.FirstAsync(ObjectType.Contact), "Once");
        (await ReadAsync(world)).Failure.Should().BeNull();
        (await WaitingAsync(world)).Should().Be(1);
        await HintsBringEverythingAsync(world);

        await KeepAsync(world, null);
        (await ReadAsync(world)).Failure.Should().BeNull();

        (await JournalCallsAsync(world)).Count(call => call.Path.StartsWith("/webhooks-journal-files/", StringComparison.Ordinal)).Should().Be(2, "it was fetched again");
        (await WaitingAsync(world)).Should().Be(0);
    }

    [Fact]
    public async Task A_journal_that_leads_to_the_same_file_again_ends_the_run()
    {
        await using var world = await SubscribedAsync();
        await KeepAsync(world, "here");
        await world.Sandbox.FaultAsync(new Fault { Path = "*/offset/here/next", Status = 200, Body = """{"url":"http://127.0.0.1:1/x","currentOffset":"here"}""" });

        (await ReadAsync(world)).Failure.Should().BeOfType<CursorRepeated>();

        (await JournalCallsAsync(world)).Should().ContainSingle();
    }

    [Fact]
    public async Task Events_of_another_portal_are_left_out()
    {
        await using var world = await SubscribedAsync();
        var id = await world.FirstAsync(ObjectType.Contact);
        await ChangeAsync(world, id, "Mine");
        await world.Sandbox.FaultAsync(new Fault
        {
            Path = Files,
            Status = 200,
            Body = $$"""{"journalEvents":[{"type":"OBJECT","portalId":999,"action":"UPDATE","objectTypeId":"0-1","objectId":{{id}}}]}""",
        });

        (await ReadAsync(world)).Failure.Should().BeNull();

        (await WaitingAsync(world)).Should().Be(0);
        (await OffsetAsync(world)).Should().NotBeNull("the file is done with all the same");
    }

    [Fact]
    public async Task Hints_and_their_offset_are_kept_together_or_not_at_all()
    {
        await using var world = await SubscribedAsync();
        await ChangeAsync(world, await world.FirstAsync(ObjectType.Contact), "Kept");
        await ExecuteAsync(world, "CREATE TRIGGER no_journal BEFORE INSERT ON checkpoint WHEN NEW.lane = 'journal' BEGIN SELECT RAISE(ABORT, 'not now'); END");

        await FluentActions.Awaiting(() => ReadAsync(world)).Should().ThrowAsync<Exception>();
        (await WaitingAsync(world)).Should().Be(0);

        await ExecuteAsync(world, "DROP TRIGGER no_journal");
        (await ReadAsync(world)).Failure.Should().BeNull();
        (await WaitingAsync(world)).Should().Be(1);
        await HintsBringEverythingAsync(world);
    }

    private static async Task KeepAsync(SyncWorld world, string? offset) => await Checkpoints.SaveAsync(
        world.Mirror, [new CheckpointRow { Lane = Lanes.Journal, Cursor = offset, UpdatedAt = world.Target.Client.Now }], Cancellation);

    private static Task<int> ExecuteAsync(SyncWorld world, string sql) => world.Mirror.WriteAsync(
        (connection, transaction) =>
        {
            using var statement = new Statement(connection, transaction, sql, 0);
            return statement.Run();
        },
        Cancellation);
}
