using HubSpotCrm.Core;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Sandbox.Data;
using HubSpotCrm.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HubSpotCrm.Tests.Connection;

/// <summary>The connection of a portal to an emulated account, over starts and stops on one data folder.</summary>
internal sealed class ConnectionWorld : IAsyncDisposable
{
    public static readonly Actor Admin = new("1", "Ada", Role.Admin);

    private readonly TemporaryFolder _folder = new();
    private ServiceProvider _services;

    private ConnectionWorld(SandboxServer sandbox)
    {
        Sandbox = sandbox;
        _services = Build();
    }

    /// <summary>The account's key, as its file bears it.</summary>
    public static string Key { get; } = Reference.PortalId.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public SandboxServer Sandbox { get; }

    public IConnectionService Connection => Get<IConnectionService>();

    public MirrorHost Mirrors => Get<MirrorHost>();

    public HubSpotSession Session => Get<HubSpotSession>();

    public string Folder => _folder.Path;

    public string MirrorPath => Path.Combine(Folder, $"mirror-{Key}.db");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ConnectionWorld> StartAsync()
    {
        var world = new ConnectionWorld(await SandboxServer.StartAsync(options => (options.Contacts, options.Companies, options.Deals) = (20, 5, 5)));
        await world.StartPortalAsync();
        return world;
    }

    /// <summary>The portal ends, something happens to its folder, and it starts again.</summary>
    public async Task RestartAsync(Action? meanwhile = null)
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        meanwhile?.Invoke();
        _services = Build();
        await StartPortalAsync();
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<Result<PortalInformation>> ConnectAsync() => Connection.ConnectWithTokenAsync(Admin, SandboxServer.Token, Cancellation);

    /// <summary>By way of the consent page.</summary>
    public async Task<Result<PortalInformation>> ConnectByConsentAsync()
    {
        var start = await Connection.StartOAuthAsync(Admin, ConnectionTarget.HubSpot, "session", new Uri("http://localhost:5080"), Cancellation);
        var state = System.Web.HttpUtility.ParseQueryString(start.Value.Query)["state"];
        var back = await Sandbox.ConsentAsync("http://localhost:5080/callback");
        var code = System.Web.HttpUtility.ParseQueryString(back.Query)["code"];
        return await Connection.CompleteOAuthAsync(Admin, new OAuthCallback(code, state, null, null), "session", Cancellation);
    }

    /// <summary>The account's row as it is stored.</summary>
    public async Task<ConnectionRow> RowAsync()
    {
        await using var app = await Get<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancellation);
        return await app.Connections.AsNoTracking().SingleAsync(Cancellation);
    }

    public async Task ChangeAsync(Func<AppDb, Task> change)
    {
        await using var app = await Get<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancellation);
        await change(app);
        await app.SaveChangesAsync(Cancellation);
    }

    /// <summary>The names of the mirror's files, and of what was set aside.</summary>
    public IEnumerable<string?> MirrorFiles() => Directory.GetFiles(Folder, "mirror-*").Select(Path.GetFileName);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Sandbox.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(Folder, "keys"))).SetApplicationName("tests");
        services.AddSingleton<ISandboxDirectory, Elsewhere>();
        services.AddHubSpotCrmCore();
        services.Configure<StorageOptions>(options => options.DataDirectory = Folder);
        services.Configure<HubSpotOptions>(options =>
        {
            options.ApiBaseUrl = Sandbox.BaseAddress.ToString();
            options.ClientId = Sandbox.Options.ClientId!;
            options.ClientSecret = Sandbox.Options.ClientSecret!;
            options.RedirectUri = "http://localhost:5080/callback";
            options.UsePkce = false;
        });
        return services.BuildServiceProvider();
    }

    private async Task StartPortalAsync()
    {
        await Get<StorageStartup>().PrepareAsync(Cancellation);
        var restore = _services.GetServices<IHostedService>().OfType<ConnectionRestore>().Single();
        await restore.StartAsync(Cancellation);
        await restore.StartedAsync(Cancellation);
    }

    /// <summary>The emulated account is called in the place of HubSpot.</summary>
    private sealed class Elsewhere : ISandboxDirectory
    {
        public SandboxEndpoint? Current => null;

        public bool IsOn => true;

        public void Reset() => throw new NotSupportedException("There is no sandbox to put back.");
    }
}
