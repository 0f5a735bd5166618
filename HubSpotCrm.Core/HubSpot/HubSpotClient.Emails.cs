using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>Marketing e-mails and their statistics.</summary>
internal sealed partial class HubSpotClient
{
    public Task<Result<WireMarketingPage>> MarketingEmailsAsync(MarketingEmailRequest request, CancellationToken cancellationToken) => SendAsync(
        new HubSpotCall(HttpMethod.Get, "marketing emails list", channel.Address(_paths.MarketingEmails + Query(
            ("limit", request.Limit.ToString(CultureInfo.InvariantCulture)),
            ("after", Decoded(request.After)),
            ("includeStats", "true"),
            ("includedProperties", Joined(request.Properties)),
            ("sort", request.Sort),
            ("updatedAfter", request.UpdatedAfter is { } updated ? Instant(updated) : null),
            ("archived", request.Archived ? "true" : null)))),
        MarketingReader.Emails,
        cancellationToken);

    /// <summary>The counters of these e-mails together, for sends between the two instants.</summary>
    public Task<Result<WireEmailStatistics>> EmailStatisticsAsync(
        DateTimeOffset from, DateTimeOffset to, IReadOnlyList<string> emailIds, CancellationToken cancellationToken) => SendAsync(
        new HubSpotCall(HttpMethod.Get, "marketing emails statistics", channel.Address($"{_paths.MarketingEmails}/statistics/list" + Query(
            ("startTimestamp", Instant(from)), ("endTimestamp", Instant(to)), ("emailIds", Joined(emailIds))))),
        MarketingReader.Statistics,
        cancellationToken);

    private static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
