using System.Text.Json;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox.Control;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Sync;

public sealed class BackfillTests
{
    private const string ContactList = "/crm/objects/2026-09/contacts";

    [Fact]
    [Trait("Seed", "S21")]
    public async Task The_first_sync_makes_the_mirror_equal_to_the_account()
    {
        await using var world = await SyncWorld.StartAsync(options => (options.Contacts, options.Companies, options.Deals) = (300, 60, 90));
        await world.BackfillAsync();

        (await world.DifferencesAsync()).Should().BeEmpty();
        var contacts = await world.LiveAsync(ObjectType.Contact);
        (await world.CheckpointAsync(ObjectType.Contact)).Should().BeEquivalentTo(new { State = "Done", Done = contacts, Total = contacts, Cursor = (string?)null });
    }

    [Fact]
    public async Task The_history_of_tracked_properties_is_there_from_the_first_day()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();

        await using var context = world.Mirror.CreateContext();
        var stages = await context.History.Where(row => row.Property == "dealstage").ToListAsync(TestContext.Current.CancellationToken);
        var deals = (int)await world.LiveAsync(ObjectType.Deal);
        stages.Select(row => row.Key).Distinct().Should().HaveCount(deals);
        stages.Count.Should().BeGreaterThan(deals, "deals move through stages");
        (await context.History.Select(row => row.Property).Distinct().ToListAsync(TestContext.Current.CancellationToken))
            .Should().BeSubsetOf(ObjectTypes.CrmObjects.SelectMany(TrackedProperties.Of));
    }

    [Fact]
    public async Task A_type_is_read_in_pages_of_fifty_with_associations_and_history_on_them()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();

        var calls = (await world.Sandbox.CallsAsync()).Where(call => call.Path.Contains("/objects/", StringComparison.Ordinal) && !call.Path.EndsWith("/search", StringComparison.Ordinal)).ToList();
        calls.Should().HaveCount(3 + 1 + 1 + 5, "120 contacts, 30 companies and 40 deals fit so many pages, and the engagements one of each kind");
    }

    [Fact]
    [Trait("Fault", "F18")]
    public async Task The_followers_begin_where_the_first_sync_began()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();

        var backfill = await world.CheckpointAsync(ObjectType.Deal);
        (await world.CheckpointAsync(ObjectType.Deal, Lanes.Fast)).Cursor.Should().Be($"{backfill.StartedAt}");
        (await world.CheckpointAsync(ObjectType.Deal, Lanes.Archived)).Cursor.Should().Be($"{backfill.StartedAt}");
        backfill.CompleteTo.Should().Be(backfill.StartedAt);
    }

    [Fact]
    public async Task A_first_sync_that_was_stopped_goes_on_from_its_checkpoint()
    {
        await using var world = await SyncWorld.StartAsync(options => options.Contacts = 400);
        await world.DefinitionsAsync();
        using (var stop = new CancellationTokenSource())
        {
            using var subscription = world.Get<ChangeFeed>().Subscribe(_ => stop.Cancel());
            await FluentActions.Awaiting(() => world.BackfillAsync(ObjectType.Contact, stop.Token)).Should().ThrowAsync<OperationCanceledException>();
        }

        var stopped = await world.CheckpointAsync(ObjectType.Contact);
        stopped.Should().BeEquivalentTo(new { State = "Running", Done = 50L });
        await world.Sandbox.ControlAsync(HttpMethod.Delete, "calls");
        await world.BackfillAsync();

        (await world.DifferencesAsync()).Should().BeEmpty();
        (await world.CheckpointAsync(ObjectType.Contact)).StartedAt.Should().Be(stopped.StartedAt);
        (await ContactPagesAsync(world)).Select(call => call.Query).Distinct().Should().HaveCount(7, "the first page was kept; the one under way at the stop may be asked for twice")
            .And.NotContain(query => !query.Contains("after=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("status", 429)]
    [InlineData("status", 500)]
    [InlineData("truncate", null)]
    [InlineData("reset", null)]
    [InlineData("html", null)]
    [Trait("Fault", "F9")]
    public async Task A_page_that_fails_is_read_again_and_nothing_is_lost_or_doubled(string kind, int? status)
    {
        await using var world = await SyncWorld.StartAsync();
        await world.Sandbox.FaultAsync(new Fault
        {
            Method = "GET",
            Path = ContactList,
            Nth = 2,
            Kind = kind,
            Status = status,
            Headers = status == 429 ? new() { ["Retry-After"] = "1" } : null,
        });
        await world.BackfillAsync();

        (await world.DifferencesAsync()).Should().BeEmpty();
        var live = 0L;
        foreach (var type in SyncKinds.All.Select(kind => kind.Type))
        {
            live += await world.LiveAsync(type);
        }

        await using var context = world.Mirror.CreateContext();
        (await context.Changes.LongCountAsync(TestContext.Current.CancellationToken)).Should().Be(live);
    }

    [Fact]
    [Trait("Fault", "F19")]
    public async Task An_empty_page_with_a_cursor_is_not_the_end()
    {
        await using var world = await SyncWorld.StartAsync();
        var (_, first) = await world.Sandbox.GetAsync($"{ContactList}?limit=1");
        var id = first.GetProperty("results")[0].GetProperty("id").GetString();
        await world.Sandbox.FaultAsync(new Fault { Method = "GET", Path = ContactList, Nth = 1, Status = 200, Body = Page(id!) });
        await world.BackfillAsync();

        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    [Trait("Fault", "F20")]
    public async Task A_cursor_that_repeats_ends_the_round_and_keeps_what_is_here()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.DefinitionsAsync();
        await world.Sandbox.FaultAsync(new Fault { Method = "GET", Path = ContactList, From = 2, Status = 200, Body = Page("77") });
        var stuck = await world.BackfillAsync(ObjectType.Contact, TestContext.Current.CancellationToken);

        stuck.Failure.Should().BeOfType<CursorRepeated>();
        (await world.CheckpointAsync(ObjectType.Contact)).State.Should().Be("Running");
        (await ContactPagesAsync(world)).Length.Should().BeLessThan(6);
    }

    [Fact]
    public async Task A_cursor_that_HubSpot_does_not_know_any_more_starts_the_type_again()
    {
        await using var world = await SyncWorld.StartAsync();
        await Checkpoints.SaveAsync(world.Mirror, [new CheckpointRow { Lane = Lanes.Backfill, Type = 1, Cursor = "not-a-cursor", Done = 70, State = "Running", StartedAt = 5 }], TestContext.Current.CancellationToken);
        await world.BackfillAsync();

        (await world.DifferencesAsync()).Should().BeEmpty();
        var checkpoint = await world.CheckpointAsync(ObjectType.Contact);
        checkpoint.Done.Should().Be(await world.LiveAsync(ObjectType.Contact));
        checkpoint.StartedAt.Should().BeGreaterThan(5, "what changed since the old start would otherwise be promised");
    }

    [Fact]
    [Trait("Fault", "F8")]
    public async Task Without_the_scope_the_type_fails_by_name_and_leaves_no_checkpoint_behind_it()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.DefinitionsAsync();
        await world.Sandbox.FaultAsync(new Fault { Path = "/crm/objects/2026-09/deals*", Status = 403, Body = Refused });
        var refused = await world.BackfillAsync(ObjectType.Deal, TestContext.Current.CancellationToken);

        refused.Failure.Should().BeOfType<MissingScopes>().Which.Message.Should().Contain("crm.objects.deals.read");
        (await world.CheckpointAsync(ObjectType.Deal)).CompleteTo.Should().BeNull();
    }

    [Fact]
    [Trait("Fault", "F30")]
    public async Task More_property_names_than_fit_an_address_are_read_by_batches()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.DefinitionsAsync();
        await using (var context = world.Mirror.CreateContext())
        {
            foreach (var number in Enumerable.Range(0, 200))
            {
                context.Properties.Add(new PropertyRow { ObjectType = 1, Name = $"custom_{number:0000}_{new string('x', 48)}", Label = "", Type = "string", FieldType = "text" });
            }

            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        world.Get<DefinitionService>().Invalidate();
        await world.BackfillTypesAsync();

        (await world.DifferencesAsync()).Should().BeEmpty();
        var calls = await world.Sandbox.CallsAsync();
        calls.Should().NotContain(call => call.Status == 414);
        calls.Count(call => call.Path.EndsWith("contacts/batch/read", StringComparison.Ordinal)).Should().Be(3);
    }

    [Fact]
    [Trait("BadInput", "9007199254740993.01")]
    [Trait("Fault", "F33")]
    public async Task Odd_values_come_through_the_whole_way()
    {
        await using var world = await SyncWorld.StartAsync();
        var deal = await world.FirstAsync(ObjectType.Deal);
        await world.Sandbox.ChangeRecordAsync("deals", deal, new()
        {
            ["amount"] = "9007199254740993.01",
            ["closedate"] = "20999-01-31",
            ["dealname"] = "👩‍👩‍👧 \u202Erow 'quoted' \"twice\" % \r\n",
            ["dealstage"] = "no-such-stage",
            ["description"] = new string('x', 65_536),
        });
        await world.BackfillAsync();

        (await world.DifferencesAsync()).Should().BeEmpty();
        await using var context = world.Mirror.CreateContext();
        (await context.Deals.SingleAsync(row => row.HubSpotId == deal, TestContext.Current.CancellationToken)).Should().BeEquivalentTo(
            new { Amount = 9_007_199_254_740_993_010, CloseAt = (long?)null, Stage = "no-such-stage" });
    }

    private const string Refused = """
        {"status":"error","message":"This app hasn't been granted all required scopes","correlationId":"c","category":"MISSING_SCOPES","errors":[{"message":"m","context":{"requiredGranularScopes":["crm.objects.deals.read"]}}]}
        """;

    private static string Page(string after) => JsonSerializer.Serialize(new { results = Array.Empty<object>(), paging = new { next = new { after } } });

    private static async Task<LoggedCall[]> ContactPagesAsync(SyncWorld world) =>
        [.. (await world.Sandbox.CallsAsync()).Where(call => call.Method == "GET" && call.Path == ContactList)];
}
