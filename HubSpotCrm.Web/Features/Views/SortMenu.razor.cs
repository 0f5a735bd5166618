using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Views;

/// <summary>By what a list is sorted: several fields, the first deciding, each in its direction. Each choice takes effect at once.</summary>
public sealed partial class SortMenu : ComponentBase
{
    private Popup? _popup;
    private bool _isOpen;
    private string? _next;
    private string? _focusNext;

    [Parameter, EditorRequired]
    public ObjectType Type { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<SortKey> Sort { get; set; }

    /// <summary>What the list is ordered by when nobody chose.</summary>
    [Parameter]
    public string OwnOrder { get; set; } = "Last activity";

    [Parameter]
    public AccountDefinitions Definitions { get; set; } = AccountDefinitions.Empty;

    [Parameter]
    public EventCallback<IReadOnlyList<SortKey>> OnChanged { get; set; }

    private string Face => Sort.Count switch
    {
        0 => "Sort",
        1 => LabelOf(Sort[0]),
        _ => $"{LabelOf(Sort[0])} + {Sort.Count - 1}",
    };

    private IReadOnlyList<RecordField> Offered => [.. RecordFields.Of(Type, Definitions).Where(one => Sort.All(key => key.Field != one.Name))];

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focusNext is { } selector && _popup is not null)
        {
            _focusNext = null;
            await _popup.FocusAsync(selector);
        }
    }

    private void SetOpen(bool isOpen)
    {
        _isOpen = isOpen;
        _next = Offered is [var first, ..] ? first.Name : null;
    }

    private RecordField? Find(SortKey key) => RecordFields.Find(Type, key.Field, Definitions);

    private string LabelOf(SortKey key) => Find(key)?.Label ?? key.Field;

    private string DirectionOf(SortKey key) => (Find(key), key.Descending) switch
    {
        ({ Kind: FieldKind.Instant }, false) => "Oldest first",
        ({ Kind: FieldKind.Instant }, true) => "Newest first",
        ({ IsRange: true }, false) => "Lowest first",
        ({ IsRange: true }, true) => "Highest first",
        ({ Kind: FieldKind.Choice, IsOwner: false }, false) => "In order",
        ({ Kind: FieldKind.Choice, IsOwner: false }, true) => "Reversed",
        (_, false) => "A to Z",
        (_, true) => "Z to A",
    };

    private Task TurnAsync(int at) => OnChanged.InvokeAsync([.. Sort.Select((key, place) => place == at ? key with { Descending = !key.Descending } : key)]);

    private Task MoveAsync(int at, int step)
    {
        var moved = Sort.ToList();
        (moved[at], moved[at + step]) = (moved[at + step], moved[at]);
        _focusNext = $"[data-key-of=\"{Sort[at].Field}\"] [data-move={(step < 0 ? "up" : "down")}], [data-key-of=\"{Sort[at].Field}\"] button";
        return OnChanged.InvokeAsync(moved);
    }

    private Task TakeOutAsync(int at)
    {
        var left = Sort.ToList();
        left.RemoveAt(at);
        _focusNext = left.Count == 0 ? "[data-first]" : $"[data-key-of=\"{left[Math.Min(at, left.Count - 1)].Field}\"] [data-move=out]";
        return OnChanged.InvokeAsync(left);
    }

    private Task ClearAsync()
    {
        _focusNext = "[data-first]";
        return OnChanged.InvokeAsync([]);
    }

    private async Task AddAsync()
    {
        if (Offered.FirstOrDefault(field => field.Name == _next) is not { } field)
        {
            return;
        }

        _focusNext = $"[data-key-of=\"{field.Name}\"] [data-move=turn]";
        await OnChanged.InvokeAsync([.. Sort, new SortKey(field.Name, Descending: field.IsRange)]);
        _next = Offered is [var first, ..] ? first.Name : null;
    }
}
