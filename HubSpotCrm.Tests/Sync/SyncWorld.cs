using System.Collections.Concurrent;
using HubSpotCrm.Core;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Sandbox;
using HubSpotCrm.Sandbox.Control;
using HubSpotCrm.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Tests.Sync;

/// <summary>An emulated account and a data folder, joined by the product's own services. Dispose stops all of it.</summary>
internal sealed class SyncWorld : IAsyncDisposable
{
    public static readonly Actor Admin = new("1", "Ada", Role.Admin);
    public static readonly Actor Editor = new("2", "Ed", Role.Editor);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hubspotcrm-sync-");
    private readonly ServiceProvider _services;

    private SyncWorld(SandboxServer sandbox, ShiftedClock clock, int? searchWindow, Action<SandboxServer, IServiceCollection>? also)
    {
        (Sandbox, Clock) = (sandbox, clock);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<AccountSettings>(() => ("EUR", "Europe/Berlin"));
        services.AddHubSpotCrmCore();
        services.Configure<StorageOptions>(options => options.DataDirectory = _folder.FullName);
        if (searchWindow is { } window)
        {
            services.Configure<HubSpotOptions>(options => options.Searches = new SearchLimits(options.Searches.Page, window));
            sandbox.Account.Crm.Habits = sandbox.Account.Crm.Habits with { Window = window };
        }

        also?.Invoke(sandbox, services);
        _services = services.BuildServiceProvider();
        Get<ChangeFeed>().Subscribe(Changes.Enqueue);
    }

    public SandboxServer Sandbox { get; }

    /// <summary>HubSpot's; the portal learns of it with the next answer.</summary>
    public ShiftedClock Clock { get; }

    public string Folder => _folder.FullName;

    public ConcurrentQueue<RecordsChanged> Changes { get; } = new();

    public SyncTarget Target { get; private set; } = null!;

    public Mirror Mirror => Target.Mirror;

    public SyncEngine Engine => Get<SyncEngine>();

    /// <param name="searchWindow">The most results of one search, at HubSpot and as the portal knows it; HubSpot's when null.</param>
    /// <param name="also">Adds to the services, or replaces some.</param>
    /// <param name="account">The key of the account that is synced.</param>
    public static async Task<SyncWorld> StartAsync(
        Action<SandboxOptions>? configure = null, int? searchWindow = null, Action<SandboxServer, IServiceCollection>? also = null, string account = "1")
    {
        var clock = new ShiftedClock();
        var sandbox = await SandboxServer.StartAsync(
            options =>
            {
                (options.Contacts, options.Companies, options.Deals) = (120, 30, 40);
                (options.Engagements, options.Campaigns, options.MarketingEmails) = (60, 4, 8);
                configure?.Invoke(options);
            },
            clock);
        var world = new SyncWorld(sandbox, clock, searchWindow, also);
        await world.Get<StorageStartup>().PrepareAsync(CancellationToken.None);
        var mirror = await world.Get<MirrorHost>().OpenAsync(account, CancellationToken.None);
        world.Target = new SyncTarget(world.NewClient(), mirror);
        return world;
    }

    /// <summary>As after connecting again: the new one knows no refusal.</summary>
    public HubSpotClient NewClient() => Get<HubSpotClientFactory>().For(
        new HubSpotEndpoint(Sandbox.BaseAddress, "2026-09", IsSandbox: true), new FixedTokenSource(SandboxServer.Token), isOAuth: false);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static LaneProgress Progress(ObjectType type) => new(type, TimeProvider.System, () => { });

    public Task<Result<Done>> DefinitionsAsync() => Get<DefinitionSync>().RunAsync(Target, TestContext.Current.CancellationToken);

    public Task<Result<Done>> BackfillAsync(ObjectType type, CancellationToken cancellationToken) =>
        Get<Backfill>().RunAsync(Target, type, new BackfillPace(), Progress(type), cancellationToken);

