using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Views;

namespace HubSpotCrm.Tests.Support;

/// <summary>Views in memory, each seen by one user alone or by all; what was asked is kept. The next change fails when told to.</summary>
internal sealed class FakeSavedViewService(ViewFeed feed) : ISavedViewService, IListStateService
{
    public const string User = "u1";

    private readonly List<SavedView> _deleted = [];

    public List<SavedView> Views { get; } = [];

    public Dictionary<string, string> States { get; } = [];

    /// <summary>Why the next changes are refused; null when they are taken.</summary>
    public Failure? Failure { get; set; }

    public SavedView Add(string name, string state, bool isShared = false, string owner = User, bool isPinned = true, bool isDefault = false, ObjectType type = ObjectType.Contact)
    {
        var view = new SavedView($"v{Views.Count + 1}", type, name, ViewIcon.Table, state, isShared, owner, owner == User ? "Katharina Lindqvist" : "Jonas Weidmann", 1)
        {
            IsMine = owner == User,
            CanChange = owner == User,
            IsPinned = isPinned,
            IsDefault = isDefault,
        };
        Views.Add(view);
        return view;
    }

    /// <summary>Somebody else changes a view.</summary>
    public void Replace(string id, Func<SavedView, SavedView> change)
    {
        var at = Views.FindIndex(view => view.Id == id);
        Views[at] = change(Views[at]);
        feed.Publish(new ViewsChanged(Views[at].Type, null));
    }

    /// <summary>Somebody else deletes a view.</summary>
    public void Remove(string id)
    {
        var gone = Views.Single(view => view.Id == id);
        Views.Remove(gone);
        feed.Publish(new ViewsChanged(gone.Type, null));
    }

    public Task<Result<IReadOnlyList<SavedView>>> ListAsync(Actor actor, ObjectType? type, CancellationToken cancellationToken) => Task.FromResult<Result<IReadOnlyList<SavedView>>>(
        actor.Check(Policy.ViewRecords) is { } refused ? refused : Views.Where(view => type is null || view.Type == type).OrderByDescending(view => view.IsPinned).ToArray());

    public Task<Result<SavedView>> FindAsync(Actor actor, string id, CancellationToken cancellationToken) =>
        Task.FromResult<Result<SavedView>>(Views.Find(view => view.Id == id) is { } found ? found : new ViewNotFound(id));

    public Task<Result<SavedView>> CreateAsync(Actor actor, NewView view, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            return Task.FromResult<Result<SavedView>>(Failure);
        }

        var made = Add(view.Name, view.State, view.IsShared, type: view.Type) with { Icon = view.Icon };
        Views[^1] = made;
        feed.Publish(new ViewsChanged(view.Type, User));
        return Task.FromResult<Result<SavedView>>(made);
    }

    public Task<Result<SavedView>> ChangeAsync(Actor actor, string id, ViewChange change, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            return Task.FromResult<Result<SavedView>>(Failure);
        }

        Replace(id, view => view with
        {
            Name = change.Name ?? view.Name,
            Icon = change.Icon ?? view.Icon,
            IsShared = change.IsShared ?? view.IsShared,
            State = change.State ?? view.State,
            Version = view.Version + 1,
        });
        return FindAsync(actor, id, cancellationToken);
    }

    public Task<Result<Done>> DeleteAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            return Task.FromResult<Result<Done>>(Failure);
        }

        _deleted.Add(Views.Single(view => view.Id == id));
        Remove(id);
        return Task.FromResult<Result<Done>>(new Done());
    }

    public Task<Result<SavedView>> RestoreAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        Views.Add(_deleted.Single(view => view.Id == id));
        feed.Publish(new ViewsChanged(Views[^1].Type, null));
        return FindAsync(actor, id, cancellationToken);
    }

    public Task<Result<Done>> PinAsync(Actor actor, ObjectType type, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var ordered = Views.OrderBy(view => ids.ToList().IndexOf(view.Id) is >= 0 and var at ? at : int.MaxValue).Select(view => view with { IsPinned = ids.Contains(view.Id) }).ToList();
        Views.Clear();
        Views.AddRange(ordered);
        return Task.FromResult<Result<Done>>(new Done());
    }

    public Task<Result<Done>> SetDefaultAsync(Actor actor, ObjectType type, string? id, CancellationToken cancellationToken)
    {
        for (var at = 0; at < Views.Count; at++)
        {
            Views[at] = Views[at] with { IsDefault = Views[at].Id == id };
        }

        return Task.FromResult<Result<Done>>(new Done());
    }

    public Task<Result<string>> KeepAsync(Actor actor, ObjectType type, string state, CancellationToken cancellationToken)
    {
        var id = ListStates.IdOf(type, state);
        States[id] = state;
        return Task.FromResult<Result<string>>(id);
    }

    Task<Result<string>> IListStateService.FindAsync(Actor actor, ObjectType type, string id, CancellationToken cancellationToken) =>
        Task.FromResult<Result<string>>(States.TryGetValue(id, out var state) ? state : new ListStateNotFound(id));
}
