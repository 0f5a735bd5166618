namespace HubSpotCrm.Core.Search.Filters;

/// <summary>Numbers as people type them: <c>50k</c>, <c>1.5m</c>, <c>€2bn</c>, <c>50,000</c>; shares in percent, with or without the sign.</summary>
internal static class TypedNumber
{
    private const decimal Thousand = 1_000;
    private const decimal Million = 1_000_000;
    private const decimal LongestShort = 10_000;

    /// <summary>Null for what is no number, or none that can be kept.</summary>
    public static decimal? Read(string typed, RecordField field)
    {
        var text = typed.TrimStart('€', '$', '£');
        var isShare = text.EndsWith('%');
        var (factor, suffix) = text.ToLowerInvariant() switch
        {
            _ when isShare => (1, 1),
            [.., 'b', 'n'] => (Thousand * Million, 2),
            [.., 'k'] => (Thousand, 1),
            [.., 'm'] => (Million, 1),
            [.., 'b'] => (Thousand * Million, 1),
            _ => (1, 0),
        };
        if ((isShare && !field.IsShare) || Ungrouped(text[..^suffix]) is not { } digits
            || FilterNumbers.Read(digits) is not { } number || Math.Abs(number) > decimal.MaxValue / factor)
        {
            return null;
        }

        return field.IsShare ? number * factor / 100 : number * factor;
    }

    // 50,000 and not 5,0.
    private static string? Ungrouped(string digits)
    {
        var parts = digits.Split('.')[0].Split(',');
        return parts.Skip(1).All(part => part.Length == 3) ? digits.Replace(",", "", StringComparison.Ordinal) : null;
    }

    /// <summary>What <see cref="Read"/> makes the same number of.</summary>
    public static string Write(decimal number, RecordField field) => field.IsShare
        ? FilterNumbers.Write(Math.Clamp(number, decimal.MinValue / 100, decimal.MaxValue / 100) * 100) + "%"
        : Math.Abs(number) switch
        {
            >= Million when number % Million == 0 => FilterNumbers.Write(number / Million) + "m",
            >= LongestShort when number % Thousand == 0 => FilterNumbers.Write(number / Thousand) + "k",
            _ => FilterNumbers.Write(number),
        };
}
