using Bunit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Records.Web;

public sealed class TimelineTabTests : IAsyncDisposable
{
    private readonly RecordScreen _screen = new();

    public ValueTask DisposeAsync() => _screen.DisposeAsync();

    [Fact]
    [Trait("Seed", "S01")]
    public void A_timeline_is_read_a_page_at_a_time_by_days()
    {
        _screen.Timelines.Entries.AddRange(Enumerable.Range(1, 30).Select(Call));
        _screen.Open("/contacts?id=7&tab=timeline");

        _screen.Eventually(() => _screen.Drawer.QuerySelectorAll("ol article").Should().HaveCount(25));
        _screen.Drawer.QuerySelector("ol h3")!.TextContent.Should().Be("12 Nov 2026");
        _screen.Drawer.QuerySelector("article")!.TextContent.Should().Contain("Call 1").And.Contain("Outbound").And.Contain("18 min").And.Contain("Katharina Lindqvist");
        _screen.Button("Load 25 more").Click();

        _screen.Eventually(() => _screen.Drawer.QuerySelectorAll("ol article").Should().HaveCount(30));
        _screen.Timelines.Offsets.Should().Equal(0, 25);
        _screen.Drawer.TextContent.Should().NotContain("Load 25 more");
    }

    [Fact]
    [Trait("BadInput", "markup in what HubSpot holds")]
    public void What_a_note_says_is_text_whatever_it_looks_like()
    {
        _screen.Timelines.Entries.Add(Call(1) with { Title = "<img src=x onerror=alert(1)>", Text = "<script>alert(1)</script>" });
        _screen.Open("/contacts?id=7&tab=timeline");

        _screen.Eventually(() => _screen.Drawer.QuerySelector("article")!.TextContent.Should().Contain("<script>alert(1)</script>"));
        _screen.Drawer.QuerySelectorAll("article img, article script").Should().BeEmpty();
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void What_is_not_shared_is_named_and_an_empty_timeline_says_why()
    {
        _screen.Timelines.Gaps.Add(new TimelineGap(ObjectType.Email, "HubSpot did not grant sales-email-read."));
        _screen.Open("/contacts?id=7&tab=timeline");

        _screen.Eventually(() => _screen.Drawer.QuerySelector(".gaps")!.TextContent.Should().Contain("Emails: HubSpot did not grant sales-email-read."));
        _screen.Drawer.QuerySelector(".empty")!.TextContent.Should().Contain("No timeline yet");
    }

    [Fact]
    [Trait("Seed", "S30")]
    public void A_timeline_that_cannot_be_read_can_be_asked_again()
    {
        _screen.Timelines.Failure = new NotConnected();
        _screen.Open("/contacts?id=7&tab=timeline");
        _screen.Eventually(() => _screen.Drawer.TextContent.Should().Contain("The timeline could not be read"));
        _screen.Timelines.Failure = null;
        _screen.Timelines.Entries.Add(Call(1));

        _screen.Button("Try again").Click();

        _screen.Eventually(() => _screen.Drawer.QuerySelectorAll("article").Should().HaveCount(1));
    }

    [Fact]
    [Trait("BadInput", "a tab that a kind does not have")]
    public async Task A_campaign_has_no_timeline()
    {
        await using var campaigns = new RecordScreen<Campaign>();
        campaigns.Campaigns.Rows.Add(RecordKindTests.Launch);

        campaigns.Open("/campaigns?id=c1&tab=timeline");

        campaigns.Drawer.QuerySelectorAll("[role=tab]").Select(tab => tab.TextContent.Trim()).Should().Equal("Details", "History");
        campaigns.Property("hs_campaign_status").Should().NotBeNull();
        campaigns.Timelines.Offsets.Should().BeEmpty();
    }

    private static TimelineEntry Call(int number) => new(
        ObjectType.Call, number.ToString(System.Globalization.CultureInfo.InvariantCulture), FakeContactService.Now.AddHours(-number), $"Call {number}", "Wants a quote.", "COMPLETED", "OUTBOUND",
        TimeSpan.FromMinutes(18), "Katharina Lindqvist");
}
