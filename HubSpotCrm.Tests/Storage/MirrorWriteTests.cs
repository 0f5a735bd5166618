using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Tests.Support;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Tests.Storage;

public sealed class MirrorWriteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Mirror _mirror;

    public MirrorWriteTests()
    {
        // An empty file is an empty database; a mirror makes none.
        var path = Path.Combine(_folder.Path, "mirror-501.db");
        File.WriteAllBytes(path, []);
        _mirror = new Mirror("501", path);
        using var connection = _mirror.OpenRead();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE note (text TEXT NOT NULL UNIQUE)";
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _mirror.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Works_that_wait_together_are_all_kept_and_get_their_own_results()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(() => WriteAsync($"note {number}", number))));

        results.Should().Equal(Enumerable.Range(0, 200));
        Count().Should().Be(200);
    }

    [Fact]
    public async Task A_work_that_throws_takes_back_its_own_rows_and_nobody_elses()
    {
        using var gate = new ManualResetEventSlim();
        var first = Task.Run(() => _mirror.WriteAsync((connection, transaction) => { gate.Wait(); return Insert(connection, transaction, "first"); }, CancellationToken.None));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        var good = Task.Run(() => WriteAsync("good", 1));
        var bad = Task.Run(() => _mirror.WriteAsync<int>(
            (connection, transaction) =>
            {
                Insert(connection, transaction, "half of it");
                throw new InvalidOperationException("A mistake.");
            },
            CancellationToken.None));
        var alsoGood = Task.Run(() => WriteAsync("also good", 2));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        gate.Set();

        await bad.Invoking(task => task).Should().ThrowAsync<InvalidOperationException>().WithMessage("A mistake.");
        await Task.WhenAll(first, good, alsoGood);
        Count().Should().Be(3);
    }

    [Fact]
    public async Task A_work_that_is_cancelled_while_it_waits_is_not_run()
    {
        using var gate = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var first = Task.Run(() => _mirror.WriteAsync((connection, transaction) => { gate.Wait(); return Insert(connection, transaction, "first"); }, CancellationToken.None));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        var second = _mirror.WriteAsync((connection, transaction) => Insert(connection, transaction, "second"), cancel.Token);

        await cancel.CancelAsync();

        await second.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        gate.Set();
        await first;
        await WriteAsync("third", 3);
        Count().Should().Be(2);
    }

    [Fact]
    [Trait("BadInput", "a full disk")]
    [Trait("Fault", "F39")]
    public async Task A_full_disk_keeps_what_was_there_and_writing_goes_on_when_there_is_space()
    {
        await WriteAsync("before", 1);
        await LimitAsync(pages: 8);

        var write = () => WriteAsync(new string('x', 100_000), 2);

        (await write.Should().ThrowAsync<SqliteException>()).Which.SqliteErrorCode.Should().Be(SQLitePCL.raw.SQLITE_FULL);
        Count().Should().Be(1);
        await LimitAsync(pages: 1_000_000);
        await WriteAsync("after", 3);
        Count().Should().Be(2);
    }

    [Fact]
    [Trait("Fault", "F40")]
    public async Task A_database_that_another_program_locks_is_waited_for_and_read_meanwhile()
    {
        await WriteAsync("before", 1);
        await using var other = new SqliteConnection($"Data Source={_mirror.Path};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        var hold = other.BeginTransaction(deferred: false);

        var writing = Task.Run(() => WriteAsync("after", 2), TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        writing.IsCompleted.Should().BeFalse();
        (await _mirror.ReadAsync(_ => Count(), TestContext.Current.CancellationToken)).Should().Be(1, "readers wait for nobody");

        await hold.RollbackAsync(TestContext.Current.CancellationToken);
        await hold.DisposeAsync();
        (await writing).Should().Be(2);
        Count().Should().Be(2);
    }

    private Task<int> WriteAsync(string text, int result) => _mirror.WriteAsync(
        (connection, transaction) =>
        {
            Insert(connection, transaction, text);
            return result;
        },
        CancellationToken.None);

    private static int Insert(SqliteConnection connection, SqliteTransaction transaction, string text)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO note (text) VALUES ($text)";
        command.Parameters.AddWithValue("$text", text);
        return command.ExecuteNonQuery();
    }

    private long Count()
    {
        using var connection = _mirror.OpenRead();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM note";
        return (long)command.ExecuteScalar()!;
    }

    // SQLite keeps the limit per connection: it is set on the one that writes.
    private Task<int> LimitAsync(int pages) => _mirror.WriteAsync(
        (connection, transaction) =>
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"PRAGMA max_page_count={pages}";
            return command.ExecuteNonQuery();
        },
        CancellationToken.None);
}
