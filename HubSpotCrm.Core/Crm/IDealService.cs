using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Crm;

/// <summary>
/// Deals, from the mirror, with the edits that are on their way laid over them.
/// Every method fails with <see cref="NotAllowed"/> for a role too low and with <see cref="NotConnected"/> without an account.
/// </summary>
public interface IDealService
{
    /// <summary>The rows of the query's window. The total is exact up to 10,000, else "at least"; <see cref="CountAsync"/> has the rest. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<Page<Deal>>> FindAsync(Actor actor, RecordQuery query, CancellationToken cancellationToken);

    /// <summary>The exact number of rows of the query. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<int>> CountAsync(Actor actor, RecordQuery query, CancellationToken cancellationToken);

    /// <summary>Every value of a field with its count under the query's text and other filters, most frequent first. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<IReadOnlyList<FacetValue>>> FacetAsync(Actor actor, RecordQuery query, string field, CancellationToken cancellationToken);

    /// <summary>One deal with all it holds; a merged id answers with the survivor. <see cref="RecordNotFound"/> when there is none. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<RecordDetails<Deal>>> GetAsync(Actor actor, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Checks the values against the property definitions and puts the edit into the outbox; the empty string clears.
    /// <see cref="InvalidInput"/> names the first property that cannot take its value; nothing is kept then. <see cref="Policy.EditRecords"/>.
    /// </summary>
    Task<Result<EditReceipt>> EditAsync(Actor actor, string id, IReadOnlyDictionary<string, string> changes, CancellationToken cancellationToken);
}
