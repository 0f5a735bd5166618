using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>
/// A list of records: a real table with a sort button in every head. The rows are one tab stop; arrow keys, j and k move between them,
/// Enter follows the row's link, x and Space choose it. On a phone each row is a card.
/// </summary>
public sealed partial class RecordTable<T> : ComponentBase, IAsyncDisposable
{
    private const int SkeletonRows = 10;

    private ElementReference _root;
    private ScriptModule? _script;
    private DotNetObjectReference<RecordTable<T>>? _self;
    private string? _focusNext;
    private string? _answered;

    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>The table's name for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<RecordColumn> Columns { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<T> Rows { get; set; }

    [Parameter, EditorRequired]
    public required Func<T, string> IdOf { get; set; }

    /// <summary>The address that opens the row's record.</summary>
    [Parameter, EditorRequired]
    public required Func<T, string> LinkOf { get; set; }

    [Parameter, EditorRequired]
    public required RenderFragment<RecordCell<T>> Cell { get; set; }

    /// <summary>The whole text of a cell, shown where an ellipsis cuts it; null for none.</summary>
    [Parameter]
    public Func<T, RecordColumn, string?> TitleOf { get; set; } = (_, _) => null;

    [Parameter]
    public Func<T, RowMark> MarkOf { get; set; } = _ => RowMark.None;

    [Parameter]
    public IReadOnlyList<SortKey> Sort { get; set; } = [];

    /// <summary>Called with the field, and whether the other keys stay (Shift).</summary>
    [Parameter]
    public EventCallback<(string Field, bool KeepOthers)> OnSort { get; set; }

    /// <summary>Called with the field of a column and the pixels it shall be wide, null for its own width; without it columns keep their widths.</summary>
    [Parameter]
    public EventCallback<(string Field, int? Pixels)> OnWidth { get; set; }

    /// <summary>Columns are as wide as they say, and the table scrolls sideways behind its first one where they have no room.</summary>
    [Parameter]
    public bool IsSized { get; set; }

    /// <summary>Called with the id of a row whose record is wanted; without it the row's link is followed.</summary>
    [Parameter]
    public EventCallback<string> OnOpen { get; set; }

    /// <summary>Called with the id of a row whose actions are wanted; without it rows have none.</summary>
    [Parameter]
    public EventCallback<string> OnMenu { get; set; }

    /// <summary>The row whose actions are shown.</summary>
    [Parameter]
    public string? MenuId { get; set; }

    /// <summary>Called with the id of a row that is chosen or not any more, and whether all rows up to it are meant (Shift); without it rows cannot be chosen.</summary>
    [Parameter]
    public EventCallback<(string Id, bool ToHere)> OnSelect { get; set; }

    /// <summary>Called when all rows of the page are chosen, or none any more.</summary>
    [Parameter]
    public EventCallback OnSelectPage { get; set; }

    [Parameter]
    public Func<string, bool> IsSelected { get; set; } = _ => false;

    /// <summary>A row's name for the box that chooses it.</summary>
    [Parameter]
    public Func<T, string> NameOf { get; set; } = _ => "";

    /// <summary>The row whose record is open.</summary>
    [Parameter]
    public string? OpenId { get; set; }

    /// <summary>Rows before the first of this page.</summary>
    [Parameter]
    public int Offset { get; set; }

    /// <summary>Rows on all pages.</summary>
    [Parameter]
    public int RowCount { get; set; }

    [Parameter]
    public bool IsLoading { get; set; }

    /// <summary>Names what the rows answer; when it changes the list scrolls to its top.</summary>
    [Parameter]
    public string Question { get; set; } = "";

    /// <summary>Stands where no row is, and says why.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <summary>Puts the keyboard focus on a row after the next render; on the first row when the row is not there.</summary>
    public void FocusRow(string id)
    {
        _focusNext = id;
        StateHasChanged();
    }

    /// <summary>Puts a menu beside the button of a row and the focus into it.</summary>
    public async Task PlaceMenuAsync(string id, ElementReference menu)
    {
        if (_script is not null)
        {
            await _script.CallAsync("placeMenu", _root, id, menu);
        }
    }

    /// <summary>For the script: a column was dragged or stepped to a width; 0 gives it its own again.</summary>
    [JSInvokable]
    public Task SetWidthAsync(string field, double pixels) => Columns.Any(column => column.Field == field) && double.IsFinite(pixels)
        ? OnWidth.InvokeAsync((field, pixels < 1 ? null : (int)Math.Round(Math.Min(pixels, ListColumns.Widest))))
        : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _self?.Dispose();
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _script = new ScriptModule(Js, "./Components/Shared/RecordTable.razor.js");
            _self = DotNetObjectReference.Create(this);
            await _script.CallAsync("attach", _root, _self);
        }

        if (_answered != Question)
        {
            _answered = Question;
            if (!firstRender)
            {
                await _script!.CallAsync("toTop", _root);
            }
        }

        if (_focusNext is { } id && _script is not null)
        {
            _focusNext = null;
            await _script.CallAsync("focusRow", _root, id);
        }
    }

    private async Task SortAsync(RecordColumn column, MouseEventArgs click) => await OnSort.InvokeAsync((column.Field, click.ShiftKey));

    private bool AllSelected => Rows.Count > 0 && Rows.All(row => IsSelected(IdOf(row)));

    private bool SomeSelected => !AllSelected && Rows.Any(row => IsSelected(IdOf(row)));

    private string? RowClass(string id) => (id == OpenId, IsSelected(id)) switch
    {
        (true, _) => "sel cur",
        (_, true) => "sel",
        _ => null,
    };

    private Task SelectAsync(string id, MouseEventArgs click) => OnSelect.InvokeAsync((id, click.ShiftKey));

    private SortKey? KeyOf(RecordColumn column) => Sort.FirstOrDefault(key => key.Field == column.Field);

    // Only one head may say that the table is sorted by it: the first key.
    private string? DirectionOf(RecordColumn column, SortKey? key) =>
        !column.IsSortable || key is null || Sort[0] != key ? null : key.Descending ? "descending" : "ascending";

    private int PlaceOf(SortKey key) => Sort.ToList().IndexOf(key) + 1;

    private static string? WidthOf(RecordColumn column) => column.Width is { } width ? $"width:{width}px" : null;

    private static string ClassOf(RecordColumn column) =>
        $"c-{column.Slot.ToString().ToLowerInvariant()} r-{column.Room.ToString().ToLowerInvariant()}{(column.IsNumber ? " num" : "")}";
}
