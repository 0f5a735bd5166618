using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>What the index holds of one record.</summary>
/// <param name="Key">The mirror's key.</param>
/// <param name="Text">From <see cref="SearchText"/>: folded words joined by spaces.</param>
/// <param name="LastActivityAt">UTC milliseconds; null when there was none.</param>
internal readonly record struct IndexedRecord(long Key, string Text, long? LastActivityAt);

/// <summary>Keeps the search index in step with the records, inside the transaction that writes them.</summary>
internal sealed class SearchIndexWriter
{
    /// <summary>Adds or replaces records. One whose text changed or that was active since moves to the front; one that did neither costs a look-up.</summary>
    public void Update(SqliteConnection connection, SqliteTransaction transaction, ObjectType type, IReadOnlyList<IndexedRecord> records) =>
        throw new NotImplementedException();

    /// <summary>Takes records out; keys that are not in the index are passed over.</summary>
    public void Remove(SqliteConnection connection, SqliteTransaction transaction, ObjectType type, IReadOnlyList<long> keys) =>
        throw new NotImplementedException();

    /// <summary>
    /// Orders the index of a kind of record by last activity, newest first. Built beside the live one in short transactions and put
    /// in its place in one, so searches and other writers go on meanwhile. For the end of a backfill; takes half a minute at a million records.
    /// </summary>
    public Task ResequenceAsync(Mirror mirror, ObjectType type, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Merges the index's pieces in steps short enough for other writers to pass between. For quiet moments after many changes.</summary>
    public Task MergeAsync(Mirror mirror, ObjectType type, CancellationToken cancellationToken) => throw new NotImplementedException();
}
