using System.Globalization;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace HubSpotCrm.Core.Columns;

/// <summary>
/// An open DuckDB file: one database in the process, and as many connections as are wanted. It begins with no threads but those that ask;
/// <see cref="ColumnCores"/> says when it has more.
/// </summary>
internal sealed class ColumnFile : IDisposable
{
    /// <summary>Bytes of a block in a file of many columns: writing a row holds a block for each column.</summary>
    public const int SmallBlock = 16_384;

    private static readonly string[] Suffixes = ["", ".wal", ".wal.checkpoint", ".wal.recovery"];
    private readonly DuckDBConnection _first;
    private readonly string _connection;

    private ColumnFile(string path, DuckDBConnection first, string connection) => (Path, _first, _connection) = (path, first, connection);

    public string Path { get; }

    /// <summary>An eighth of what there is, at least 256 and at most 1,024.</summary>
    public static int MostMegabytes => (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (8 << 20), 256, 1024);

    /// <summary>Opens the file, or makes it. Throws what DuckDB throws for one that it cannot read, and what .NET throws where its library is missing.</summary>
    /// <param name="megabytes">Of memory at most; null: <see cref="MostMegabytes"/>.</param>
    /// <param name="blockBytes">Of a file that is made; null: DuckDB's own, which packs and reads best.</param>
    public static ColumnFile Open(string path, int? megabytes = null, int? blockBytes = null)
    {
        var connection = ConnectionString(path, megabytes ?? MostMegabytes, blockBytes);
        var first = new DuckDBConnection(connection);
        try
        {
            first.Open();
            return new ColumnFile(path, first, connection);
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    /// <summary>Whether more memory than the file was opened with would have helped.</summary>
    public static bool IsTooLittleMemory(DuckDBException exception) =>
        exception.ErrorType == DuckDBErrorType.OutOfMemory || exception.Message.Contains("could not allocate", StringComparison.Ordinal) || exception.Message.Contains("failed to pin", StringComparison.Ordinal);

    /// <summary>A connection of its own for one query or one writer; the caller disposes it.</summary>
    public DuckDBConnection Connect()
    {
        var connection = new DuckDBConnection(_connection);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Where a file is put together that takes its place when it is arranged.</summary>
    public static string DraftOf(string path) => path + ".draft";

    /// <summary>Deletes the file and what DuckDB keeps beside it.</summary>
    public static void Erase(string path)
    {
        foreach (var suffix in Suffixes)
        {
            File.Delete(path + suffix);
        }

        if (Directory.Exists(path + ".tmp"))
        {
            Directory.Delete(path + ".tmp", recursive: true);
        }
    }

    /// <summary>Writes what is in the log into the file, and closes it.</summary>
    public void Dispose() => _first.Dispose();

    // Nothing is fetched or loaded from anywhere, and no statement reaches other files. To find the first rows by their sort keys and come back for
    // the rest of their columns, as DuckDB does for few rows, reads the table twice: all that is asked for is a row's key.
    private static string ConnectionString(string path, int megabytes, int? blockBytes) => string.Create(
        CultureInfo.InvariantCulture,
        $"Data Source={path};threads=1;memory_limit={megabytes}MB;autoinstall_known_extensions=false;autoload_known_extensions=false;late_materialization_max_rows=0{(blockBytes is { } bytes ? $";default_block_size={bytes}" : "")}");
}
