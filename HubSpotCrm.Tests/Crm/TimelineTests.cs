using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Outbox;
using HubSpotCrm.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Crm;

public sealed class TimelineTests : IAsyncLifetime
{
    private const long Noon = 1_795_521_600_000;

    private readonly FakeSyncService _sync = new();
    private RecordsBench _bench = null!;
    private TimelineService _timeline = null!;
    private int _made;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await RecordsBench.OpenAsync();
        await _bench.SeedAsync(ObjectType.Contact, "1", ("firstname", "Ada"));
        await _bench.SeedAsync(ObjectType.Contact, "2", ("firstname", "Bob"));
        _timeline = new TimelineService(_bench.Mirrors, _bench.Definitions, _sync);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Seed", "S01")]
    public async Task Entries_come_newest_first_as_text_with_the_name_of_their_owner()
    {
        await AddAsync("1", ObjectType.Note, Noon, body: "<p>Wants an <b>offer</b></p><script>x()</script>", owner: "11");
        await AddAsync("1", ObjectType.Call, Noon + 60_000, title: "First call", status: "COMPLETED", direction: "OUTBOUND", duration: 90_000);
        await AddAsync("1", ObjectType.Task, null, title: "Some day");
        await AddAsync("2", ObjectType.Note, Noon, body: "of another");

        var timeline = (await ReadAsync()).Value;

        timeline.Entries.Select(entry => entry.Type).Should().Equal(ObjectType.Call, ObjectType.Note, ObjectType.Task);
        timeline.Entries[0].Should().Match<TimelineEntry>(call =>
            call.Title == "First call" && call.Status == "COMPLETED" && call.Direction == "OUTBOUND" && call.Duration == TimeSpan.FromSeconds(90));
        timeline.Entries[1].Should().Match<TimelineEntry>(note => note.Text == "Wants an offer" && note.Owner == "Katharina Lindqvist");
        timeline.Entries[2].At.Should().BeNull();
        timeline.HasMore.Should().BeFalse();
        timeline.Gaps.Should().BeEmpty();
    }

    [Fact]
    public async Task It_is_read_in_pages()
    {
        for (var minute = 0; minute < 27; minute++)
        {
            await AddAsync("1", ObjectType.Note, Noon + minute, body: $"note {minute}");
        }

        var first = (await ReadAsync()).Value;
        var second = (await ReadAsync(offset: first.Entries.Count)).Value;

        (first.Entries.Count, first.HasMore).Should().Be((25, true));
        (second.Entries.Count, second.HasMore).Should().Be((2, false));
        first.Entries.Concat(second.Entries).Select(entry => entry.Text).Should().Equal(Enumerable.Range(0, 27).Reverse().Select(minute => $"note {minute}"));
    }

    [Fact]
    public async Task It_can_be_narrowed_to_some_kinds()
    {
        await AddAsync("1", ObjectType.Note, Noon, body: "note");
        await AddAsync("1", ObjectType.Email, Noon, title: "mail");

        (await ReadAsync(kinds: [ObjectType.Email])).Value.Entries.Should().ContainSingle().Which.Title.Should().Be("mail");
        (await ReadAsync(kinds: [])).Value.Entries.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_kind_that_HubSpot_does_not_let_us_read_is_named_with_the_scope()
    {
        _sync.Become(new SyncStatus(
            SyncState.Live,
            [
                new ObjectProgress(ObjectType.Email, 0, null, 0, null, false, "HubSpot did not grant: sales-email-read."),
                new ObjectProgress(ObjectType.Note, 3, 9, 0, null, false, null),
                new ObjectProgress(ObjectType.Call, 9, 9, 0, null, true, null),
                new ObjectProgress(ObjectType.Deal, 0, 9, 0, null, false, null),
            ],
            null, null));

        var gaps = (await ReadAsync()).Value.Gaps;

        gaps.Select(gap => gap.Type).Should().Equal(ObjectType.Email, ObjectType.Note);
        gaps[0].Reason.Should().Contain("sales-email-read");
        (await ReadAsync(kinds: [ObjectType.Call])).Value.Gaps.Should().BeEmpty();
    }

    [Fact]
    [Trait("BadInput", "timeline")]
    public async Task Bad_input_is_named()
    {
        (await ReadAsync(offset: -1)).Failure.Should().BeOfType<InvalidInput>();
        (await ReadAsync(kinds: [ObjectType.Deal])).Failure.Should().BeOfType<InvalidInput>();
        (await ReadAsync(kinds: [(ObjectType)99])).Failure.Should().BeOfType<InvalidInput>();
        (await _timeline.ReadAsync(RecordsBench.Editor, ObjectType.Campaign, "1", 0, null, Cancellation)).Failure.Should().BeOfType<InvalidInput>();
        (await _timeline.ReadAsync(RecordsBench.Editor, ObjectType.Contact, "404", 0, null, Cancellation)).Failure.Should().Be(new RecordNotFound(ObjectType.Contact, "404"));
        (await _timeline.ReadAsync(RecordsBench.Editor, ObjectType.Contact, "", 0, null, Cancellation)).Failure.Should().Be(new RecordNotFound(ObjectType.Contact, ""));
        await _bench.Mirrors.CloseAsync(erase: false, Cancellation);
        (await ReadAsync()).Failure.Should().BeOfType<NotConnected>();
    }

    private Task<Result<Timeline>> ReadAsync(int offset = 0, IReadOnlyCollection<ObjectType>? kinds = null) =>
        _timeline.ReadAsync(RecordsBench.Editor, ObjectType.Contact, "1", offset, kinds, Cancellation);

    private async Task AddAsync(
        string contact, ObjectType type, long? at, string? title = null, string? body = null, string? owner = null, string? status = null, string? direction = null, long? duration = null)
    {
        await using var database = _bench.Mirror.CreateContext();
        var to = await database.Records.SingleAsync(row => row.Type == (int)ObjectType.Contact && row.HubSpotId == contact, Cancellation);
        var record = new RecordRow { Type = (int)type, HubSpotId = $"{100 + ++_made}", Raw = "{}" };
        database.Records.Add(record);
        await database.SaveChangesAsync(Cancellation);
        database.Engagements.Add(new EngagementRow
        {
            Key = record.Key,
            HubSpotId = record.HubSpotId,
            Type = (int)type,
            At = at,
            Title = title,
            Body = body,
            OwnerId = owner,
            Status = status,
            Direction = direction,
            Duration = duration,
        });
        database.Associations.Add(new AssociationRow
        {
            FromKey = to.Key,
            ToKey = record.Key,
            ToType = (int)type,
            Kind = $"contact_to_{type.Singular()}",
        });
        await database.SaveChangesAsync(Cancellation);
    }
}
