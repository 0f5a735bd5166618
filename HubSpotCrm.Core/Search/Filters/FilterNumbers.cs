using System.Globalization;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>Numbers and days as filters are written, the same in every place and on every server.</summary>
internal static class FilterNumbers
{
    public const string DayForm = "yyyy-MM-dd";
    private const NumberStyles Form = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <summary>Equal numbers are written alike, without an exponent.</summary>
    public static string Write(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    public static decimal? Read(ReadOnlySpan<char> text) => decimal.TryParse(text, Form, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static string Write(DateOnly day) => day.ToString(DayForm, CultureInfo.InvariantCulture);

    public static DateOnly? ReadDay(ReadOnlySpan<char> text) =>
        DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
