using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Core.Sync.Push;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Sync.Push;

/// <summary>A world in which the portal reads the journal of the emulated account, and the steps that the tests of it share.</summary>
internal static class JournalWorld
{
    public const string PortalId = "146220473";
    public const string Earliest = "/webhooks-journal/journal/2026-09/earliest";
    public const string Files = "/webhooks-journal-files/*";

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<SyncWorld> StartAsync(Action<SyncOptions>? configure = null, bool isOn = true) => SyncWorld.StartAsync(
        also: (sandbox, services) =>
        {
            services.AddSingleton<ISandboxDirectory>(new Served(sandbox));
            services.Configure<SyncOptions>(options =>
            {
                options.Journal = isOn;
                configure?.Invoke(options);
            });
        },
        account: $"sandbox-{PortalId}");

    /// <summary>One with all records, whose subscriptions are made.</summary>
    public static async Task<SyncWorld> SubscribedAsync()
    {
        var world = await StartAsync();
        await world.BackfillAsync();
        (await ReadAsync(world)).Failure.Should().BeNull();
        await world.Sandbox.ControlAsync(HttpMethod.Delete, "calls");
        return world;
    }

    /// <summary>A run of the lane.</summary>
    public static Task<Result<Done>> ReadAsync(SyncWorld world) => world.Get<JournalLane>().RunAsync(world.Target, Cancellation);

    /// <summary>A run after the portal started anew: it knows what it kept.</summary>
    public static Task<Result<Done>> ReadAfterRestartAsync(SyncWorld world) =>
        ActivatorUtilities.CreateInstance<JournalLane>(world.Get<IServiceProvider>()).RunAsync(world.Target, Cancellation);

    /// <summary>The waiting hints are answered, and nothing differs from HubSpot but figures of campaigns, which the journal does not tell of.</summary>
    public static async Task HintsBringEverythingAsync(SyncWorld world)
    {
        (await world.Get<HintLane>().RunAsync(world.Target, Cancellation)).Failure.Should().BeNull();
        (await world.DifferencesAsync()).Should().NotContain(difference => !difference.StartsWith("campaign ", StringComparison.Ordinal));
    }

    public static Task<long> WaitingAsync(SyncWorld world) => Inbox.CountAsync(world.Mirror, Cancellation);

    public static async Task<string?> OffsetAsync(SyncWorld world) => (await CheckpointAsync(world)).Cursor;

    public static Task<CheckpointRow> CheckpointAsync(SyncWorld world) => Checkpoints.LoadAsync(world.Mirror, Lanes.Journal, null, Cancellation);

    public static async Task<List<LoggedCall>> JournalCallsAsync(SyncWorld world) =>
        [.. (await world.Sandbox.CallsAsync()).Where(call => call.Path.StartsWith("/webhooks-journal", StringComparison.Ordinal))];

    public static Task ChangeAsync(SyncWorld world, string id, string name) => world.Sandbox.ChangeRecordAsync("contacts", id, new() { ["firstname"] = name });

    private sealed class Served(SandboxServer sandbox) : ISandboxDirectory
    {
        public SandboxEndpoint? Current => new(sandbox.BaseAddress, "/oauth/authorize", sandbox.Options.ClientId!, sandbox.Options.ClientSecret!);

        public void Reset() => throw new NotSupportedException("No test here puts the sandbox back.");
    }
}
