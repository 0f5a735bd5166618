using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox.Control;

namespace HubSpotCrm.Tests.Sync;

public sealed class SyncEngineTests
{
    private static readonly List<string> OfEngagements = [.. SyncKinds.All.Where(kind => kind.Type.IsEngagement()).Select(kind => kind.Type.Plural())];

    [Fact]
    public async Task Connecting_an_account_fills_the_mirror_and_then_follows_it()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.ConnectAsync();
        var live = await world.UntilAsync(status => status is { State: SyncState.Live, SyncedAt: not null });

        live.Objects.Should().OnlyContain(progress => progress.IsComplete && progress.Message == null);
        live.Objects.Select(progress => progress.Type).Should().Equal(SyncKinds.All.Select(kind => kind.Type)).And.StartWith([ObjectType.Contact, ObjectType.Company, ObjectType.Deal]);
        foreach (var progress in live.Objects)
        {
            progress.Done.Should().Be(await world.LiveAsync(progress.Type), progress.Type.Plural());
        }

        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Asking_for_changes_brings_them_at_once()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.ConnectAsync();
        await world.UntilAsync(status => status.State == SyncState.Live && status.SyncedAt is not null);
        var id = await world.FirstAsync(ObjectType.Deal);
        await world.Sandbox.ChangeRecordAsync("deals", id, new() { ["dealname"] = "Changed" });
        world.Changes.Clear();

        (await world.Engine.SyncNowAsync(SyncWorld.Editor, TestContext.Current.CancellationToken)).Succeeded.Should().BeTrue();
        await world.UntilAsync(_ => world.Changes.Any(change => change.Ids.Contains(id)));
        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    [Trait("BadInput", "a full disk")]
    [Trait("Fault", "F39")]
    public async Task A_full_disk_is_named_and_sync_goes_on_by_itself_when_there_is_space()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.ConnectAsync();
        await world.UntilAsync(status => status.State == SyncState.Live && status.SyncedAt is not null);
        var id = await world.FirstAsync(ObjectType.Deal);
        await LimitAsync(world, pages: 1);
        await world.Sandbox.ChangeRecordAsync("deals", id, new() { ["description"] = new string('x', 60_000), ["dealname"] = "Grown" });

        await world.Engine.SyncNowAsync(SyncWorld.Editor, TestContext.Current.CancellationToken);
        await world.UntilAsync(status => $"{status.Message}{string.Concat(status.Objects.Select(progress => progress.Message))}".Contains("disk is full", StringComparison.Ordinal));

        world.Changes.Clear();
        await LimitAsync(world, pages: 1_000_000);
        await world.Engine.SyncNowAsync(SyncWorld.Editor, TestContext.Current.CancellationToken);
        await world.UntilAsync(_ => world.Changes.Any(change => change.Ids.Contains(id)));
        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_pause_survives_a_restart_and_ends_with_resume()
    {
        await using var world = await SyncWorld.StartAsync();
        (await world.Engine.PauseAsync(SyncWorld.Admin, TestContext.Current.CancellationToken)).Succeeded.Should().BeTrue();
        await world.ConnectAsync();
        await world.UntilAsync(status => status.State == SyncState.Paused);
        (await world.Sandbox.CallsAsync()).Should().BeEmpty();
        (await world.Engine.SyncNowAsync(SyncWorld.Editor, TestContext.Current.CancellationToken)).Failure.Should().BeOfType<SyncStopped>();

        await world.Engine.ResumeAsync(SyncWorld.Admin, TestContext.Current.CancellationToken);
        await world.UntilAsync(status => status.State == SyncState.Live);
    }

    [Fact]
    public async Task A_cancelled_first_sync_keeps_what_is_here_and_goes_on_when_started_again()
    {
        await using var world = await SyncWorld.StartAsync(options => (options.Contacts, options.LatencyMs) = (1500, 40));
        await world.ConnectAsync();
        await world.UntilAsync(status => status.Objects.Any(progress => progress is { Type: ObjectType.Contact, Done: > 0 }));
        (await world.Engine.CancelAsync(SyncWorld.Admin, TestContext.Current.CancellationToken)).Succeeded.Should().BeTrue();
        var cancelled = await world.UntilAsync(status => status.State == SyncState.Cancelled);
        cancelled.Objects.Single(progress => progress.Type == ObjectType.Contact).Should().Match<ObjectProgress>(progress => progress.Done > 0 && !progress.IsComplete);

        await world.Sandbox.ControlAsync(HttpMethod.Post, "latency", new { ms = 0 });
        await world.Engine.ResumeAsync(SyncWorld.Admin, TestContext.Current.CancellationToken);
        await world.UntilAsync(status => status.State == SyncState.Live);
        (await world.DifferencesAsync()).Should().BeEmpty();
        (await world.Engine.CancelAsync(SyncWorld.Admin, TestContext.Current.CancellationToken)).Failure.Should().BeOfType<NoFirstSync>();
    }

