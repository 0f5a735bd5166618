using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Views;

/// <summary>
/// Which columns a list shows, and in which order: any field of its records and any property of the account, by checkboxes in HubSpot's groups.
/// Each choice takes effect at once. The name stays first.
/// </summary>
public sealed partial class ColumnChooser : ComponentBase
{
    // An account may have a thousand properties: more than these are found by their names.
    private const int MostShown = 200;
    private const string ToTop = "M5 5h14M12 20V9M6.5 14 12 8.5l5.5 5.5";

    private Popup? _popup;
    private bool _isOpen;
    private string _find = "";
    private string? _dragged;
    private string? _focusNext;

    [Parameter, EditorRequired]
    public ObjectType Type { get; set; }

    /// <summary>The chosen fields; empty when the list shows its own.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Columns { get; set; }

    /// <summary>The fields of the list's own columns, the name first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Own { get; set; }

    /// <summary>Columns have widths of the user's own.</summary>
    [Parameter]
    public bool HasWidths { get; set; }

    [Parameter]
    public AccountDefinitions Definitions { get; set; } = AccountDefinitions.Empty;

    /// <summary>Called with the fields to show; with none for the list's own columns.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<string>> OnChanged { get; set; }

    private string FirstLabel => Find(Own[0])?.Label ?? "Name";

    private IReadOnlyList<RecordField> Shown =>
    [
        .. (Columns.Count == 0 ? Own : Columns).Select(Find).OfType<RecordField>().Where(one => one.Name != Own[0]).DistinctBy(one => one.Name),
    ];

    private IReadOnlyList<RecordField> Fields => [.. RecordFields.Of(Type, Definitions).Where(one => one.Name != Own[0])];

    private IReadOnlyList<RecordField> Found =>
        [.. Fields.Where(one => _find.Length == 0 || one.Label.Contains(_find.Trim(), StringComparison.OrdinalIgnoreCase) || one.Name.Contains(_find.Trim(), StringComparison.OrdinalIgnoreCase))];

    private IEnumerable<(string Label, IReadOnlyList<RecordField> Fields)> Groups => Found.Take(MostShown)
        .GroupBy(GroupOf)
        .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
        .Select(group => (group.Key, (IReadOnlyList<RecordField>)[.. group.OrderBy(one => one.Label, StringComparer.OrdinalIgnoreCase)]));

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focusNext is { } selector && _popup is not null)
        {
            _focusNext = null;
            await _popup.FocusAsync(selector);
        }
    }

    private void SetOpen(bool isOpen) => (_isOpen, _find, _dragged) = (isOpen, "", null);

    private RecordField? Find(string name) => RecordFields.Find(Type, name, Definitions);

    private string GroupOf(RecordField field) => field.Property is { } property && Definitions.FindProperty(Type, property) is { } definition
        ? PropertyGroups.LabelOf(definition.GroupName)
        : "Calculated here";

    private bool IsShown(RecordField field) => Shown.Any(shown => shown.Name == field.Name);

    private Task ToggleAsync(RecordField field) => SetAsync(
        IsShown(field) ? [.. Shown.Where(shown => shown.Name != field.Name)] : [.. Shown, field]);

    private Task TakeOutAsync(int at)
    {
        var left = Shown.ToList();
        left.RemoveAt(at);
        _focusNext = $"[data-col=\"{left[Math.Min(at, left.Count - 1)].Name}\"] [data-move=out], [data-first]";
        return SetAsync(left);
    }

    private async Task MoveAsync(int from, int to, string button)
    {
        var moved = Shown.ToList();
        var field = moved[from];
        moved.RemoveAt(from);
        moved.Insert(Math.Clamp(to, 0, moved.Count), field);

        // The button goes along with its row, and at the end it is off.
        _focusNext = $"[data-col=\"{field.Name}\"] [data-move={button}], [data-col=\"{field.Name}\"] button";
        await SetAsync(moved);
    }

    private Task DropAsync(int at)
    {
        var from = Shown.ToList().FindIndex(field => field.Name == _dragged);
        _dragged = null;
        return from < 0 || from == at ? Task.CompletedTask : MoveAsync(from, at, "up");
    }

    private Task ResetAsync()
    {
        _focusNext = "[data-first]";
        return OnChanged.InvokeAsync([]);
    }

    // What the list shows by itself needs no words in its address.
    private Task SetAsync(IReadOnlyList<RecordField> fields)
    {
        IReadOnlyList<string> names = [.. fields.Select(field => field.Name)];
        return OnChanged.InvokeAsync(names.SequenceEqual(Own.Skip(1)) ? [] : names);
    }
}
