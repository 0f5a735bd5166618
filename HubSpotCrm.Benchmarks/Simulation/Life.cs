using HubSpotCrm.Core;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Core.Sync.Push;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Benchmarks.Simulation;

/// <summary>What sync can be told to do next.</summary>
internal enum Step
{
    Definitions,
    Backfill,
    Fast,
    Settled,
    Archived,
    Associations,
    Sweep,
    Reconciliation,
    Hints,
    Outbox,
}

/// <summary>The work was cut off in the middle: the portal was killed.</summary>
internal sealed class LifeEndedException() : Exception("The portal was killed.");

/// <summary>The portal from one start to its end, with the product's own services on files of their own.</summary>
internal sealed class Life : IDisposable
{
    public const string AccountId = "1";
    public static readonly Actor Editor = new("u1", "Katharina", Role.Editor);
    public static readonly Actor Admin = new("u2", "Ada", Role.Admin);

    private static readonly HubSpotEndpoint Endpoint = new(new Uri("http://127.0.0.1:9"), "2026-09", IsSandbox: true);
    private static readonly string[] Files = ["app.db", "app.db-wal", $"mirror-{AccountId}.db", $"mirror-{AccountId}.db-wal"];

    private readonly World _world;
    private readonly ServiceProvider _services;
    private readonly SimulatedHubSpot _network;

    private Life(World world, string folder, Func<CrashPoint, bool> reached)
    {
        (_world, Folder) = (world, folder);
        Domain = new LoopDomain(world.Loop);
        Time = new VirtualTime(world.Loop, Domain);
        _network = new SimulatedHubSpot(world, Domain, reached);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddFilter("HubSpotCrm", LogLevel.Trace).AddProvider(new WatchedLog(world)));
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(world.Jitter);
        services.AddSingleton<AccountSettings>(() => ("EUR", "Europe/Berlin"));
        services.AddHubSpotCrmCore();
        services.AddHttpClient(HubSpotTransport.ClientName).ConfigurePrimaryHttpMessageHandler(() => _network);
        services.Configure<StorageOptions>(options => options.DataDirectory = folder);
        services.Configure<SyncOptions>(options => options.SettleAfter = world.SettleAfter);
        services.Configure<HubSpotOptions>(options => options.Searches = new SearchLimits(world.Crm.Habits.Page, world.Crm.Habits.Window));

