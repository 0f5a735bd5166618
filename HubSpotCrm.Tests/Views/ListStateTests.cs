using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Views;

namespace HubSpotCrm.Tests.Views;

public sealed class ListStateTests : IAsyncLifetime
{
    private static readonly string Long = "country=" + string.Join(',', Enumerable.Range(0, 300).Select(at => $"Country{at}"));
    private ViewsBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bench = await ViewsBench.OpenAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_long_state_is_found_under_its_short_id_by_everybody()
    {
        var id = (await _bench.States.KeepAsync(ViewsBench.Anna, ObjectType.Contact, Long, Cancellation)).Value;

        id.Should().Be(ListStates.IdOf(ObjectType.Contact, Long)).And.HaveLength(ListStates.IdLength);
        (await _bench.States.FindAsync(ViewsBench.Vera, ObjectType.Contact, id, Cancellation)).Value.Should().Be(Long);
    }

    [Fact]
    public async Task The_same_state_has_the_same_id_however_often_it_is_kept()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _bench.States.KeepAsync(ViewsBench.Anna, ObjectType.Contact, Long, Cancellation))));

        ids.Select(id => id.Value).Distinct().Should().ContainSingle();
        ListStates.IdOf(ObjectType.Deal, Long).Should().NotBe(ids[0].Value);
    }

    [Fact]
    public async Task An_id_without_a_state_says_so()
    {
        var id = (await _bench.States.KeepAsync(ViewsBench.Anna, ObjectType.Contact, Long, Cancellation)).Value;

        (await _bench.States.FindAsync(ViewsBench.Anna, ObjectType.Company, id, Cancellation)).Failure.Should().Be(new ListStateNotFound(id));
        (await _bench.States.FindAsync(ViewsBench.Anna, ObjectType.Contact, "'; drop table list_state; --", Cancellation)).Failure.Should().BeOfType<ListStateNotFound>();
        (await _bench.States.FindAsync(Actor.Nobody, ObjectType.Contact, id, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        await _bench.ConnectAsync("2");
        (await _bench.States.FindAsync(ViewsBench.Anna, ObjectType.Contact, id, Cancellation)).Failure.Should().BeOfType<ListStateNotFound>();
    }

    [Fact]
    public async Task What_nobody_opens_for_a_year_is_dropped_and_what_is_opened_stays()
    {
        var opened = (await _bench.States.KeepAsync(ViewsBench.Anna, ObjectType.Contact, "q=opened", Cancellation)).Value;
        var left = (await _bench.States.KeepAsync(ViewsBench.Anna, ObjectType.Contact, "q=left", Cancellation)).Value;
        _bench.Time.Advance(TimeSpan.FromDays(300));
        await _bench.States.FindAsync(ViewsBench.Anna, ObjectType.Contact, opened, Cancellation);
        _bench.Time.Advance(TimeSpan.FromDays(300));

        await _bench.States.KeepAsync(ViewsBench.Anna, ObjectType.Contact, "q=next", Cancellation);

        (await _bench.States.FindAsync(ViewsBench.Anna, ObjectType.Contact, opened, Cancellation)).Succeeded.Should().BeTrue();
        (await _bench.States.FindAsync(ViewsBench.Anna, ObjectType.Contact, left, Cancellation)).Failure.Should().BeOfType<ListStateNotFound>();
    }

    [Fact]
    public async Task A_state_longer_than_a_view_may_hold_is_not_kept() =>
        (await _bench.States.KeepAsync(ViewsBench.Anna, ObjectType.Contact, new string('a', ViewRules.LongestState + 1), Cancellation)).Failure.Should().BeOfType<InvalidInput>();
}
