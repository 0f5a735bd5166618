namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>What was changed about a campaign or an e-mail, as the state file keeps it. Which fields are set depends on the entry's operation.</summary>
internal sealed record MarketingChange
{
    public Guid? Campaign { get; init; }

    public long? Email { get; init; }

    public Dictionary<string, string?>? Values { get; init; }

    public bool Spend { get; init; }

    public MoneyItem? Item { get; init; }

    public string? ItemId { get; init; }

    public Asset? Asset { get; init; }

    /// <summary>The asset or e-mail was taken away.</summary>
    public bool Removed { get; init; }
}
