using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using NpgsqlTypes;

namespace HubSpotCrm.Benchmarks.Postgres;

/// <summary>A PostgreSQL server that holds the benchmark's account, with every setting of a session as its manual advises for this machine.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private const int PreparedStatements = 500;

    // The manual's share of memory for the system's cache with what the server holds itself.
    private const double CacheShare = 0.75;

    // Shown beside the figures. What a session cannot set is the server's: docs/performance.md has the command.
    private static readonly string[] Shown =
    [
        "server_version", "shared_buffers", "effective_cache_size", "work_mem", "maintenance_work_mem", "random_page_cost", "effective_io_concurrency", "jit",
        "max_parallel_workers_per_gather", "max_parallel_workers", "max_worker_processes", "default_statistics_target", "plan_cache_mode", "lc_collate", "server_encoding",
    ];

    private readonly NpgsqlDataSource _source;

    private PostgresDatabase(NpgsqlDataSource source) => _source = source;

    /// <summary>Connects; throws <see cref="BadArgumentException"/> when the connection string cannot be read, nothing answers there, or the server lacks what is needed.</summary>
    public static async Task<PostgresDatabase> OpenAsync(string connection, CancellationToken cancellationToken)
    {
        var database = new PostgresDatabase(NpgsqlDataSource.Create(Tuned(connection)));
        try
        {
            // Before anything takes long. The extension may only be made by the database's owner.
            await database.ExecuteAsync("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public", cancellationToken);
            return database;
        }
        catch (Exception exception) when (exception is NpgsqlException or SocketException or TimeoutException)
        {
            await database.DisposeAsync();
            throw new BadArgumentException($"--postgres: the server does not do what is needed: {exception.Message}");
        }
    }

    /// <summary>The connection string with the settings of a session; throws <see cref="BadArgumentException"/> for one that cannot be read. What it says itself is not shown: it may hold a password.</summary>
    public static string Tuned(string connection)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(connection);
        }
        catch (ArgumentException exception)
        {
            throw new BadArgumentException($"--postgres takes a connection string such as 'Host=127.0.0.1;Port=5432;Database=benchmark;Username=postgres': {exception.Message}");
        }

        if (string.IsNullOrEmpty(builder.Host))
        {
            throw new BadArgumentException("--postgres takes a connection string that names a host, such as 'Host=127.0.0.1;Port=5432;Database=benchmark;Username=postgres'.");
        }

        var cache = (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * CacheShare / (1024 * 1024));
        var settings = string.Create(CultureInfo.InvariantCulture, $"-c search_path={PostgresTables.Schema},public -c jit=off -c random_page_cost=1.1 -c work_mem=64MB -c maintenance_work_mem=1GB -c effective_cache_size={cache}MB");
        builder.Options = string.IsNullOrEmpty(builder.Options) ? settings : $"{settings} {builder.Options}";
        builder.MaxAutoPrepare = PreparedStatements;
        builder.AutoPrepareMinUsages = 1;
        builder.CommandTimeout = 0;
        return builder.ConnectionString;
    }

    public ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The settings in force, one a line.</summary>
    public async Task<IReadOnlyList<string>> SettingsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        await using var command = Command(connection, new PostgresStatement(
            "SELECT name, current_setting(name), source FROM pg_settings WHERE name = ANY($1) ORDER BY array_position($1, name)", [Shown]));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var settings = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            settings.Add($"{reader.GetString(0)} = {reader.GetString(1)} ({reader.GetString(2)})");
        }

        return settings;
    }

    /// <summary>Names what was loaded; empty when nothing was, or not to its end.</summary>
    public async Task<string> LoadedAsync(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand($"SELECT to_regclass('{PostgresTables.Schema}.loaded') IS NOT NULL");
        if (await command.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return "";
        }

        await using var marker = _source.CreateCommand($"SELECT name FROM {PostgresTables.Schema}.loaded");
        return await marker.ExecuteScalarAsync(cancellationToken) as string ?? "";
    }

    /// <summary>The rows of a statement, whole; of each the first column.</summary>
    public static async Task<List<long>> KeysAsync(NpgsqlConnection connection, PostgresStatement statement, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, statement);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<long>();
        var row = new object[reader.FieldCount];
        while (await reader.ReadAsync(cancellationToken))
        {
            // A list shows all of them.
            reader.GetValues(row);
            keys.Add((long)row[0]);
        }

        return keys;
    }

    public static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, PostgresStatement statement, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, statement);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>What the server does for a statement, with what it took.</summary>
    public static async Task<IReadOnlyList<string>> PlanAsync(NpgsqlConnection connection, PostgresStatement statement, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, statement with { Sql = "EXPLAIN (ANALYZE, BUFFERS, SUMMARY OFF) " + statement.Sql });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var plan = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            plan.Add(reader.GetString(0));
        }

        return plan;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static NpgsqlCommand Command(NpgsqlConnection connection, PostgresStatement statement)
    {
        var command = new NpgsqlCommand(statement.Sql, connection);
        foreach (var value in statement.Values)
        {
            command.Parameters.Add(value switch
            {
                string text => new NpgsqlParameter<string> { TypedValue = text, NpgsqlDbType = NpgsqlDbType.Text },
                long number => new NpgsqlParameter<long> { TypedValue = number },
                string[] texts => new NpgsqlParameter<string[]> { TypedValue = texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                _ => new NpgsqlParameter { Value = value },
            });
        }

        return command;
    }
}
