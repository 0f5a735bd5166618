using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Audit;

public sealed class AuditLogTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private AppDatabaseFixture _database = null!;

    public async ValueTask InitializeAsync() => _database = await AppDatabaseFixture.CreateAsync(_folder.Path, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_audit_as_written_has_no_break()
    {
        await AppendAsync("one", "two", "three");

        (await FindBreakAsync()).Should().BeNull();
    }

    [Theory]
    [InlineData("UPDATE audit SET \"ActorName\" = 'somebody else' WHERE \"Id\" = 2", 2)]
    [InlineData("UPDATE audit SET \"At\" = \"At\" + 1 WHERE \"Id\" = 2", 2)]
    [InlineData("UPDATE audit SET \"Detail\" = NULL WHERE \"Id\" = 2", 2)]
    [InlineData("DELETE FROM audit WHERE \"Id\" = 2", 3)]
    public async Task A_row_that_was_changed_or_taken_out_shows(string tampering, long expected)
    {
        await AppendAsync("one", "two", "three");
        await using (var database = _database.CreateDbContext())
        {
            // Whoever owns the file can drop the triggers; the chain is what tells.
            await database.Database.ExecuteSqlRawAsync("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;", TestContext.Current.CancellationToken);
            await database.Database.ExecuteSqlRawAsync(tampering, TestContext.Current.CancellationToken);
        }

        (await FindBreakAsync()).Should().Be(expected);
    }

    [Theory]
    [InlineData("UPDATE audit SET \"ActorName\" = 'somebody else'")]
    [InlineData("DELETE FROM audit")]
    public async Task The_database_refuses_to_change_the_audit(string tampering)
    {
        await AppendAsync("one");
        await using var database = _database.CreateDbContext();

        var change = () => database.Database.ExecuteSqlRawAsync(tampering, TestContext.Current.CancellationToken);

        (await change.Should().ThrowAsync<SqliteException>()).WithMessage("*append-only*");
    }

    [Fact]
    public async Task An_entry_outside_a_transaction_is_a_mistake()
    {
        await using var database = _database.CreateDbContext();

        var append = () => new AuditLog(_time).AppendAsync(database, Entry("one"), TestContext.Current.CancellationToken);

        await append.Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task Entries_that_are_written_at_once_keep_one_chain()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => AppendAsync($"entry {number}"), TestContext.Current.CancellationToken)));

        (await FindBreakAsync()).Should().BeNull();
        await using var database = _database.CreateDbContext();
        (await database.Audit.CountAsync(TestContext.Current.CancellationToken)).Should().Be(20);
    }

    [Fact]
    public async Task An_entry_that_is_rolled_back_leaves_no_trace()
    {
        await AppendAsync("one");
        await using (var database = _database.CreateDbContext())
        {
            await using var transaction = await database.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await new AuditLog(_time).AppendAsync(database, Entry("two"), TestContext.Current.CancellationToken);
        }

        await AppendAsync("three");

        (await FindBreakAsync()).Should().BeNull();
    }

    private static AuditEntry Entry(string action) => new(Actor.System, action, "501", "contacts/1", new { Before = "a", After = "b" });

    private async Task AppendAsync(params string[] actions)
    {
        foreach (var action in actions)
        {
            await using var database = _database.CreateDbContext();
            await using var transaction = await database.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await new AuditLog(_time).AppendAsync(database, Entry(action), TestContext.Current.CancellationToken);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task<long?> FindBreakAsync()
    {
        await using var database = _database.CreateDbContext();
        return await AuditLog.FindBreakAsync(database, TestContext.Current.CancellationToken);
    }
}
