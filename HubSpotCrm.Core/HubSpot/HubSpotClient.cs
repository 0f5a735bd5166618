using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>
/// HubSpot's API for one account. Object types are HubSpot's plurals: <c>contacts</c>, <c>companies</c>, <c>deals</c>.
/// Failures are <see cref="HubSpotFailure"/>; a cancelled token throws.
/// </summary>
internal sealed class HubSpotClient
{
    /// <summary>HubSpot's time now: the <c>Date</c> of its last answer and the time since; the local clock before the first answer. UTC milliseconds.</summary>
    public long Now => throw new NotSupportedException();

    /// <summary>Calls in the last ten seconds, and what HubSpot's headers allow in that time; null before the first answer that says so.</summary>
    public (int Used, int? Allowed) CallsPerTenSeconds => throw new NotSupportedException();

    /// <summary>The same client, whose calls wait in another line.</summary>
    public HubSpotClient With(CallPriority priority) => throw new NotSupportedException(priority.ToString());

    public Task<Result<WirePage>> ListAsync(string type, ListRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<WireRecord>> ReadAsync(string type, string id, ReadRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<WireRecord>> CreateAsync(string type, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>PATCH. <see cref="OutcomeUnknown"/> when it was sent and no answer came.</summary>
    public Task<Result<WireRecord>> UpdateAsync(string type, string id, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<Done>> ArchiveAsync(string type, string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<WireBatch>> BatchReadAsync(string type, BatchReadRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<WirePage>> SearchAsync(string type, SearchRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<WireAssociationBatch>> AssociationsAsync(string fromType, string toType, IReadOnlyList<(string Id, string? After)> from, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>All owners, live and archived, over all pages.</summary>
    public Task<Result<IReadOnlyList<WireOwner>>> OwnersAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<IReadOnlyList<WirePipeline>>> PipelinesAsync(string type, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Definitions in use; archived ones too with <paramref name="archived"/>.</summary>
    public Task<Result<IReadOnlyList<WireProperty>>> PropertiesAsync(string type, bool archived, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<WireAccount>> AccountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Uninstalls the app from the account.</summary>
    public Task<Result<Done>> UninstallAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
