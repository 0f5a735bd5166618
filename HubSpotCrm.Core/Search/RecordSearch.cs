using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Search;

/// <summary>The search did not end within the time a list may take. Nothing is wrong with the data.</summary>
public sealed record SearchTooSlow(TimeSpan Limit)
    : Failure($"The search was stopped after {Limit.TotalSeconds:0.#} seconds. Type more letters or set another filter, and try again.");

/// <summary>
/// Finds records in the mirror. A query that names an unknown field, a filter that does not fit its field or a window out of
/// range is <see cref="InvalidInput"/>; one that takes longer than <see cref="TimeLimit"/> is <see cref="SearchTooSlow"/>.
/// Runs on a thread of its own, since SQLite answers synchronously. Cancelling stops SQLite in mid-query.
/// </summary>
internal sealed class RecordSearch(TimeProvider time)
{
    /// <summary>Totals are exact up to this many rows.</summary>
    public const int ExactTotal = 10_000;

    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>One page of contacts; days of filters are in <paramref name="zone"/>. Empty when nothing matches.</summary>
    public Task<Result<Page<Contact>>> ContactsAsync(Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        throw new NotImplementedException(time.ToString());

    /// <summary>One page of companies; days of filters are in <paramref name="zone"/>. Empty when nothing matches.</summary>
    public Task<Result<Page<Company>>> CompaniesAsync(Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>One page of deals; days of filters are in <paramref name="zone"/>. Empty when nothing matches.</summary>
    public Task<Result<Page<Deal>>> DealsAsync(Mirror mirror, RecordQuery query, AccountDefinitions definitions, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>The exact number of rows under the text and the filters; the window plays no part.</summary>
    public Task<Result<int>> CountAsync(Mirror mirror, ObjectType type, RecordQuery query, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>Every value of a text or choice field with its count under the text and the other fields' filters, most frequent first; "" counts rows without a value.</summary>
    public Task<Result<IReadOnlyList<FacetValue>>> FacetAsync(Mirror mirror, ObjectType type, RecordQuery query, string field, TimeZoneInfo zone, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
