using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>
/// The words of the indexes, kept in memory: read when first wanted, with the words of records that came since, and read anew beside the searches
/// when those have become many.
/// </summary>
internal sealed class Vocabularies(TimeProvider time)
{
    /// <summary>Reading a million contacts' words takes some seconds of a core; it is not done more often than this.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    // So many records' words are added at once; while more arrive all the time, once a second.
    private const int Few = 500;
    private const int Most = 20_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConditionalWeakTable<Mirror, ConcurrentDictionary<ObjectType, Entry>> _all = [];

    /// <summary>The words of the index as the connection sees it, to the second while it is being filled. Waits where they are read for the first time.</summary>
    public Vocabulary Of(Mirror mirror, ObjectType type, SqliteConnection connection)
    {
        var (kinds, schema) = (_all.GetValue(mirror, _ => new()), SearchIndexSchema.Of(type));
        var entry = kinds.GetOrAdd(type, _ => new Entry());
        lock (entry)
        {
            if (entry.Words is null)
            {
                entry.Take(Vocabulary.Read(connection, schema), time.GetUtcNow());
            }

            var last = Vocabulary.LastPlaceOf(connection, schema);
            if (last > entry.Words!.LastPlace && (last - entry.Words.LastPlace <= Few || time.GetUtcNow() - entry.AddedAt >= Pause))
            {
                Add(connection, schema, entry);
            }

            // An index that was made anew counts its places from the beginning again.
            var isOld = entry.Newer.Count > Most || last < entry.Words.LastPlace;
            if (isOld && !entry.IsReading && time.GetUtcNow() - entry.ReadAt >= Rest)
            {
                entry.IsReading = true;
                _ = Task.Run(() => ReadAgainAsync(mirror, schema, entry));
            }

            return entry.Words;
        }
    }

    private void Add(SqliteConnection connection, SearchIndexSchema schema, Entry entry)
    {
        var place = entry.Words!.LastPlace;
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT seq, text FROM {schema.Sequence} WHERE seq > $last ORDER BY seq LIMIT {Most}";
        command.Parameters.AddWithValue("$last", place);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            place = reader.GetInt64(0);
            entry.Newer.UnionWith(reader.GetString(1).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        (entry.Words, entry.AddedAt) = (entry.Words.With(entry.Newer, place), time.GetUtcNow());
    }

    private async Task ReadAgainAsync(Mirror mirror, SearchIndexSchema schema, Entry entry)
    {
        Vocabulary? words = null;
        try
        {
            words = await mirror.ReadAsync(connection => Vocabulary.Read(connection, schema), CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The mirror is being closed, or cannot be read: whoever searches next is told so by the search itself.
        }

        lock (entry)
        {
            entry.Take(words ?? entry.Words!, time.GetUtcNow());
            entry.IsReading = false;
        }
    }

    private sealed class Entry
    {
        public Vocabulary? Words { get; set; }

        /// <summary>The words of records that came after those were read.</summary>
        public HashSet<string> Newer { get; private set; } = [];

        public DateTimeOffset ReadAt { get; private set; }

        public DateTimeOffset AddedAt { get; set; }

        public bool IsReading { get; set; }

        public void Take(Vocabulary words, DateTimeOffset now)
        {
            if (words != Words)
            {
                (Words, Newer) = (words, []);
            }

            ReadAt = now;
        }
    }
}
