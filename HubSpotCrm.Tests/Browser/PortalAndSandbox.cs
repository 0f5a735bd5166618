using System.Net.Http.Json;
using System.Text.Json;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace HubSpotCrm.Tests.Browser;

/// <summary>A sandbox and a portal as processes of their own; the portal is killed and started again on the same folder and address.</summary>
internal sealed class PortalAndSandbox : IAsyncDisposable
{
    public const string ClientSecret = "secret-of-the-test-4711-0815";
    private const string ClientId = "app-of-the-test";

    private readonly TemporaryFolder _folder = new();
    private readonly ServerProcess _sandbox;
    private readonly SocketsHttpHandler _handler = new();
    private readonly IReadOnlyList<string> _portalArguments;

    private PortalAndSandbox(ServerProcess sandbox, IReadOnlyList<string> portalArguments, Uri address)
    {
        (_sandbox, Address) = (sandbox, address);
        _portalArguments = portalArguments;
        Sandbox = new HttpClient(_handler) { BaseAddress = sandbox.Address };
    }

    public ServerProcess Portal { get; private set; } = null!;

    /// <summary>The sandbox's control API and its API itself.</summary>
    public HttpClient Sandbox { get; }

    /// <summary>The portal's.</summary>
    public Uri Address { get; }

    /// <summary>The portal's data folder.</summary>
    public string Folder => _folder.Path;

    public static async Task<PortalAndSandbox> StartAsync(
        int contacts, int latency, CancellationToken cancellationToken, IReadOnlyList<string>? sandboxArguments = null, IReadOnlyList<string>? portalArguments = null, Uri? address = null)
    {
        var sandbox = ServerProcess.Start(
            "HubSpotCrm.Sandbox",
            ServerProcess.FreeAddress(),
            ["--contacts", $"{contacts}", "--limits", "off", "--latency", $"{latency}", "--client-id", ClientId, "--client-secret", ClientSecret, .. sandboxArguments ?? []]);
        var world = new PortalAndSandbox(sandbox, portalArguments ?? [], address ?? ServerProcess.FreeAddress());
        await sandbox.WaitUntilReadyAsync("/_sandbox/calls", cancellationToken);
        await world.StartPortalAsync(cancellationToken);
        return world;
    }

    public async Task StartPortalAsync(CancellationToken cancellationToken)
    {
        Portal = ServerProcess.Start(
            "HubSpotCrm.Web",
            Address,
            [$"--Portal:DataDirectory={_folder.Path}", .. _portalArguments],
            new Dictionary<string, string>
            {
                ["HUBSPOT_CLIENT_ID"] = ClientId,
                ["HUBSPOT_CLIENT_SECRET"] = ClientSecret,
                ["HUBSPOT_REDIRECT_URI"] = new Uri(Address, "/api/hubspot/oauth/callback").ToString(),
                ["HUBSPOT_API_BASE_URL"] = _sandbox.Address.ToString(),
                ["HubSpot__AuthorizeUrl"] = new Uri(_sandbox.Address, "/oauth/authorize").ToString(),
            });
        await Portal.WaitUntilReadyAsync("/health/ready", cancellationToken);
    }

    /// <summary>
    /// SIGKILL in the middle of whatever it does, then a new process on the same folder. The window is left between the
    /// two: a page that finds its portal back loads itself again, in the middle of where the test goes next.
    /// </summary>
    public async Task KillAndStartAsync(IPage open, CancellationToken cancellationToken)
    {
        await Portal.DisposeAsync();
        await open.GotoAsync("about:blank");
        await StartPortalAsync(cancellationToken);
    }

    /// <summary>Makes the administrator and connects the sandbox as if it were HubSpot.</summary>
    public async Task<PortalJourney> ConnectAsync(IPage page, CancellationToken cancellationToken)
    {
        var journey = new PortalJourney(page, Address);
        await journey.SetUpAsync(await Portal.LineAsync(line => line.Contains("/setup?code=", StringComparison.Ordinal), cancellationToken));
        await journey.ConnectHubSpotAsync();
        return journey;
    }

    /// <summary>The records that the mirror holds now; 0 before it exists.</summary>
    public long MirroredRecords() => Ask("SELECT count(*) FROM record WHERE raw IS NOT NULL");

    /// <summary>Whether the first sync has come to its end for all kinds, and the archived records have been read.</summary>
    public bool IsSynced() =>
        Ask("SELECT count(*) FROM checkpoint WHERE lane = 'backfill' AND state = 'Done'") == SyncKinds.All.Count
        && Ask("SELECT count(*) FROM checkpoint WHERE lane = 'archived' AND state = 'Done'") >= SyncKinds.All.Count(kind => kind.Source == SyncSource.CrmObjects);

    /// <summary>Waits for the condition; the portal's output is the message when it does not come.</summary>
    public Task UntilAsync(Func<bool> condition, TimeSpan limit, CancellationToken cancellationToken) => Eventually.HoldsAsync(
        () => Task.FromResult(condition()), limit, () => $"{MirroredRecords()} records are here. Output:\n{string.Join('\n', Portal.Output)}", cancellationToken);

    /// <summary>What differs between the mirror and the sandbox, in words.</summary>
    public async Task<List<string>> DifferencesAsync(CancellationToken cancellationToken)
    {
        using var mirror = new Mirror("under-test", MirrorPath!);
        return await MirrorComparison.DifferencesAsync(mirror, Sandbox, cancellationToken);
    }

    /// <summary>What HubSpot holds of a contact's property.</summary>
    public async Task<string?> HeldAsync(string id, string property, CancellationToken cancellationToken)
    {
        var dump = await Sandbox.GetStringAsync("/_sandbox/dump?type=contacts", cancellationToken);
        return dump.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Single(record => record.GetProperty("id").GetString() == id)
            .GetProperty("properties").TryGetProperty(property, out var value) ? value.GetString() : null;
    }

    public async Task ControlAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var answer = await Sandbox.PostAsJsonAsync($"/_sandbox/{path}", body, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        await _sandbox.DisposeAsync();
        Sandbox.Dispose();
        _handler.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    /// <summary>Changes the mirror behind the portal's back.</summary>
    public void Spoil(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = MirrorPath!, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery().Should().BePositive();
    }

    private string? MirrorPath => Directory.EnumerateFiles(_folder.Path, "mirror-*.db").SingleOrDefault();

    // A connection of its own each time: the file is another process's.
    private long Ask(string sql)
    {
        if (MirrorPath is not { } path)
        {
            return 0;
        }

        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return (long)command.ExecuteScalar()!;
        }
        catch (SqliteException)
        {
            // Its tables are being made, or a writer that was killed is being cleaned up after.
            return 0;
        }
    }
}
