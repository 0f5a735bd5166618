using HubSpotCrm.Core.HubSpot.Journal;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>Collects every fault at once, each naming its key and never showing a secret.</summary>
internal sealed class HubSpotOptionsValidator : IValidateOptions<HubSpotOptions>
{
    private const int Megabyte = 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, HubSpotOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(HubSpotOptions options)
    {
        if (!IsOwnAddress(options.ApiBaseUrl))
        {
            yield return $"HubSpot:ApiBaseUrl (HUBSPOT_API_BASE_URL) '{options.ApiBaseUrl}' must be https on one of HubSpot's hosts, as https://api.hubapi.com, or a loopback address of the sandbox.";
        }

        if (!IsOwnAddress(options.AuthorizeUrl))
        {
            yield return $"HubSpot:AuthorizeUrl '{options.AuthorizeUrl}' must be https on one of HubSpot's hosts, as https://app.hubspot.com/oauth/authorize, or a loopback address of the sandbox.";
        }

        if (!HubSpotPaths.Knows(options.ApiVersion))
        {
            yield return $"HubSpot:ApiVersion (HUBSPOT_API_VERSION) '{options.ApiVersion}' must be one of {string.Join(", ", HubSpotPaths.Versions)}.";
        }

        foreach (var (key, missing) in MissingOfApp(options))
        {
            if (missing)
            {
                yield return $"HubSpot:{key} is missing: an app needs its client id, its client secret and its redirect address together.";
            }
        }

        if (options.RedirectUri.Length > 0 && !IsRedirect(options.RedirectUri))
        {
            yield return $"HubSpot:RedirectUri (HUBSPOT_REDIRECT_URI) '{options.RedirectUri}' must be an absolute https address, or http on loopback, without a fragment.";
        }

        foreach (var (key, scopes) in new[] { ("Scopes", options.Scopes), ("OptionalScopes", options.OptionalScopes) })
        {
            if (scopes.Any(scope => string.IsNullOrEmpty(scope) || scope.Any(char.IsWhiteSpace)))
            {
                yield return $"HubSpot:{key} must hold one scope per entry, without spaces.";
            }
        }

        if (options.JournalHosts.FirstOrDefault(host => !JournalHosts.IsHost(host)) is { } strange)
        {
            yield return $"HubSpot:JournalHosts has '{strange}'; it must hold one host per entry, as files.example.com, or .example.com for all hosts below it.";
        }

        if (options.AttemptTimeout < TimeSpan.FromSeconds(1))
        {
            yield return "HubSpot:AttemptTimeout must be at least one second.";
        }

        if (options.TotalTimeout < options.AttemptTimeout || options.TotalTimeout > TimeSpan.FromHours(1))
        {
            yield return "HubSpot:TotalTimeout must be at least HubSpot:AttemptTimeout and at most one hour.";
        }

        if (options.MaximumAnswerBytes is < Megabyte or > 1024 * Megabyte)
        {
            yield return "HubSpot:MaximumAnswerBytes must be between 1 MB and 1 GB.";
        }

        if (options.ShareOfLimit is not (>= 0.1 and <= 1))
        {
            yield return "HubSpot:ShareOfLimit must be between 0.1 and 1.";
        }
    }

    private static IEnumerable<(string Key, bool Missing)> MissingOfApp(HubSpotOptions options)
    {
        var any = options.ClientId.Length > 0 || options.ClientSecret.Length > 0 || options.RedirectUri.Length > 0;
        return
        [
            ("ClientId (HUBSPOT_CLIENT_ID)", any && string.IsNullOrWhiteSpace(options.ClientId)),
            ("ClientSecret (HUBSPOT_CLIENT_SECRET)", any && string.IsNullOrWhiteSpace(options.ClientSecret)),
            ("RedirectUri (HUBSPOT_REDIRECT_URI)", any && string.IsNullOrWhiteSpace(options.RedirectUri)),
        ];
    }

    private static bool IsOwnAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && HubSpotHosts.Allows(address, isSandbox: true);

    private static bool IsRedirect(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Fragment.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
