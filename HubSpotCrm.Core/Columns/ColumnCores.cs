using DuckDB.NET.Data;

namespace HubSpotCrm.Core.Columns;

/// <summary>
/// How many cores the queries of one open file take: a query by itself all of them, and each one as soon as several are asked at once, so that
/// none starves the others. DuckDB knows one number for the whole file, so it changes as the first and the second query come.
/// </summary>
internal sealed class ColumnCores(TimeProvider time)
{
    // More do not make a page of a list faster.
    private static readonly int Most = Math.Clamp(Environment.ProcessorCount, 1, 4);

    // After several at once, whoever asks alone again is likely not to stay so; and each change costs a new thread.
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private long? _crowdedAt;
    private int _asking;
    private int _cores = 1;

    /// <summary>A query begins on the connection. Throws what DuckDB throws for a file that has failed; then it has not begun.</summary>
    public void Enter(DuckDBConnection connection)
    {
        lock (_gate)
        {
            var isAlone = _asking == 0;
            _crowdedAt = isAlone ? _crowdedAt : time.GetTimestamp();
            var isCalm = _crowdedAt is not { } at || time.GetElapsedTime(at) >= Calm;
            var cores = isAlone && isCalm ? Most : 1;
            if (cores != _cores)
            {
                connection.Execute($"SET threads = {ColumnTables.Number(cores)}");
                _cores = cores;
            }

            _asking++;
        }
    }

    /// <summary>It has ended.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _asking--;
        }
    }
}
