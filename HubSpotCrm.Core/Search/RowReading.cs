using System.Text.Json;
using Microsoft.Data.Sqlite;

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

    /// <summary>A statement that takes a set of keys as <c>(SELECT value FROM json_each($keys))</c>.</summary>
    public static SqliteCommand ForKeys(SqliteConnection connection, string sql, IEnumerable<long> keys)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$keys", JsonSerializer.Serialize(keys));
        return command;
    }
}
