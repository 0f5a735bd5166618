namespace HubSpotCrm.Sandbox;

/// <summary>What the emulated HubSpot account holds and how it behaves.</summary>
public sealed class SandboxOptions
{
    /// <summary>Contacts in the account at the start; 0 to 1,000,000.</summary>
    public int Contacts { get; set; } = 12_000;

    /// <summary>Companies; a fifth of the contacts when null.</summary>
    public int? Companies { get; set; }

    /// <summary>Deals; three tenths of the contacts when null.</summary>
    public int? Deals { get; set; }

    /// <summary>Tasks, notes, meetings, calls and e-mails together; three quarters of the contacts when null.</summary>
    public int? Engagements { get; set; }

    /// <summary>The currencies of the account, by code; the first is the company's own.</summary>
    public IReadOnlyList<string> Currencies { get; set; } = Data.Currencies.Standard;

    /// <summary>Campaigns; one for 200 contacts when null.</summary>
    public int? Campaigns { get; set; }

    /// <summary>Marketing e-mails; one for 100 contacts when null.</summary>
    public int? MarketingEmails { get; set; }

    /// <summary>Whether the account pays for marketing. Without it the scopes of campaigns and marketing e-mails cannot be granted, and their calls answer 403.</summary>
    public bool Marketing { get; set; } = true;

    /// <summary>The same seed and reference time give the same account.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Milliseconds each answer of the API is held back.</summary>
    public int LatencyMs { get; set; }

    /// <summary>Whether HubSpot's rate limits hold.</summary>
    public bool Limits { get; set; } = true;

    /// <summary>A static access token taken beside those of OAuth; null takes none.</summary>
    public string? Token { get; set; }

    /// <summary>
    /// The file that keeps changes and tokens (as hashes), so that a restart goes on where it was; null keeps nothing.
    /// A file of an account with other numbers or another seed is set aside, not used.
    /// </summary>
    public string? StateFile { get; set; }

    /// <summary>The app's client id; made, and kept in the state file, when null.</summary>
    public string? ClientId { get; set; }

    /// <summary>The app's client secret; made, and kept in the state file, when null.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What the header <c>X-Sandbox-Control</c> must say for the control API; null switches it off, or frees it when the sandbox runs alone.</summary>
    public string? ControlKey { get; set; }

    /// <summary>
    /// The host's path that consent leads back to, as <c>/api/hubspot/oauth/callback</c>. Consent is then taken from the page's own form only,
    /// and leads to this path at the page's own address. Null when the sandbox runs alone: a program may answer for the person, and the way
    /// back is any https or local address.
    /// </summary>
    public string? CallbackPath { get; set; }

    /// <summary>The moment (UTC) at which the computed data ends; the start of the first day when null.</summary>
    public DateTimeOffset? ReferenceTime { get; set; }

    /// <summary>The control API asks for no key: the sandbox runs alone.</summary>
    internal bool ControlIsOpen { get; set; }

    /// <summary>The client secret was made here, and is kept in the state file; one that was given is not written anywhere.</summary>
    internal bool SecretIsOurs { get; set; }

    internal int CompanyCount => Companies ?? Contacts / 5;

    internal int DealCount => Deals ?? Contacts * 3 / 10;

    internal int EngagementCount => Engagements ?? (int)(Contacts * 3L / 4);

    internal int CampaignCount => Campaigns ?? Contacts / 200;

    internal int MarketingEmailCount => MarketingEmails ?? Contacts / 100;
}
