using System.Globalization;
using HubSpotCrm.Core.Search;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using DateRange = HubSpotCrm.Core.Search.DateRange;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>Two ends of a range of numbers or days. Untouched it filters nothing; ends in the wrong order or unreadable ones are told and not taken.</summary>
public sealed partial class RangeFilter : ComponentBase
{
    private const string DayFormat = "yyyy-MM-dd";

    private string _from = "";
    private string _to = "";
    private string? _problem;
    private FieldFilter? _shown;

    [Parameter, EditorRequired]
    public required FieldDefinition Field { get; set; }

    /// <summary>What the field is filtered by now; null when it is not.</summary>
    [Parameter]
    public FieldFilter? Filter { get; set; }

    [Parameter]
    public DateOnly Today { get; set; }

    /// <summary>The account's zone, in whose days it is filtered.</summary>
    [Parameter]
    public string Zone { get; set; } = "UTC";

    /// <summary>Called with the new range; both ends open means no filter.</summary>
    [Parameter]
    public EventCallback<FieldFilter> OnChanged { get; set; }

    private bool IsDate => Field.Kind == FieldKind.Instant;

    // A share of 1 is written as percent.
    private decimal Scale => FieldUnits.IsShare(Field) ? 100 : 1;

    private string Unit => FieldUnits.IsShare(Field) ? " in percent" : Field.Kind == FieldKind.Money ? ", each in its own currency" : "";

    private InputType Input => IsDate ? InputType.Date : InputType.Text;

    private InputMode Mode => IsDate ? InputMode.none : InputMode.@decimal;

    private IEnumerable<(string Label, string From)> Presets =>
    [
        ("Last 7 days", Text(Today.AddDays(-6))),
        ("Last 30 days", Text(Today.AddDays(-29))),
        ("Last 90 days", Text(Today.AddDays(-89))),
        ("This year", Text(new DateOnly(Today.Year, 1, 1))),
    ];

    protected override void OnParametersSet()
    {
        if (Filter == _shown && _problem is not null)
        {
            return;
        }

        _shown = Filter;
        _problem = null;
        (_from, _to) = Filter switch
        {
            NumberRange range => (Text(range.From * Scale), Text(range.To * Scale)),
            DateRange range => (Text(range.From), Text(range.To)),
            _ => ("", ""),
        };
    }

    private async Task SetAsync(string? from, string? to)
    {
        (_from, _to) = ((from ?? "").Trim(), (to ?? "").Trim());
        if (IsDate)
        {
            var isRead = TryDay(_from, out var first) & TryDay(_to, out var last);
            await TellAsync(isRead, first > last, new DateRange(Field.Name, first, last), "a day");
        }
        else
        {
            var isRead = TryNumber(_from, out var low) & TryNumber(_to, out var high);
            await TellAsync(isRead, low > high, new NumberRange(Field.Name, low / Scale, high / Scale), "a number");
        }
    }

    private async Task TellAsync(bool isRead, bool isReversed, FieldFilter filter, string kind)
    {
        _problem = !isRead ? $"This is not {kind}." : isReversed ? "The first end lies after the second." : null;
        if (_problem is null)
        {
            _shown = filter;
            await OnChanged.InvokeAsync(filter);
        }
    }

    private static bool TryDay(string text, out DateOnly? day)
    {
        var isDay = DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read);
        day = isDay ? read : null;
        return isDay || text.Length == 0;
    }

    private static bool TryNumber(string text, out decimal? number)
    {
        var isNumber = decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var read);
        number = isNumber ? read : null;
        return isNumber || text.Length == 0;
    }

    private static string Text(DateOnly? day) => day?.ToString(DayFormat, CultureInfo.InvariantCulture) ?? "";

    private static string Text(decimal? number) => number?.ToString("0.#########", CultureInfo.InvariantCulture) ?? "";
}
