using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace HubSpotCrm.Benchmarks.Simulation;

/// <summary>A call on its way.</summary>
internal sealed record SimulatedCall(HttpMethod Method, Uri Address, string Path)
{
    public bool IsToken => Path.StartsWith("/oauth/", StringComparison.Ordinal);

    public bool IsSearch => Path.EndsWith("/search", StringComparison.Ordinal);

    public bool IsAssociations => Path.StartsWith("/crm/associations/", StringComparison.Ordinal);

    public bool IsBatchRead => Path.EndsWith("/batch/read", StringComparison.Ordinal) && !IsAssociations;

    public bool IsWrite => !IsToken && (Method != HttpMethod.Get && !IsSearch && !Path.EndsWith("/batch/read", StringComparison.Ordinal));

    /// <summary>Objects of one type: its list, or a new one.</summary>
    public bool IsOfType => Path.StartsWith("/crm/objects/", StringComparison.Ordinal) && Path.Count(letter => letter == '/') == 4;

    public bool IsOfRecord => Path.StartsWith("/crm/objects/", StringComparison.Ordinal) && Path.Count(letter => letter == '/') == 5 && !IsSearch;

    public string Budget => IsToken ? "" : IsSearch ? "search" : IsAssociations ? "associations" : "account";

    public string Type => Path.Split('/')[4];

    public override string ToString() => $"{Method} {Address.PathAndQuery[..Math.Min(Address.PathAndQuery.Length, 80)]}";
}

