namespace HubSpotCrm.Core.Storage.Mirror.Migrations
{
    /// <summary>The search index as it was before it had runs of letters: what a migration did once, it does for ever.</summary>
    internal static class FirstSearchIndex
    {
        public static string Create(string type) => $"""
            CREATE TABLE {type}_seq (seq INTEGER PRIMARY KEY AUTOINCREMENT, key INTEGER NOT NULL UNIQUE, active_at INTEGER, text TEXT NOT NULL);
            CREATE VIRTUAL TABLE {type}_search USING fts5(t, content='', contentless_delete=1, detail=none, tokenize='ascii', prefix='1 2 3 4 5 6 7 8');
            """;

        public static string Drop(string type) => $"""
            DROP TABLE IF EXISTS {type}_search;
            DROP TABLE IF EXISTS {type}_seq;
            """;
    }
}
