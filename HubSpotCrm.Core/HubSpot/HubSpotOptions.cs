namespace HubSpotCrm.Core.HubSpot;

/// <summary>How the portal reaches HubSpot. Section <c>HubSpot</c>; the host lays the seed's <c>HUBSPOT_…</c> variables over it.</summary>
public sealed class HubSpotOptions
{
    public const string Section = "HubSpot";

    /// <summary>What the portal cannot work without.</summary>
    public static IReadOnlyList<string> DefaultScopes { get; } =
    [
        "oauth",
        "crm.objects.contacts.read", "crm.objects.contacts.write",
        "crm.objects.companies.read", "crm.objects.companies.write",
        "crm.objects.deals.read", "crm.objects.deals.write",
        "crm.objects.owners.read",
    ];

    /// <summary>Asked for, and done without where the account's subscription lacks them.</summary>
    public static IReadOnlyList<string> DefaultOptionalScopes { get; } =
    [
        "crm.schemas.contacts.read", "crm.schemas.companies.read", "crm.schemas.deals.read",
        "marketing.campaigns.read", "marketing.campaigns.write", "marketing.campaigns.revenue.read", "marketing.email.read",
        "sales-email-read",
    ];

    /// <summary>Where HubSpot keeps the files of its webhooks journal, as far as is known.</summary>
    public static IReadOnlyList<string> DefaultJournalHosts { get; } = [".amazonaws.com"];

    /// <summary>Of the app that HubSpot's users consent to; empty when only access tokens or the sandbox are used.</summary>
    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>As registered with the app, character by character.</summary>
    public string RedirectUri { get; set; } = "";

    public string ApiBaseUrl { get; set; } = "https://api.hubapi.com";

    /// <summary><c>2026-09</c>, <c>2026-03</c> or <c>v3</c>.</summary>
    public string ApiVersion { get; set; } = "2026-09";

    public string AuthorizeUrl { get; set; } = "https://app.hubspot.com/oauth/authorize";

    /// <summary>Left empty, <see cref="DefaultScopes"/>.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = [];

    /// <summary>Left empty, <see cref="DefaultOptionalScopes"/>.</summary>
    public IReadOnlyList<string> OptionalScopes { get; set; } = [];

    /// <summary>Binds the code to this portal by PKCE besides the client secret.</summary>
    public bool UsePkce { get; set; } = true;

    /// <summary>How long one attempt may take, the last byte of the answer included.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call may take, its repetitions and their waits included. Waiting for its turn before the first attempt does not count.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The largest answer that is taken, after decompression.</summary>
    public int MaximumAnswerBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>The part of HubSpot's stated limit that the portal uses, 0.1 to 1.</summary>
    public double ShareOfLimit { get; set; } = 0.95;

    /// <summary>
    /// Hosts from which files of the webhooks journal are fetched: <c>files.example.com</c>, or <c>.example.com</c> for all below it.
    /// Left empty, <see cref="DefaultJournalHosts"/>.
    /// </summary>
    public IReadOnlyList<string> JournalHosts { get; set; } = [];

    /// <summary>HubSpot's, unless a simulation makes them small.</summary>
    internal SearchLimits Searches { get; set; } = new(HubSpotLimits.SearchPage, HubSpotLimits.SearchWindow);
}

/// <summary>How a search is answered.</summary>
/// <param name="Page">The most results of one page.</param>
/// <param name="Window">The most results of one search.</param>
internal sealed record SearchLimits(int Page, int Window);
