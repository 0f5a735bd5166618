using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>One chip for every active filter, each with a remove button of its own, and one button that clears all.</summary>
public sealed partial class FilterChips : ComponentBase
{
    private readonly Dictionary<string, ElementReference> _removers = [];
    private IReadOnlyList<(string Key, FilterText Filter)> _chips = [];
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

    // Filters that are written alike are chips of their own still: one key for two of them would end the circuit.
    protected override void OnParametersSet()
    {
        var written = new Dictionary<string, int>();
        _chips = [.. Filters.Select(filter =>
        {
            var before = written.GetValueOrDefault(filter.Key);
            written[filter.Key] = before + 1;
            return (before == 0 ? filter.Key : $"{before} {filter.Key}", filter);
        })];
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_removed is null || _chips.Any(chip => chip.Key == _removed))
        {
            return;
        }

        _removed = null;
        if (_next is not null && _removers.TryGetValue(_next, out var next) && _chips.Any(chip => chip.Key == _next))
        {
            await next.FocusAsync();
        }
        else if (Filters.Count == 0)
        {
            await OnEmptied.InvokeAsync();
        }
    }

    // A button that goes takes the focus along: who works by keyboard goes on at the chip after it, or before it.
    private Task RemoveAsync(string key, FilterText filter)
    {
        var left = _chips.Select(chip => chip.Key).ToList();
        var at = left.IndexOf(key);
        (_removed, _next) = (key, at + 1 < left.Count ? left[at + 1] : at > 0 ? left[at - 1] : null);
        return OnRemove.InvokeAsync(filter);
    }

    private Task ClearAsync()
    {
        (_removed, _next) = (_chips[0].Key, null);
        return OnClear.InvokeAsync();
    }
}
