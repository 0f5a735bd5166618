using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>One chip for every active filter, each with a remove button of its own, and one button that clears all.</summary>
public sealed partial class FilterChips : ComponentBase
{
    private readonly Dictionary<string, ElementReference> _removers = [];
    private string? _removed;
    private string? _next;

    [Parameter, EditorRequired]
    public required IReadOnlyList<FilterText> Filters { get; set; }

    [Parameter]
    public EventCallback<FilterText> OnRemove { get; set; }

    [Parameter]
    public EventCallback OnClear { get; set; }

    /// <summary>The last chip is gone, and the keyboard focus with it: put it where the next filter is chosen.</summary>
    [Parameter]
    public EventCallback OnEmptied { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_removed is null || Filters.Any(filter => filter.Key == _removed))
        {
            return;
        }

        _removed = null;
        if (_next is not null && _removers.TryGetValue(_next, out var next) && Filters.Any(filter => filter.Key == _next))
        {
            await next.FocusAsync();
        }
        else if (Filters.Count == 0)
        {
            await OnEmptied.InvokeAsync();
        }
    }

    // A button that goes takes the focus along: who works by keyboard goes on at the chip after it, or before it.
    private Task RemoveAsync(FilterText filter)
    {
        var left = Filters.Select(one => one.Key).ToList();
        var at = left.IndexOf(filter.Key);
        (_removed, _next) = (filter.Key, at + 1 < left.Count ? left[at + 1] : at > 0 ? left[at - 1] : null);
        return OnRemove.InvokeAsync(filter);
    }

    private Task ClearAsync()
    {
        (_removed, _next) = (Filters[0].Key, null);
        return OnClear.InvokeAsync();
    }
}
