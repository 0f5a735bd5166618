using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HubSpotCrm.Tests.Support;

/// <summary>A program of this repository as a process of its own, from the same build as the tests.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static int _port = 20_000 + (Environment.ProcessId % 5_000);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    /// <summary>Everything the process has printed, in order.</summary>
    public IReadOnlyCollection<string> Output => _output;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Starts <c>project</c>'s assembly at the address, with <c>ASPNETCORE_ENVIRONMENT=Development</c> unless told otherwise.</summary>
    public static ServerProcess Start(string project, Uri address, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        // …/HubSpotCrm.Tests/bin/Debug/net10.0/ names the build the tests came from.
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var assembly = Path.Combine(Repository.Root, project, "bin", output.Parent!.Name, output.Name, $"{project}.dll");
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in (string[])["exec", assembly, "--urls", address.GetLeftPart(UriPartial.Authority), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment.Remove("ASPNETCORE_URLS");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new ServerProcess(Process.Start(start)!, address);
    }

    /// <summary>
    /// A loopback address whose port was free a moment ago and is given once: below the ports that Linux hands out by itself, so that no connection and no
    /// other test takes it before the process does.
    /// </summary>
    public static Uri FreeAddress()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref _port);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return new Uri($"http://127.0.0.1:{port}");
            }
            catch (SocketException)
            {
                // Somebody else has it.
            }
        }
    }

    /// <summary>Waits until the path answers with success; throws with the output when the process ends or a minute passes.</summary>
    public async Task WaitUntilReadyAsync(string path, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.HoldsAsync(
            async () =>
            {
                if (HasExited)
                {
                    throw new InvalidOperationException($"The process ended with {ExitCode}:\n{string.Join('\n', _output)}");
                }

                try
                {
                    using var answer = await client.GetAsync(path, cancellationToken);
                    return answer.IsSuccessStatusCode;
                }
                catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
                {
                    return false;
                }
            },
            TimeSpan.FromMinutes(1),
            () => $"{path} does not answer. Output:\n{string.Join('\n', _output)}",
            cancellationToken);
    }

    /// <summary>Waits for a printed line and returns it.</summary>
    public async Task<string> LineAsync(Func<string, bool> wanted, CancellationToken cancellationToken)
    {
        await Eventually.HoldsAsync(
            () => Task.FromResult(_output.Any(wanted) || HasExited), TimeSpan.FromMinutes(1), () => string.Join('\n', _output), cancellationToken);
        return _output.First(wanted);
    }

    /// <summary>SIGKILL: nothing of the process runs any more when this returns.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Waits for the process to end by itself; its exit code.</summary>
    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
