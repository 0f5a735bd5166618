using System.Globalization;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Filters;

/// <summary>One row of the builder: a field, found by its label among all properties, a condition that fits its type, and the value.</summary>
public sealed partial class FilterConditionEditor : ComponentBase
{
    private string _id = "";
    private string _typed = "";
    private string? _noSuchField;

    [Parameter, EditorRequired]
    public required ConditionDraft Draft { get; set; }

    [Parameter, EditorRequired]
    public required BuilderScope Scope { get; set; }

    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Parameter]
    public EventCallback OnRemove { get; set; }

    private RecordField? Field => Scope.Find(Draft.Type, Draft.Field);

    private string InputType => Draft.FieldKind == FieldKind.Instant ? "date" : "text";

    private string? InputMode => Draft.FieldKind == FieldKind.Instant ? null : "decimal";

    protected override void OnInitialized()
    {
        _id = Scope.NextId();
        if (Field is { } field)
        {
            Draft.Know(field);
        }
        else if (Draft.Field.Length > 0)
        {
            _noSuchField = $"The account has no field “{Draft.Field}” any more.";
        }
    }

    private Task ChooseFieldAsync(ChangeEventArgs change)
    {
        var label = TextOf(change);
        if (Scope.FindByLabel(Draft.Type, label) is not { } field)
        {
            _noSuchField = label.Length == 0 ? null : $"There is no field “{label}”.";
            return Task.CompletedTask;
        }

        _noSuchField = null;
        return SetAsync(() => Draft.Choose(field));
    }

    private Task ChooseOperatorAsync(ChangeEventArgs change) =>
        Field is { } field && ConditionOperator.Of(field).FirstOrDefault(one => one.Key == TextOf(change)) is { } chosen
            ? SetAsync(() => Draft.Choose(chosen))
            : Task.CompletedTask;

    private Task ChoosePeriodAsync(ChangeEventArgs change) =>
        PeriodChoices.Read(TextOf(change), Draft.Period.Count) is { } period ? SetAsync(() => Draft.Period = period) : Task.CompletedTask;

    private Task CountAsync(ChangeEventArgs change) =>
        int.TryParse(TextOf(change), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && Draft.Period with { Count = count } is { IsValid: true } period
            ? SetAsync(() => Draft.Period = period)
            : Task.CompletedTask;

    // What is offered by its label; of a free text any value, of a choice one that the definitions know.
    private async Task PickAsync(ChangeEventArgs change)
    {
        var typed = TextOf(change).Trim();
        if (Field is not { } field || typed.Length == 0)
        {
            return;
        }

        var offered = Scope.ValuesOf(field).Where(value => value.Label.Equals(typed, StringComparison.OrdinalIgnoreCase)).Select(value => value.Value).ToList();
        IReadOnlyList<string> picked = typed.Equals(Scope.LabelOf(field, ""), StringComparison.OrdinalIgnoreCase) ? [""]
            : offered.Count > 0 ? offered
            : FieldChoices.Meant(field, typed, isExact: false, Scope.Definitions);

        // A new text each time, so that the box is emptied though it was empty before.
        _typed = typed;
        await SetAsync(() => Draft.Values = [.. Draft.Values.Union(picked).Take(FilterLimits.MostValues)]);
        await InvokeAsync(StateHasChanged);
        _typed = "";
    }

    private Task TakeOutAsync(string value) => SetAsync(() => Draft.Values = [.. Draft.Values.Where(other => other != value)]);

    private Task SetAsync(Action change)
    {
        change();
        return OnChanged.InvokeAsync();
    }

    private static string TextOf(ChangeEventArgs change) => change.Value as string ?? "";
}
