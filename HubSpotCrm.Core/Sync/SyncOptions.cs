using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Sync;

/// <summary>How sync follows HubSpot: section <c>Sync</c> of the settings.</summary>
public sealed class SyncOptions
{
    public const string Section = "Sync";

    /// <summary>How long HubSpot's search may take to show a change before the settled lane takes its answer for complete. 5 minutes to 2 hours.</summary>
    public TimeSpan SettleAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Time between two looks for changes. 10 seconds to 10 minutes.</summary>
    public TimeSpan FastInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The address under which HubSpot's webhooks reach the portal, exactly as it is entered there: <c>https://crm.example.com/api/hubspot/webhooks</c>.
    /// Empty, and no webhook is taken: following changes by asking keeps every promise without.
    /// </summary>
    public string WebhookUrl { get; set; } = "";

    /// <summary>
    /// Reads HubSpot's webhooks journal, which tells changes at once to a server that no webhook can reach. Needs an app that HubSpot lets read it.
    /// </summary>
    public bool Journal { get; set; }

    /// <summary>How long received hints are remembered, so that one that comes again is known. 1 to 30 days.</summary>
    public TimeSpan KeepInbox { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long the log of changes and of runs is kept. At least a day.</summary>
    public TimeSpan KeepLogs { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long the former values of tracked properties are kept. At least a day.</summary>
    public TimeSpan KeepHistory { get; set; } = TimeSpan.FromDays(5 * 365);
}

/// <summary>Collects every fault at once, each naming its key.</summary>
internal sealed class SyncOptionsValidator : IValidateOptions<SyncOptions>
{
    private const string WebhookPath = "/api/hubspot/webhooks";

    public ValidateOptionsResult Validate(string? name, SyncOptions options)
    {
        var faults = new List<string>();
        if (options.SettleAfter < TimeSpan.FromMinutes(5) || options.SettleAfter > TimeSpan.FromHours(2))
        {
            faults.Add($"Sync:SettleAfter is {options.SettleAfter}; it must lie between 00:05:00 and 02:00:00.");
        }

        if (options.FastInterval < TimeSpan.FromSeconds(10) || options.FastInterval > TimeSpan.FromMinutes(10))
        {
            faults.Add($"Sync:FastInterval is {options.FastInterval}; it must lie between 00:00:10 and 00:10:00.");
        }

        if (options.WebhookUrl.Length > 0 && !IsWebhookUrl(options.WebhookUrl))
        {
            faults.Add($"Sync:WebhookUrl is '{options.WebhookUrl}'; it must be an https address, or http on loopback, that ends in {WebhookPath}.");
        }

        if (options.Journal && options.WebhookUrl.Length > 0)
        {
            faults.Add("Sync:Journal is on and Sync:WebhookUrl is set; each tells every change, so that records would be read twice. Use one of them.");
        }

        if (options.KeepInbox < TimeSpan.FromDays(1) || options.KeepInbox > TimeSpan.FromDays(30))
        {
            faults.Add($"Sync:KeepInbox is {options.KeepInbox}; it must lie between 1.00:00:00 and 30.00:00:00.");
        }

        foreach (var (key, value) in new[] { (nameof(options.KeepLogs), options.KeepLogs), (nameof(options.KeepHistory), options.KeepHistory) })
        {
            if (value < TimeSpan.FromDays(1))
            {
                faults.Add($"Sync:{key} is {value}; it must be at least 1.00:00:00.");
            }
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static bool IsWebhookUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.Query.Length == 0 && address.Fragment.Length == 0
        && address.AbsolutePath.EndsWith(WebhookPath, StringComparison.Ordinal);
}
