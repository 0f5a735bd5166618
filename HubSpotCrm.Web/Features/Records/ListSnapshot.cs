using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>
/// What the first render has read, for the one that takes over in the browser. It travels inside the page, encrypted, and comes back in one
/// message of the circuit, which may hold 32 KB unless told otherwise: so the rows are compressed.
/// </summary>
/// <param name="Sequence">Of the change feed before the rows were read: when it has moved, there may be news.</param>
public sealed record ListSnapshot(byte[] Packed, DateTimeOffset ReadAt, long Sequence)
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static ListSnapshot Of<T>(Page<T> page, DateTimeOffset readAt, long sequence)
    {
        using var packed = new MemoryStream();
        using (var compressed = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(compressed, page, Json);
        }

        return new ListSnapshot(packed.ToArray(), readAt, sequence);
    }

    /// <summary>The page as it was read.</summary>
    public Page<T> Unpack<T>()
    {
        using var compressed = new BrotliStream(new MemoryStream(Packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<Page<T>>(compressed, Json)
            ?? throw new InvalidOperationException("A snapshot holds a page.");
    }
}
