using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Features.Records;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Records.Web;

public sealed class LiveCountsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(FakeContactService.Now);
    private readonly ChangeFeed _feed = new(NullLogger<ChangeFeed>.Instance);
    private readonly FakeConnectionService _connection = new();
    private readonly FakeContactService _contacts = new FakeContactService().With(120);
    private readonly FakeCampaignService _campaigns = new();
    private readonly LiveCounts _counts;

    public LiveCountsTests()
    {
        _campaigns.Rows.Add(RecordKindTests.Launch);
        _counts = new LiveCounts(
            _feed, _connection, _time, NullLogger<LiveCounts>.Instance, _contacts, new FakeCompanyService(), new FakeDealService(), _campaigns);
    }

    public void Dispose() => _counts.Dispose();

    [Fact]
    [Trait("Seed", "S16")]
    public async Task An_archived_record_is_no_longer_counted()
    {
        using var screen = _counts.Subscribe(() => { });
        await UntilAsync(() => Of(ObjectType.Contact) == 120);
        _contacts.Contacts.RemoveAt(0);

        _feed.Publish(new RecordsChanged(ObjectType.Contact, ["1"]));
        _time.Advance(LiveChanges.OtherInterval);

        await UntilAsync(() => Of(ObjectType.Contact) == 119);
    }

    [Fact]
    [Trait("Seed", "S32")]
    public async Task Many_screens_and_much_news_are_counted_once_an_interval()
    {
        var told = 0;
        using var first = _counts.Subscribe(() => { });
        await UntilAsync(() => Of(ObjectType.Contact) == 120);
        var screens = Enumerable.Range(0, 50).Select(_ => _counts.Subscribe(() => Interlocked.Increment(ref told))).ToList();
        _contacts.Contacts.RemoveAt(0);

        for (var news = 0; news < 1000; news++)
        {
            _feed.Publish(new RecordsChanged(ObjectType.Contact, ["2"]));
        }

        _contacts.Counts.Should().HaveCount(1);
        _time.Advance(LiveChanges.OtherInterval);
        await UntilAsync(() => told == 50);
        _contacts.Counts.Should().HaveCount(2);
        screens.ForEach(screen => screen.Dispose());
    }

    [Fact]
    public async Task Without_a_screen_nothing_is_counted_and_the_next_screen_gets_what_changed()
    {
        _counts.Subscribe(() => { }).Dispose();
        await UntilAsync(() => Of(ObjectType.Contact) == 120);
        _contacts.Contacts.RemoveAt(0);
        _feed.Publish(new RecordsChanged(ObjectType.Contact, ["1"]));
        _time.Advance(LiveChanges.OtherInterval);
        _contacts.Counts.Should().HaveCount(1);

        using var screen = _counts.Subscribe(() => { });

        await UntilAsync(() => Of(ObjectType.Contact) == 119);
    }

    [Fact]
    public async Task Without_an_account_there_are_no_numbers()
    {
        using var screen = _counts.Subscribe(() => { });
        await UntilAsync(() => Of(ObjectType.Campaign) == 1);
        _contacts.Failure = _campaigns.Failure = new NotConnected();

        _connection.Become(Core.Connection.ConnectionStatus.None);
        _time.Advance(LiveChanges.OtherInterval);

        await UntilAsync(() => Of(ObjectType.Contact) is null && Of(ObjectType.Campaign) is null);
    }

    [Fact]
    public async Task A_count_that_fails_leaves_the_last_number_and_the_other_kinds()
    {
        using var screen = _counts.Subscribe(() => { });
        await UntilAsync(() => Of(ObjectType.Campaign) == 1);
        _contacts.Failure = new InvalidInput("Contacts", "took too long.");
        _campaigns.Rows.Clear();

        _feed.Publish(new RecordsChanged(ObjectType.Contact, ["1"]));
        _feed.Publish(new RecordsChanged(ObjectType.Campaign, ["c1"]));
        _time.Advance(LiveChanges.OtherInterval);

        await UntilAsync(() => Of(ObjectType.Campaign) == 0);
        Of(ObjectType.Contact).Should().Be(120);
    }

    private static Task UntilAsync(Func<bool> condition) => Eventually.HoldsAsync(
        () => Task.FromResult(condition()), TimeSpan.FromSeconds(30), () => "the numbers did not change", TestContext.Current.CancellationToken);

    private int? Of(ObjectType type) => _counts.Present.TryGetValue(type, out var count) ? count : null;
}
