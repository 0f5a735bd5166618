using Bunit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Web.Features.Records;
using Microsoft.Extensions.Logging.Abstractions;

namespace HubSpotCrm.Tests.Records.Web;

public sealed class RecordLiveTests : IAsyncDisposable
{
    private readonly RecordScreen _screen = new();

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    [Fact]
    [Trait("Seed", "S16")]
    public async Task A_second_browser_shows_an_edit_without_reload()
    {
        var feed = new ChangeFeed(NullLogger<ChangeFeed>.Instance);
        var contacts = new FakeContactService().With(120);
        await using var mine = new RecordScreen(contacts, feed: feed);
        await using var colleagues = new RecordScreen(contacts, feed: feed);
        mine.Open("/contacts?id=7");
        colleagues.Open("/contacts?id=7");

        mine.Edit("lastname");
        mine.Property("lastname").QuerySelector("input")!.Input("Kovalchuk");
        mine.Property("lastname").QuerySelector(".btn.p")!.Click();
        mine.Eventually(() => contacts.Edits.Should().HaveCount(1));
        feed.Publish(new RecordsChanged(ObjectType.Contact, ["7"]));

        colleagues.Eventually(() => colleagues.Page.Find("tr[data-row='7'] th").TextContent.Should().Contain("Person Kovalchuk").And.Contain("Saving"));
        colleagues.Property("lastname").TextContent.Should().Contain("Kovalchuk");
        colleagues.Said.Should().Equal("120 contacts");
    }

    [Fact]
    [Trait("Seed", "S16")]
    public void Many_changes_lead_to_two_reads_a_second()
    {
        _screen.Open();

        for (var change = 0; change < 30; change++)
        {
            _screen.Feed.Publish(new RecordsChanged(ObjectType.Contact, ["7"]));
        }

        _screen.Eventually(() => _screen.Contacts.Finds.Should().HaveCount(2));
        _screen.Time.Advance(LiveChanges.ShownInterval);
        _screen.Eventually(() => _screen.Contacts.Finds.Should().HaveCount(3));
        _screen.Time.Advance(TimeSpan.FromSeconds(5));
        _screen.Contacts.Finds.Should().HaveCount(3);
    }

    [Fact]
    public void Rows_that_arrive_fill_the_page_and_then_wait_until_they_are_asked_for()
    {
        _screen.Contacts.With(0);
        _screen.Sync.Become(FakeSyncService.InTheMiddle);
        _screen.Open();

        Arrive(40);
        _screen.Eventually(() => _screen.Rows.Should().HaveCount(40));
        Arrive(90);
        _screen.Eventually(() => _screen.Rows.Should().HaveCount(50));
        _screen.Page.Find("[data-testid=count]").TextContent.Should().Contain("90");

        _screen.Contacts.Contacts = [FakeContactService.Make(500), FakeContactService.Make(501), .. _screen.Contacts.Contacts];
        Publish("500", "501");
        _screen.Eventually(() => _screen.Page.Find(".news").TextContent.Should().Contain("2 new here"));
        _screen.Names.First().Should().Be("Person 0001");

        _screen.Button("Show").Click();
        _screen.Eventually(() => _screen.Names.First().Should().Be("Person 0500"));
        _screen.Page.FindAll(".news").Should().BeEmpty();
    }

    [Fact]
    public void A_record_that_was_closed_hears_nothing_more()
    {
        _screen.Open("/contacts?id=7");
        _screen.Contacts.Gets.Should().HaveCount(1);
        _screen.Button("Close").Click();
        _screen.Eventually(() => _screen.Page.FindAll(".drawer").Should().BeEmpty());

        Publish("7");

        _screen.Eventually(() => _screen.Contacts.Finds.Should().HaveCount(2));
        _screen.Contacts.Gets.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_page_that_was_left_asks_nothing_more()
    {
        _screen.Open();
        await _screen.DisposeComponentsAsync();

        Publish("7");
        _screen.Navigation.NavigateTo("/contacts?q=a");
        _screen.Time.Advance(TimeSpan.FromSeconds(5));

        _screen.Contacts.Finds.Should().HaveCount(1);
    }

    [Fact]
    public void An_account_that_is_disconnected_keeps_the_rows_with_the_reason()
    {
        _screen.Open();
        _screen.Contacts.Failure = new NotConnected();

        Publish("7");

        _screen.Eventually(() => _screen.Page.Find(".banner").TextContent.Should().Contain("No HubSpot account is connected"));
        _screen.Rows.Should().HaveCount(50);
    }

    private void Arrive(int count)
    {
        _screen.Contacts.With(count);
        Publish([.. _screen.Contacts.Contacts.Select(contact => contact.Id)]);
    }

    private void Publish(params string[] ids)
    {
        _screen.Feed.Publish(new RecordsChanged(ObjectType.Contact, ids));
        _screen.Time.Advance(LiveChanges.OtherInterval);
    }
}
