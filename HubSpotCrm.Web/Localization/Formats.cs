using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Web.Circuits;

namespace HubSpotCrm.Web.Localization;

/// <summary>How dates, times, numbers and money are written: in the user's zone, never by the server's culture.</summary>
internal sealed class Formats(CurrentActor current, TimeProvider clock)
{
    /// <summary>What stands for a missing value.</summary>
    public const string None = "—";

    // Grouped by commas, a real minus sign: independent of what the server has installed.
    private static readonly CultureInfo English = MakeEnglish();

    private static readonly Dictionary<string, (string Symbol, int Digits)> Currencies = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EUR"] = ("€", 2),
        ["USD"] = ("US$", 2),
        ["GBP"] = ("£", 2),
        ["JPY"] = ("¥", 0),
        ["CHF"] = ("CHF ", 2),
        ["SEK"] = ("SEK ", 2),
        ["NOK"] = ("NOK ", 2),
        ["DKK"] = ("DKK ", 2),
        ["PLN"] = ("PLN ", 2),
        ["CAD"] = ("CA$", 2),
        ["AUD"] = ("A$", 2),
        ["INR"] = ("₹", 2),
        ["KRW"] = ("₩", 0),
        ["BRL"] = ("R$", 2),
    };

    private TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(current.Zone);

    /// <summary><c>12 Nov 2026</c>, in the user's zone.</summary>
    public string Date(DateTimeOffset? at) => at is { } value ? Local(value).ToString("d MMM yyyy", English) : None;

    /// <summary><c>12 Nov 2026</c>, for a day that has no zone.</summary>
    public static string Date(DateOnly? day) => day is { } value ? value.ToString("d MMM yyyy", English) : None;

    /// <summary><c>12 Nov 2026, 14:01</c></summary>
    public string DateAndTime(DateTimeOffset? at) => at is { } value ? Local(value).ToString("d MMM yyyy, HH:mm", English) : None;

    /// <summary><c>12 Nov 2026, 14:01:37</c></summary>
    public string Instant(DateTimeOffset? at) => at is { } value ? Local(value).ToString("d MMM yyyy, HH:mm:ss", English) : None;

    /// <summary><c>14:01:37</c></summary>
    public string Time(DateTimeOffset? at) => at is { } value ? Local(value).ToString("HH:mm:ss", English) : None;

    /// <summary><c>14:01</c></summary>
    public string Minute(DateTimeOffset? at) => at is { } value ? Local(value).ToString("HH:mm", English) : None;

    /// <summary><c>14:01</c> of today, else <c>11 Nov</c>.</summary>
    public string MinuteOrDay(DateTimeOffset at) => Local(at).Date == Local(clock.GetUtcNow()).Date ? Minute(at) : Local(at).ToString("d MMM", English);

    /// <summary>For the <c>datetime</c> attribute.</summary>
    public static string Machine(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>23 s ago</c>, <c>4 min ago</c>, <c>in 2 h</c>, <c>yesterday</c>; older than a month as a date.</summary>
    public string Relative(DateTimeOffset? at)
    {
        if (at is not { } value)
        {
            return None;
        }

        var span = clock.GetUtcNow() - value;
        var days = (Local(clock.GetUtcNow()).Date - Local(value).Date).Days;
        return span.Duration() switch
        {
            { TotalSeconds: < 1 } => "now",
            { TotalHours: < 24 } => span > TimeSpan.Zero ? $"{Duration(span)} ago" : $"in {Duration(span.Negate())}",
            _ when days == 1 => "yesterday",
            _ when days == -1 => "tomorrow",
            _ when days is > 1 and <= 30 => $"{days} days ago",
            _ when days is < -1 and >= -30 => $"in {-days} days",
            _ => Date(value),
        };
    }

    /// <summary>The two units that matter: <c>23 s</c>, <c>4 min 10 s</c>, <c>3 h 5 min</c>, <c>2 days</c>. From five minutes on seconds are left out.</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => string.Create(English, $"{Math.Max(0, (int)span.TotalSeconds)} s"),
        { TotalMinutes: < 5 } when span.Seconds > 0 => string.Create(English, $"{(int)span.TotalMinutes} min {span.Seconds} s"),
        { TotalMinutes: < 60 } => string.Create(English, $"{(int)span.TotalMinutes} min"),
        { TotalHours: < 24 } when span.Minutes > 0 => string.Create(English, $"{(int)span.TotalHours} h {span.Minutes} min"),
        { TotalHours: < 24 } => string.Create(English, $"{(int)span.TotalHours} h"),
        { TotalDays: < 2 } => "1 day",
        _ => string.Create(English, $"{(int)span.TotalDays} days"),
    };

    /// <summary><c>12,481</c></summary>
    public static string Number(long? number) => number is { } value ? value.ToString("N0", English) : None;

    /// <summary>Up to <paramref name="digits"/> decimals, none that say nothing.</summary>
    public static string Number(decimal? number, int digits = 2) =>
        number is { } value ? value.ToString("#,##0." + new string('#', digits), English) : None;

    /// <summary><c>980 B</c>, <c>12.4 MB</c>, in powers of 1,000.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1000 => $"{Number(bytes)} B",
        < 1_000_000 => $"{Number(bytes / 1000m, 1)} kB",
        < 1_000_000_000 => $"{Number(bytes / 1_000_000m, 1)} MB",
        _ => $"{Number(bytes / 1_000_000_000m, 1)} GB",
    };

    /// <summary><c>74 %</c> of a share between 0 and 1; rounded down, so that 100 % means all.</summary>
    public static string Percent(double share) => string.Create(English, $"{(int)Math.Floor(Math.Clamp(share, 0, 1) * 100)} %");

    /// <summary><c>38.2 %</c> of 0.382, with one decimal always.</summary>
    public static string Rate(decimal share) => Math.Round(share, 15) is var rounded && Math.Abs(rounded) < 1_000_000_000
        ? (rounded * 100).ToString("#,##0.0", English) + " %"
        : (share < 0 ? "−" : "") + "> 1,000,000,000 %";

    /// <summary><c>€9.8 M</c>, <c>€412 k</c>, <c>€980</c>: for charts, where the place is short and the exact amount stands beside.</summary>
    public static string ShortMoney(decimal? amount, string? currency) => amount is not { } value ? None : Math.Abs(value) switch
    {
        >= 999_500_000_000_000m => Money(Math.Round(value / 1_000_000_000_000m), currency) + " T",
        >= 999_500_000_000m => Short(value / 1_000_000_000_000m, currency) + " T",
        >= 999_500_000m => Short(value / 1_000_000_000m, currency) + " bn",
        >= 999_500m => Short(value / 1_000_000m, currency) + " M",
        >= 10_000m => Money(Math.Round(value / 1000m), currency) + " k",
        _ => Money(Math.Round(value), currency),
    };

    /// <summary><c>€212,000</c>, <c>−€12.50</c>; cents only when there are any. An unknown currency stands before the amount as it is.</summary>
    public static string Money(decimal? amount, string? currency)
    {
        if (amount is not { } value)
        {
            return None;
        }

        var (symbol, digits) = Currencies.TryGetValue(currency ?? "", out var known) ? known : (string.IsNullOrEmpty(currency) ? "" : currency.ToUpperInvariant() + " ", 2);
        var rounded = Math.Round(Math.Abs(value), digits, MidpointRounding.AwayFromZero);
        var text = rounded.ToString(rounded == Math.Truncate(rounded) ? "#,##0" : "#,##0." + new string('0', digits), English);
        return (value < 0 ? "−" : "") + symbol + text;
    }

    /// <summary>The amount as it is kept: thousandths of the currency's unit.</summary>
    public static string MoneyThousandths(long? thousandths, string? currency) => Money(thousandths / 1000m, currency);

    /// <summary><c>312</c>, and <c>10,000+</c> where there are more than were counted.</summary>
    public static string Number(Total total) => Number(total.Count) + (total.IsExact ? "" : "+");

    /// <summary><c>1 record</c>, <c>10,000+ records</c></summary>
    public static string Count(Total total, string singular, string? plural = null) =>
        $"{Number(total)} {(total is { Count: 1, IsExact: true } ? singular : plural ?? singular + "s")}";

    /// <summary><c>1 contact</c>, <c>312 contacts</c></summary>
    public static string Count(long count, string singular, string? plural = null) =>
        $"{Number(count)} {(count == 1 ? singular : plural ?? singular + "s")}";

    private static string Short(decimal value, string? currency)
    {
        var text = Math.Round(Math.Abs(value), 1).ToString("#,##0.#", English);
        return (value < 0 ? "−" : "") + Money(0, currency).Replace("0", text, StringComparison.Ordinal);
    }

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    private static CultureInfo MakeEnglish()
    {
        var english = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        english.NumberFormat.NegativeSign = "−";
        return CultureInfo.ReadOnly(english);
    }
}
