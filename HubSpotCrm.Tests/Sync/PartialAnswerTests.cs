using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox.Control;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Sync;

/// <summary>HubSpot answers a call for some records and not for others.</summary>
public sealed class PartialAnswerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("BadInput", "A batch that fails for some of its records")]
    public async Task A_record_that_HubSpot_could_not_answer_for_is_found_again_in_the_next_round()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var id = await world.FirstAsync(ObjectType.Contact);
        await world.Sandbox.ChangeRecordAsync("contacts", id, new() { ["firstname"] = "Changed" });
        await world.Sandbox.FaultAsync(Partial("*/contacts/batch/read", "INTERNAL_ERROR", "ids", id));
        var before = (await world.CheckpointAsync(ObjectType.Contact, Lanes.Fast)).Cursor;

        (await RoundAsync(world)).Should().BeOfType<ReadIncomplete>();
        (await world.CheckpointAsync(ObjectType.Contact, Lanes.Fast)).Cursor.Should().Be(before);

        await world.Sandbox.ClearFaultsAsync();
        (await RoundAsync(world)).Should().BeNull();
        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Associations_that_HubSpot_could_not_answer_for_are_read_in_the_next_round()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var (contact, company) = (await world.FirstAsync(ObjectType.Contact), await world.FirstAsync(ObjectType.Company));
        await world.Sandbox.ChangeRecordAsync("contacts", contact, new() { ["firstname"] = "Changed" });
        await world.Sandbox.SendAsync(HttpMethod.Put, $"/crm/objects/2026-09/contacts/{contact}/associations/default/companies/{company}");
        await world.Sandbox.FaultAsync(Partial("*/contacts/companies/batch/read", "INTERNAL_ERROR", "fromObjectId", contact));

        (await RoundAsync(world)).Should().BeOfType<ReadIncomplete>();
        await using (var context = world.Mirror.CreateContext())
        {
            (await context.Contacts.SingleAsync(row => row.HubSpotId == contact, Cancellation)).FirstName.Should().Be("Changed", "what was answered is taken");
        }

        await world.Sandbox.ClearFaultsAsync();
        (await RoundAsync(world)).Should().BeNull();
        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_record_that_is_gone_holds_nothing_up()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var id = await world.FirstAsync(ObjectType.Contact);
        await world.Sandbox.ChangeRecordAsync("contacts", id, new() { ["firstname"] = "Changed" });
        await world.Sandbox.FaultAsync(Partial("*/contacts/batch/read", "OBJECT_NOT_FOUND", "ids", id));

        (await RoundAsync(world)).Should().BeNull();
    }

    [Fact]
    public async Task A_page_of_the_first_sync_is_not_kept_without_the_records_that_failed()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.DefinitionsAsync();
        await ManyPropertiesAsync(world);
        var id = await world.FirstAsync(ObjectType.Contact);
        await world.Sandbox.FaultAsync(Partial("*/contacts/batch/read", "INTERNAL_ERROR", "ids", id));

        (await world.BackfillAsync(ObjectType.Contact, Cancellation)).Failure.Should().BeOfType<ReadIncomplete>();
        (await world.CheckpointAsync(ObjectType.Contact)).Done.Should().Be(0);

        await world.Sandbox.ClearFaultsAsync();
        await world.BackfillTypesAsync();

        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_page_that_failed_for_a_moment_costs_one_more_call()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var id = await world.FirstAsync(ObjectType.Contact);
        await world.Sandbox.ChangeRecordAsync("contacts", id, new() { ["firstname"] = "Changed" });
        await world.Sandbox.FaultAsync(Partial("*/contacts/batch/read", "INTERNAL_ERROR", "ids", id) with { Times = 1 });

        (await RoundAsync(world)).Should().BeNull();
        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    [Trait("BadInput", "A batch that leaves a record out without a word")]
    public async Task A_record_that_an_answer_leaves_out_without_a_word_is_asked_for_again()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var id = await world.FirstAsync(ObjectType.Contact);
        await world.Sandbox.ChangeRecordAsync("contacts", id, new() { ["firstname"] = "Changed" });
        await world.Sandbox.FaultAsync(new Fault { Method = "POST", Path = "*/contacts/batch/read", Status = 200, Body = """{"status":"COMPLETE","results":[]}""", Times = 1 });

        (await RoundAsync(world)).Should().BeNull();

        (await world.DifferencesAsync()).Should().BeEmpty();
        (await world.Sandbox.CallsAsync()).Count(call => call.Path.EndsWith("/contacts/batch/read", StringComparison.Ordinal)).Should().Be(2);
    }

    [Fact]
    public async Task A_record_that_is_left_out_each_time_holds_nothing_up()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var id = await world.FirstAsync(ObjectType.Contact);
        await world.Sandbox.ChangeRecordAsync("contacts", id, new() { ["firstname"] = "Changed" });
        await world.Sandbox.FaultAsync(new Fault { Method = "POST", Path = "*/contacts/batch/read", Status = 200, Body = """{"status":"COMPLETE","results":[]}""" });

        (await RoundAsync(world)).Should().BeNull();
    }

    [Fact]
    [Trait("Fault", "F20")]
    public async Task A_list_that_refuses_its_own_cursors_is_not_read_from_its_start_for_ever()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.DefinitionsAsync();
        await world.Sandbox.FaultAsync([.. Enumerable.Range(1, 6).Select(time => new Fault { Method = "GET", Path = "/crm/objects/2026-09/contacts", Nth = 2 * time, Status = 400, Body = CursorRefusal })]);

        (await world.BackfillAsync(ObjectType.Contact, Cancellation)).Failure.Should().BeOfType<CursorRefused>();
        (await world.Sandbox.CallsAsync()).Count(call => call.Path.EndsWith("/objects/2026-09/contacts", StringComparison.Ordinal)).Should().Be(4);
    }

    [Fact]
    public async Task A_refusal_that_is_not_about_the_cursor_keeps_the_place()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.DefinitionsAsync();
        await world.Sandbox.FaultAsync(new Fault { Method = "GET", Path = "*/contacts", Nth = 2, Status = 400, Kind = "html" });

        (await world.BackfillAsync(ObjectType.Contact, Cancellation)).Succeeded.Should().BeFalse();
        var stopped = await world.CheckpointAsync(ObjectType.Contact);
        stopped.Done.Should().Be(50);
        stopped.Cursor.Should().NotBeNull();
    }

    private const string CursorRefusal = """{"status":"error","message":"Cannot deserialize value of type","category":"VALIDATION_ERROR","correlationId":"c"}""";

    private static Fault Partial(string path, string category, string context, string id) => new()
    {
        Method = "POST",
        Path = path,
        Status = 207,
        Body = $$$"""{"status":"COMPLETE","results":[],"numErrors":1,"errors":[{"status":"error","category":"{{{category}}}","message":"It broke.","context":{"{{{context}}}":["{{{id}}}"]}}]}""",
    };

    private static async Task<Core.Common.Failure?> RoundAsync(SyncWorld world) =>
        (await world.Get<FastLane>().RunAsync(world.Target, ObjectType.Contact, SyncWorld.Progress(ObjectType.Contact), Cancellation)).Failure;

    private static async Task ManyPropertiesAsync(SyncWorld world)
    {
        await using (var context = world.Mirror.CreateContext())
        {
            foreach (var number in Enumerable.Range(0, 200))
            {
                context.Properties.Add(new Core.Storage.Mirror.PropertyRow { ObjectType = 1, Name = $"custom_{number:0000}_{new string('x', 48)}", Label = "", Type = "string", FieldType = "text" });
            }

            await context.SaveChangesAsync(Cancellation);
        }

        world.Get<DefinitionService>().Invalidate();
    }
}
