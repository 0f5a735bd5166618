using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace HubSpotCrm.Core.HubSpot.Wire;

/// <summary>Text out of JSON, whatever its token is.</summary>
internal static class WireText
{
    private const int Slots = 8192;
    private const int LongestShared = 48;
    private static readonly Shared?[] Cache = new Shared?[Slots];

    /// <summary>
    /// The present value as text and verbatim: a string's content, a number or a word as written, an array or object as its JSON. Null for null.
    /// Half a surrogate pair and broken UTF-8 become U+FFFD, for no text can hold them.
    /// </summary>
    /// <param name="body">What <paramref name="reader"/> reads, from its begin.</param>
    public static string? Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String or JsonTokenType.PropertyName:
                return reader.ValueIsEscaped ? Escaped(ref reader) : Plain(reader.ValueSpan);
            case JsonTokenType.Number:
                return Plain(reader.ValueSpan);
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return Encoding.UTF8.GetString(body[start..(int)reader.BytesConsumed]);
            default:
                return null;
        }
    }

    /// <summary>UTC milliseconds of an ISO text or an epoch number; null for anything else.</summary>
    public static long? Instant(ref Utf8JsonReader reader, ReadOnlySpan<byte> body) => WireTime.Parse(Value(ref reader, body));

    /// <summary>The element's text as <see cref="Value(ref Utf8JsonReader, ReadOnlySpan{byte})"/> gives it; null when it is missing or null.</summary>
    public static string? Text(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
        {
            return null;
        }

        return value.Text();
    }

    public static string? Text(this JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return null;
            case JsonValueKind.String:
                try
                {
                    return value.GetString();
                }
                catch (InvalidOperationException)
                {
                    return Unescape(JsonMarshal.GetRawUtf8Value(value)[1..^1]);
                }

            case JsonValueKind.True:
                return "true";
            case JsonValueKind.False:
                return "false";
            default:
                return value.GetRawText();
        }
    }

    /// <summary>The property's name, as far as it can be read: a name of broken bytes is one too.</summary>
    public static string NameOf(JsonProperty property) => Unescape(JsonMarshal.GetRawUtf8PropertyName(property));

    public static bool Flag(this JsonElement element, string name) =>
        string.Equals(element.Text(name), "true", StringComparison.OrdinalIgnoreCase);

    public static int Number(this JsonElement element, string name) =>
        double.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < int.MaxValue
            ? (int)number
            : 0;

    /// <summary>The items of an array; none when it is missing or something else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Array
            ? array.EnumerateArray()
            : [];

    public static IReadOnlyList<string> Texts(this JsonElement element, string name) =>
        [.. element.Items(name).Select(Text).OfType<string>()];

    private static string Escaped(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(reader.ValueSpan);
        }
    }

    // The same few thousand names and short values come with every record.
    private static string Plain(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0)
        {
            return "";
        }

        if (text.Length > LongestShared)
        {
            return Encoding.UTF8.GetString(text);
        }

        var hash = Hash(text);
        ref var slot = ref Cache[hash & (Slots - 1)];
        if (slot is { } shared && shared.Hash == hash && text.SequenceEqual(shared.Bytes))
        {
            return shared.Text;
        }

        var fresh = new Shared(hash, text.ToArray(), Encoding.UTF8.GetString(text));
        slot = fresh;
        return fresh.Text;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ReadOnlySpan<byte> text)
    {
        var hash = 2166136261u;
        foreach (var unit in text)
        {
            hash = (hash ^ unit) * 16777619u;
        }

        return hash ^ (hash >> 15);
    }

    private static string Unescape(ReadOnlySpan<byte> text)
    {
        var output = new ArrayBufferWriter<char>(text.Length);
        while (text.Length > 0)
        {
            var plain = text.IndexOf((byte)'\\') is >= 0 and var escape ? text[..escape] : text;
            output.Write(Encoding.UTF8.GetString(plain));
            text = text[plain.Length..];
            if (text.Length < 2)
            {
                break;
            }

            var length = 2;
            char unit;
            switch ((char)text[1])
            {
                case 'n': unit = '\n'; break;
                case 'r': unit = '\r'; break;
                case 't': unit = '\t'; break;
                case 'b': unit = '\b'; break;
                case 'f': unit = '\f'; break;
                case 'u' when text.Length >= 6 && ushort.TryParse(text[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                    (unit, length) = ((char)code, 6);
                    break;
                default: unit = (char)text[1]; break;
            }

            output.Write([unit]);
            text = text[length..];
        }

        // Halves of pairs that found each other stay; the others do not survive the way through UTF-8.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(output.WrittenSpan.ToString()));
    }

    private sealed record Shared(uint Hash, byte[] Bytes, string Text);
}
