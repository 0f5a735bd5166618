using System.Runtime.InteropServices;

namespace HubSpotCrm.Core.Storage;

/// <summary>Memory that the process holds and does not need.</summary>
internal static class ProcessMemory
{
    /// <summary>
    /// Gives back what .NET and the C library keep for later use. It stops everything for some tenths of a second: for the end of work that does
    /// not come again soon.
    /// </summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            // SQLite's pages are pieces of some kilobytes: glibc keeps them, unless it is asked.
            _ = Trim(0);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // musl has no such call and gives back by itself.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nint kept);
}