    [Fact]
    public async Task A_sweep_that_fails_for_long_does_not_hold_up_the_changes()
    {
        await using var world = await SyncWorld.StartAsync();

        // Three pages are the first sync; from the fourth on the list is asked for what is archived.
        await world.Sandbox.FaultAsync(new Fault { Method = "GET", Path = "/crm/objects/2026-09/contacts", From = 4, Status = 400, Body = """{"status":"error","message":"no archive today","category":"VALIDATION_ERROR"}""" });
        await world.ConnectAsync();
        await world.UntilAsync(status => status.SyncedAt is not null && status.Message?.Contains("no archive today", StringComparison.Ordinal) == true);
        var id = await world.FirstAsync(ObjectType.Contact);
        await world.Sandbox.ChangeRecordAsync("contacts", id, new() { ["firstname"] = "Changed" });
        world.Changes.Clear();
        await world.Engine.SyncNowAsync(SyncWorld.Editor, TestContext.Current.CancellationToken);

        await world.UntilAsync(_ => world.Changes.Any(change => change.Type == ObjectType.Contact && change.Ids.Contains(id)));
        (await world.CheckpointAsync(ObjectType.Contact, Lanes.Archived)).State.Should().NotBe(LaneStates.Done);
    }

    [Fact]
    [Trait("Fault", "F8")]
    public async Task A_missing_scope_of_one_kind_of_engagement_stops_that_kind_only()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.Sandbox.FaultAsync(new Fault
        {
            Path = "/crm/objects/2026-09/emails*",
            Status = 403,
            Body = """{"status":"error","message":"m","category":"MISSING_SCOPES","errors":[{"message":"m","context":{"requiredGranularScopes":["sales-email-read"]}}]}""",
        });
        await world.ConnectAsync();
        var status = await world.UntilAsync(status => status is { State: SyncState.Live, SyncedAt: not null });

