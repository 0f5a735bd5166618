using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HubSpotCrm.Benchmarks.Filters;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace HubSpotCrm.Benchmarks.Typing;

/// <summary>
/// The real portal as a process of its own, over a benchmark's mirror. The mirror's folder is its data folder; <c>app.db</c> is made there by the portal's own
/// services before the start, with one connection that says that HubSpot has to be connected again: so the mirror opens and lists read it, nothing syncs, and without a token nothing is asked of HubSpot.
/// What the portal makes beside the mirror is erased before and after.
/// </summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private const string Assembly = "HubSpotCrm.Web.dll";
    private const string Account = "1";

    // Folders that a portal makes in its data folder.
    private static readonly string[] Made = ["keys", "logs", "sandbox"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly string _folder;

    private PortalProcess(Process process, Uri address, string folder)
    {
        (_process, Address, _folder) = (process, address, folder);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>Where a portal of the same build lies; throws <see cref="BadArgumentException"/> when it was not built.</summary>
    public static string FindAssembly()
    {
        // …/HubSpotCrm.Benchmarks/bin/Release/net10.0/ names the build.
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var build = output.Parent?.Name ?? "";
        var path = Path.GetFullPath(Path.Combine(output.FullName, "..", "..", "..", "..", "HubSpotCrm.Web", "bin", build, output.Name, Assembly));
        return File.Exists(path) ? path : throw new BadArgumentException($"The portal is not built: there is no {path}. Run 'dotnet build -c {build} HubSpotCrm.Web'.");
    }

    /// <summary>Ends when the portal listens and has printed how its first user is made.</summary>
    public static async Task<PortalProcess> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var assembly = FindAssembly();
        Erase(folder);
        await ConnectAsync(folder, cancellationToken);
        var address = FreeAddress();
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        [
            "exec", assembly, "--environment", "Production", "--urls", address.GetLeftPart(UriPartial.Authority), $"--Portal:DataDirectory={folder}", "--Portal:Sandbox=false",
            "--Portal:AllowUnprotectedKeys=true", "--Portal:LogLevel=Warning",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in new[] { ("HUBSPOT_CLIENT_ID", "benchmark"), ("HUBSPOT_CLIENT_SECRET", "benchmark"), ("HUBSPOT_REDIRECT_URI", $"{address}api/hubspot/oauth/callback") })
        {
            start.Environment[name] = value;
        }

        start.Environment.Remove("ASPNETCORE_URLS");
        return new PortalProcess(Process.Start(start) ?? throw new InvalidOperationException("The portal did not start."), address, folder);
    }

    /// <summary>The printed link that makes the first user.</summary>
    public async Task<string> SetupLinkAsync(CancellationToken cancellationToken)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Patience && !_process.HasExited; await Task.Delay(Look, cancellationToken))
        {
            if (_output.FirstOrDefault(line => line.Contains("/setup?code=", StringComparison.Ordinal)) is { } link)
            {
                return link.Trim();
            }
        }

        throw new InvalidOperationException($"The portal did not start:{Environment.NewLine}{string.Join(Environment.NewLine, _output)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Erase(_folder);
    }

    // As if the account had been connected once: its definitions are known, and its token is not good any more.
    private static async Task ConnectAsync(string folder, CancellationToken cancellationToken)
    {
        await using (var services = PortalServices.Build(folder, services => services.AddDataProtection()))
        {
            await services.GetRequiredService<StorageStartup>().PrepareAsync(cancellationToken);
            await services.GetRequiredService<ConnectionStore>().SaveAsync(
                ConnectionTarget.HubSpot, Account, row =>
                {
                    (row.Method, row.State, row.ConnectedBy) = (nameof(ConnectionMethod.AccessToken), nameof(ConnectionState.ReconnectNeeded), "Benchmark");
                    (row.StateReason, row.AccountName) = ("there is no HubSpot behind the account of a benchmark", "Benchmark");
                    (row.Currency, row.TimeZone) = (AccountData.Definitions.Currency, AccountData.Definitions.TimeZone);
                },
                _ => Task.CompletedTask, cancellationToken);
            await services.GetRequiredService<MirrorHost>().OpenAsync(Account, cancellationToken);
            await services.GetRequiredService<MirrorHost>().Current!.WriteAsync(Define, cancellationToken);
        }

        SqliteConnection.ClearAllPools();
    }

    // Without them the columnar copy would be made anew, and owners shown by number.
    private static int Define(SqliteConnection connection, SqliteTransaction transaction)
    {
        using var owner = new Statement(connection, transaction, "INSERT OR IGNORE INTO owner (id, first_name, last_name, is_queue, is_archived) VALUES ($p0, $p1, $p2, 0, 0)", 3);
        foreach (var one in AccountData.Definitions.Owners)
        {
            owner.Run(one.Id, one.FirstName, one.LastName);
        }

        using var property = new Statement(connection, transaction, """
            INSERT OR IGNORE INTO property (object_type, name, label, type, field_type, options, is_calculated, is_read_only, is_hidden, is_archived, has_unique_value, has_external_options, display_order)
            VALUES ($p0, $p1, $p2, $p3, $p4, $p5, 0, 0, 0, 0, 0, 0, 0)
            """, 6);
        foreach (var one in AccountData.Definitions.Properties)
        {
            property.Run((int)one.ObjectType, one.Name, one.Label, NameOf(one.Type), one.FieldType, System.Text.Json.JsonSerializer.Serialize(one.Options));
        }

        return 0;
    }

    private static string NameOf(PropertyType type) => type switch
    {
        PropertyType.Number => "number",
        PropertyType.Date => "date",
        PropertyType.Enumeration => "enumeration",
        PropertyType.Boolean => "bool",
        _ => "string",
    };

    // The mirror and its copy stay.
    private static void Erase(string folder)
    {
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.EnumerateFiles(folder, AppDatabase.FileName + "*").Append(Path.Combine(folder, "portal.lock")))
        {
            File.Delete(file);
        }

        foreach (var made in Made.Select(name => Path.Combine(folder, name)).Where(Directory.Exists))
        {
            Directory.Delete(made, recursive: true);
        }
    }

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"));
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