        // Compiled anew for each portal, the usual factory costs more than the contexts it makes.
        services.AddSingleton<IDbContextFactory<AppDb>, PlainFactory>();
        _services = services.BuildServiceProvider();
    }

    public LoopDomain Domain { get; }

    /// <summary>The clock of the portal's server.</summary>
    public VirtualTime Time { get; }

    public string Folder { get; }

    public Mirror Mirror { get; private set; } = null!;

    public SyncTarget Target { get; private set; } = null!;

    public OutboxSender Sender { get; private set; } = null!;

    /// <summary>Rises with each change of the mirror.</summary>
    public int Changes { get; private set; }

    /// <summary>Starts on the folder's files, as the portal does.</summary>
    /// <param name="reached">Told where the work is; true when the portal was killed there.</param>
    public static async Task<Life> StartAsync(World world, string folder, TimeSpan skew, Func<CrashPoint, bool> reached)
    {
        var life = new Life(world, folder, reached);
        life.Time.Skew = skew;
        await life.Domain.RunAsync(async () =>
        {
            await life.Get<StorageStartup>().PrepareAsync(CancellationToken.None);
            life.Mirror = await life.Get<MirrorHost>().OpenAsync(AccountId, CancellationToken.None);
            life.Mirror.ReadsInline = true;
            life.Mirror.Committing = moment =>
            {
                life.Changes++;
                if (reached(moment == CommitMoment.Before ? CrashPoint.InTransaction : CrashPoint.AfterCommit))
                {
                    throw new LifeEndedException();
                }
            };
            life.Sender = ActivatorUtilities.CreateInstance<OutboxSender>(life._services);
            life.Connect();
            await life.Sender.RecoverAsync(CancellationToken.None);
            return 0;
        });
        return life;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>With the tokens as they are stored.</summary>
    public void Connect()
    {
        var factory = Get<HubSpotClientFactory>();
        var client = factory.For(Endpoint, factory.Tokens(Endpoint, World.ClientId, World.ClientSecret, _world), isOAuth: true);
        Get<HubSpotSession>().Set(client);
        Sender.OnSessionChanged();
        Target = new SyncTarget(client.With(CallPriority.Background), Mirror);
    }

    /// <summary>One step of a lane. Null when it succeeded.</summary>
    public Task<Failure?> RunAsync(Step step, ObjectType type) => Domain.RunAsync(async () =>
    {
        var progress = new LaneProgress(type, Time, static () => { });
        return step switch
        {
            Step.Definitions => (await Get<DefinitionSync>().RunAsync(Target, CancellationToken.None)).Failure,
            Step.Backfill => (await Get<Backfill>().RunAsync(Target, type, new BackfillPace(), progress, CancellationToken.None)).Failure,
            Step.Fast => (await Get<FastLane>().RunAsync(Target, type, progress, CancellationToken.None)).Failure,
            Step.Settled => (await Get<SettledLane>().RunAsync(Target, type, CancellationToken.None)).Failure,
            Step.Archived => (await Get<ArchivedSweep>().RunAsync(Target, type, CancellationToken.None)).Failure,
            Step.Associations => (await Get<AssociationSweep>().RunAsync(Target, type, CancellationToken.None)).Failure,
            Step.Sweep => (await Get<ListSweep>().RunAsync(Target, type, CancellationToken.None)).Failure,
            Step.Hints => (await Get<HintLane>().RunAsync(Target, CancellationToken.None)).Failure,
            Step.Outbox => await SendAsync(),
            _ => (await ReconcileAsync(type, mayBury: false)).Failure,
        };
    });

    /// <summary>Compares everything of a type.</summary>
    public Task<Result<SyncCheckRow>> ReconcileAsync(ObjectType type, bool mayBury) =>
        Domain.RunAsync(() => Get<Reconciliation>().RunAsync(Target, type, mayBury, CancellationToken.None));

    /// <summary>Something a user does.</summary>
    public Task<T> UseAsync<T>(Func<Task<T>> action) => Domain.RunAsync(action);

    /// <summary>The mirror was changed behind its back.</summary>
    public void Changed() => Changes++;

    public AppDb OpenApp() => Get<IDbContextFactory<AppDb>>().CreateDbContext();

    /// <summary>The end, at once: what is on disk now is what the next start finds, in a folder of its own.</summary>
    public string Kill()
    {
        Domain.End();
        var next = SimulationFolder.Make();
        foreach (var file in Files.Where(file => File.Exists(Path.Combine(Folder, file))))
        {
            File.Copy(Path.Combine(Folder, file), Path.Combine(next, file));
        }

        return next;
    }

    public void Dispose()
    {
        Domain.End();
        Sender.Dispose();
        using (var app = OpenApp())
        {
            SqliteConnection.ClearPool((SqliteConnection)app.Database.GetDbConnection());
        }

        _services.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _network.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<Failure?> SendAsync()
    {
        await Sender.SendDueAsync(CancellationToken.None);
        return null;
    }

    private sealed class PlainFactory(DbContextOptions<AppDb> options) : IDbContextFactory<AppDb>
    {
        public AppDb CreateDbContext() => new(options);
    }
}

/// <summary>Folders for one run, in memory where the system has such a place.</summary>
internal static class SimulationFolder
{
    private const string InMemory = "/dev/shm";

    public static string Make()
    {
        var folder = Path.Combine(Directory.Exists(InMemory) ? InMemory : Path.GetTempPath(), $"hubspotcrm-simulation-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        return folder;
    }
}

/// <summary>Looks for secrets in every line of the log.</summary>
internal sealed class WatchedLog(World world) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = $"{formatter(state, exception)} {exception}";
        if (world.Secrets.Any(line.Contains))
        {
            world.Break(Invariant.I7, "a secret is in the log");
        }
    }

    public void Dispose()
    {
    }
}
