using System.Globalization;

namespace HubSpotCrm.Core.HubSpot.Wire;

/// <summary>HubSpot's instants: ISO 8601 with or without a fraction and an offset, a date alone (midnight UTC), or epoch milliseconds.</summary>
internal static class WireTime
{
    private const int LongestEpoch = 17;

    /// <summary>UTC milliseconds; false for anything that is not an instant between the years 1 and 9999.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long milliseconds)
    {
        milliseconds = 0;
        text = text.Trim();
        return text.Length > 0 && (IsEpoch(text)
            ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out milliseconds) && IsInstant(milliseconds)
            : TryIso(text, out milliseconds));
    }

    /// <summary>Null where there is no instant.</summary>
    public static long? Parse(string? text) => text is not null && TryParse(text, out var milliseconds) ? milliseconds : null;

    private static bool IsInstant(long milliseconds) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private static bool IsEpoch(ReadOnlySpan<char> text)
    {
        var digits = text[0] == '-' ? text[1..] : text;
        return digits.Length is > 0 and <= LongestEpoch && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private static bool TryIso(ReadOnlySpan<char> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var midnight = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
        if (text.Length == 10)
        {
            milliseconds = midnight;
            return true;
        }

        if (text[10] is not ('T' or 't' or ' ') || !TryTime(text[11..], out var ofDay, out var offset))
        {
            return false;
        }

        milliseconds = midnight + ofDay - offset;
        return IsInstant(milliseconds);
    }

    private static bool TryTime(ReadOnlySpan<char> text, out long milliseconds, out long offset)
    {
        (milliseconds, offset) = (0, 0);
        if (text.Length < 5 || text[2] != ':' || !TryDigits(text[..2], out var hour) || !TryDigits(text[3..5], out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        var rest = text[5..];
        var second = 0;
        if (rest.Length > 0 && rest[0] == ':')
        {
            if (rest.Length < 3 || !TryDigits(rest[1..3], out second) || second > 59)
            {
                return false;
            }

            rest = rest[3..];
        }

        var fraction = 0;
        if (rest.Length > 0 && rest[0] is '.' or ',')
        {
            rest = rest[1..];
            var length = rest.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : rest.Length;
            if (length is 0 or > 12)
            {
                return false;
            }

            for (var place = 0; place < 3; place++)
            {
                fraction = (fraction * 10) + (place < length ? rest[place] - '0' : 0);
            }

            rest = rest[length..];
        }

        milliseconds = (((((hour * 60L) + minute) * 60) + second) * 1000) + fraction;
        return TryOffset(rest, out offset);
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length == 0 || text is "Z" or "z")
        {
            return true;
        }

        var digits = text[1..];
        var minutes = 0;
        if (text[0] is not ('+' or '-') || digits.Length < 2 || !TryDigits(digits[..2], out var hours) || hours > 18)
        {
            return false;
        }

        var rest = digits.Length > 2 && digits[2] == ':' ? digits[3..] : digits[2..];
        if (digits.Length > 2 && (rest.Length != 2 || !TryDigits(rest, out minutes) || minutes > 59))
        {
            return false;
        }

        milliseconds = (text[0] == '-' ? -1 : 1) * ((hours * 60L) + minutes) * 60_000;
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '9' || number > 100_000)
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return text.Length > 0;
    }
}
