using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace HubSpotCrm.Benchmarks.Postgres;

/// <summary>Brings the rows of a benchmark's mirror into PostgreSQL by COPY, once for each mirror as it is.</summary>
internal sealed class PostgresLoad(PostgresDatabase database, SearchData data, PostgresIndexes indexes, TextWriter output)
{
    // What is in the mirror: its data, and how far its order has moved on by updates.
    private string Name()
    {
        using var connection = data.Mirror.OpenRead();
        var last = PostgresTables.Types.Select(type => Vocabulary.LastPlaceOf(connection, SearchIndexSchema.Of(type)).ToString(CultureInfo.InvariantCulture));
        return $"{data.Name} {string.Join('/', last)} v{PostgresTables.Version} {indexes}";
    }

    /// <summary>Does nothing when these very rows are there.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var name = Name();
        if (await database.LoadedAsync(cancellationToken) == name)
        {
            return;
        }

        await output.WriteLineAsync($"Loading {name} into PostgreSQL, schema {PostgresTables.Schema} (kept for the next run)");
        var watch = Stopwatch.StartNew();
        foreach (var statement in PostgresTables.CreateSql())
        {
            await database.ExecuteAsync(statement, cancellationToken);
        }

        await using (var connection = await database.ConnectAsync(cancellationToken))
        {
            foreach (var type in PostgresTables.Types)
            {
                await Task.Run(() => CopyRecords(connection, type, cancellationToken), cancellationToken);
                await Task.Run(() => CopyWholes(connection, type, cancellationToken), cancellationToken);
            }

            foreach (var (from, to) in PostgresTables.Links)
            {
                await Task.Run(() => CopyLinks(connection, from, to, cancellationToken), cancellationToken);
            }
        }

        await output.WriteLineAsync($"  rows: {watch.Elapsed.TotalSeconds:0.0} s");
        watch.Restart();
        foreach (var statement in PostgresTables.IndexSql(indexes))
        {
            await database.ExecuteAsync(statement, cancellationToken);
        }

        await output.WriteLineAsync($"  indexes: {watch.Elapsed.TotalSeconds:0.0} s");
        watch.Restart();
        await database.ExecuteAsync("VACUUM (ANALYZE)", cancellationToken);
        await database.ExecuteAsync($"CREATE TABLE loaded AS SELECT '{name}'::text AS name", cancellationToken);
        await output.WriteLineAsync($"  vacuum and analyze: {watch.Elapsed.TotalSeconds:0.0} s");
    }

    private void CopyRecords(NpgsqlConnection connection, ObjectType type, CancellationToken cancellationToken)
    {
        var (table, columns, tested) = (type.Singular(), PostgresColumns.Of(type), PostgresColumns.Tested(type));
        using var mirror = data.Mirror.OpenRead();
        using var read = mirror.CreateCommand();
        var sources = string.Concat(columns.Where(column => column.Source is not null).Select(column => $", {column.Source}"));
        read.CommandText = $"""
            SELECT c.key, c.hub_spot_id, s.seq, s.text, r.raw{sources}
            FROM {table} AS c JOIN {SearchIndexSchema.Of(type).Sequence} AS s ON s.key = c.key JOIN record AS r ON r.key = c.key
            """;
        using var row = read.ExecuteReader();
        using var import = connection.BeginBinaryImport(
            $"COPY {table} (key, hub_spot_id, place, words{string.Concat(columns.Select(column => $", {column.Name}"))}{string.Concat(tested.Select(column => $", {column.FoldedName}"))}) FROM STDIN (FORMAT BINARY)");
        while (row.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(import, row, columns, tested);
        }

        import.Complete();
    }

    private void CopyWholes(NpgsqlConnection connection, ObjectType type, CancellationToken cancellationToken)
    {
        using var mirror = data.Mirror.OpenRead();
        using var read = mirror.CreateCommand();
        read.CommandText = $"SELECT c.key, {string.Join(", ", WholeFields.Of(type).Select(field => $"c.{field}"))} FROM {type.Singular()} AS c";
        using var row = read.ExecuteReader();
        using var import = connection.BeginBinaryImport($"COPY {type.Singular()}_whole (key, texts) FROM STDIN (FORMAT BINARY)");
        while (row.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var texts = WholeFields.Texts(type, row).OfType<string>().Select(text => PostgresQuestion.Words(SearchWords.Of(TextFolding.Fold(text)))).Where(text => text.Length > 0);
            import.StartRow();
            import.Write(row.GetInt64(0), NpgsqlDbType.Bigint);
            import.Write(texts.Distinct().ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        }

        import.Complete();
    }

    private static void Write(NpgsqlBinaryImporter import, SqliteDataReader row, IReadOnlyList<PostgresColumn> columns, IReadOnlyList<PostgresColumn> tested)
    {
        using var properties = JsonDocument.Parse(row.GetString(4));
        import.StartRow();
        import.Write(row.GetInt64(0), NpgsqlDbType.Bigint);
        import.Write(row.GetString(1), NpgsqlDbType.Text);
        import.Write(row.GetInt64(2), NpgsqlDbType.Bigint);
        import.Write(row.GetString(3), NpgsqlDbType.Text);
        var (at, texts) = (5, new Dictionary<PostgresColumn, string?>());
        foreach (var column in columns)
        {
            var value = column.Property is { } property ? ValueOf(properties.RootElement, property, column.Kind) : row.IsDBNull(at) ? null : column.IsText ? row.GetString(at) : (object)row.GetInt64(at);
            at += column.Property is null ? 1 : 0;
            if (value is long number)
            {
                import.Write(number, NpgsqlDbType.Bigint);
            }
            else
            {
                WriteText(import, texts[column] = value as string);
            }
        }

        foreach (var column in tested)
        {
            WriteText(import, texts[column] is { } text ? TextFolding.Fold(text) : null);
        }
    }

    private void CopyLinks(NpgsqlConnection connection, ObjectType from, ObjectType to, CancellationToken cancellationToken)
    {
        using var mirror = data.Mirror.OpenRead();
        using var read = mirror.CreateCommand();
        read.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            SELECT DISTINCT a.from_key, a.to_key FROM association AS a JOIN {from.Singular()} AS f ON f.key = a.from_key JOIN {to.Singular()} AS t ON t.key = a.to_key WHERE a.to_type = {(int)to}
            """);
        using var row = read.ExecuteReader();
        using var import = connection.BeginBinaryImport($"COPY {ColumnLinks.TableOf(from, to)} (from_key, to_key) FROM STDIN (FORMAT BINARY)");
        while (row.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            import.StartRow();
            import.Write(row.GetInt64(0), NpgsqlDbType.Bigint);
            import.Write(row.GetInt64(1), NpgsqlDbType.Bigint);
        }

        import.Complete();
    }

    private static void WriteText(NpgsqlBinaryImporter import, string? text)
    {
        if (text is null)
        {
            import.WriteNull();
        }
        else
        {
            import.Write(text, NpgsqlDbType.Text);
        }
    }

    // As the portal reads HubSpot's texts.
    private static object? ValueOf(JsonElement properties, string name, ColumnKind kind)
    {
        var text = properties.TryGetProperty(name, out var value) ? PropertyValues.Text(value.GetString()) : null;
        return kind switch
        {
            ColumnKind.Number => PropertyValues.Thousandths(text, out _),
            ColumnKind.Instant => PropertyValues.Instant(text, out _),
            ColumnKind.Choices => text is null ? null : $";{text};",
            _ => text,
        };
    }
}
