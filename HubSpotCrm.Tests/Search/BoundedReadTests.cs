using HubSpotCrm.Core.Search;
using HubSpotCrm.Tests.Support;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Tests.Search;

public sealed class BoundedReadTests
{
    private const string Endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";

    [Fact]
    public async Task A_read_that_takes_too_long_is_stopped_and_says_so()
    {
        await using var mirror = await MirrorFixture.OpenAsync();

        var result = await BoundedRead.RunAsync(
            mirror.Mirror, TimeProvider.System, TimeSpan.FromMilliseconds(50), connection => Scalar(connection, Endless), CancellationToken.None);

        result.Failure.Should().BeOfType<SearchTooSlow>().Which.Message.Should().Contain("0.1 seconds");
    }

    [Fact]
    public async Task Cancelling_stops_a_statement_in_its_middle()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        using var cancel = new CancellationTokenSource();
        var started = new TaskCompletionSource();

        var read = BoundedRead.RunAsync(mirror.Mirror, TimeProvider.System, TimeSpan.FromHours(1), connection =>
        {
            started.SetResult();
            return Scalar(connection, Endless);
        }, cancel.Token);
        await started.Task;
        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => read).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_read_that_was_cancelled_before_it_began_does_not_begin()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        var ran = false;

        await FluentActions.Awaiting(() => BoundedRead.RunAsync(mirror.Mirror, TimeProvider.System, TimeSpan.FromHours(1), _ => ran = true, new CancellationToken(true)))
            .Should().ThrowAsync<OperationCanceledException>();

        ran.Should().BeFalse();
    }

    [Fact]
    public async Task The_connection_of_a_stopped_read_serves_the_next_one()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        for (var time = 0; time < 3; time++)
        {
            await BoundedRead.RunAsync(
                mirror.Mirror, TimeProvider.System, TimeSpan.FromMilliseconds(20), connection => Scalar(connection, Endless), CancellationToken.None);
        }

        var result = await BoundedRead.RunAsync(
            mirror.Mirror,
            TimeProvider.System,
            TimeSpan.FromMinutes(5),
            connection => Scalar(connection, "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 100000) SELECT count(*) FROM n"),
            CancellationToken.None);

        result.Value.Should().Be(100_000);
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
