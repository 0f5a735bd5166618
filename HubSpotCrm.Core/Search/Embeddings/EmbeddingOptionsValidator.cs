using System.Net;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>Collects every fault at once, each naming its key and never showing the secret.</summary>
internal sealed class EmbeddingOptionsValidator : IValidateOptions<EmbeddingOptions>
{
    public const int MostDimensions = 4096;

    private const string Key = EmbeddingOptions.Section;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, EmbeddingOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(EmbeddingOptions options)
    {
        if (!options.IsOn)
        {
            if (options.Model.Length > 0 || options.ApiKey.Length > 0)
            {
                yield return $"{Key}:Endpoint is missing, but {(options.Model.Length > 0 ? "Model" : "ApiKey")} beside it is set; give the address that answers as /v1/embeddings does, or leave both out.";
            }

            yield break;
        }

        if (AddressFault(options.Endpoint) is { } fault)
        {
            yield return fault;
        }

        if (string.IsNullOrWhiteSpace(options.Model))
        {
            yield return $"{Key}:Model is missing, but {Key}:Endpoint is set; give the model's name as the endpoint knows it.";
        }

        if (options.ApiKey.Any(unit => unit is <= ' ' or > '~'))
        {
            yield return $"{Key}:ApiKey holds a space, a line break or a letter outside ASCII; no header can carry that. Give it as Search__Embeddings__ApiKey.";
        }

        if (options.Dimensions is < 0 or > MostDimensions)
        {
            yield return $"{Key}:Dimensions is {options.Dimensions}; it must lie between 1 and {MostDimensions}, or be 0 for as many as the model makes.";
        }

        if (options.QueryTimeout < ShortestWait || options.QueryTimeout > LongestWait)
        {
            yield return $"{Key}:QueryTimeout is {options.QueryTimeout}; it must lie between 00:00:00.050 and 00:00:05.";
        }

        if (options.Nearness is not (>= 0 and <= 1))
        {
            yield return $"{Key}:Nearness must lie between 0 and 1.";
        }

        if (options.Records is < 1 or > 1_000_000)
        {
            yield return $"{Key}:Records is {options.Records}; it must lie between 1 and 1000000.";
        }

        if (options.BatchSize is < 1 or > 256)
        {
            yield return $"{Key}:BatchSize is {options.BatchSize}; it must lie between 1 and 256.";
        }

        if (options.Pause < TimeSpan.Zero || options.Pause > LongestPause)
        {
            yield return $"{Key}:Pause is {options.Pause}; it must lie between 00:00:00 and 00:01:00.";
        }
    }

    private static string? AddressFault(string endpoint)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return $"{Key}:Endpoint must be an absolute address, as https://models.example.com/v1/embeddings.";
        }

        // Not repeated: a password would stand in it.
        if (address.UserInfo.Length > 0)
        {
            return $"{Key}:Endpoint holds a user name or password; give the key as Search__Embeddings__ApiKey instead.";
        }

        if (address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return $"{Key}:Endpoint must end with its path, without '?' or '#'.";
        }

        if (!IPAddress.TryParse(address.Host.Trim('[', ']'), out var number))
        {
            return null;
        }

        return !EmbeddingTransport.IsHost(number)
            ? $"{Key}:Endpoint is '{endpoint}'; nothing that makes vectors has that address."
            : address.Scheme == "http" && !EmbeddingTransport.IsNear(number)
                ? $"{Key}:Endpoint is '{endpoint}'; plain http is for this machine and private networks only, so it must begin with https://."
                : null;
    }
}