        status.Objects.Single(progress => progress.Type == ObjectType.Email).Message.Should().Contain("sales-email-read");
        status.Objects.Where(progress => progress.Type != ObjectType.Email).Should().OnlyContain(progress => progress.IsComplete && progress.Message == null);
    }

    [Fact]
    public async Task Timelines_campaigns_and_marketing_emails_are_read_with_the_calls_that_are_left()
    {
        await using var world = await SyncWorld.StartAsync();
        var turns = new ConcurrentQueue<string?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "hubspot.client.turn.wait" && instrument.Meter.Scope == world.Get<IMeterFactory>())
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => turns.Enqueue(tags[0].Value as string));
        listener.Start();
        await world.ConnectAsync();
        await world.UntilAsync(status => status is { State: SyncState.Live, SyncedAt: not null });

        var calls = await world.Sandbox.CallsAsync();
        var marketing = calls.Count(call => call.Path.StartsWith("/marketing/", StringComparison.Ordinal));
        marketing.Should().BePositive();
        var engagements = calls.Count(call => call.Path.StartsWith("/crm/", StringComparison.Ordinal) && OfEngagements.Any(type => call.Path.Contains($"/{type}", StringComparison.Ordinal)));
        turns.Count(turn => turn == nameof(CallPriority.Spare)).Should().BeInRange(marketing + OfEngagements.Count * 2, marketing + engagements, "a count and a page of each kind at least");
    }

    [Fact]
    [Trait("Fault", "F8")]
    public async Task A_missing_scope_stops_its_type_only_and_says_which()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.Sandbox.FaultAsync(new Fault
        {
            Path = "/crm/objects/2026-09/deals*",
            Status = 403,
            Body = """{"status":"error","message":"m","category":"MISSING_SCOPES","errors":[{"message":"m","context":{"requiredGranularScopes":["crm.objects.deals.read"]}}]}""",
        });
        await world.ConnectAsync();
        var status = await world.UntilAsync(status => status is { State: SyncState.Live, SyncedAt: not null });

        var deals = status.Objects.Single(progress => progress.Type == ObjectType.Deal);
        deals.Message.Should().Contain("crm.objects.deals.read");
        deals.MissingScopes.Should().Equal("crm.objects.deals.read");
        status.Objects.Where(progress => progress.Type != ObjectType.Deal).Should().OnlyContain(progress => progress.IsComplete && progress.MissingScopes == null);
    }

    [Fact]
    [Trait("Fault", "F5")]
    public async Task A_refused_token_ends_all_calls_until_an_administrator_connects_again()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.Sandbox.FaultAsync(new Fault { Path = "/crm/*", Status = 401, Body = """{"status":"error","message":"no","category":"INVALID_AUTHENTICATION"}""" });
        await world.ConnectAsync();
        await world.UntilAsync(status => status is { State: SyncState.ReconnectNeeded, Message: not null });
        var calls = (await world.Sandbox.CallsAsync()).Length;
        calls.Should().BeLessThanOrEqualTo(11, "those that ask for the definitions go out together, one is repeated, and none follows");
        (await world.Engine.SyncNowAsync(SyncWorld.Editor, TestContext.Current.CancellationToken)).Failure.Should().BeOfType<ReconnectNeeded>();
        (await world.Sandbox.CallsAsync()).Should().HaveCount(calls);

        await world.Sandbox.ClearFaultsAsync();
        world.Get<HubSpotSession>().Set(world.NewClient());
        await world.UntilAsync(status => status.State == SyncState.Live);
    }

    [Fact]
    [Trait("Fault", "F9")]
    public async Task Trouble_at_HubSpot_is_shown_and_overcome()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.Sandbox.FaultAsync(new Fault { Path = "/crm/objects/2026-09/contacts", Status = 400, Times = 1, Body = """{"status":"error","message":"moment","category":"VALIDATION_ERROR"}""" });
        await world.ConnectAsync();
        var waiting = await world.UntilAsync(status => status.State == SyncState.Waiting);
        waiting.NextAttemptAt.Should().NotBeNull();
        waiting.Message.Should().Contain("moment");

        await world.UntilAsync(status => status.State == SyncState.Live);
        (await world.DifferencesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Only_who_may_can_tell_sync_what_to_do()
    {
        await using var world = await SyncWorld.StartAsync();
        var viewer = SyncWorld.Editor with { Role = Core.Access.Role.Viewer };
        foreach (var refused in new[]
        {
            await world.Engine.PauseAsync(SyncWorld.Editor, TestContext.Current.CancellationToken),
            await world.Engine.ResumeAsync(SyncWorld.Editor, TestContext.Current.CancellationToken),
            await world.Engine.CancelAsync(SyncWorld.Editor, TestContext.Current.CancellationToken),
            await world.Engine.SyncNowAsync(viewer, TestContext.Current.CancellationToken),
        })
        {
            refused.Failure.Should().BeOfType<NotAllowed>();
        }
    }

    [Fact]
    public async Task Without_an_account_sync_is_off_and_says_so()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.ConnectAsync();
        await world.UntilAsync(status => status.State != SyncState.Off);
        world.Get<HubSpotSession>().Set(null);
        await world.UntilAsync(status => status.State == SyncState.ReconnectNeeded);
        await world.Get<MirrorHost>().CloseAsync(erase: true, TestContext.Current.CancellationToken);
        await world.UntilAsync(status => status.State == SyncState.Off);

        (await world.Engine.SyncNowAsync(SyncWorld.Editor, TestContext.Current.CancellationToken)).Failure.Should().BeOfType<NotConnected>();
        (await world.Engine.PauseAsync(SyncWorld.Admin, TestContext.Current.CancellationToken)).Failure.Should().BeOfType<NotConnected>();
    }

    [Fact]
    [Trait("Fault", "F40")]
    public async Task A_database_that_cannot_be_read_stops_neither_the_portal_nor_sync_for_good()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.ExecuteAsync("ALTER TABLE setting RENAME TO setting_away");
        await world.ConnectAsync();

        var waiting = await world.UntilAsync(status => status.State == SyncState.Waiting);

        waiting.Message.Should().Contain("setting");
        world.Engine.ExecuteTask!.IsCompleted.Should().BeFalse("an engine that ends takes the portal with it");
        await world.ExecuteAsync("ALTER TABLE setting_away RENAME TO setting");
        world.Get<HubSpotSession>().Set(world.NewClient());
        await world.UntilAsync(status => status.State == SyncState.Live);
    }

    [Fact]
    public async Task A_mirror_that_is_erased_while_sync_reads_it_stops_nothing()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.ConnectAsync();
        for (var time = 0; time < 10; time++)
        {
            await world.Get<MirrorHost>().CloseAsync(erase: true, TestContext.Current.CancellationToken);
            await world.Get<MirrorHost>().OpenAsync("1", TestContext.Current.CancellationToken);
        }

        await world.Get<MirrorHost>().CloseAsync(erase: true, TestContext.Current.CancellationToken);
        await world.UntilAsync(status => status.State == SyncState.Off);

        world.Engine.ExecuteTask!.IsCompleted.Should().BeFalse();
        Directory.GetFiles(world.Folder, "mirror-*").Should().BeEmpty();
    }

    [Fact]
    public async Task A_copy_that_cannot_be_used_is_named_and_nothing_is_asked_for()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.ConnectAsync();
        await world.Get<MirrorHost>().CloseAsync(erase: true, TestContext.Current.CancellationToken);
        world.Get<MirrorHost>().DoWithout("The file is damaged.");

        (await world.UntilAsync(status => status.State == SyncState.CopyUnusable)).Message.Should().Be("The file is damaged.");
        (await world.Engine.SyncNowAsync(SyncWorld.Editor, TestContext.Current.CancellationToken)).Failure.Should().BeOfType<CopyUnusable>();
    }

    private static Task<int> LimitAsync(SyncWorld world, int pages) => world.Mirror.WriteAsync(
        (connection, transaction) =>
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            // Pages that were freed before would be used up first.
            command.CommandText = $"""
                CREATE TABLE IF NOT EXISTS filler (content);
                INSERT INTO filler SELECT zeroblob(4096 * freelist_count) FROM pragma_freelist_count();
                PRAGMA max_page_count={pages};
                """;
            return command.ExecuteNonQuery();
        },
        TestContext.Current.CancellationToken);
}
