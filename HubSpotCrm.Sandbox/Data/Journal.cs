using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using HubSpotCrm.Sandbox.Marketing;

namespace HubSpotCrm.Sandbox.Data;

/// <summary>One change, as written to the state file. Which fields are set depends on <see cref="Op"/>.</summary>
internal sealed record JournalEntry(string Op)
{
    public long At { get; init; }

    public ObjectKind? Kind { get; init; }

    public long? Id { get; init; }

    public Dictionary<string, string?>? Values { get; init; }

    public string? Source { get; init; }

    public string? SourceId { get; init; }

    public long? User { get; init; }

    public ObjectKind? To { get; init; }

    public long? ToId { get; init; }

    public int[]? Types { get; init; }

    public PropertyDefinition? Property { get; init; }

    /// <summary>SHA-256 of a token; tokens themselves are never written.</summary>
    public string? Hash { get; init; }

    public string? Owner { get; init; }

    public long? Until { get; init; }

    public string[]? Scopes { get; init; }

    /// <summary>Set for changes of campaigns and marketing e-mails.</summary>
    public MarketingChange? Marketing { get; init; }
}

/// <summary>The changes of an account in a file, one JSON line each, in the operating system's hands before the answer goes out.</summary>
/// <remarks>Everything that writes the account holds one and the same lock, so a line never stands for a change that was dropped meanwhile.</remarks>
internal sealed class Journal : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Lock _writing;
    private readonly string? _path;
    private FileStream? _file;

    private Journal(string? path, Lock writing)
    {
        _path = path;
        _writing = writing;
    }

    /// <summary>The header of the file; null when there is no readable file.</summary>
    public static JournalHeader? ReadHeader(string? path)
    {
        if (path is null || !File.Exists(path))
        {
            return null;
        }

        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadLine() is { } line ? JsonSerializer.Deserialize<JournalHeader>(line, Json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Opens or begins the file and hands over what it holds. A torn last line, left by a kill, is cut off.</summary>
    public static Journal Open(string? path, JournalHeader header, Lock writing, Action<JournalEntry> apply)
    {
        var journal = new Journal(path, writing);
        if (path is null)
        {
            return journal;
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        SetAsideIfOther(path, header);
        journal._file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        if (journal._file.Length == 0)
        {
            journal.Write(header);
        }
        else
        {
            journal._file.SetLength(Replay(journal._file, apply));
            journal._file.Seek(0, SeekOrigin.End);
        }

        return journal;
    }

    public void Append(JournalEntry entry) => Write(entry);

    /// <summary>Forgets all changes and begins again with the header.</summary>
    public void Clear(JournalHeader header)
    {
        lock (_writing)
        {
            _file?.SetLength(0);
            _file?.Seek(0, SeekOrigin.Begin);
            Write(header);
        }
    }

    public void Dispose()
    {
        lock (_writing)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private static void SetAsideIfOther(string path, JournalHeader header)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            return;
        }

        if (ReadHeader(path) is not { } found || !found.IsOf(header) || found.ReferenceMs != header.ReferenceMs)
        {
            File.Move(path, $"{path}.{header.ReferenceMs}.old", overwrite: true);
        }
    }

    private static long Replay(FileStream file, Action<JournalEntry> apply)
    {
        var line = new List<byte>();
        var (good, first) = (0L, true);

        // Not disposed: that would close the file, which stays open for appending.
        var reader = new BufferedStream(file, 1 << 16);
        for (var next = reader.ReadByte(); next >= 0; next = reader.ReadByte())
        {
            if (next != '\n')
            {
                line.Add((byte)next);
                continue;
            }

            if (!first)
            {
                try
                {
                    apply(JsonSerializer.Deserialize<JournalEntry>(line.ToArray(), Json)!);
                }
                catch (JsonException)
                {
                    break;
                }
            }

            (good, first) = (good + line.Count + 1, false);
            line.Clear();
        }

        return good;
    }

    private void Write<T>(T entry)
    {
        if (_path is null)
        {
            return;
        }

        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry, Json) + "\n");
        lock (_writing)
        {
            _file?.Write(line);
            _file?.Flush();
        }
    }
}
