using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>
/// Search box, filters and count of a list. Says what to look for next 300 ms after the last key,
/// at once on Enter, on clearing and on a change of filters.
/// </summary>
public sealed partial class ListSearch : ComponentBase, IAsyncDisposable
{
    /// <summary>How long typing must rest before a search begins.</summary>
    public static readonly TimeSpan InputDelay = TimeSpan.FromMilliseconds(300);

    private readonly List<string> _sent = [];
    private string _text = "";
    private ListState? _shown;
    private ITimer? _timer;
    private ScriptModule? _script;
    private ElementReference _root;

    [Inject]
    public required TimeProvider Time { get; init; }

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

    [Parameter]
    public bool Loading { get; set; }

    /// <summary>What the list is ordered by when nobody chose.</summary>
    [Parameter]
    public string OwnOrder { get; set; } = "Last activity";

    /// <summary>Null while it is not known.</summary>
    [Parameter]
    public Total? TotalCount { get; set; }

    [Parameter]
    public AccountDefinitions Definitions { get; set; } = AccountDefinitions.Empty;

    /// <summary>The filter menu.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Stands after the count: that there is more by now.</summary>
    [Parameter]
    public RenderFragment? News { get; set; }

    private string Plural => DataType.Plural();

    private IReadOnlyList<FilterText> Filters =>
        [.. State.Filters.Select(filter => FilterText.Of(DataType, filter, Definitions))];

    private string? CountText => TotalCount is { } total ? Formats.Number(total.Count) + (total.IsExact ? "" : "+") : null;

    private string CountTail => (TotalCount is { Count: 1, IsExact: true } ? DataType.Singular() : Plural)
        + (State.Text.Length > 0 ? $" for “{State.Text}”" : State.Filters.Count > 0 ? " match the filters" : "");

    public async ValueTask DisposeAsync()
    {
        _timer?.Dispose();
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    protected override void OnParametersSet()
    {
        if (_shown is null || _shown.Text != State.Text)
        {
            // Only a text from elsewhere (a link, Back) replaces what is in the box: the late answer to older typing must not.
            var at = _sent.IndexOf(State.Text);
            if (at >= 0)
            {
                _sent.RemoveRange(0, at + 1);
            }
            else if (ListState.Clean(_text) != State.Text)
            {
                _sent.Clear();
                _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _text = State.Text;
            }
        }

        _shown = State;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _script = new ScriptModule(Js, "./Components/Shared/ListSearch.razor.js");
            await _script.CallAsync("attach", _root);
        }
    }

    private void TypeAsync(string? text)
    {
        _text = text ?? "";
        _timer ??= Time.CreateTimer(_ => _ = InvokeAsync(SearchTextAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(InputDelay, Timeout.InfiniteTimeSpan);
    }

    private async Task HandleKeyAsync(KeyboardEventArgs key)
    {
        if (key.Key == "Enter")
        {
            await SearchTextAsync();
        }
    }

    private async Task ClearAsync()
    {
        _text = "";
        await SearchTextAsync();
        if (_script is not null)
        {
            await _script.CallAsync("focus", _root);
        }
    }

    private async Task FocusFilterAsync()
    {
        if (_script is not null)
        {
            await _script.CallAsync("focusFilter", _root);
        }
    }

    private async Task SearchTextAsync()
    {
        _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (ListState.Clean(_text) != (_sent.Count > 0 ? _sent[^1] : State.Text))
        {
            await SearchAsync(State.WithText(_text));
        }
    }

    private Task SortAsync(ChangeEventArgs change) => SearchAsync(change.Value is string { Length: > 0 } field
        ? (State with { Sort = [] }).SortBy(field, keepOthers: false)
        : State with { Sort = [], Page = 1 });

    // A filter changed while letters were still waiting: both go into the same search.
    private Task SearchAsync(ListState next)
    {
        _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var whole = next.Text == ListState.Clean(_text) ? next : next.WithText(_text);
        if (whole.Text != (_sent.Count > 0 ? _sent[^1] : State.Text))
        {
            _sent.Add(whole.Text);
        }

        return OnSearch.InvokeAsync(whole);
    }
}
