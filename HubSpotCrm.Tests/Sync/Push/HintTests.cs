using System.Text;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Core.Sync.Push;
using HubSpotCrm.Sandbox.Control;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Sync.Push;

public sealed class HintTests
{
    private const string Account = "501";

    [Fact]
    public void Every_record_that_an_event_names_is_a_hint()
    {
        Ids("""{"subscriptionType":"contact.propertyChange","objectId":7}""").Should().Equal((ObjectType.Contact, "7"));
        Ids("""{"eventType":"deal.creation","objectId":"8"}""").Should().Equal((ObjectType.Deal, "8"));
        Ids("""{"subscriptionType":"object.deletion","objectTypeId":"0-27","objectId":9}""").Should().Equal((ObjectType.Task, "9"));
        Ids("""{"subscriptionType":"company.merge","objectId":1,"primaryObjectId":1,"mergedObjectIds":[2,3],"newObjectId":4}""")
            .Should().BeEquivalentTo([(ObjectType.Company, "1"), (ObjectType.Company, "2"), (ObjectType.Company, "3"), (ObjectType.Company, "4")]);
        Ids("""{"subscriptionType":"contact.associationChange","fromObjectId":5,"toObjectId":6,"associationType":"CONTACT_TO_COMPANY"}""")
            .Should().BeEquivalentTo([(ObjectType.Contact, "5"), (ObjectType.Company, "6")]);
        WebhookEvents.Read(Encoding.UTF8.GetBytes($$"""[{"portalId":{{Account}},"subscriptionType":"contact.privacyDeletion","objectId":7}]"""), Account)
            .Should().ContainSingle().Which.IsErasure.Should().BeTrue();
    }

