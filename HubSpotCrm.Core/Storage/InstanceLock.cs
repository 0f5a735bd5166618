namespace HubSpotCrm.Core.Storage;

/// <summary>Keeps a second portal off the same data folder: the lock goes with the process, however it ends.</summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of the folder. Throws <see cref="StorageUnusableException"/> when another portal holds it.</summary>
    public static InstanceLock Take(string folder)
    {
        var path = Path.Combine(folder, "portal.lock");
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new StorageUnusableException(
                $"Another portal is running on the data folder {folder}. Stop it, or give this one a folder of its own (Portal:DataDirectory).", exception);
        }

        try
        {
            file.SetLength(0);
            using var writer = new StreamWriter(file, leaveOpen: true);
            writer.Write(Environment.ProcessId);
        }
        catch (IOException exception)
        {
            file.Dispose();
            throw StorageStartup.NotWritable(folder, exception);
        }

        return new InstanceLock(file);
    }

    public void Dispose() => _file.Dispose();
}
