using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>
/// The filter menu: fields on the left, on the right every value of the chosen field with its hits under the other filters, or a range.
/// Each choice takes effect at once; the page loads the values and passes them down.
/// </summary>
public sealed partial class FacetMenu : ComponentBase
{
    private const int FirstValues = 50;
    private const int FindFrom = 12;

    private Popup? _popup;
    private string _find = "";
    private bool _showAll;
    private string? _shownField;

    [Parameter, EditorRequired]
    public required ListState State { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<FieldDefinition> Fields { get; set; }

    /// <summary>The chosen field; null: the first.</summary>
    [Parameter]
    public string? Field { get; set; }

    /// <summary>Values of the chosen field, most frequent first; null while they are counted.</summary>
    [Parameter]
    public IReadOnlyList<FacetValue>? Values { get; set; }

    /// <summary>Why the values could not be counted; null when they could, and while they are.</summary>
    [Parameter]
    public Failure? Failure { get; set; }

    /// <summary>Called when the values are to be counted once more.</summary>
    [Parameter]
    public EventCallback OnRetry { get; set; }

    [Parameter]
    public bool IsOpen { get; set; }

    [Parameter]
    public EventCallback<bool> IsOpenChanged { get; set; }

    /// <summary>Called with the field whose values are wanted.</summary>
    [Parameter]
    public EventCallback<string> OnField { get; set; }

    [Parameter]
    public EventCallback<ListState> OnChanged { get; set; }

    /// <summary>Called for what the menu has no room for: groups, all properties, related records.</summary>
    [Parameter]
    public EventCallback OnBuild { get; set; }

    /// <summary>The owner in HubSpot who is the user; null without.</summary>
    [Parameter]
    public string? OwnOwner { get; set; }

    [Parameter]
    public Total? TotalCount { get; set; }

    [Parameter]
    public AccountDefinitions Definitions { get; set; } = AccountDefinitions.Empty;

    /// <summary>Today at the account, for the presets of date ranges.</summary>
    [Parameter]
    public DateOnly Today { get; set; }

    private FieldDefinition Current => Fields.FirstOrDefault(one => one.Name == Field) ?? Fields[0];

    private bool IsRange => Current.Kind is not (FieldKind.Text or FieldKind.Choice);

    // Without one the buttons are said to be off and not switched off: the one that was pressed would lose the focus, and Esc the menu.
    private bool HasFilter => State.FilterOf(Current.Name) is not null;

    private string Hits => TotalCount is { } total ? Formats.Number(total) : "";

    private bool IsOwner => RecordFields.Find(State.Type, Current.Name, Definitions) is { IsOwner: true };

    // The user first, by the name that means everybody themselves, then all owners.
    private IEnumerable<FacetValue> Own => IsOwner && OwnOwner is { } id && Values?.FirstOrDefault(value => value.Value == id) is var own
        ? [new FacetValue(OwnFilters.Me, own?.Count ?? 0)]
        : [];

    // Chosen values without a hit are offered too: they must be there to be taken back.
    private IEnumerable<FacetValue> Found =>
        Own.Concat(Values ?? [])
            .Concat(State.ValuesOf(Current.Name).Where(value => Values?.Any(one => one.Value == value) != true && !Own.Any(one => one.Value == value)).Select(value => new FacetValue(value, 0)))
            .Where(value => _find.Length == 0 || LabelOf(value.Value).Contains(_find.Trim(), StringComparison.OrdinalIgnoreCase));

    private IReadOnlyList<FacetValue> Offered => [.. _showAll || _find.Length > 0 ? Found : Found.Take(FirstValues)];

    private int Hidden => Found.Count() - Offered.Count;

    protected override void OnParametersSet()
    {
        if (_shownField != Current.Name)
        {
            (_shownField, _find, _showAll) = (Current.Name, "", false);
        }
    }

    private int? CountOf(string field) => State.FilterOf(field) switch
    {
        null => null,
        AnyOf any => any.Values.Count,
        _ => 1,
    };

    private bool IsChosen(string value) => State.ValuesOf(Current.Name).Contains(value);

    private string LabelOf(string value) => IsOwner && value == OwnFilters.Me ? OwnFilters.MeLabel : FilterText.LabelOf(State.Type, Current, value, Definitions);

    private Task ChangeRangeAsync(FieldFilter filter) => OnChanged.InvokeAsync(State.WithFilter(filter));

    private Task ExcludeAsync() => State.FilterOf(Current.Name) is { } filter
        ? OnChanged.InvokeAsync(State.WithFilters([.. State.Filters.Select(other => other == filter ? new Not(filter) : other)]))
        : Task.CompletedTask;

    private Task ClearAsync() => HasFilter ? OnChanged.InvokeAsync(State.WithoutFilter(Current.Name)) : Task.CompletedTask;

    private async Task BuildAsync()
    {
        await CloseAsync();
        await OnBuild.InvokeAsync();
    }

    private Task CloseAsync() => _popup?.CloseAsync() ?? Task.CompletedTask;
}
