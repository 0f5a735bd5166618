using System.Data.Common;
using DuckDB.NET.Data;

namespace HubSpotCrm.Core.Columns;

/// <summary>Short forms of one statement.</summary>
internal static class DuckDBStatements
{
    public static void Execute(this DuckDBConnection connection, string sql, params IEnumerable<object> values)
    {
        using var command = connection.Statement(sql, values);
        command.ExecuteNonQuery();
    }

    /// <summary>Throws what DuckDB throws when it is stopped in the middle.</summary>
    public static void Execute(this DuckDBConnection connection, string sql, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var command = connection.Statement(sql, []);
        using var registration = cancellationToken.Register(command.Cancel);
        command.ExecuteNonQuery();
    }

    public static void Read(this DuckDBConnection connection, string sql, Action<DbDataReader> row)
    {
        using var command = connection.Statement(sql, []);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            row(reader);
        }
    }

    public static long Number(this DuckDBConnection connection, string sql)
    {
        using var command = connection.Statement(sql, []);
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The values stand for <c>$1</c>, <c>$2</c> and so on.</summary>
    public static DuckDBCommand Statement(this DuckDBConnection connection, string sql, IEnumerable<object> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in values)
        {
            command.Parameters.Add(new DuckDBParameter(value));
        }

        return command;
    }
}
