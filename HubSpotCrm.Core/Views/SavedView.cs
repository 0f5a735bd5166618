using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Views;

/// <summary>The sign before a view's name. Stored names; never rename.</summary>
public enum ViewIcon
{
    Table,
    Star,
    Flag,
    Clock,
    Calendar,
    Person,
    Company,
    Deal,
    Campaign,
    Phone,
    Mail,
    Warning,
    Chart,
}

/// <summary>A list that somebody gave a name, as one user sees it.</summary>
/// <param name="State">The query text of the list's address without a question mark: text, filters, sort, columns, widths, layout, size. Empty for the plain list.</param>
/// <param name="IsShared">Everybody of the account sees it; else its owner alone.</param>
/// <param name="OwnerName">As it was when the view was last changed by its owner.</param>
/// <param name="Version">Moves with every change.</param>
public sealed record SavedView(
    string Id, ObjectType Type, string Name, ViewIcon Icon, string State, bool IsShared, string OwnerId, string OwnerName, long Version)
{
    /// <summary>The user made it.</summary>
    public bool IsMine { get; init; }

    /// <summary>The user may change and delete it.</summary>
    public bool CanChange { get; init; }

    /// <summary>The user's list of this kind opens with it.</summary>
    public bool IsDefault { get; init; }

    /// <summary>It is one of the user's tabs.</summary>
    public bool IsPinned { get; init; }
}

/// <summary>A view to make.</summary>
/// <param name="State">As in <see cref="SavedView"/>.</param>
public sealed record NewView(ObjectType Type, string Name, string State, ViewIcon Icon = ViewIcon.Table, bool IsShared = false);

/// <summary>What of a view is to be changed; what is null stays.</summary>
/// <param name="Version">Of the view as the user saw it: one that changed since is not overwritten unseen.</param>
public sealed record ViewChange(long Version)
{
    public string? Name { get; init; }

    public ViewIcon? Icon { get; init; }

    public bool? IsShared { get; init; }

    /// <summary>As in <see cref="SavedView"/>.</summary>
    public string? State { get; init; }
}

/// <summary>There is no such view for this user: it is somebody else's own, was deleted, or never was. Which of these is not told.</summary>
public sealed record ViewNotFound(string Id) : Failure("This view was deleted, or it is private to somebody else.");

/// <summary>Another view has the name, one of the user's own or a shared one.</summary>
public sealed record ViewNameTaken(string Name) : Failure($"There is a view named “{Name}” already. Choose another name.");

/// <summary>The user has as many views of this kind as one may have.</summary>
public sealed record TooManyViews(int Most) : Failure($"You have {Most} views of this list, which is the most. Delete one first.");

/// <summary>Since the user saw the view, somebody changed it. Nothing was saved.</summary>
public sealed record ViewChangedMeanwhile(string Name, string By)
    : Failure($"{By} changed “{Name}” meanwhile, so nothing was saved. Look at it as it is now and try again, or save yours as a new view.");

/// <summary>A shared view is changed by its owner and by administrators.</summary>
public sealed record ViewOfSomebodyElse(string Owner)
    : Failure($"{Owner} shared this view. Only they or an administrator can change it; save yours as a new view.");

/// <summary>No list was kept under the short id of a link.</summary>
public sealed record ListStateNotFound(string Id) : Failure("The list of this link is not kept any more.");
