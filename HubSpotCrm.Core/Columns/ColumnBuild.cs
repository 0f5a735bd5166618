using DuckDB.NET.Data;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Columns;

/// <summary>
/// Makes a copy of everything in the mirror, in a file of its own. It reads some thousand rows at a time, each time what is there then: what changes
/// meanwhile stands in the log behind the number that the copy begins with, and is fed afterwards.
/// </summary>
/// <param name="progress">Told the share that is done, of one, from several threads.</param>
internal sealed class ColumnBuild(Mirror mirror, string path, AccountDefinitions definitions, ColumnBuildMemory memory, Action<double> progress, ILogger logger)
{
    // A table of more of them is written in small blocks, or a thousand properties would take a gigabyte.
    private const int ManyFields = 150;

    // Of the work: the rows; then come the associations, and putting all in order.
    private const double RowsShare = 0.85;
    private readonly Lock _layoutGate = new();
    private ColumnLayout _layout = ColumnLayout.Empty;
    private long _done;
    private long _all;

    /// <summary>Leaves a closed, complete file. Throws what SQLite and DuckDB throw; then the file is worth nothing.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var draft = ColumnFile.DraftOf(path);
        try
        {
            await WithEnoughAsync(memory.Draft, megabytes => DraftAsync(draft, megabytes, cancellationToken));
            await WithEnoughAsync(memory.Arrange, megabytes => Task.Run(() => Arrange(draft, megabytes, cancellationToken), cancellationToken));
        }
        finally
        {
            ColumnFile.Erase(draft);
        }
    }

    // How much is enough depends on the columns and on how long their texts are: it shows when they are written.
    private async Task WithEnoughAsync(int least, Func<int, Task> work)
    {
        for (var megabytes = least; ; megabytes *= 2)
        {
            try
            {
                await work(megabytes);
                return;
            }
            catch (DuckDBException exception) when (ColumnFile.IsTooLittleMemory(exception) && megabytes < ColumnFile.MostMegabytes)
            {
                logger.LogInformation("{Megabytes} MB are not enough to make the columnar copy of account {AccountId}", megabytes, mirror.AccountId);
            }
        }
    }

    // The rows in the order in which the mirror gives them fastest.
    private async Task DraftAsync(string draft, int megabytes, CancellationToken cancellationToken)
    {
        ColumnFile.Erase(draft);
        (_layout, _done) = (ColumnLayout.Empty, 0);
        using var file = ColumnFile.Open(draft, megabytes, ColumnFile.SmallBlock);
        string source;
        long reached;
        using (var connection = mirror.OpenRead())
        {
            (source, reached) = (ColumnLog.Source(connection), ColumnLog.Last(connection));
            _all = Math.Max(1, ColumnLog.Types.Sum(type => Count(connection, type)));
        }

        using var writer = file.Connect();
        ColumnTables.Create(writer);

        // Contacts are most of an account; two threads are what the smallest server has.
        await Task.WhenAll(
            Task.Run(() => Copy(file, ObjectType.Contact, cancellationToken), cancellationToken),
            Task.Run(
                () =>
                {
                    foreach (var type in ColumnLog.Types.Where(type => type != ObjectType.Contact))
                    {
                        Copy(file, type, cancellationToken);
                    }

                    CopyAssociations(file, cancellationToken);
                },
                cancellationToken));
        writer.Execute("INSERT INTO copy VALUES ($1, $2, $3, 0)", ColumnTables.Version, source, reached);
        writer.Execute("CHECKPOINT", cancellationToken);
    }

    // A list begins with those who were active last: where they stand together, its first rows are found without looking at the others.
    private void Arrange(string draft, int megabytes, CancellationToken cancellationToken)
    {
        ColumnFile.Erase(path);
        var isWide = ColumnLog.Types.Any(type => _layout.Of(type).Count > ManyFields);
        using var file = ColumnFile.Open(path, megabytes, isWide ? ColumnFile.SmallBlock : null);
        using var connection = file.Connect();
        ColumnTables.Arrange(connection, draft, cancellationToken);
        connection.Execute("CHECKPOINT", cancellationToken);
    }

    private static long Count(SqliteConnection connection, ObjectType type)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {type.Singular()}";
        return (long)command.ExecuteScalar()!;
    }

    private void Copy(ColumnFile file, ObjectType type, CancellationToken cancellationToken)
    {
        using var reading = mirror.OpenRead();
        using var writing = file.Connect();
        using var command = reading.CreateCommand();
        command.CommandText = ColumnBatch.SelectSql(type, ofKeys: false);
        var after = command.Parameters.AddWithValue("$after", 0L);
        command.Parameters.AddWithValue("$most", ColumnBatch.MostRows);
        var batch = new ColumnBatch(type, definitions, _layout, ColumnBatch.MostRows);
        var columns = ColumnTables.ColumnsOf(writing, type);
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            batch.Clear();
            using (var reader = command.ExecuteReader())
            {
                while (reader.Read())
                {
                    batch.Add(reader);
                    after.Value = reader.GetInt64(0);
                }
            }

            if (Widen(writing, type, batch))
            {
                columns = ColumnTables.ColumnsOf(writing, type);
            }

            batch.AppendTo(writing, columns);
            progress(RowsShare * Interlocked.Add(ref _done, batch.Count) / _all);
        }
        while (batch.IsFull);
    }

    private bool Widen(DuckDBConnection connection, ObjectType type, ColumnBatch batch)
    {
        lock (_layoutGate)
        {
            var statements = batch.Alterations(_layout).ToList();
            if (statements.Count == 0)
            {
                return false;
            }

            statements.ForEach(statement => connection.Execute(statement));
            _layout = _layout.With(type, batch.Layout.Of(type)).WithUndefined(batch.Layout.Undefined);
            return true;
        }
    }

    private void CopyAssociations(ColumnFile file, CancellationToken cancellationToken)
    {
        using var reading = mirror.OpenRead();
        using var writing = file.Connect();
        writing.Execute("CREATE TEMP TABLE kind_of (key BIGINT, type BIGINT)");
        Stage(reading, writing, "kind_of", $"SELECT key, type FROM record WHERE type <= {(int)ObjectType.Campaign}", cancellationToken);
        writing.Execute("CREATE TEMP TABLE staged (from_key BIGINT, to_type BIGINT, to_key BIGINT)");
        Stage(reading, writing, "staged", $"SELECT from_key, to_type, to_key FROM association WHERE to_type <= {(int)ObjectType.Deal}", cancellationToken);
        foreach (var (from, to) in ColumnLinks.Tables)
        {
            ColumnLinks.Fill(
                writing, from, to, $"SELECT from_key, to_key FROM staged WHERE to_type = {(int)to} AND from_key IN (SELECT key FROM kind_of WHERE type = {(int)from})", cancellationToken);
        }
    }

    private static void Stage(SqliteConnection reading, DuckDBConnection writing, string table, string sql, CancellationToken cancellationToken)
    {
        using var command = reading.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        using var appender = writing.CreateAppender("temp", "main", table);
        for (var rows = 0L; reader.Read(); rows++)
        {
            if (rows % ColumnBatch.MostRows == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            var row = appender.CreateRow();
            for (var column = 0; column < reader.FieldCount; column++)
            {
                row = row.AppendValue(reader.GetInt64(column));
            }

            row.EndRow();
        }
    }
}
