using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using HubSpotCrm.Core.Crm;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Columns;

/// <summary>The tables of a copy, and what is written into them.</summary>
internal static class ColumnTables
{
    /// <summary>Of the tables; a copy of another version is made anew.</summary>
    public const int Version = 4;

    private const long RowsOfLittleWear = 50_000;
    private const string Fixed = "key BIGINT NOT NULL, place BIGINT";

    public static void Create(DuckDBConnection connection)
    {
        connection.Execute("CREATE TABLE copy (version INTEGER, source VARCHAR, reached BIGINT, replaced BIGINT)");
        connection.Execute("CREATE TABLE property (type INTEGER, name VARCHAR, kind INTEGER, number INTEGER)");
        foreach (var type in ColumnLog.Types)
        {
            var columns = string.Concat(ColumnFields.Always(type).Select(field => $", {field.Column} {field.SqlType}"));
            connection.Execute($"CREATE TABLE {type.Singular()} ({Fixed}{columns})");
        }

        ColumnLinks.Create(connection);
    }

    /// <summary>Takes all tables over from another file: the records by their last activity, the newest first.</summary>
    public static void Arrange(DuckDBConnection connection, string from, CancellationToken cancellationToken)
    {
        connection.Execute($"ATTACH '{from.Replace("'", "''", StringComparison.Ordinal)}' AS draft (READ_ONLY)");
        var tables = new List<string>();
        connection.Read("SELECT table_name FROM duckdb_tables() WHERE database_name = 'draft'", row => tables.Add(row.GetString(0)));
        var orders = ColumnLog.Types.ToDictionary(type => type.Singular(), type => $" ORDER BY {ColumnFields.ActivityOf(type)} DESC NULLS LAST, key DESC");
        foreach (var table in tables)
        {
            connection.Execute(Definition(connection, table));
            connection.Execute($"INSERT INTO {table} SELECT * FROM draft.{table}{orders.GetValueOrDefault(table)}", cancellationToken);
        }

        connection.Execute("DETACH draft");
    }

    /// <summary>Whether the copy is one of this mirror and this version, and not too far behind to follow.</summary>
    public static bool IsOf(DuckDBConnection connection, SqliteConnection mirror, long mostBehind)
    {
        var (source, reached) = ("", 0L);
        connection.Read($"SELECT source, reached FROM copy WHERE version = {Version}", row => (source, reached) = (row.GetString(0), row.GetInt64(1)));
        return source == ColumnLog.Source(mirror) && ColumnLog.Reaches(mirror, reached) && ColumnLog.Last(mirror) - reached <= mostBehind;
    }

    /// <summary>So many rows were replaced that the file is full of holes.</summary>
    public static bool IsWorn(DuckDBConnection connection) =>
        connection.Number("SELECT replaced FROM copy") > Math.Max(RowsOfLittleWear, ColumnLog.Types.Sum(type => connection.Number($"SELECT count(*) FROM {type.Singular()}")));

    /// <summary>Adds the columns that the rows of the batches need, outside of any transaction; returns what the copy has then.</summary>
    public static ColumnLayout Widen(DuckDBConnection connection, ColumnBatch batch, ColumnLayout present)
    {
        foreach (var statement in batch.Alterations(present).ToList())
        {
            connection.Execute(statement);
        }

        return batch.Layout;
    }

    /// <summary>The names of a table's columns in their order.</summary>
    public static IReadOnlyList<string> ColumnsOf(DuckDBConnection connection, ObjectType type)
    {
        var columns = new List<string>();
        connection.Read($"SELECT column_name FROM duckdb_columns() WHERE table_name = '{type.Singular()}' ORDER BY column_index", row => columns.Add(row.GetString(0)));
        return columns;
    }

    /// <summary>Makes the temporary table <c>gone</c> of the keys.</summary>
    public static void FillGone(DuckDBConnection connection, IEnumerable<long> keys)
    {
        connection.Execute("CREATE OR REPLACE TEMP TABLE gone (key BIGINT)");
        using var appender = connection.CreateAppender("gone");
        foreach (var key in keys)
        {
            appender.CreateRow().AppendValue(key).EndRow();
        }
    }

    /// <summary>A statement over the mirror that takes keys as <c>json_each($keys)</c>.</summary>
    public static SqliteCommand ForKeys(SqliteConnection connection, string sql, IEnumerable<long> keys)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$keys", JsonSerializer.Serialize(keys));
        return command;
    }

    // With the defaults of its columns, which a table made of a query would not have.
    private static string Definition(DuckDBConnection connection, string table)
    {
        var columns = new List<string>();
        connection.Read(
            $"SELECT column_name, data_type, column_default, is_nullable FROM duckdb_columns() WHERE database_name = 'draft' AND table_name = '{table}' ORDER BY column_index",
            row => columns.Add(
                $"{row.GetString(0)} {row.GetString(1)}{(row.IsDBNull(2) ? "" : $" DEFAULT {row.GetString(2)}")}{(row.GetBoolean(3) ? "" : " NOT NULL")}"));
        return $"CREATE TABLE {table} ({string.Join(", ", columns)})";
    }

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
