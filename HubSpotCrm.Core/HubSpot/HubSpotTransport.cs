using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.HubSpot.Journal;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>An answer with its whole body.</summary>
internal sealed class Answer(HttpResponseMessage response, AnswerBody body) : IDisposable
{
    public int Status => (int)response.StatusCode;

    public HttpResponseHeaders Headers => response.Headers;

    public AnswerBody Body { get; } = body;

    /// <summary>It is the API that answered, and not a page of something on the way.</summary>
    public bool IsJson => response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>For the log; null for an empty body and once the body was given back.</summary>
    public string? Excerpt { get; private set; }

    public void Dispose()
    {
        // Bodies of success hold records, and those stay out of the log unless the answer is no JSON at all.
        if (Body.Bytes.Length > 0 && (!response.IsSuccessStatusCode || Body.Bytes[0] is not ((byte)'{' or (byte)'[')))
        {
            Excerpt = ErrorText.Logged(Body.Bytes);
        }

        Body.Dispose();
        response.Dispose();
    }
}

/// <summary>The portal refuses to connect: a name of HubSpot's leads into our own network, or the sandbox's out of it.</summary>
internal sealed class ConnectionNotAllowedException(string host) : IOException($"The address of {host} is not one the portal connects to.");

/// <summary>Sends one request and takes the whole answer.</summary>
internal sealed class HubSpotTransport(IHttpClientFactory clients)
{
    public const string ClientName = "HubSpot";

    /// <summary>For files that HubSpot keeps elsewhere.</summary>
    public const string FilesName = "HubSpot files";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly ProductInfoHeaderValue Product = new("HubSpotCrm", typeof(HubSpotTransport).Assembly.GetName().Version?.ToString(2) ?? "0");

    public static HttpMessageHandler Handler() => Handler(HubSpotHosts.Allows);

    public static HttpMessageHandler FilesHandler() => Handler(JournalHosts.Allows);

    /// <param name="allows">Whether a name may stand for an address.</param>
    private static SocketsHttpHandler Handler(Func<string, IPAddress, bool> allows) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context, allows, cancellationToken),
    };

    public static HttpRequestMessage Request(HubSpotCall call, AccessToken? token)
    {
        var request = new HttpRequestMessage(call.Method, call.Address);
        request.Headers.UserAgent.Add(Product);
        request.Headers.Accept.ParseAdd(HubSpotCall.Json);
        if (token is { } bearer)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer.Value);
        }

        if (call.Body is { } body)
        {
            request.Content = new TrackedBody(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(call.ContentType);
        }

        return request;
    }

    /// <summary>A token with a line break or a letter outside ASCII fits no header: nothing HubSpot ever gave out.</summary>
    public static bool CanSend(AccessToken token) => token.Value.Length > 0 && token.Value.All(unit => unit is > ' ' and < '\u007f');

    public Task<Answer> SendAsync(HttpRequestMessage request, int maximumBytes, CancellationToken cancellationToken) =>
        SendAsync(ClientName, request, maximumBytes, cancellationToken);

    /// <param name="name">Which of the ways out: <see cref="ClientName"/> or <see cref="FilesName"/>.</param>
    public async Task<Answer> SendAsync(string name, HttpRequestMessage request, int maximumBytes, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(name);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        try
        {
            return new Answer(response, await AnswerBody.ReadAsync(response.Content, maximumBytes, cancellationToken));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>The reason in words; null when the exception is none of the ways a connection fails.</summary>
    public static string? Explain(Exception exception, bool timedOut) => exception switch
    {
        _ when exception.GetBaseException() is ConnectionNotAllowedException refused => refused.Message.TrimEnd('.'),
        AnswerTooLargeException => "its answer is larger than the portal takes",
        OperationCanceledException when timedOut => "no answer in time",
        OperationCanceledException when exception.InnerException is TimeoutException => "no connection in time",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its name cannot be resolved",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "its certificate is not valid or no secure connection came about",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection",
        HttpRequestException or IOException or SocketException => "the connection broke",
        InvalidDataException => "its answer cannot be unpacked",
        _ => null,
    };

    /// <summary>What the exception leaves to do. Call it for those that <see cref="Explain"/> knows.</summary>
    public static Refusal RefusalOf(HttpRequestMessage request, Exception exception, bool timedOut)
    {
        if (exception.GetBaseException() is ConnectionNotAllowedException)
        {
            return new Refusal(new AddressNotAllowed(request.RequestUri!.Host), Replay.Never);
        }

        // A second answer of that size would help nobody.
        var replay = exception is AnswerTooLargeException ? Replay.Never
            : MayHaveArrived(request, exception) ? Replay.IfReplayable
            : Replay.Always;
        return new Refusal(new HubSpotUnavailable(Explain(exception, timedOut) ?? "the connection broke"), replay, Breaks: true);
    }

    /// <summary>Whether HubSpot may have got the request.</summary>
    private static bool MayHaveArrived(HttpRequestMessage request, Exception exception) =>
        exception is not HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError,
        }
        && exception.GetBaseException() is not ConnectionNotAllowedException
        && request.Content is not TrackedBody { Left: false };

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, Func<string, IPAddress, bool> allows, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConnectTimeout);
        var addresses = Array.FindAll(await Dns.GetHostAddressesAsync(host, limit.Token), address => allows(host, address));
        if (addresses.Length == 0)
        {
            throw new ConnectionNotAllowedException(host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, limit.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
