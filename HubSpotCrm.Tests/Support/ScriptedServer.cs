using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HubSpotCrm.Tests.Support;

/// <summary>What the server got. <paramref name="At"/> is by the clock the server was given.</summary>
internal sealed record ScriptedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body, DateTimeOffset At);

/// <summary>How the server answers one request, faults included.</summary>
internal sealed record Reply(int Status, byte[] Body)
{
    public Dictionary<string, string> Headers { get; init; } = new() { ["Content-Type"] = "application/json" };

    /// <summary>Another length than the body has.</summary>
    public int? StatedLength { get; init; }

    /// <summary>Waited for before the answer.</summary>
    public Task? After { get; init; }

    /// <summary>The connection is reset before the answer.</summary>
    public bool ResetBefore { get; init; }

    /// <summary>Only so many bytes of the body, then a reset.</summary>
    public int? ResetAfter { get; init; }

    /// <summary>One byte, and then never another.</summary>
    public bool Drips { get; init; }

    public static Reply Json(string body, int status = 200) => new(status, Encoding.UTF8.GetBytes(body));

    public static Reply Text(string body, int status, string type = "text/html") =>
        new(status, Encoding.UTF8.GetBytes(body)) { Headers = new() { ["Content-Type"] = type } };

    public static Reply Empty(int status) => new(status, []);

    public static Reply Reset() => new(0, []) { ResetBefore = true };

    /// <summary>So many bytes of spaces, packed to a thousandth of that.</summary>
    public static Reply Bomb(int bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            var block = new byte[1024 * 1024];
            Array.Fill(block, (byte)' ');
            for (var written = 0; written < bytes; written += block.Length)
            {
                gzip.Write(block);
            }
        }

        return new Reply(200, packed.ToArray()).With("Content-Encoding", "gzip");
    }

    public Reply With(string name, string value) => this with { Headers = new(Headers) { [name] = value } };
}

/// <summary>A server on loopback that answers as its script says, over bare TCP so that it can break off anywhere.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Reply> _script = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly List<ScriptedRequest> _requests = [];
    private readonly TimeProvider _time;
    private readonly Task _accepting;
    private int _open;
    private int _stopped;

    public ScriptedServer(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Answers what the script has no line for; without it such a request gets status 599.</summary>
    public Func<ScriptedRequest, Reply>? Otherwise { get; set; }

    public int OpenConnections => Volatile.Read(ref _open);

    public IReadOnlyList<ScriptedRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public ScriptedServer Then(params Reply[] replies)
    {
        foreach (var reply in replies)
        {
            _script.Enqueue(reply);
        }

        return this;
    }

    public async Task WaitForRequestsAsync(int count)
    {
        while (Requests.Count < count)
        {
            await Task.Delay(2, Xunit.TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref _open);
        try
        {
            using var _ = socket;
            socket.NoDelay = true;
            var bytes = new NetworkStream(socket);
            await using var stream = new BufferedStream(bytes);
            while (await ReadAsync(stream) is { } request && await AnswerAsync(socket, bytes, request))
            {
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The client went away, or the test is over.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task<ScriptedRequest?> ReadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            // It speaks no TLS.
            if (head.Length == 0 && one[0] == 0x16)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(':', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, _stop.Token);
        var request = new ScriptedRequest(first[0], first[1], headers, Encoding.UTF8.GetString(body), _time.GetUtcNow());
        lock (_requests)
        {
            _requests.Add(request);
        }

        return request;
    }

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> AnswerAsync(Socket socket, Stream stream, ScriptedRequest request)
    {
        var reply = _script.TryDequeue(out var scripted) ? scripted : Otherwise?.Invoke(request) ?? Reply.Empty(599);
        if (reply.After is { } wait)
        {
            await wait.WaitAsync(_stop.Token);
        }

        if (reply.ResetBefore)
        {
            socket.LingerState = new LingerOption(true, 0);
            return false;
        }

        var head = new StringBuilder($"HTTP/1.1 {reply.Status} X\r\n");
        foreach (var (name, value) in reply.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {reply.StatedLength ?? (reply.Drips ? 1000 : reply.Body.Length)}\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), _stop.Token);
        if (reply.Drips)
        {
            await stream.WriteAsync("{"u8.ToArray(), _stop.Token);

            // Ends when the client closes.
            await socket.ReceiveAsync(new byte[1], _stop.Token);
            return false;
        }

        await stream.WriteAsync(reply.Body.AsMemory(0, reply.ResetAfter ?? reply.Body.Length), _stop.Token);
        if (reply.ResetAfter is not null)
        {
            await Task.Delay(20, _stop.Token);
            socket.LingerState = new LingerOption(true, 0);
            return false;
        }

        return (reply.StatedLength ?? reply.Body.Length) <= reply.Body.Length;
    }
}
