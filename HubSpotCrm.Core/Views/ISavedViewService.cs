using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Views;

/// <summary>
/// The saved views of the connected account. A user sees his own and the shared ones. Every method fails with <see cref="NotAllowed"/> below
/// <see cref="Policy.ViewRecords"/>, with <see cref="NotConnected"/> without an account, and with <see cref="ViewNotFound"/> for a view the user does not see.
/// What changes is told by <see cref="ViewFeed"/>.
/// </summary>
public interface ISavedViewService
{
    /// <summary>All views that the user sees: his tabs in their order, then his others, then those of others, by name.</summary>
    /// <param name="type">Of this kind of record; null for all kinds.</param>
    Task<Result<IReadOnlyList<SavedView>>> ListAsync(Actor actor, ObjectType? type, CancellationToken cancellationToken);

    /// <summary>One view.</summary>
    Task<Result<SavedView>> FindAsync(Actor actor, string id, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a view; it becomes the last of its owner's tabs. <see cref="InvalidInput"/>, <see cref="ViewNameTaken"/>, <see cref="TooManyViews"/>.
    /// A shared one needs <see cref="Policy.ShareViews"/>.
    /// </summary>
    Task<Result<SavedView>> CreateAsync(Actor actor, NewView view, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a view of the user's own, or a shared one as an administrator, else <see cref="ViewOfSomebodyElse"/>. <see cref="ViewChangedMeanwhile"/> when it is
    /// not the version that was seen; <see cref="InvalidInput"/>, <see cref="ViewNameTaken"/>. To share one needs <see cref="Policy.ShareViews"/>.
    /// </summary>
    Task<Result<SavedView>> ChangeAsync(Actor actor, string id, ViewChange change, CancellationToken cancellationToken);

    /// <summary>Takes a view away for everybody; as <see cref="ChangeAsync"/> for whose it is. For a day <see cref="RestoreAsync"/> brings it back.</summary>
    Task<Result<Done>> DeleteAsync(Actor actor, string id, CancellationToken cancellationToken);

    /// <summary>Brings a deleted view back, with its place among the tabs of all its users. <see cref="ViewNameTaken"/> when another one has its name by now.</summary>
    Task<Result<SavedView>> RestoreAsync(Actor actor, string id, CancellationToken cancellationToken);

    /// <summary>Makes these views the user's tabs, in this order, and no others.</summary>
    Task<Result<Done>> PinAsync(Actor actor, ObjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>The view that the user's list of this kind opens with; null for the plain list.</summary>
    Task<Result<Done>> SetDefaultAsync(Actor actor, ObjectType type, string? id, CancellationToken cancellationToken);
}

/// <summary>
/// States of lists that are too long for an address, kept under a short id. The id is made of the state, so the same list has the same link, and who has
/// the link can read it: it holds nothing that a longer address would not show. Fails as <see cref="ISavedViewService"/> does.
/// </summary>
public interface IListStateService
{
    /// <summary>Keeps the state so that <see cref="FindAsync"/> finds it under <see cref="ListStates.IdOf"/>. One that nobody opens for a year is dropped.</summary>
    Task<Result<string>> KeepAsync(Actor actor, ObjectType type, string state, CancellationToken cancellationToken);

    /// <summary>The state; <see cref="ListStateNotFound"/> when there is none under this id for this kind of record.</summary>
    Task<Result<string>> FindAsync(Actor actor, ObjectType type, string id, CancellationToken cancellationToken);
}
