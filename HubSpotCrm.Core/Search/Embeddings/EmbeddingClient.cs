using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using HubSpotCrm.Core.HubSpot;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>
/// Asks an endpoint that answers as OpenAI's <c>/v1/embeddings</c> does. One call, no repetition. Its answers are doubted: whatever is not one vector of
/// finite numbers per text, all of one length, is an <see cref="EmbeddingFailedException"/>. Neither texts nor key are logged.
/// </summary>
internal sealed class EmbeddingClient(IHttpClientFactory clients, IOptions<EmbeddingOptions> options) : IEmbeddingGenerator<string, Embedding<float>>
{
    // 256 texts of 4,096 numbers of some twelve digits each.
    private const int MostBytes = 32 * 1024 * 1024;
    private const int LongestReason = 200;

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values.ToList();
        try
        {
            using var client = clients.CreateClient(EmbeddingTransport.ClientName);
            using var request = Request(texts);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            using var body = await AnswerBody.ReadAsync(response.Content, MostBytes, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new EmbeddingFailedException(Refusal(response, body));
            }

            return new(Read(body, texts.Count).Select(vector => new Embedding<float>(vector)));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && HubSpotTransport.Explain(exception, timedOut: false) is { } reason)
        {
            // What the portal does not connect to, or take, stays so; every other connection may come about the next time.
            throw new EmbeddingFailedException(new EmbeddingFailure(reason) { IsPassing = exception.GetBaseException() is not (ConnectionNotAllowedException or AnswerTooLargeException) }, exception);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // The factory keeps the connections.
    }

    private HttpRequestMessage Request(List<string> texts)
    {
        var body = new Dictionary<string, object> { ["model"] = options.Value.Model, ["input"] = texts, ["encoding_format"] = "float" };
        if (options.Value.Dimensions > 0)
        {
            body["dimensions"] = options.Value.Dimensions;
        }

        // As a whole: not every small server takes a body in chunks.
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, options.Value.Endpoint) { Content = content };
        request.Headers.Accept.ParseAdd("application/json");
        if (options.Value.ApiKey.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.ApiKey);
        }

        return request;
    }

    private List<float[]> Read(AnswerBody body, int count)
    {
        var vectors = new float[count][];
        try
        {
            var reader = new Utf8JsonReader(body.Bytes);
            using var document = JsonDocument.ParseValue(ref reader);
            if (!document.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            {
                throw Doubted("its answer is not one of /v1/embeddings");
            }

            if (data.GetArrayLength() != count)
            {
                throw Doubted(string.Create(CultureInfo.InvariantCulture, $"it gave {data.GetArrayLength()} vectors for {count} texts"));
            }

            var at = 0;
            foreach (var item in data.EnumerateArray())
            {
                var index = item.TryGetProperty("index", out var stated) ? stated.GetInt32() : at;
                if (index < 0 || index >= count || vectors[index] is not null)
                {
                    throw Doubted("it numbers its vectors wrongly");
                }

                vectors[index] = Numbers(item.GetProperty("embedding"));
                at++;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw Doubted("its answer is not one of /v1/embeddings", exception);
        }

        var length = options.Value.Dimensions > 0 ? options.Value.Dimensions : vectors[0].Length;
        return vectors.FirstOrDefault(vector => vector.Length != length) is { } other
            ? throw Doubted(string.Create(CultureInfo.InvariantCulture, $"it gave a vector of {other.Length} numbers where {length} were expected"))
            : [.. vectors];
    }

    private static float[] Numbers(JsonElement embedding)
    {
        var length = embedding.GetArrayLength();
        if (length is 0 or > EmbeddingOptionsValidator.MostDimensions)
        {
            throw Doubted(string.Create(CultureInfo.InvariantCulture, $"it gave a vector of {length} numbers; 1 to {EmbeddingOptionsValidator.MostDimensions} can be used"));
        }

        var (numbers, at, isZero) = (new float[length], 0, true);
        foreach (var number in embedding.EnumerateArray())
        {
            var value = number.GetSingle();
            isZero &= value == 0;
            numbers[at++] = float.IsFinite(value) ? value : throw Doubted("a number of its vectors is none", isOfTexts: true);
        }

        return isZero ? throw Doubted("it gave a vector of zeros", isOfTexts: true) : numbers;
    }

    private static EmbeddingFailedException Doubted(string reason, Exception? inner = null, bool isOfTexts = false) =>
        new(new EmbeddingFailure(reason) { IsOfTexts = isOfTexts, MayBeOfTexts = true }, inner);

    private EmbeddingFailure Refusal(HttpResponseMessage response, AnswerBody body)
    {
        var status = (int)response.StatusCode;
        var reason = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => "it does not accept the key (Search:Embeddings:ApiKey)",
            HttpStatusCode.NotFound => "it knows no such address or model (Search:Embeddings:Endpoint, Search:Embeddings:Model)",
            HttpStatusCode.TooManyRequests => "it was asked too often",
            _ when status is >= 300 and < 400 => "it leads to another address, and the portal follows none",
            _ => string.Create(CultureInfo.InvariantCulture, $"it answered with status {status}"),
        };
        var isOfTexts = status is 400 or 413 or 422;
        return new EmbeddingFailure(reason)
        {
            Said = Said(body),
            IsPassing = status is 408 or 425 or 429 or >= 500,
            IsOfTexts = isOfTexts,
            // Servers fail over a text that they stumble over, too; 503 is theirs alone.
            MayBeOfTexts = isOfTexts || status is >= 500 and not 503,
            Wait = response.Headers.RetryAfter?.Delta,
        };
    }

    // What servers say of an error differs in shape; only words that stand where words are expected are told on. Some repeat the key.
    private string? Said(AnswerBody body)
    {
        try
        {
            var reader = new Utf8JsonReader(body.Bytes);
            using var document = JsonDocument.ParseValue(ref reader);
            var said = document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("error", out var error) ? null
                : error.ValueKind == JsonValueKind.String ? error.GetString()
                : error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String ? message.GetString()
                : null;
            if (said is null || (options.Value.ApiKey.Length > 0 && said.Contains(options.Value.ApiKey, StringComparison.Ordinal)))
            {
                return null;
            }

            var line = new string([.. said.Select(unit => char.IsControl(unit) ? ' ' : unit)]).Trim().TrimEnd('.');
            return line.Length <= LongestReason ? line : line[..LongestReason] + "…";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or half of a pair in its words.
            return null;
        }
    }
}
