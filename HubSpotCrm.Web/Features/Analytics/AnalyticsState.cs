using HubSpotCrm.Core.Analytics;

namespace HubSpotCrm.Web.Features.Analytics;

/// <summary>Everything a page of numbers shows, as its URL says it.</summary>
public sealed record AnalyticsState
{
    /// <summary>The charts that can be shown as a table, by their name in URLs.</summary>
    public static IReadOnlyList<string> Charts { get; } = ["email", "forecast", "funnel", "lifecycle"];

    /// <summary>Null: every number has its own period.</summary>
    public PeriodChoice? Period { get; init; }

    public CampaignReturn Return { get; init; }

    /// <summary>HubSpot's id of the pipeline that is looked at; null for the first.</summary>
    public string? Pipeline { get; init; }

    /// <summary>Those of <see cref="Charts"/> that are shown as a table, sorted.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    public bool IsTable(string chart) => Tables.Contains(chart);

    public AnalyticsState Toggle(string chart) => this with
    {
        Tables = IsTable(chart) ? [.. Tables.Where(other => other != chart)] : [.. Tables.Append(chart).Order(StringComparer.Ordinal)],
    };

    /// <summary>What the services are asked.</summary>
    public AnalyticsQuery ToQuery() => new(Period, Return);

    public bool Equals(AnalyticsState? other) => other is not null && AnalyticsUrl.Write(this) == AnalyticsUrl.Write(other);

    public override int GetHashCode() => AnalyticsUrl.Write(this).GetHashCode(StringComparison.Ordinal);
}
