namespace HubSpotCrm.Core.Analytics;

/// <summary>The contacts by stage, and how they come and convert.</summary>
/// <param name="AsOf">When it was read.</param>
public sealed record ContactAnalytics(DateTimeOffset AsOf)
{
    public required Figure Total { get; init; }

    /// <summary>Created in the period, compared with the one before.</summary>
    public required Figure New { get; init; }

    /// <summary>Without an owner.</summary>
    public required Figure Unassigned { get; init; }

    /// <summary>Of the contacts that became lead in the period, the share that became customer.</summary>
    public required Figure LeadConversion { get; init; }

    /// <summary>Every lifecycle stage in the account's order, then stages it does not define, then contacts without one.</summary>
    public required IReadOnlyList<LifecycleCount> Lifecycle { get; init; }
}

/// <summary>How many contacts are in a stage.</summary>
/// <param name="Value">HubSpot's internal value; empty for none.</param>
/// <param name="Share">Of all contacts.</param>
public sealed record LifecycleCount(string Value, string Label, Figure Contacts, Figure Share);
