using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HubSpotCrm.Core.Sync;

/// <summary>A value that could not be read as its type; <see cref="Text"/> says why, null when it could.</summary>
internal readonly record struct Unreadable(string? Text)
{
    public static Unreadable No { get; } = new(null);
}

/// <summary>Reads HubSpot's property values, which are all text, and keeps them verbatim.</summary>
internal static class PropertyValues
{
    private const NumberStyles NumberForm =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    private static readonly JsonWriterOptions Verbatim = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Null for no value. Without NUL, at which SQLite's text functions stop.</summary>
    public static string? Text(string? value) =>
        string.IsNullOrEmpty(value) ? null : value.Contains('\0') ? value.Replace("\0", "", StringComparison.Ordinal) : value;

    /// <summary>A number in thousandths, further digits rounded; null for no value and for one that cannot be kept so.</summary>
    public static long? Thousandths(string? value, out Unreadable fault)
    {
        fault = Unreadable.No;
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        if (!decimal.TryParse(value, NumberForm, CultureInfo.InvariantCulture, out var number))
        {
            fault = new("not a number");
            return null;
        }

        if (number is > long.MaxValue / 1000m or < long.MinValue / 1000m)
        {
            fault = new("outside the range that can be added up exactly");
            return null;
        }

        return (long)Math.Round(number * 1000, MidpointRounding.AwayFromZero);
    }

    /// <summary>
    /// UTC milliseconds. Takes <c>2026-01-31</c>, ISO 8601 with or without fraction and offset (UTC where there is none), and milliseconds since 1970.
    /// Null for no value and for one that is no time between the years 1 and 9999.
    /// </summary>
    public static long? Instant(string? value, out Unreadable fault)
    {
        fault = Unreadable.No;
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds))
        {
            if (milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            {
                return milliseconds;
            }

            fault = new("outside the years 1 to 9999");
            return null;
        }

        // Without this check the parser would also take times of day and the names of months.
        if (value.Length >= 10 && value[4] == '-' && value[7] == '-'
            && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time.ToUnixTimeMilliseconds();
        }

        fault = new("not a date");
        return null;
    }

    /// <summary>Null for anything but HubSpot's <c>true</c> and <c>false</c>.</summary>
    public static bool? Flag(string? value) => value switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };

    /// <summary>
    /// The values as one JSON object. Properties without a value are left out: HubSpot sends null for some and nothing for others.
    /// </summary>
    public static string ToRaw(IReadOnlyDictionary<string, string?> properties)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, Verbatim))
        {
            json.WriteStartObject();
            foreach (var (name, value) in properties)
            {
                if (value is not null)
                {
                    json.WriteString(name, value);
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The inverse of <see cref="ToRaw"/>; empty for null.</summary>
    public static Dictionary<string, string?> FromRaw(string? raw)
    {
        var properties = new Dictionary<string, string?>();
        if (raw is null)
        {
            return properties;
        }

        using var document = JsonDocument.Parse(raw);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            properties[property.Name] = property.Value.GetString();
        }

        return properties;
    }

    /// <summary>The same for the same values in any order. A property without a value does not count.</summary>
    public static long Hash(IReadOnlyDictionary<string, string?> properties)
    {
        ulong sum = 0;
        foreach (var (name, value) in properties)
        {
            if (value is not null)
            {
                var seed = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(name.AsSpan()));
                sum += XxHash3.HashToUInt64(MemoryMarshal.AsBytes(value.AsSpan()), unchecked((long)seed));
            }
        }

        return unchecked((long)sum);
    }
}
