using System.Globalization;

namespace HubSpotCrm.Core.Crm;

/// <summary>Tells whether two values of a property mean the same, though HubSpot may write one of them another way.</summary>
internal static class PropertyEquality
{
    /// <summary>Null and the empty string are both no value. Spaces around, digits after the point, the order of choices and the way a time is written do not count.</summary>
    /// <param name="definition">Null for a property that is not known: then the text counts.</param>
    public static bool Same(PropertyDefinition? definition, string? first, string? second)
    {
        var (one, other) = (first?.Trim() ?? "", second?.Trim() ?? "");
        if (string.Equals(one, other, StringComparison.Ordinal))
        {
            return true;
        }

        if (definition is null || one.Length == 0 || other.Length == 0)
        {
            return false;
        }

        return definition.Type switch
        {
            PropertyType.Number => Digits(one) is { } number && number == Digits(other),
            PropertyType.Date or PropertyType.DateTime => TryTime(one, out var time) && TryTime(other, out var otherTime) && time == otherTime,
            PropertyType.Boolean => string.Equals(one, other, StringComparison.OrdinalIgnoreCase),
            PropertyType.Enumeration => definition.IsMultiple && Choices(one).SetEquals(Choices(other)),
            PropertyType.PhoneNumber => Dialled(one) is { Length: > 0 } dialled && dialled == Dialled(other),

            // HubSpot keeps addresses and domains in lower case.
            _ => definition.Name is "email" or "work_email" or "domain" && string.Equals(one, other, StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>As HubSpot writes a time: UTC with milliseconds.</summary>
    public static string WireTime(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Milliseconds since 1970, from the years that a calendar of four digits can show. Shorter numbers look like a year or a day.</summary>
    public static bool TryMilliseconds(string value, out DateTimeOffset time)
    {
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            && (milliseconds == 0 || value.Length >= 9)
            && milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
            return true;
        }

        time = default;
        return false;
    }

    private static bool TryTime(string value, out DateTimeOffset time) =>
        TryMilliseconds(value, out time)
        || DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    // The number without what does not change it, however many digits it has: 0012.50 and 12.5 are 12.5. Null when it is no number.
    private static string? Digits(string value)
    {
        var negative = value.StartsWith('-');
        var text = value.TrimStart('+', '-');
        if (text.Length == 0 || value.Length - text.Length > 1 || text.Any(letter => !char.IsAsciiDigit(letter) && letter != '.') || text.Count(letter => letter == '.') > 1)
        {
            return decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? Digits(number.ToString(CultureInfo.InvariantCulture))
                : null;
        }

        var parts = text.Split('.');
        var whole = parts[0].TrimStart('0');
        var fraction = parts.Length > 1 ? parts[1].TrimEnd('0') : "";
        var plain = (whole.Length == 0 ? "0" : whole) + (fraction.Length == 0 ? "" : "." + fraction);
        return negative && plain != "0" ? "-" + plain : plain;
    }

    private static HashSet<string> Choices(string value) =>
        value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    private static string Dialled(string value) =>
        string.Concat(value.Where(letter => char.IsAsciiDigit(letter) || letter == '+'));
}
