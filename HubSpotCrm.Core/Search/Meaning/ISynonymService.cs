using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Search.Meaning;

/// <summary>There are as many pairs of the portal's own as there may be.</summary>
public sealed record TooManySynonyms(int Most) : Failure($"There are {Most} meanings already. Remove one that is not needed, and add this one then.");

/// <summary>
/// What words mean in searches, beyond what comes with the portal. Every method fails with <see cref="NotAllowed"/> for a role too low.
/// </summary>
public interface ISynonymService
{
    /// <summary>The pairs that come with the portal, in the order of its list.</summary>
    IReadOnlyList<SynonymPair> BuiltIn { get; }

    /// <summary>The portal's own pairs, by what is typed; empty when there are none. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<IReadOnlyList<SynonymPair>>> ListAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a pair; searches use it at once. One that is there already, in whatever case or accents, is left as it is. <see cref="InvalidInput"/> for a side
    /// without a word, or that is too long; <see cref="TooManySynonyms"/>. <see cref="Policy.Administer"/>.
    /// </summary>
    Task<Result<Done>> AddAsync(Actor actor, SynonymPair pair, CancellationToken cancellationToken);

    /// <summary>Takes a pair out; one that is not there is passed over. <see cref="Policy.Administer"/>.</summary>
    Task<Result<Done>> RemoveAsync(Actor actor, SynonymPair pair, CancellationToken cancellationToken);
}
