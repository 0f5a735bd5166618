using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Storage.App;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Connection;

/// <summary>What becomes of an account's local copy when it is connected, disconnected, damaged and rebuilt.</summary>
public sealed class AccountCopyTests
{
    private const string Garbage = "This is no database, and it is long enough for one to be looked for in it.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Disconnecting_keeps_the_copy_and_the_choice_of_pausing_unless_told_to_erase()
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ConnectAsync();
        await PauseAsync(world);

        (await world.Connection.DisconnectAsync(ConnectionWorld.Admin, eraseMirror: false, Cancellation)).Failure.Should().BeNull();

        world.MirrorFiles().Should().Contain($"mirror-{ConnectionWorld.Key}.db");
        (await ModesAsync(world)).Should().Be(1);
    }

    [Fact]
    public async Task Erasing_leaves_no_file_no_pause_and_nothing_to_do()
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ConnectAsync();
        await PauseAsync(world);
        await File.WriteAllTextAsync(Path.Combine(world.Folder, $"mirror-{ConnectionWorld.Key}-kept-20261101T000000Z.db"), Garbage, Cancellation);

        (await world.Connection.DisconnectAsync(ConnectionWorld.Admin, eraseMirror: true, Cancellation)).Failure.Should().BeNull();

        world.MirrorFiles().Should().BeEmpty();
        (await ModesAsync(world)).Should().Be(0);
        (await world.RowAsync()).Should().Match<ConnectionRow>(row => !row.ErasePending && !row.IsCurrent && row.ProtectedTokens == null);
        world.Connection.Status.Should().Be(ConnectionStatus.None);
    }

    [Fact]
    [Trait("Fault", "F37")]
    public async Task F37_What_was_to_be_erased_when_the_portal_was_killed_is_erased_at_the_next_start()
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ConnectAsync();
        await world.ChangeAsync(async app =>
        {
            var row = await app.Connections.SingleAsync(Cancellation);
            (row.IsCurrent, row.ErasePending, row.ProtectedTokens) = (false, true, null);
        });

        await world.RestartAsync();

        world.MirrorFiles().Should().BeEmpty();
        (await world.RowAsync()).ErasePending.Should().BeFalse();
    }

    [Fact]
    public async Task A_file_that_another_program_holds_is_named_and_erased_before_anything_else_is_done_with_it()
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ConnectAsync();

        // Cannot be deleted as a file can, whoever asks.
        var held = Directory.CreateDirectory(world.MirrorPath + "-journal");

        (await world.Connection.DisconnectAsync(ConnectionWorld.Admin, eraseMirror: true, Cancellation)).Failure.Should().BeOfType<CopyNotErased>();
        world.Connection.Status.Should().Be(ConnectionStatus.None, "the tokens are gone whatever becomes of the file");
        (await world.RowAsync()).Should().Match<ConnectionRow>(row => row.ErasePending && row.ProtectedTokens == null);
        (await world.ConnectAsync()).Failure.Should().BeOfType<CopyNotErased>();
        world.Session.Current.Should().BeNull();

        held.Delete();
        (await world.ConnectAsync()).Failure.Should().BeNull();
        (await world.RowAsync()).ErasePending.Should().BeFalse();
        (await world.Mirrors.Current!.ReadAsync(connection => Scalar(connection, "SELECT count(*) FROM checkpoint"), Cancellation)).Should().Be(0L, "it is a new copy");
    }

    [Fact]
    public async Task A_disconnect_that_cannot_be_written_down_is_not_shown_as_connected()
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ConnectAsync();
        await world.ChangeAsync(app => app.Database.ExecuteSqlRawAsync("CREATE TRIGGER full BEFORE UPDATE ON connection BEGIN SELECT RAISE(ABORT, 'no'); END", Cancellation));

        await world.Connection.Awaiting(connection => connection.DisconnectAsync(ConnectionWorld.Admin, eraseMirror: true, Cancellation)).Should().ThrowAsync<DbUpdateException>();

        world.Connection.Status.State.Should().Be(ConnectionState.ReconnectNeeded);
        world.MirrorFiles().Should().NotBeEmpty("nothing is erased that nobody wrote down");
    }

    [Fact]
    [Trait("BadInput", "a data folder that cannot be written")]
    public async Task An_account_whose_copy_cannot_be_made_is_not_connected()
    {
        await using var world = await ConnectionWorld.StartAsync();
        Directory.CreateDirectory(world.MirrorPath);

        var refused = await world.ConnectAsync();

        refused.Failure.Should().BeOfType<CopyUnusable>().Which.Message.Should().Contain("cannot be written").And.Contain(world.MirrorPath);
        world.Connection.Status.Should().Be(ConnectionStatus.None);
        world.Session.Current.Should().BeNull();
        await world.ChangeAsync(async app => (await app.Connections.CountAsync(Cancellation)).Should().Be(0));
    }

    [Fact]
    public async Task A_connection_that_cannot_be_written_down_leaves_no_open_copy()
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ChangeAsync(app => app.Database.ExecuteSqlRawAsync("CREATE TRIGGER full BEFORE INSERT ON connection BEGIN SELECT RAISE(ABORT, 'no'); END", Cancellation));

        await world.Awaiting(late => late.ConnectAsync()).Should().ThrowAsync<DbUpdateException>();

        world.Mirrors.Current.Should().BeNull();
        world.Connection.Status.Should().Be(ConnectionStatus.None);
    }

    [Theory]
    [InlineData("a damaged header")]
    [InlineData("a newer portal")]
    [InlineData("a schema that cannot be migrated")]
    [Trait("BadInput", "a damaged database")]
    [Trait("Fault", "F41")]
    public async Task F41_The_portal_starts_without_a_copy_that_cannot_be_used_and_rebuilds_it_when_told(string fault)
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ConnectAsync();
        await world.RestartAsync(() => Spoil(world.MirrorPath, fault));
        var spoilt = await File.ReadAllBytesAsync(world.MirrorPath, Cancellation);

        world.Connection.Status.Should().Match<ConnectionStatus>(status => status.State == ConnectionState.Connected && status.CopyFault != null);
        world.Connection.Status.CopyFault.Should().Contain(world.MirrorPath).And.Contain("rebuilt");
        world.Mirrors.Current.Should().BeNull();
        world.Mirrors.Fault.Should().Be(world.Connection.Status.CopyFault);

        (await world.Connection.RebuildCopyAsync(ConnectionWorld.Admin, Cancellation)).Failure.Should().BeNull();

        world.Connection.Status.CopyFault.Should().BeNull();
        (await world.Mirrors.Current!.ReadAsync(connection => Scalar(connection, "SELECT count(*) FROM checkpoint"), Cancellation)).Should().Be(0L);
        var kept = Directory.GetFiles(world.Folder, $"mirror-{ConnectionWorld.Key}-kept-*.db").Should().ContainSingle().Subject;
        (await File.ReadAllBytesAsync(kept, Cancellation)).Should().Equal(spoilt);
        world.Session.Current.Should().NotBeNull();
    }

    [Fact]
    [Trait("BadInput", "a damaged database")]
    public async Task F41_Damage_found_while_the_copy_is_open_is_shown_and_rebuilt()
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ConnectAsync();
        var damaged = world.Mirrors.Current!;
        await damaged.Awaiting(mirror => mirror.ReadAsync<int>(_ => throw new SqliteException("malformed", SQLitePCL.raw.SQLITE_CORRUPT), Cancellation))
            .Should().ThrowAsync<SqliteException>();
        world.Connection.Status.CopyFault.Should().Contain("is damaged");

        (await world.Connection.RebuildCopyAsync(ConnectionWorld.Admin, Cancellation)).Failure.Should().BeNull();

        world.Connection.Status.CopyFault.Should().BeNull();
        world.Mirrors.Current.Should().NotBeNull().And.NotBeSameAs(damaged);
        world.Mirrors.Fault.Should().BeNull();
    }

    [Fact]
    public async Task F41_A_rebuild_that_fails_can_be_asked_for_again()
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ConnectAsync();
        await world.RestartAsync(() => Spoil(world.MirrorPath, "a damaged header"));
        var inTheWay = Directory.CreateDirectory(world.MirrorPath + "-wal");
        File.Delete(world.MirrorPath);
        Directory.CreateDirectory(world.MirrorPath);

        (await world.Connection.RebuildCopyAsync(ConnectionWorld.Admin, Cancellation)).Failure.Should().BeOfType<CopyUnusable>();
        world.Connection.Status.CopyFault.Should().Contain("cannot be written");

        Directory.Delete(world.MirrorPath);
        inTheWay.Delete();
        (await world.Connection.RebuildCopyAsync(ConnectionWorld.Admin, Cancellation)).Failure.Should().BeNull();
        world.Connection.Status.CopyFault.Should().BeNull();
    }

    [Fact]
    [Trait("BadInput", "a damaged database")]
    public async Task F41_Connecting_again_sets_a_damaged_copy_aside()
    {
        await using var world = await ConnectionWorld.StartAsync();
        await world.ConnectAsync();
        await world.Connection.DisconnectAsync(ConnectionWorld.Admin, eraseMirror: false, Cancellation);
        Spoil(world.MirrorPath, "a damaged header");

        (await world.ConnectAsync()).Failure.Should().BeNull();

        world.Mirrors.Current.Should().NotBeNull();
        Directory.GetFiles(world.Folder, $"mirror-{ConnectionWorld.Key}-kept-*.db").Should().ContainSingle();
        await world.ChangeAsync(async app => (await app.Audit.OrderBy(row => row.Id).LastAsync(Cancellation)).Detail.Should().Contain("-kept-"));
    }

    [Fact]
    public async Task Only_an_administrator_rebuilds_and_only_what_is_broken()
    {
        await using var world = await ConnectionWorld.StartAsync();
        (await world.Connection.RebuildCopyAsync(ConnectionWorld.Admin, Cancellation)).Failure.Should().BeOfType<NotConnected>();
        await world.ConnectAsync();

        (await world.Connection.RebuildCopyAsync(new Actor("2", "Ed", Role.Editor), Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await world.Connection.RebuildCopyAsync(ConnectionWorld.Admin, Cancellation)).Failure.Should().BeOfType<CopyIsSound>();

        world.Mirrors.Current.Should().NotBeNull();
    }

    private static Task PauseAsync(ConnectionWorld world) =>
        world.ChangeAsync(app =>
        {
            app.Settings.Add(new SettingRow { Name = SettingRow.SyncModeOf(ConnectionWorld.Key), Value = "Paused" });
            return Task.CompletedTask;
        });

    private static async Task<int> ModesAsync(ConnectionWorld world)
    {
        var count = 0;
        await world.ChangeAsync(async app => count = await app.Settings.CountAsync(setting => setting.Name.StartsWith("sync."), Cancellation));
        return count;
    }

    private static void Spoil(string path, string fault)
    {
        if (fault == "a damaged header")
        {
            File.WriteAllText(path, Garbage);
            return;
        }

        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        Scalar(connection, fault == "a newer portal" ? "PRAGMA user_version = 99002003" : "DELETE FROM __EFMigrationsHistory");
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
