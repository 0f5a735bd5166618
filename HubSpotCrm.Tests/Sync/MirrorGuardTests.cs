using FsCheck.Xunit;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Tests.Sync;

public sealed class MirrorGuardTests
{
    /// <summary>Versions of one record in any order, with repeats: the newest is what remains, and the row's time never falls.</summary>
    [Property(MaxTest = 60)]
    public bool Any_order_of_versions_ends_with_the_newest(byte[] order, int archivedMask)
    {
        var versions = (order ?? []).Take(12).Select(number => Version(number % 8, archivedMask)).ToList();
        return versions.Count == 0 || ConvergesAsync(versions).GetAwaiter().GetResult();
    }

    /// <summary>However versions are cut into pages, the rows are the same.</summary>
    [Property(MaxTest = 40)]
    public bool Cutting_versions_into_pages_changes_nothing(byte[] order, int cut)
    {
        var versions = (order ?? []).Take(12).Select(number => Version(number % 8, 0)).ToList();
        return versions.Count == 0 || SameWhenCutAsync(versions, Math.Abs(cut % versions.Count)).GetAwaiter().GetResult();
    }

    private static WireRecord Version(int number, int archivedMask)
    {
        var record = Wire.Record("1", Wire.Noon + number, ("firstname", $"Version {number}"));
        return (archivedMask >> number & 1) == 1 ? record.Archived(Wire.Noon + number) : record;
    }

    private static async Task<bool> ConvergesAsync(List<WireRecord> versions)
    {
        await using var mirror = await MirrorPage.OpenAsync();
        var latest = 0L;
        foreach (var version in versions)
        {
            await mirror.WriteAsync(ObjectType.Contact, version);
            var row = await mirror.RecordAsync(ObjectType.Contact, "1");
            if (row!.UpdatedAt < latest)
            {
                return false;
            }

            latest = row.UpdatedAt;
        }

        var newest = versions.MaxBy(version => version.UpdatedAt)!;
        var record = await mirror.RecordAsync(ObjectType.Contact, "1");
        var contact = await mirror.ContactAsync("1");
        var found = await mirror.FindAsync(ObjectType.Contact, "version");
        return record!.UpdatedAt == newest.UpdatedAt
            && record.IsArchived == newest.Archived
            && contact?.FirstName == (newest.Archived ? null : newest.Properties["firstname"])
            && found.Count == (newest.Archived ? 0 : 1)
            && await mirror.CountAsync("change_log") <= versions.Distinct().Count();
    }

    private static async Task<bool> SameWhenCutAsync(List<WireRecord> versions, int cut)
    {
        await using var whole = await MirrorPage.OpenAsync();
        await using var parts = await MirrorPage.OpenAsync();
        await whole.WriteAsync(ObjectType.Contact, [.. versions]);
        await parts.WriteAsync(ObjectType.Contact, [.. versions.Take(cut)]);
        await parts.WriteAsync(ObjectType.Contact, [.. versions.Skip(cut)]);
        var (one, other) = (await whole.RecordAsync(ObjectType.Contact, "1"), await parts.RecordAsync(ObjectType.Contact, "1"));
        return one!.UpdatedAt == other!.UpdatedAt && one.Hash == other.Hash && one.Raw == other.Raw;
    }
}