    [Theory]
    [InlineData("""[{"portalId":999,"subscriptionType":"contact.creation","objectId":7}]""")]
    [InlineData("""[{"portalId":501,"subscriptionType":"ticket.creation","objectId":7}]""")]
    [InlineData("""[{"portalId":501,"subscriptionType":"contact","objectId":7}]""")]
    [InlineData("""[{"portalId":501,"subscriptionType":"contact.creation"}]""")]
    [InlineData("""[{"portalId":501,"subscriptionType":"contact.creation","objectId":{}}]""")]
    [InlineData("""[{"portalId":501,"subscriptionType":"contact.creation","objectId":"0123456789012345678901234567890123456789x"}]""")]
    [InlineData("[]")]
    [Trait("BadInput", "a webhook event of nothing that is kept")]
    public void What_is_not_kept_is_no_hint(string body) => WebhookEvents.Read(Encoding.UTF8.GetBytes(body), Account).Should().BeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("[{]")]
    [InlineData("[[[[")]
    [Trait("BadInput", "a webhook body that is no list of events")]
    public void What_is_no_list_of_events_is_refused(string body) => WebhookEvents.Read(Encoding.UTF8.GetBytes(body), Account).Should().BeNull();

    [Fact]
    [Trait("Fault", "F46")]
    public void The_same_event_id_on_two_events_is_two_events_and_the_same_event_twice_is_one()
    {
        var first = Read("""{"eventId":1,"subscriptionType":"contact.propertyChange","propertyName":"a","objectId":7,"occurredAt":5}""");
        Read("""{"eventId":1,"subscriptionType":"contact.propertyChange","propertyName":"b","objectId":7,"occurredAt":5}""").Event.Should().NotBe(first.Event);
        Read("""{"eventId":1,"subscriptionType":"contact.propertyChange","propertyName":"a","objectId":8,"occurredAt":5}""").Event.Should().NotBe(first.Event);
        Read("""{"eventId":1,"subscriptionType":"contact.propertyChange","propertyName":"a","objectId":7,"occurredAt":5,"attemptNumber":3}""").Event.Should().Be(first.Event);
    }

    [Fact]
    [Trait("Fault", "F45")]
    public async Task Ten_thousand_hints_of_few_records_cost_a_read_for_each_hundred_records()
    {
        await using var world = await SyncWorld.StartAsync(options => options.Contacts = 300);
        await world.BackfillAsync();
        var ids = (await world.Sandbox.DumpAsync("contacts")).Where(record => !record.GetProperty("archived").GetBoolean()).Take(200).Select(record => record.GetProperty("id").GetString()!).ToList();
        await world.Sandbox.ChangeRecordAsync("contacts", ids[0], new() { ["firstname"] = "Hinted" });
        foreach (var batch in Enumerable.Range(0, 10_000).Chunk(1000))
        {
            await world.Get<Inbox>().AddAsync(
                world.Mirror, [.. batch.Select(at => new RecordHint($"event {at}", ObjectType.Contact, ids[at % ids.Count], false))], world.Target.Client.Now, Cancellation);
        }

        await world.Sandbox.ControlAsync(HttpMethod.Delete, "calls");
        (await world.Get<HintLane>().RunAsync(world.Target, Cancellation)).Failure.Should().BeNull();

        (await world.Sandbox.CallsAsync()).Count(call => call.Path.EndsWith("/contacts/batch/read", StringComparison.Ordinal)).Should().BeLessThanOrEqualTo(4, "fifty with history go in a call");
        (await world.DifferencesAsync()).Should().BeEmpty();
        (await Inbox.CountAsync(world.Mirror, Cancellation)).Should().Be(0);
    }

    [Fact]
    [Trait("Fault", "F46")]
    public async Task An_event_that_comes_again_is_kept_once_and_a_later_one_of_the_same_record_waits_anew()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var id = await world.FirstAsync(ObjectType.Deal);
        var inbox = world.Get<Inbox>();
        var hint = new RecordHint("once", ObjectType.Deal, id, false);

        (await inbox.AddAsync(world.Mirror, [hint], 1, Cancellation)).Should().Be(1);
        (await inbox.AddAsync(world.Mirror, [hint], 2, Cancellation)).Should().Be(0);
        var waiting = await Inbox.WaitingAsync(world.Mirror, 10, Cancellation);
        await inbox.AddAsync(world.Mirror, [hint with { Event = "later" }], 3, Cancellation);
        await Inbox.AnswerAsync(world.Mirror, waiting, 4, Cancellation);

        (await Inbox.CountAsync(world.Mirror, Cancellation)).Should().Be(1, "the later one came after the record was asked for");
        (await inbox.AddAsync(world.Mirror, [hint], 5, Cancellation)).Should().Be(0, "it is remembered");
    }

    [Fact]
    public async Task A_hint_of_an_archived_and_of_a_forgotten_record_takes_them_out_and_forgets_the_person()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var ids = (await world.Sandbox.DumpAsync("contacts")).Where(record => !record.GetProperty("archived").GetBoolean()).Take(2).Select(record => record.GetProperty("id").GetString()!).ToList();
        await world.Sandbox.ArchiveRecordAsync("contacts", ids[0]);
        await world.Sandbox.PostAsync("/crm/objects/2026-09/contacts/gdpr-delete", new { objectId = ids[1] });
        await world.Get<Inbox>().AddAsync(
            world.Mirror, [new RecordHint("a", ObjectType.Contact, ids[0], true), new RecordHint("b", ObjectType.Contact, ids[1], true)], world.Target.Client.Now, Cancellation);

        (await world.Get<HintLane>().RunAsync(world.Target, Cancellation)).Failure.Should().BeNull();

        await using var context = world.Mirror.CreateContext();
        var rows = await context.Records.Where(row => row.Type == 1 && ids.Contains(row.HubSpotId)).ToDictionaryAsync(row => row.HubSpotId, Cancellation);
        rows.Values.Should().OnlyContain(row => row.IsArchived);
        rows[ids[0]].Raw.Should().NotBe("{}", "what lies in the recycle bin can come back, whatever a hint says");
        rows[ids[1]].Raw.Should().Be("{}");
        var key = rows[ids[1]].Key;
        (await context.History.AnyAsync(row => row.Key == key, Cancellation)).Should().BeFalse();
    }

    [Fact]
    public async Task A_hint_stays_while_HubSpot_does_not_answer()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var id = await world.FirstAsync(ObjectType.Contact);
        await world.Sandbox.ChangeRecordAsync("contacts", id, new() { ["firstname"] = "Waited" });
        await world.Get<Inbox>().AddAsync(world.Mirror, [new RecordHint("a", ObjectType.Contact, id, false)], 1, Cancellation);
        await world.Sandbox.FaultAsync(new Fault { Path = "*/contacts/batch/read", Status = 400, Body = """{"status":"error","message":"no","category":"VALIDATION_ERROR"}""" });

        (await world.Get<HintLane>().RunAsync(world.Target, Cancellation)).Succeeded.Should().BeFalse();
        (await Inbox.CountAsync(world.Mirror, Cancellation)).Should().Be(1);

        await world.Sandbox.ClearFaultsAsync();
        (await world.Get<HintLane>().RunAsync(world.Target, Cancellation)).Failure.Should().BeNull();
        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static RecordHint Read(string entry) => WebhookEvents.Read(Encoding.UTF8.GetBytes($"[{entry.Replace("{\"", $"{{\"portalId\":{Account},\"", StringComparison.Ordinal)}]"), Account).Should().ContainSingle().Subject;

    private static List<(ObjectType, string)> Ids(string entry) =>
        [.. WebhookEvents.Read(Encoding.UTF8.GetBytes($"[{entry.Replace("{\"", $"{{\"portalId\":{Account},\"", StringComparison.Ordinal)}]"), Account)!.Select(hint => (hint.Type, hint.Id))];
}
