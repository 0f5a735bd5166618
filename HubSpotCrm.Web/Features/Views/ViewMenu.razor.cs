using HubSpotCrm.Core.Views;
using HubSpotCrm.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Views;

/// <summary>All views of a list to choose from, and what can be done with the one that is open. The page acts.</summary>
public sealed partial class ViewMenu : ComponentBase
{
    private const int FindFrom = 10;

    // A thousand are found by name, not by reading.
    private const int MostShown = 60;

    private Popup? _popup;
    private bool _isOpen;
    private string _find = "";

    [Parameter, EditorRequired]
    public required ViewSet Views { get; set; }

    /// <summary>The view that is open; null for the plain list.</summary>
    [Parameter]
    public SavedView? Current { get; set; }

    /// <summary>The address of a view, or of the plain list.</summary>
    [Parameter, EditorRequired]
    public required Func<string?, string> LinkOf { get; set; }

    /// <summary>Called in the place of following the address, where the list does not own the page's.</summary>
    [Parameter]
    public EventCallback<string?> OnSelect { get; set; }

    /// <summary>The open view is to be named, drawn or shared otherwise.</summary>
    [Parameter]
    public EventCallback OnEdit { get; set; }

    /// <summary>Called with the ids of all that shall be tabs, in order.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<string>> OnPin { get; set; }

    /// <summary>Called with the view that the list shall open with; null for none.</summary>
    [Parameter]
    public EventCallback<string?> OnDefault { get; set; }

    [Parameter]
    public EventCallback OnDelete { get; set; }

    [Parameter]
    public EventCallback OnSaveAs { get; set; }

    private List<SavedView> Found => [.. Views.All.Where(view => _find.Length == 0 || view.Name.Contains(_find.Trim(), StringComparison.CurrentCultureIgnoreCase))];

    private int Hidden => Math.Max(0, Found.Count - MostShown);

    private IReadOnlyList<(string Label, IReadOnlyList<SavedView> Views)> Groups =>
    [
        .. Found.Take(MostShown)
            .GroupBy(view => view.IsPinned ? "My tabs" : view.IsMine ? "My other views" : "Shared by others")
            .Select(group => (group.Key, (IReadOnlyList<SavedView>)[.. group])),
    ];

    private void SetOpen(bool isOpen) => (_isOpen, _find) = (isOpen, "");

    // The entry that has the focus goes with the menu.
    private async Task ChooseAsync(EventCallback action)
    {
        SetOpen(false);
        await action.InvokeAsync();
    }

    private async Task SelectAsync(string? id)
    {
        SetOpen(false);
        await OnSelect.InvokeAsync(id);
    }

    private int PlaceOf(SavedView view) => Views.Pinned.ToList().FindIndex(pinned => pinned.Id == view.Id);

    private List<string> Toggled(SavedView view) => view.IsPinned
        ? [.. Views.Pinned.Select(pinned => pinned.Id).Where(id => id != view.Id)]
        : [.. Views.Pinned.Select(pinned => pinned.Id), view.Id];

    private List<string> Moved(SavedView view, int step)
    {
        var ids = Views.Pinned.Select(pinned => pinned.Id).ToList();
        var at = ids.IndexOf(view.Id);
        ids.RemoveAt(at);
        ids.Insert(Math.Clamp(at + step, 0, ids.Count), view.Id);
        return ids;
    }
}
