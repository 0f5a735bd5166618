using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>
/// Search box, filters and count of a list: says what to look for next when the box does, and at once on a change of filters. Conditions that are
/// typed (<see cref="FilterGrammar"/>) become filters on Enter; in an empty box Backspace makes text of the last filter again.
/// </summary>
public sealed partial class ListSearch : ComponentBase, IAsyncDisposable
{
    private (string Text, AccountDefinitions? Definitions, TypedFilters Filters) _read = ("", null, new([], ""));
    private SearchBox? _box;
    private ScriptModule? _script;
    private ElementReference _root;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Parameter, EditorRequired]
    public required ObjectType DataType { get; set; }

    /// <summary>What is searched for now: text, filters and sort.</summary>
    [Parameter, EditorRequired]
    public required ListState State { get; set; }

    /// <summary>Called with what to search for next.</summary>
    [Parameter]
    public EventCallback<ListState> OnSearch { get; set; }

    /// <summary>Called on Enter, after <see cref="OnSearch"/>: the text is one that was meant.</summary>
    [Parameter]
    public EventCallback OnEnter { get; set; }

    [Parameter]
    public bool Loading { get; set; }

    /// <summary>Null while it is not known.</summary>
    [Parameter]
    public Total? TotalCount { get; set; }

    [Parameter]
    public AccountDefinitions Definitions { get; set; } = AccountDefinitions.Empty;

    /// <summary>The filter menu and the sort menu.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Stands at the end of the row: what to do with changes that are not saved.</summary>
    [Parameter]
    public RenderFragment? Changes { get; set; }

    /// <summary>Stands after the count: that there is more by now.</summary>
    [Parameter]
    public RenderFragment? News { get; set; }

    private string Plural => DataType.Plural();

    private IReadOnlyList<FilterText> Filters =>
        [.. State.Filters.Select(filter => FilterText.Of(DataType, filter, Definitions))];

    private string? CountText => TotalCount is { } total ? Formats.Number(total) : null;

    private string CountTail => new FilterWords(Definitions).Of(DataType, State.Filters, TotalCount is { Count: 1, IsExact: true })
        + (State.Text.Length > 0 ? $" for “{State.Text}”" : "");

    public async ValueTask DisposeAsync()
    {
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    // Asked for several times while one text is in the box.
    private TypedFilters Read(string text)
    {
        if (_read.Text != text || !ReferenceEquals(_read.Definitions, Definitions))
        {
            _read = (text, Definitions, FilterGrammar.Read(DataType, text, Definitions));
        }

        return _read.Filters;
    }

    // Until they are filters, conditions are not searched for.
    private string SearchedOf(string text) => Read(text) is { Filters.Count: > 0 } typed ? typed.Text : text;

    private string TypedWords(string text) => string.Join(", ", Read(text).Filters.Select(filter => FilterText.Of(DataType, filter, Definitions).Whole));

    private async Task<bool> HandleKeyAsync(KeyboardEventArgs key, string text)
    {
        if (key.Key == "Enter" && Read(text) is { Filters.Count: > 0 } typed)
        {
            _box!.Write(typed.Text);
            await SearchAsync(State.WithFilters([.. State.Filters, .. typed.Filters]));
            return true;
        }

        if (key is { Key: "Backspace", Repeat: false } && text.Length == 0 && State.Filters is [.., var last] && TextOf(last) is { } again)
        {
            _box!.Write(again);
            await SearchAsync(State.WithoutFilter(last));
            return true;
        }

        return false;
    }

    // Null for a filter that would be another one when read again: one on a field that is gone, or longer than the box.
    private string? TextOf(FilterNode filter)
    {
        var text = FilterGrammar.Write(DataType, [filter], Definitions);
        return text.Length <= ListState.MaximumText && FilterGrammar.Read(DataType, text, Definitions) is { Text.Length: 0, Filters: [var same] } && same.Equals(filter) ? text : null;
    }

    private async Task FocusFilterAsync()
    {
        _script ??= new ScriptModule(Js, "./Components/Shared/ListSearch.razor.js");
        await _script.CallAsync("focusFilter", _root);
    }

    // A filter changed while letters were still waiting: both go into the same search.
    private Task SearchAsync(ListState next) =>
        OnSearch.InvokeAsync(_box?.Take() is { } text && text != next.Text ? next.WithText(text) : next);
}
