using HubSpotCrm.Core.Views;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Views;

/// <summary>The tabs above a list: all records, then the user's pinned views. The view that is open is always among them; the others are in the menu.</summary>
public sealed partial class ViewTabs : ComponentBase
{
    /// <summary>Tabs beside one another; the first is the plain list.</summary>
    public const int Most = 7;

    [Parameter, EditorRequired]
    public required ViewSet Views { get; set; }

    /// <summary>The view that is open; null for the plain list.</summary>
    [Parameter]
    public SavedView? Current { get; set; }

    /// <summary>The list shows something else than the open view.</summary>
    [Parameter]
    public bool IsChanged { get; set; }

    /// <summary>How many records each tab has, by the view's id, the empty one for the plain list; what is not known yet is not in it.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, string> Counts { get; set; } = new Dictionary<string, string>();

    /// <summary>The address of a view, or of the plain list.</summary>
    [Parameter, EditorRequired]
    public required Func<string?, string> LinkOf { get; set; }

    /// <summary>Called in the place of following the address, where the list does not own the page's.</summary>
    [Parameter]
    public EventCallback<string?> OnSelect { get; set; }

    /// <summary>The menu of views.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private IReadOnlyList<SavedView?> Shown => Of(Views, Current);

    /// <summary>The views that have a tab; null is the plain list.</summary>
    public static IReadOnlyList<SavedView?> Of(ViewSet views, SavedView? current)
    {
        var tabs = views.Pinned.Take(Most - 1).ToList<SavedView?>();
        if (current is not null && tabs.All(tab => tab!.Id != current.Id))
        {
            tabs = [.. tabs.Take(Most - 2), current];
        }

        return [null, .. tabs];
    }

    private static string? TitleOf(SavedView? tab) => tab switch
    {
        null => null,
        { IsShared: true, IsMine: false } => $"{tab.Name}, shared by {tab.OwnerName}",
        { IsShared: true } => $"{tab.Name}, shared",
        _ => tab.Name,
    };
}
