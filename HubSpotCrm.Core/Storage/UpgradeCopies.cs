using System.Globalization;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Storage;

/// <summary>
/// Copies of <c>app.db</c> from before a newer portal changed its schema: the way back to the older portal. In the folder <c>backups</c>,
/// which is beside it; the last three are kept.
/// </summary>
internal sealed class UpgradeCopies(string dataFolder, TimeProvider time)
{
    private const int Kept = 3;
    private const string Prefix = "app-before-";

    private readonly string _folder = Path.Combine(dataFolder, "backups");

    /// <summary>A whole and checked copy under its name, or an exception and no copy. Returns its path.</summary>
    public string Make(SqliteConnection database)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{DatabaseUpgrade.OwnVersion}-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.db");
        var copy = Path.Combine(_folder, name);
        var unfinished = copy + ".part";
        try
        {
            StorageStartup.MakePrivateFolder(_folder);
            File.Delete(unfinished);
            Copy(database, unfinished);
            Check(unfinished);
            File.Move(unfinished, copy, overwrite: true);
            Forget();
            return copy;
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StorageUnusableException(
                $"A newer portal wants to change {database.DataSource}, and no copy could be made before, in {_folder}: {exception.Message} Nothing was changed. Free some space or give the portal's user the right to write there, and start again.",
                exception);
        }
    }

    private static void Copy(SqliteConnection database, string path)
    {
        using (var command = database.CreateCommand())
        {
            command.CommandText = "VACUUM INTO $path";
            command.Parameters.AddWithValue("$path", path);
            command.ExecuteNonQuery();
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    private static void Check(string path)
    {
        using var connection = new SqliteConnection(SqliteSettings.ConnectionString(path, SqliteOpenMode.ReadOnly, isPooled: false));
        connection.Open();
        SqliteSettings.Check(connection);
    }

    // By the time of their making, which their names need not follow: a version's digits do not sort.
    private void Forget()
    {
        foreach (var old in new DirectoryInfo(_folder).GetFiles($"{Prefix}*.db").OrderByDescending(file => file.Name[^19..], StringComparer.Ordinal).Skip(Kept))
        {
            old.Delete();
        }
    }
}
