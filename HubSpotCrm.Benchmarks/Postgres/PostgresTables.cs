using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Benchmarks.Postgres;

/// <summary>
/// The account in PostgreSQL, as its manual advises for such questions: a generated <c>tsvector</c> with a GIN index, GIN indexes of trigrams, a btree index on
/// every column that is filtered or sorted by, and statistics fine enough for beginnings of words. The words are the portal's own, folded and cut, so that both
/// sides mean the same by a word.
/// </summary>
internal static class PostgresTables
{
    /// <summary>Of tables, indexes and rows; data of another version is loaded anew.</summary>
    public const int Version = 1;

    public const string Schema = "hubspotcrm_benchmark";

    /// <summary>The kinds of record that have a table.</summary>
    public static IReadOnlyList<ObjectType> Types => SearchIndexSchema.Types;

    /// <summary>The pairs of kinds whose associations are asked for.</summary>
    public static IReadOnlyList<(ObjectType From, ObjectType To)> Links { get; } =
        [.. ObjectTypes.CrmObjects.SelectMany(from => ObjectTypes.CrmObjects.Where(to => to != from).Select(to => (from, to)))];

    public static IEnumerable<string> CreateSql()
    {
        yield return $"DROP SCHEMA IF EXISTS {Schema} CASCADE";
        yield return $"CREATE SCHEMA {Schema}";

        // The one word of the portal's filters that PostgreSQL calls otherwise; such a function is replaced by what is in it.
        yield return "CREATE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT strpos($1, $2)'";
        foreach (var type in Types)
        {
            var table = type.Singular();
            var columns = string.Concat(PostgresColumns.Of(type).Select(column => $", {column.Name} {column.SqlType}"));
            var folded = string.Concat(PostgresColumns.Tested(type).Select(column => $", {column.FoldedName} text COLLATE \"C\""));
            yield return $"""
                CREATE TABLE {table} (key bigint NOT NULL, hub_spot_id text COLLATE "C" NOT NULL, place bigint NOT NULL{columns}{folded}, words text COLLATE "C" NOT NULL,
                    tsv tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED)
                """;
            yield return $"ALTER TABLE {table} ALTER tsv SET STATISTICS 1000";
            yield return $"CREATE TABLE {table}_whole (key bigint NOT NULL, texts text[] NOT NULL)";
        }

        foreach (var (from, to) in Links)
        {
            yield return $"CREATE TABLE {ColumnLinks.TableOf(from, to)} (from_key bigint NOT NULL, to_key bigint NOT NULL)";
        }
    }

    /// <summary>Made after the rows are in.</summary>
    public static IEnumerable<string> IndexSql(PostgresIndexes indexes) => Statements(indexes).Distinct();

    private static IEnumerable<string> Statements(PostgresIndexes indexes)
    {
        foreach (var type in Types)
        {
            var (table, recent) = (type.Singular(), $"{ActivityOf(type)} DESC NULLS LAST, key DESC");
            yield return $"ALTER TABLE {table} ADD PRIMARY KEY (key)";
            yield return $"ALTER TABLE {table}_whole ADD PRIMARY KEY (key)";
            yield return $"CREATE INDEX ON {table} (hub_spot_id)";
            yield return $"CREATE INDEX ON {table} (place)";
            yield return $"CREATE INDEX ON {table} ({recent})";
            yield return $"CREATE INDEX ON {table} USING gin (tsv)";
            yield return $"CREATE INDEX ON {table} USING gin (words gin_trgm_ops)";
            foreach (var column in PostgresColumns.Tested(type))
            {
                yield return $"CREATE INDEX ON {table} USING gin ({column.FoldedName} gin_trgm_ops)";
            }

            foreach (var column in PostgresColumns.Chosen(type))
            {
                yield return $"CREATE INDEX ON {table} ({Compared(column, "")}{(indexes == PostgresIndexes.Ordered ? $", {recent}" : "")})";
            }

            foreach (var column in PostgresColumns.Bounded(type))
            {
                yield return $"CREATE INDEX ON {table} ({column.Name})";
            }

            foreach (var keys in PostgresColumns.Orders(type).Select(keys => indexes == PostgresIndexes.Ordered ? keys : [keys[0]]).Where(keys => keys.All(key => key.Choices.Count == 0)))
            {
                yield return $"CREATE INDEX ON {table} ({string.Concat(keys.Select(key => $"{Compared(PostgresColumns.OfSort(key.Field), "")} {Direction(key.Descending)} NULLS LAST, "))}key {Direction(keys[0].Descending)})";
            }
        }

        foreach (var (from, to) in Links)
        {
            yield return $"ALTER TABLE {ColumnLinks.TableOf(from, to)} ADD PRIMARY KEY (from_key, to_key)";
            yield return $"CREATE INDEX ON {ColumnLinks.TableOf(from, to)} (to_key, from_key)";
        }
    }

    /// <summary>The column as it is compared and sorted: texts without regard to the case of ASCII letters.</summary>
    /// <param name="alias">With its full stop; empty within the table itself.</param>
    public static string Compared(PostgresColumn column, string alias) => column.Kind == ColumnKind.Text ? $"lower({alias}{column.Name})" : $"{alias}{column.Name}";

    public static string Direction(bool isDescending) => isDescending ? "DESC" : "ASC";

    /// <summary>Of a campaign HubSpot tells no activity.</summary>
    public static string ActivityOf(ObjectType type) => type == ObjectType.Campaign ? "modified_at" : "last_activity_at";
}

/// <summary>The btree indexes that PostgreSQL has for filters and sorts.</summary>
internal enum PostgresIndexes
{
    /// <summary>One for each column: the manual's advice where people choose what they filter and sort by, in any combination.</summary>
    Single,

    /// <summary>Of the very combinations that are asked: each filtered column with the order of the list behind it, and every order whole.</summary>
    Ordered,
}
