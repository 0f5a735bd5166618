using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Sync;

/// <summary>One SQL text prepared once and run for many rows of a transaction. Parameters are <c>$p0</c>, <c>$p1</c>, … in order.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, SqliteTransaction? transaction, string sql, int parameters)
    {
        _command = connection.CreateCommand();
        _command.Transaction = transaction;
        _command.CommandText = sql;
        for (var at = 0; at < parameters; at++)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"$p{at}" });
        }
    }

    /// <summary>The number of rows changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Set(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row, which must be an integer; null without a row.</summary>
    public long? Integer(params ReadOnlySpan<object?> values)
    {
        Set(values);
        return _command.ExecuteScalar() as long?;
    }

    public SqliteDataReader Read(params ReadOnlySpan<object?> values)
    {
        Set(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private void Set(ReadOnlySpan<object?> values)
    {
        for (var at = 0; at < values.Length; at++)
        {
            _command.Parameters[at].Value = values[at] ?? DBNull.Value;
        }
    }
}