/// <summary>
/// The way from one portal's life to the sandbox, and what goes wrong on it. Each call takes virtual time to arrive and to be answered, so that
/// anything can happen in between.
/// </summary>
internal sealed class SimulatedHubSpot(World world, LoopDomain life, Func<CrashPoint, bool> reached) : HttpMessageHandler
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(20);

    private static readonly Trouble[] OfReads =
    [
        Trouble.ResetBefore, Trouble.ResetDuring, Trouble.ResetAfter, Trouble.Error500, Trouble.Error502, Trouble.Error503, Trouble.Limited,
        Trouble.LimitedWithoutHeader, Trouble.Unauthorized, Trouble.Locked, Trouble.Migrating, Trouble.Truncated, Trouble.Page, Trouble.Silent,
        Trouble.Duplicate, Trouble.RepeatedCursor, Trouble.Partial, Trouble.Duplicate, Trouble.LimitedWithoutHeader, Trouble.Unauthorized,
    ];

    private static readonly Trouble[] OfWrites =
    [
        Trouble.ResetBefore, Trouble.ResetDuring, Trouble.ResetAfter, Trouble.FailedAfter, Trouble.Error500, Trouble.Error503, Trouble.FailedAfter, Trouble.Limited,
        Trouble.LimitedWithoutHeader, Trouble.Unauthorized, Trouble.Locked, Trouble.Migrating, Trouble.Conflict, Trouble.Truncated, Trouble.Silent,
        Trouble.FailedAfter,
    ];

    private static readonly Trouble[] OfTokens = [Trouble.ResetBefore, Trouble.ResetDuring, Trouble.ResetAfter, Trouble.Error503, Trouble.Truncated];

    private readonly Dictionary<string, TimeSpan> _quietUntil = [];
    private readonly HashSet<string> _written = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        if (life.IsOver)
        {
            return answer.Task;
        }

        var call = new SimulatedCall(request.Method, request.RequestUri!, request.RequestUri!.AbsolutePath);
        cancellationToken.Register(() => answer.TrySetCanceled(cancellationToken));
        if (_quietUntil.GetValueOrDefault(call.Budget) > world.Loop.Now)
        {
            world.Break(Invariant.I6, $"{call} was sent while HubSpot had said to wait");
        }

        var isCreate = call.IsOfType && call.Method == HttpMethod.Post;
        var trouble = isCreate && world.Plant == Plant.BlindRepeat ? Trouble.ResetAfter
            : !call.IsToken && world.Plant == Plant.DeafToRetryAfter && world.Network.Next(20) == 0 ? Trouble.Limited
            : TroubleOf(call);
        world.Note("call", $"{call} {trouble}");
        if (trouble != Trouble.None)
        {
            world.Note($"fault {trouble}");
        }

        var (there, back) = (Latency(), Latency());
        if (trouble == Trouble.ResetBefore || world.IsDown)
        {
            world.Loop.After(there, () => answer.TrySetException(new HttpRequestException(HttpRequestError.ConnectionError)));
            return answer.Task;
        }

        var authorization = request.Headers.Authorization?.ToString();
        var body = Body(request);
        var drops = world.Network.Next(2) == 0;
        world.Loop.After(there, () =>
        {
            // What a killed portal had sent may have left it or not.
            if (life.IsOver && drops)
            {
                return;
            }

            if (IsReadBack(call) && reached(CrashPoint.BeforeReadBack))
            {
                return;
            }

            Arrive(call, trouble, authorization, request.Content?.Headers.ContentType?.ToString(), body, answer, back);
        });
        return answer.Task;
    }

    private static byte[] Body(HttpRequestMessage request)
    {
        if (request.Content is null)
        {
            return [];
        }

        using var stream = new MemoryStream();
        request.Content.CopyToAsync(stream).GetAwaiter().GetResult();
        return stream.ToArray();
    }

    private bool IsReadBack(SimulatedCall call) => call.Method == HttpMethod.Get && _written.Contains(call.Path);

    private TimeSpan Latency() => TimeSpan.FromMilliseconds(world.Network.Next(4, 90));

    private Trouble TroubleOf(SimulatedCall call)
    {
        if (world.Network.Next(1000) >= world.Troubles)
        {
            return Trouble.None;
        }

        var possible = call.IsToken ? OfTokens : call.IsWrite ? OfWrites : OfReads;
        var trouble = possible[world.Network.Next(possible.Length)];
        return trouble switch
        {
            Trouble.Partial when !call.IsBatchRead => Trouble.Error500,
            Trouble.RepeatedCursor or Trouble.Duplicate when !call.IsSearch && !(call.IsOfType && call.Method == HttpMethod.Get) => Trouble.ResetAfter,
            Trouble.Conflict when call.Method != HttpMethod.Patch => Trouble.FailedAfter,
            _ => trouble,
        };
    }

    private void Arrive(
        SimulatedCall call, Trouble trouble, string? authorization, string? contentType, byte[] body, TaskCompletionSource<HttpResponseMessage> answer, TimeSpan back)
    {
        if (Instead(trouble) is { } instead)
        {
            if (trouble == Trouble.Unauthorized)
            {
                world.Refused = world.Loop.Now;
            }

            if (trouble == Trouble.Limited && world.Plant == Plant.DeafToRetryAfter)
            {
                instead.Headers.Remove("Retry-After");
            }

            world.Loop.After(back, () =>
            {
                if (trouble == Trouble.Limited)
                {
                    _quietUntil[call.Budget] = world.Loop.Now + RetryAfter;
                }

                answer.TrySetResult(instead);
            });
            return;
        }

        if (trouble is Trouble.ResetDuring)
        {
            world.Loop.After(back, () => answer.TrySetException(new HttpRequestException(HttpRequestError.ResponseEnded)));
            return;
        }

        var sent = Planted(call, body);
        var given = SandboxPipeline.Instance.Answer(world.Account, call.Method, call.Address, authorization, contentType, sent);
        if (trouble == Trouble.ResetAfter && call.IsOfType && call.Method == HttpMethod.Post && world.Plant == Plant.BlindRepeat)
        {
            Noted(call, given);
            given = SandboxPipeline.Instance.Answer(world.Account, call.Method, call.Address, authorization, contentType, sent);
            trouble = Trouble.None;
        }

        Noted(call, given);
        world.LostTokens |= call.IsToken && (trouble != Trouble.None || life.IsOver) && world.Account.Tokens.Rotating;
        if (given.Status == 429)
        {
            world.Break(Invariant.I6, $"{call} was more than HubSpot allows");
        }

        var isReadBack = IsReadBack(call);
        _written.Remove(call.Path);
        if (call.Method == HttpMethod.Patch)
        {
            _written.Add(call.Path);
        }

        world.Loop.After(back, () =>
        {
            var point = call.IsToken ? CrashPoint.DuringRefresh
                : call.IsWrite && (call.IsOfType || world.Plant != Plant.ForgottenSending) ? CrashPoint.DuringSend
                : isReadBack ? CrashPoint.AfterReadBack
                : CrashPoint.AfterFetch;
            if (life.IsOver || reached(point))
            {
                world.LostTokens |= call.IsToken && world.Account.Tokens.Rotating;
            }
            else
            {
                Give(call, trouble, given, answer);
            }
        });
    }

    private HttpResponseMessage? Instead(Trouble trouble)
    {
        var response = trouble switch
        {
            Trouble.Error500 => Error(500, "INTERNAL_ERROR"),
            Trouble.Error502 => Text(502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>"),
            Trouble.Error503 => Error(503, "UNAVAILABLE"),
            Trouble.Limited => Limit(),
            Trouble.LimitedWithoutHeader => Limit(),
            Trouble.Unauthorized => Error(401, "INVALID_AUTHENTICATION"),
            Trouble.Locked => Error(423, "LOCKED"),
            Trouble.Migrating => Error(477, "MIGRATION_IN_PROGRESS"),
            Trouble.Conflict => Error(409, "CONFLICT"),
            Trouble.Page => Text(200, "text/html", "<!doctype html><title>Just a moment</title>"),
            _ => null,
        };
        if (trouble == Trouble.Limited)
        {
            response!.Headers.Add("Retry-After", "20");
        }

        response?.Headers.Date = world.Time.GetUtcNow();
        return response;
    }

    private static HttpResponseMessage Error(int status, string category) =>
        Text(status, "application/json", $$"""{"status":"error","message":"Simulated","category":"{{category}}","correlationId":"00000000-0000-0000-0000-000000000000"}""");

    private static HttpResponseMessage Limit() => Text(
        429, "application/json", """{"status":"error","message":"You have reached your ten_secondly_rolling limit.","errorType":"RATE_LIMIT","policyName":"TEN_SECONDLY_ROLLING"}""");

    private static HttpResponseMessage Text(int status, string type, string text) =>
        new((HttpStatusCode)status) { Content = new StringContent(text, Encoding.UTF8, type) };

    // What HubSpot made and gave out is known here whether or not the portal learns of it.
    private void Noted(SimulatedCall call, SandboxAnswer given)
    {
        if (given.Status is < 200 or >= 300)
        {
            return;
        }

        if (call.IsToken)
        {
            var tokens = JsonNode.Parse(given.Body)!;
            world.Secrets.UnionWith([(string)tokens["access_token"]!, (string)tokens["refresh_token"]!]);
        }
        else if (call.IsOfType && call.Method == HttpMethod.Post)
        {
            world.Made.Add((call.Type, (string)JsonNode.Parse(given.Body)!["id"]!));
        }
    }

    private byte[] Planted(SimulatedCall call, byte[] body)
    {
        if (world.Plant != Plant.AfterInsteadOfFrom || !call.IsSearch)
        {
            return body;
        }

        var search = JsonNode.Parse(body)!;
        foreach (var filter in search["filterGroups"]?.AsArray().SelectMany(group => group!["filters"]!.AsArray()) ?? [])
        {
            if ((string?)filter!["operator"] is "BETWEEN" or "GTE")
            {
                filter["value"] = (long.Parse((string)filter["value"]!, System.Globalization.CultureInfo.InvariantCulture) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        return Encoding.UTF8.GetBytes(search.ToJsonString());
    }

    private static void Give(SimulatedCall call, Trouble trouble, SandboxAnswer given, TaskCompletionSource<HttpResponseMessage> answer)
    {
        switch (trouble)
        {
            case Trouble.Silent:
                return;
            case Trouble.ResetAfter:
                answer.TrySetException(new HttpRequestException(HttpRequestError.ResponseEnded));
                return;
            case Trouble.FailedAfter:
                answer.TrySetResult(Error(500, "INTERNAL_ERROR"));
                return;
        }

        var isSpoiled = trouble is Trouble.Duplicate or Trouble.RepeatedCursor or Trouble.Partial && given.Status / 100 == 2;
        var body = isSpoiled ? Spoil(call, trouble, given.Body) : given.Body;
        var response = new HttpResponseMessage((HttpStatusCode)given.Status)
        {
            Content = trouble == Trouble.Truncated ? new CutOffContent(body) : new ByteArrayContent(body),
        };
        foreach (var (name, values) in given.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values.ToArray()!) && name != "Content-Length")
            {
                response.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values.ToArray()!);
            }
        }

        answer.TrySetResult(response);
    }

    private static byte[] Spoil(SimulatedCall call, Trouble trouble, byte[] body)
    {
        var page = JsonNode.Parse(body)!;
        var results = page["results"]!.AsArray();
        switch (trouble)
        {
            case Trouble.Duplicate when results.Count > 0:
                results.Add(results[0]!.DeepClone());
                break;
            case Trouble.Partial when results.Count > 1:
                results.RemoveAt(results.Count - 1);
                break;
            case Trouble.RepeatedCursor when page["paging"] is { } paging && paging["next"] is { } next:
                var asked = System.Web.HttpUtility.ParseQueryString(call.Address.Query)["after"];
                next["after"] = asked ?? (string)next["after"]!;
                break;
        }

        return Encoding.UTF8.GetBytes(page.ToJsonString());
    }

    private sealed class CutOffContent(byte[] body) : HttpContent
    {
        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new CutOffStream(body));

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new NotSupportedException();

        protected override bool TryComputeLength(out long length)
        {
            length = body.Length;
            return true;
        }
    }

    private sealed class CutOffStream(byte[] body) : MemoryStream(body, 0, body.Length / 2, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Position < Length
            ? base.ReadAsync(buffer, cancellationToken)
            : ValueTask.FromException<int>(new HttpIOException(HttpRequestError.ResponseEnded));
    }
}
