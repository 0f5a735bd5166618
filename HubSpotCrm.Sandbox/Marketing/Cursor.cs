using System.Globalization;
using System.Text;
using System.Text.Json;
using HubSpotCrm.Sandbox.Api;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>Where the next page begins, in the base64 that HubSpot's marketing calls use.</summary>
internal static class Cursor
{
    /// <summary>The place to begin at, or the fault when <c>after</c> is not one that was handed out.</summary>
    public static (int Offset, ApiFault? Fault) Read(Call call)
    {
        if (call.Query("after") is not { Length: > 0 } after)
        {
            return (0, null);
        }

        Span<byte> bytes = stackalloc byte[32];
        return Convert.TryFromBase64String(after, bytes, out var count)
            && int.TryParse(Encoding.ASCII.GetString(bytes[..count]), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
                ? (offset, null)
                : (0, ApiFault.Invalid($"The paging cursor is not valid: after \"{after}\""));
    }

    /// <summary>The page as <c>results</c> and, unless it is the last, <c>paging</c>.</summary>
    /// <param name="encoded">The cursor stands in the answer as it must stand in an address: <c>Mg%3D%3D</c>.</param>
    public static void WritePage<T>(Utf8JsonWriter json, Call call, IReadOnlyList<T> all, int offset, int limit, bool encoded, Action<T> write)
    {
        json.WriteStartArray("results");
        foreach (var one in all.Skip(offset).Take(limit))
        {
            write(one);
        }

        json.WriteEndArray();
        if (offset + limit < all.Count)
        {
            WritePaging(json, call, offset + limit, encoded);
        }
    }

    public static void WritePaging(Utf8JsonWriter json, Call call, int next, bool encoded)
    {
        // Digits in threes leave no padding, so that e-mails' cursors look the same in an address and out of it.
        var text = next.ToString(encoded ? "D" : "D6", CultureInfo.InvariantCulture);
        var after = Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
        json.WriteStartObject("paging");
        json.WriteStartObject("next");
        json.WriteString("after", encoded ? Uri.EscapeDataString(after) : after);
        json.WriteString("link", call.LinkAfter(after));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
