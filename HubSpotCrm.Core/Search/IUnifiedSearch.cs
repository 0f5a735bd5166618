using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search;

/// <summary>
/// One text over contacts, companies, deals and campaigns. Roles are checked and edits on their way are laid over by <see cref="IRecordService{T}"/>,
/// as for the list of each kind, so that both say the same.
/// </summary>
public interface IUnifiedSearch
{
    /// <summary>
    /// The best rows of each kind. All kinds are read at the same time; what is known is handed on whenever one has answered. Where a kind finds little
    /// at first, what it finds on looking further follows (<see cref="Page{T}.IsPartial"/>), so that the last answer is <see cref="FoundRecords.IsWhole"/>.
    /// A kind that fails says so in its place and takes no other with it. A text without a word finds nothing.
    /// <see cref="Policy.ViewRecords"/>.
    /// </summary>
    /// <param name="rows">Of each kind, 1 to <see cref="RecordQuery.MaximumLimit"/>.</param>
    IAsyncEnumerable<FoundRecords> FindAsync(Actor actor, string text, int rows, CancellationToken cancellationToken);

    /// <summary>The exact number of rows of one kind; fails as <see cref="IRecordService{T}.CountAsync"/> does, and with <see cref="NotSearched"/> for a kind without a list. <see cref="Policy.ViewRecords"/>.</summary>
    Task<Result<int>> CountAsync(Actor actor, ObjectType type, string text, CancellationToken cancellationToken);

    /// <summary>
    /// Texts that do find something, for one that found nothing: words spelt as records spell them, and the text without a word that is in none or not
    /// together with the others. Most likely first, at most three; empty when there are none. <see cref="Policy.ViewRecords"/>.
    /// </summary>
    /// <param name="type">The one kind that is looked at; null for all.</param>
    Task<Result<IReadOnlyList<Suggestion>>> SuggestAsync(Actor actor, string text, ObjectType? type, CancellationToken cancellationToken);
}

/// <summary>A text that may have been meant, and how many rows it finds.</summary>
public sealed record Suggestion(string Text, Total Total);

/// <summary>One kind of record could not be searched for a reason that is ours; the log says which.</summary>
public sealed record NotSearched(ObjectType Type) : Failure($"The {Type.Plural()} could not be searched. Try again.");
