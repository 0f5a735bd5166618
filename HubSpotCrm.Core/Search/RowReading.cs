using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HubSpotCrm.Core.Search;

/// <summary>Reads the mirror's stored forms: thousandths, UTC milliseconds, nullable text.</summary>
internal static class RowReading
{
    private static readonly long FirstInstant = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long LastInstant = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static string? Text(this SqliteDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetString(at);

    public static decimal? Number(this SqliteDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetInt64(at) / 1000m;

    /// <summary>Null as well for a time that .NET's calendar does not reach.</summary>
    public static DateTimeOffset? Instant(this SqliteDataReader reader, int at) =>
        reader.IsDBNull(at) || reader.GetInt64(at) is var milliseconds && (milliseconds < FirstInstant || milliseconds > LastInstant)
            ? null
            : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(at));

    public static List<T> ReadAll<T>(SqliteCommand command, Func<SqliteDataReader, T> map)
    {
        using (command)
        {
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                rows.Add(map(reader));
            }

            return rows;
        }
    }

    /// <summary>The whole numbers of a statement with one column, of which there may be half a million: half of what <see cref="ReadAll"/> costs each.</summary>
    public static List<long> ReadNumbers(SqliteCommand command)
    {
        using (command)
        {
            using var reader = command.ExecuteReader();
            var numbers = new List<long>();
            if (!reader.Read() || reader.Handle is not { } statement)
            {
                return numbers;
            }

            int result;
            do
            {
                numbers.Add(raw.sqlite3_column_int64(statement, 0));
                result = raw.sqlite3_step(statement);
            }
            while (result == raw.SQLITE_ROW);
            if (result != raw.SQLITE_DONE)
            {
                SqliteException.ThrowExceptionForRC(result, command.Connection!.Handle);
            }

            return numbers;
        }
    }

    /// <summary>A statement that takes a set of keys as <c>(SELECT value FROM json_each($keys))</c>.</summary>
    public static SqliteCommand ForKeys(SqliteConnection connection, string sql, IEnumerable<long> keys)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$keys", JsonSerializer.Serialize(keys));
        return command;
    }
}