    /// <summary>Definitions, then every type; each must succeed.</summary>
    public async Task BackfillAsync()
    {
        (await DefinitionsAsync()).Failure.Should().BeNull();
        await BackfillTypesAsync();
    }

    /// <summary>Every type; each must succeed.</summary>
    public async Task BackfillTypesAsync()
    {
        foreach (var kind in SyncKinds.CrmObjects)
        {
            (await BackfillAsync(kind.Type, TestContext.Current.CancellationToken)).Failure.Should().BeNull();
        }

        // E-mails first, as a rate of a campaign is over its e-mails.
        await MarketingRoundAsync(ObjectType.MarketingEmail);
        await MarketingRoundAsync(ObjectType.Campaign);
    }

    /// <summary>A round that must succeed.</summary>
    public async Task MarketingRoundAsync(ObjectType type) =>
        (await Get<MarketingSync>().RunAsync(Target, type, Progress(type), TestContext.Current.CancellationToken)).Failure.Should().BeNull();

    public async Task<long> FastLaneAsync(ObjectType type)
    {
        var round = await Get<FastLane>().RunAsync(Target, type, Progress(type), TestContext.Current.CancellationToken);
        round.Failure.Should().BeNull();
        return round.Value;
    }

    /// <summary>A run that must succeed. Returns the time up to which everything is here.</summary>
    public async Task<Settled> SettledLaneAsync(ObjectType type)
    {
        var run = await Get<SettledLane>().RunAsync(Target, type, TestContext.Current.CancellationToken);
        run.Failure.Should().BeNull();
        return run.Value;
    }

    /// <summary>A comparison that must succeed.</summary>
    public async Task<SyncCheckRow> ReconcileAsync(ObjectType type, bool mayBury = false)
    {
        var check = await Get<Reconciliation>().RunAsync(Target, type, mayBury, TestContext.Current.CancellationToken);
        check.Failure.Should().BeNull();
        return check.Value;
    }

    /// <summary>HubSpot's search shows what is written from now on so much later.</summary>
    public Task SearchLagAsync(TimeSpan lag) => Sandbox.ControlAsync(HttpMethod.Post, "search-lag", new { ms = (long)lag.TotalMilliseconds });

    /// <summary>Time goes by at HubSpot, and the portal has seen it.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        (await Target.Client.AccountAsync(TestContext.Current.CancellationToken)).Failure.Should().BeNull();
    }

    /// <summary>How many live records the account holds.</summary>
    public async Task<long> LiveAsync(ObjectType type) =>
        (await Sandbox.DumpAsync(type.Plural())).Count(record => !record.TryGetProperty("archived", out var archived) || !archived.GetBoolean());

    /// <summary>A live record of the account.</summary>
    public async Task<string> FirstAsync(ObjectType type) =>
        (await Sandbox.DumpAsync(type.Plural())).First(record => !record.GetProperty("archived").GetBoolean()).GetProperty("id").GetString()!;

    public Task<List<string>> DifferencesAsync() => MirrorComparison.DifferencesAsync(Mirror, Sandbox.Client, TestContext.Current.CancellationToken);

    public Task<CheckpointRow> CheckpointAsync(ObjectType type, string lane = Lanes.Backfill) =>
        Checkpoints.LoadAsync(Mirror, lane, type, TestContext.Current.CancellationToken);

    /// <summary>Changes the portal's own database behind its back.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var app = await Get<IDbContextFactory<AppDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        await app.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken);
    }

    /// <summary>The account is connected and sync runs, as in the portal.</summary>
    public async Task ConnectAsync()
    {
        Get<HubSpotSession>().Set(Target.Client);
        await Engine.StartAsync(CancellationToken.None);
    }

    /// <summary>Waits for a status; the test's own time limit ends a vain wait.</summary>
    public async Task<SyncStatus> UntilAsync(Func<SyncStatus, bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            var status = Engine.Status;
            if (condition(status))
            {
                return status;
            }

            await Task.Delay(20, patience.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            patience.IsCancellationRequested.Should().BeFalse($"the status came no further than {status}: {string.Join("; ", status.Objects)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        await Sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
