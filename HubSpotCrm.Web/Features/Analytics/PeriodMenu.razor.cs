using HubSpotCrm.Core.Analytics;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Analytics;

/// <summary>Chooses the period; the choice is in the URL, or given to <see cref="OnChosen"/>.</summary>
public sealed partial class PeriodMenu : ComponentBase
{
    private static readonly (PeriodChoice? Choice, string Name)[] Choices =
    [
        (null, "Each number's own period"),
        (new LastDays(7), "Last 7 days"),
        (new LastDays(30), "Last 30 days"),
        (new LastDays(90), "Last 90 days"),
        (new LastDays(180), "Last 180 days"),
        (new LastDays(365), "Last 365 days"),
        (new CalendarSoFar(CalendarUnit.Month), "This month"),
        (new CalendarSoFar(CalendarUnit.Quarter), "This quarter"),
        (new CalendarSoFar(CalendarUnit.Year), "This year"),
    ];

    private string _from = "";
    private string _to = "";
    private string? _fault;

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Parameter, EditorRequired]
    public required AnalyticsState State { get; set; }

    /// <summary>The path of the page.</summary>
    [Parameter, EditorRequired]
    public required string Page { get; set; }

    /// <summary>The days of the chosen period, once they are known.</summary>
    [Parameter]
    public Period? Cut { get; set; }

    /// <summary>Takes the choice where the URL is not to change.</summary>
    [Parameter]
    public EventCallback<AnalyticsState> OnChosen { get; set; }

    private string Label => Choices.FirstOrDefault(one => Equals(one.Choice, State.Period)).Name ?? (State.Period is DayRange ? "Own period" : $"Last {(State.Period as LastDays)?.Count} days");

    private string? Days => State.Period is not null && Cut is { } cut ? FigureText.Days(cut) : null;

    private async Task ApplyAsync()
    {
        var period = PeriodChoice.Parse($"{_from}..{_to}");
        _fault = _from.Length == 0 || _to.Length == 0 ? "Choose both days." : period.Failure?.Message;
        if (_fault is not null)
        {
            return;
        }

        var next = State with { Period = period.Value };
        if (OnChosen.HasDelegate)
        {
            await OnChosen.InvokeAsync(next);
        }
        else
        {
            Navigation.NavigateTo(AnalyticsUrl.At(Page, next));
        }
    }
}
