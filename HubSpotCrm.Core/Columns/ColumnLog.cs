using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Columns;

/// <summary>What has to be read again since a number of the log.</summary>
/// <param name="To">The last number that is in this.</param>
/// <param name="Rows">Keys of records whose row changed, came or went, by kind.</param>
/// <param name="Associations">Keys of records whose associations changed.</param>
/// <param name="Places">Kinds whose search index was made anew.</param>
internal sealed record ColumnChanges(
    long To, IReadOnlyDictionary<ObjectType, HashSet<long>> Rows, IReadOnlySet<long> Associations, IReadOnlySet<ObjectType> Places);

/// <summary>
/// The mirror's table <c>column_log</c>, which triggers write in the transaction of every change. <c>what</c> is the kind of the record whose row
/// changed; 0 says that its associations did, and a negative kind that all its places in the search index are others now.
/// </summary>
internal static class ColumnLog
{
    private const int ForgottenAtOnce = 50_000;

    /// <summary>The kinds of record that are copied.</summary>
    public static IReadOnlyList<ObjectType> Types { get; } = [.. ObjectTypes.CrmObjects, ObjectType.Campaign];

    /// <summary>The last number; 0 for a log that never had one.</summary>
    public static long Last(SqliteConnection connection) => Number(connection, "SELECT coalesce(max(seq), 0) FROM column_log");

    /// <summary>Whether everything since the number is still there.</summary>
    public static bool Reaches(SqliteConnection connection, long since) =>
        Number(connection, "SELECT coalesce(min(seq), 0) FROM column_log") <= since + 1 && Last(connection) >= since;

    /// <summary>Tells one mirror from another, whatever the account.</summary>
    public static string Source(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM column_source";
        return (string)command.ExecuteScalar()!;
    }

    /// <summary>At most so many entries behind the number.</summary>
    public static ColumnChanges Read(SqliteConnection connection, long since, int most)
    {
        var to = since;
        var rows = Types.ToDictionary(type => type, _ => new HashSet<long>());
        var associations = new HashSet<long>();
        var places = new HashSet<ObjectType>();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT seq, what, key FROM column_log WHERE seq > $since ORDER BY seq LIMIT $most";
        command.Parameters.AddWithValue("$since", since);
        command.Parameters.AddWithValue("$most", most);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            to = reader.GetInt64(0);
            var (what, key) = (reader.GetInt32(1), reader.GetInt64(2));
            switch (what)
            {
                case 0:
                    associations.Add(key);
                    break;
                case < 0:
                    places.Add((ObjectType)(-what));
                    break;
                default:
                    rows[(ObjectType)what].Add(key);
                    break;
            }
        }

        return new ColumnChanges(to, rows, associations, places);
    }

    /// <summary>Whether a copy that has everything up to the number has the places that the search index of the kind has in the mirror's snapshot.</summary>
    public static bool HasPlacesOf(SqliteConnection connection, ObjectType type, long reached)
    {
        using var command = connection.CreateCommand();

        // A copy that is further may have moved to an index that the snapshot does not know.
        command.CommandText = """
            SELECT $reached <= (SELECT coalesce(max(seq), 0) FROM column_log) AND NOT EXISTS (SELECT 1 FROM column_log WHERE seq > $reached AND what = -$type)
            """;
        command.Parameters.AddWithValue("$reached", reached);
        command.Parameters.AddWithValue("$type", (int)type);
        return command.ExecuteScalar() is 1L;
    }

    /// <summary>Forgets what the copy has, some at a time, so that who waits to write has turns between. The last entry stays, so that numbers go on behind it.</summary>
    public static async Task ForgetAsync(Mirror mirror, long upTo, CancellationToken cancellationToken)
    {
        while (await mirror.WriteAsync((connection, transaction) => Forget(connection, transaction, upTo), cancellationToken) == ForgottenAtOnce)
        {
        }
    }

    private static int Forget(SqliteConnection connection, SqliteTransaction transaction, long upTo)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"""
            DELETE FROM column_log WHERE seq IN (
                SELECT seq FROM column_log WHERE seq <= $to AND seq < (SELECT max(seq) FROM column_log) ORDER BY seq LIMIT {ForgottenAtOnce})
            """;
        command.Parameters.AddWithValue("$to", upTo);
        return command.ExecuteNonQuery();
    }

    /// <summary>To follow a table of places that has taken another's place: triggers go with their table.</summary>
    /// <param name="table">One of <c>contact_seq</c> and so on.</param>
    public static string FollowPlacesSql(string table)
    {
        var type = Types.Single(type => table == $"{type.Singular()}_seq");
        return $"""
            DROP TRIGGER IF EXISTS column_log_{type.Singular()}_place;
            CREATE TRIGGER column_log_{type.Singular()}_place AFTER INSERT ON {table} BEGIN INSERT INTO column_log (what, key) VALUES ({(int)type}, new.key); END;
            INSERT INTO column_log (what, key) VALUES ({-(int)type}, 0);
            """;
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
