using System.Collections.Immutable;
using System.Globalization;

namespace HubSpotCrm.Sandbox.Data;

/// <summary>A value a property had, since when, and who set it.</summary>
internal sealed record PropertyVersion(string? Value, long AtMs, string SourceType, string? SourceId = null, long? UserId = null);

/// <summary>A record at one moment. Never altered: a change makes another.</summary>
internal sealed record CrmRecord(ObjectKind Kind, long Id, int BaseIndex, string?[] Values, long CreatedMs, long ModifiedMs, long? ArchivedMs)
{
    /// <summary>Versions written since the reference time, newest first, by slot.</summary>
    public ImmutableDictionary<int, ImmutableList<PropertyVersion>> Written { get; init; } = ImmutableDictionary<int, ImmutableList<PropertyVersion>>.Empty;

    /// <summary>When it was written, and what search shows until its index has followed.</summary>
    public long WrittenMs { get; init; }

    public CrmRecord? Previous { get; init; }

    /// <summary>The record it was merged into, and is found as.</summary>
    public long? MergedInto { get; init; }

    /// <summary>Nothing of it is left.</summary>
    public bool Erased { get; init; }

    public bool IsGone => MergedInto is not null || Erased;

    public bool IsLive => ArchivedMs is null && !IsGone;

    public string? this[string property] => Schemas.Of(Kind).Find(property) is { } definition ? Value(definition.Slot) : null;

    /// <summary>The value in the slot; a record written before there was such a property has none.</summary>
    public string? Value(int slot) => slot < Values.Length ? Values[slot] : null;
}

/// <summary>Times as HubSpot writes them.</summary>
internal static class Stamp
{
    public const long DayMs = 86_400_000;

    public static string Iso(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Day(long ms) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Milliseconds since 1970 from ISO text, a day or a number of milliseconds; null when it is none of them.</summary>
    public static long? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ms))
        {
            return ms is >= -62_135_596_800_000 and <= 253_402_300_799_999 ? ms : null;
        }

        return text.Length >= 10 && char.IsAsciiDigit(text[0])
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time.ToUnixTimeMilliseconds()
                : null;
    }
}
