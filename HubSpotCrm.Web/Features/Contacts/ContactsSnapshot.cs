using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Web.Features.Contacts;

/// <summary>
/// What the first render has read, for the one that takes over in the browser. It travels inside the page, encrypted, and comes back in one
/// message of the circuit, which may hold 32 KB unless told otherwise: so the rows are compressed.
/// </summary>
public sealed record ContactsSnapshot(byte[] Packed, DateTimeOffset ReadAt)
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static ContactsSnapshot Of(Page<Contact> page, DateTimeOffset readAt)
    {
        using var packed = new MemoryStream();
        using (var compressed = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(compressed, page, Json);
        }

        return new ContactsSnapshot(packed.ToArray(), readAt);
    }

    /// <summary>The page as it was read.</summary>
    public Page<Contact> Unpack()
    {
        using var compressed = new BrotliStream(new MemoryStream(Packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<Page<Contact>>(compressed, Json)
            ?? throw new InvalidOperationException("A snapshot holds a page.");
    }
}
