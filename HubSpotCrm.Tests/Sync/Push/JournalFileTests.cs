using System.Text;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Journal;
using HubSpotCrm.Core.Sync.Push;
using HubSpotCrm.Sandbox.Control;
using static HubSpotCrm.Tests.Sync.Push.JournalWorld;

namespace HubSpotCrm.Tests.Sync.Push;

/// <summary>Files of the journal come from outside: what is refused, and that nothing is lost by it.</summary>
public sealed class JournalFileTests
{
    [Theory]
    [InlineData("https://files.example.com/journal.json?X-Amz-Signature=1")]
    [InlineData("https://s3.amazonaws.com.evil.example/journal.json")]
    [InlineData("http://s3.amazonaws.com/journal.json")]
    [InlineData("https://s3.amazonaws.com:8443/journal.json")]
    [InlineData("https://user@s3.amazonaws.com/journal.json")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/journal.json")]
    [InlineData("/journal.json")]
    [InlineData("no address at all")]
    [Trait("BadInput", "a journal file at an address that is not allowed")]
    public async Task A_file_elsewhere_is_refused_by_name_and_nothing_is_lost(string url)
    {
        await using var world = await SubscribedAsync();
        await ChangeAsync(world, await world.FirstAsync(ObjectType.Contact), "Kept");
        await world.Sandbox.FaultAsync(new Fault { Path = Earliest, Status = 200, Body = $$"""{"url":"{{url}}","expiresAt":"2026-12-01T00:00:00Z","currentOffset":"a"}""" });

        (await ReadAsync(world)).Failure.Should().BeOfType<JournalFileNotAllowed>();
        await NothingIsLostAsync(world);
    }

    [Theory]
    [InlineData("truncate", null)]
    [InlineData("gzipbomb", null)]
    [InlineData("html", null)]
    [InlineData("redirect", null)]
    [InlineData("reset", null)]
    [InlineData("status", "")]
    [InlineData("status", "[]")]
    [InlineData("status", "null")]
    [InlineData("status", "{}")]
    [InlineData("status", """{"journalEvents":null}""")]
    [InlineData("status", """{"journalEvents":{}}""")]
    [InlineData("status", """{"journalEvents":[1]}""")]
    [InlineData("status", """{"journalEvents":[null]}""")]
    [InlineData("status", """{"journalEvents":[{}]} {"journalEvents":[]}""")]
    [InlineData("status", """{"journalEvents":[{"type":"OBJECT","portalId":146220473,"objectTypeId":"0-1","objectId":1},""")]
    [Trait("BadInput", "a journal file that is truncated, oversized or nonsense")]
    public async Task A_file_that_is_none_is_refused_by_name_and_nothing_is_lost(string kind, string? body)
    {
        await using var world = await SubscribedAsync();
        await ChangeAsync(world, await world.FirstAsync(ObjectType.Contact), "Kept");
        await world.Sandbox.FaultAsync(new Fault { Path = Files, Kind = kind, Status = body is null ? null : 200, Body = body });

        (await ReadAsync(world)).Failure.Should().BeOfType<JournalFileUnreadable>();
        await NothingIsLostAsync(world);
    }

    [Theory]
    [InlineData("""{"url":"http://127.0.0.1:1/x"}""")]
    [InlineData("""{"url":"http://127.0.0.1:1/x","currentOffset":".."}""")]
    [InlineData("<html>")]
    [Trait("BadInput", "an answer of the journal that names no file")]
    public async Task An_answer_that_names_no_file_is_a_failure_and_nothing_is_lost(string body)
    {
        await using var world = await SubscribedAsync();
        await ChangeAsync(world, await world.FirstAsync(ObjectType.Contact), "Kept");
        await world.Sandbox.FaultAsync(new Fault { Path = Earliest, Status = 200, Body = body });

        (await ReadAsync(world)).Succeeded.Should().BeFalse();
        await NothingIsLostAsync(world);
    }

    [Fact]
    public async Task The_host_of_the_file_gets_no_token()
    {
        await using var world = await SubscribedAsync();
        await ChangeAsync(world, await world.FirstAsync(ObjectType.Contact), "Secret");

        (await ReadAsync(world)).Failure.Should().BeNull();

        var calls = await JournalCallsAsync(world);
        calls.Single(call => call.Path.StartsWith("/webhooks-journal-files/", StringComparison.Ordinal)).Should().Match<LoggedCall>(call => call.Auth == "none" && call.Status == 200);
        calls.Where(call => call.Path.StartsWith("/webhooks-journal/", StringComparison.Ordinal)).Should().OnlyContain(call => call.Auth == "oauth");
    }

    [Fact]
    [Trait("Fault", "F45")]
    public void Ten_thousand_events_of_two_thousand_records_are_two_thousand_hints()
    {
        var events = string.Join(',', Enumerable.Range(0, 10_000).Select(at => $$$"""{"type":"OBJECT","portalId":{{{PortalId}}},"action":"UPDATE","objectTypeId":"0-1","objectId":{{{at % 2_000}}},"propertyChanges":{"a":"{{{at}}}"}}"""));

        var hints = JournalHints.Of(JournalReader.File(Encoding.UTF8.GetBytes($$"""{"offset":"x","journalEvents":[{{events}}]}""")), PortalId, "x");

        hints.Should().HaveCount(2_000);
        hints.Select(hint => hint.Event).Distinct().Should().ContainSingle("the offset makes them the same when the file comes again");
    }

    [Fact]
    public void A_hint_is_made_of_every_record_that_an_event_names()
    {
        Hints("""{"portalId":146220473,"objectTypeId":"0-3","objectId":"7"}""").Should().Equal((ObjectType.Deal, "7"));
        Hints("""{"portalId":"146220473","objectTypeId":"0-27","objectId":8}""").Should().Equal((ObjectType.Task, "8"));
        Hints("""{"portalId":146220473,"objectTypeId":"0-2","action":"MERGE","objectId":1,"mergedObjectIds":[2,3],"newObjectId":4}""")
            .Should().BeEquivalentTo([(ObjectType.Company, "1"), (ObjectType.Company, "2"), (ObjectType.Company, "3"), (ObjectType.Company, "4")]);
        JournalHints.Of(JournalReader.File("""{"journalEvents":[{"type":"GDPR_PRIVACY_DELETION","portalId":146220473,"objectTypeId":"0-1","objectId":7}]}"""u8), PortalId, "x")
            .Should().ContainSingle().Which.IsErasure.Should().BeTrue();
    }

    [Theory]
    [InlineData("""{"portalId":999,"objectTypeId":"0-1","objectId":7}""")]
    [InlineData("""{"objectTypeId":"0-1","objectId":7}""")]
    [InlineData("""{"portalId":146220473,"objectTypeId":"0-5","objectId":7}""")]
    [InlineData("""{"portalId":146220473,"objectId":7}""")]
    [InlineData("""{"portalId":146220473,"objectTypeId":"0-1"}""")]
    [InlineData("""{"portalId":146220473,"objectTypeId":"0-1","objectId":""}""")]
    [InlineData("""{"portalId":146220473,"objectTypeId":"0-1","objectId":{"id":7}}""")]
    [InlineData("""{"portalId":146220473,"objectTypeId":"0-1","objectId":"0123456789012345678901234567890123456789x"}""")]
    [InlineData("{}")]
    [Trait("BadInput", "a journal event of nothing that is kept")]
    public void What_is_not_kept_is_no_hint(string entry) => Hints(entry).Should().BeEmpty();

    // The offset stays before the file, so that the next run brings it.
    private static async Task NothingIsLostAsync(SyncWorld world)
    {
        (await OffsetAsync(world)).Should().BeNull();
        (await WaitingAsync(world)).Should().Be(0);

        await world.Sandbox.ClearFaultsAsync();
        (await ReadAsync(world)).Failure.Should().BeNull();
        (await OffsetAsync(world)).Should().NotBeNull();
        (await WaitingAsync(world)).Should().Be(1);
        await HintsBringEverythingAsync(world);
    }

    private static List<(ObjectType, string)> Hints(string entry) =>
        [.. JournalHints.Of(JournalReader.File(Encoding.UTF8.GetBytes($$"""{"journalEvents":[{{entry}}]}""")), PortalId, "x").Select(hint => (hint.Type, hint.Id))];
}
