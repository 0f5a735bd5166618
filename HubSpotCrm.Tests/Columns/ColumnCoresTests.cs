using DuckDB.NET.Data;
using HubSpotCrm.Core.Columns;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Columns;

public sealed class ColumnCoresTests : IDisposable
{
    private static readonly long All = Math.Clamp(Environment.ProcessorCount, 1, 4);
    private readonly FakeTimeProvider _time = new();
    private readonly DuckDBConnection _connection = new("Data Source=:memory:;threads=1");
    private readonly ColumnCores _cores;

    public ColumnCoresTests()
    {
        _connection.Open();
        _cores = new ColumnCores(_time);
    }

    private long Threads => _connection.Number("SELECT current_setting('threads')");

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void A_query_by_itself_takes_all_cores()
    {
        _cores.Enter(_connection);
        Threads.Should().Be(All);
        _cores.Leave();

        _cores.Enter(_connection);
        Threads.Should().Be(All);
    }

    [Fact]
    public void Of_several_at_once_each_takes_one_until_a_second_after_the_last_of_them()
    {
        _cores.Enter(_connection);
        _cores.Enter(_connection);
        Threads.Should().Be(1);
        _cores.Leave();
        _cores.Leave();

        _cores.Enter(_connection);
        Threads.Should().Be(1);
        _cores.Leave();
        _time.Advance(TimeSpan.FromSeconds(1));
        _cores.Enter(_connection);
        Threads.Should().Be(All);
    }

    [Fact]
    public void A_query_that_could_not_begin_does_not_count()
    {
        using var closed = new DuckDBConnection("Data Source=:memory:");
        ((Action)(() => _cores.Enter(closed))).Should().Throw<InvalidOperationException>();

        _cores.Enter(_connection);
        Threads.Should().Be(All);
    }
}
