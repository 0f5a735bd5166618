using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>
/// The words of the indexes, kept in memory: read when first wanted, and read again beside the searches when the index has changed since.
/// Words that are newer than that are not thought of for a slip; they are found when typed right.
/// </summary>
internal sealed class Vocabularies(TimeProvider time)
{
    /// <summary>Reading a million contacts' words takes a second or two of a core; it is not done more often than this.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly ConditionalWeakTable<Mirror, ConcurrentDictionary<ObjectType, Entry>> _all = [];

    public Vocabulary Of(Mirror mirror, ObjectType type, SqliteConnection connection)
    {
        var (kinds, schema) = (_all.GetValue(mirror, _ => new()), SearchIndexSchema.Of(type));
        var entry = kinds.GetOrAdd(type, _ => new Entry());
        lock (entry)
        {
            if (entry.Words is null)
            {
                (entry.Words, entry.ReadAt) = (Vocabulary.Read(connection, schema), time.GetUtcNow());
            }
            else if (!entry.IsReading && time.GetUtcNow() - entry.ReadAt >= Rest && Vocabulary.LastPlaceOf(connection, schema) != entry.Words.LastPlace)
            {
                entry.IsReading = true;
                _ = Task.Run(() => ReadAgainAsync(mirror, schema, entry));
            }

            return entry.Words;
        }
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
            (entry.Words, entry.ReadAt, entry.IsReading) = (words ?? entry.Words, time.GetUtcNow(), false);
        }
    }

    private sealed class Entry
    {
        public Vocabulary? Words { get; set; }

        public DateTimeOffset ReadAt { get; set; }

        public bool IsReading { get; set; }
    }
}
