using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search;

/// <summary>
/// The tables of the index of one kind of record. <c>{type}_search</c> is the FTS5 index of the words' beginnings; its rowid is the sequence number of
/// <c>{type}_seq</c>, where the most recently active record has the highest. It keeps no text: <c>{type}_seq</c> does. <c>{type}_further</c> holds, under the same numbers,
/// those words and all others of the record.
/// </summary>
internal readonly record struct SearchIndexSchema(string Search, string Further, string Sequence)
{
    /// <summary>The kinds of record that have an index.</summary>
    public static IReadOnlyList<ObjectType> Types { get; } = [.. ObjectTypes.CrmObjects, ObjectType.Campaign];

    /// <summary>The live index of a kind of record.</summary>
    public static SearchIndexSchema Of(ObjectType type) => type switch
    {
        ObjectType.Contact => new("contact_search", "contact_further", "contact_seq"),
        ObjectType.Company => new("company_search", "company_further", "company_seq"),
        ObjectType.Deal => new("deal_search", "deal_further", "deal_seq"),
        ObjectType.Campaign => new("campaign_search", "campaign_further", "campaign_seq"),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "This kind of record has no search index."),
    };

    /// <summary>The index that is being built to take the live one's place.</summary>
    public SearchIndexSchema Successor => new(Search + "_new", Further + "_new", Sequence + "_new");

    /// <summary>
    /// Sequence numbers are never used again, so that what changed during a rebuild is what has a higher one than before.
    /// The text comes folded and cut into words, so the plain tokenizer, which only knows ASCII's separators, splits exactly
    /// where we did. Prefix indexes up to eight letters: a longer or missing one means that the hits of
    /// a common beginning are put together in memory at every key press.
    /// </summary>
    public string CreateSql => $"""
        CREATE TABLE {Sequence} (seq INTEGER PRIMARY KEY AUTOINCREMENT, key INTEGER NOT NULL UNIQUE, active_at INTEGER, text TEXT NOT NULL, further INTEGER);
        CREATE VIRTUAL TABLE {Search} USING fts5(t, content='', contentless_delete=1, detail=none, tokenize='ascii', prefix='1 2 3 4 5 6 7 8');
        CREATE VIRTUAL TABLE {Further} USING fts5(t, content='', contentless_delete=1, detail=none, tokenize='ascii');
        """;

    /// <summary>Every word of the live index once; a view upon it that follows it by its name.</summary>
    public string Vocabulary => Search + "_words";

    public string DropSql => $"""
        DROP TABLE IF EXISTS {Search};
        DROP TABLE IF EXISTS {Further};
        DROP TABLE IF EXISTS {Sequence};
        """;
}
