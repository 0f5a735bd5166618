using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Tests.Storage;

/// <summary>A mirror's file: made once, closed, erased, set aside, read by many.</summary>
public sealed class MirrorFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly MirrorHost _host;

    public MirrorFileTests() => _host = new MirrorHost(Options.Create(new StorageOptions { DataDirectory = _folder.Path }), NullLogger<MirrorHost>.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string MirrorPath => Path.Combine(_folder.Path, "mirror-501.db");

    public void Dispose()
    {
        _host.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_closed_mirror_gives_neither_connection_nor_context()
    {
        var mirror = await _host.OpenAsync("501", Cancellation);
        await _host.CloseAsync(erase: false, Cancellation);

        mirror.Invoking(closed => closed.CreateContext()).Should().Throw<ObjectDisposedException>();
        mirror.Invoking(closed => closed.OpenRead()).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task Who_was_about_to_read_does_not_bring_an_erased_file_back()
    {
        var mirror = await _host.OpenAsync("501", Cancellation);
        await using var context = mirror.CreateContext();

        await _host.CloseAsync(erase: true, Cancellation);

        await context.Awaiting(late => late.Checkpoints.CountAsync(Cancellation)).Should().ThrowAsync<SqliteException>();
        Directory.GetFiles(_folder.Path).Should().BeEmpty();
    }

    [Fact]
    public async Task A_mirror_says_whose_it_is_and_which_portal_made_it()
    {
        var mirror = await _host.OpenAsync("501", Cancellation);

        Scalar(mirror, "PRAGMA application_id").Should().Be(0x4853434DL);
        ((long)Scalar(mirror, "PRAGMA user_version")!).Should().BePositive();
    }

    [Theory]
    [InlineData("PRAGMA user_version = 99002003", "99.2.3")]
    [InlineData("PRAGMA application_id = 1213416257", "another program")]
    [InlineData("INSERT INTO __EFMigrationsHistory VALUES ('29991231235959_Future', '99')", "newer portal")]
    [InlineData("ALTER TABLE __EFMigrationsHistory RENAME TO lost", "already exists")]
    [Trait("BadInput", "a damaged database")]
    public async Task F41_A_file_that_cannot_be_used_is_left_as_it_is_and_words_say_why(string spoil, string word)
    {
        var mirror = await _host.OpenAsync("501", Cancellation);
        Scalar(mirror, spoil);
        await _host.CloseAsync(erase: false, Cancellation);

        var open = await _host.Awaiting(host => host.OpenAsync("501", Cancellation)).Should().ThrowAsync<StorageUnusableException>();

        open.Which.IsFileItself.Should().BeTrue();
        open.Which.Message.Should().Contain(word).And.Contain(MirrorPath).And.Contain("rebuilt");
        File.Exists(MirrorPath).Should().BeTrue();
        _host.Current.Should().BeNull();
    }

    [Fact]
    public async Task F41_A_file_set_aside_keeps_its_bytes_and_a_new_one_takes_its_place()
    {
        await File.WriteAllTextAsync(MirrorPath, "not a database at all, but long enough to be looked at", Cancellation);

        var name = await _host.SetAsideAsync("501", Now, Cancellation);
        var mirror = await _host.OpenAsync("501", Cancellation);

        name.Should().Be("mirror-501-kept-20261125T090000Z.db");
        (await File.ReadAllTextAsync(Path.Combine(_folder.Path, name!), Cancellation)).Should().StartWith("not a database");
        Scalar(mirror, "SELECT count(*) FROM record").Should().Be(0L);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("BadInput", "a damaged database")]
    [Trait("Fault", "F41")]
    public async Task F41_Damage_that_a_read_or_a_write_comes_upon_is_told(bool reads)
    {
        var mirror = await _host.OpenAsync("501", Cancellation);
        await mirror.WriteAsync(
            (connection, transaction) => Scalar(
                connection,
                "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 20000) INSERT INTO record (type, hubspot_id, created_at, updated_at, archived, hash, raw) SELECT 1, x, 0, 0, 0, x, '{}' FROM n",
                transaction),
            Cancellation);
        await _host.CloseAsync(erase: false, Cancellation);
        await using (var file = new FileStream(MirrorPath, FileMode.Open, FileAccess.Write))
        {
            // Nearly all of what was just written; the schema stands before it.
            file.Position = file.Length - (40 * 4096);
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, 40 * 4096).ToArray(), Cancellation);
        }

        mirror = await _host.OpenAsync("501", Cancellation);
        var told = 0;
        _host.Changed += () => told++;
        const string All = "SELECT sum(length(raw)) FROM record";

        var use = () => reads
            ? mirror.ReadAsync(connection => Scalar(connection, All, null), Cancellation)
            : mirror.WriteAsync((connection, transaction) => Scalar(connection, All, transaction), Cancellation);
        await use.Should().ThrowAsync<SqliteException>();
        await use.Should().ThrowAsync<SqliteException>();

        _host.Fault.Should().Contain("is damaged").And.Contain(MirrorPath);
        told.Should().Be(1);
        _host.Current.Should().BeSameAs(mirror, "what is whole can still be read");
    }

    [Fact]
    public async Task Erasing_takes_what_was_set_aside_with_it_and_no_other_accounts_files()
    {
        await _host.OpenAsync("sandbox-501", Cancellation);
        await _host.OpenAsync("501", Cancellation);
        await _host.CloseAsync(erase: false, Cancellation);
        await _host.SetAsideAsync("501", Now, Cancellation);
        await _host.OpenAsync("501", Cancellation);
        await _host.CloseAsync(erase: false, Cancellation);

        (await _host.TryEraseAsync("501", Cancellation)).Should().BeTrue();

        Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Should().Equal("mirror-sandbox-501.db");
    }

    [Fact]
    public async Task Readers_beyond_the_bound_wait_for_their_turn_in_order_and_can_give_up()
    {
        var mirror = await _host.OpenAsync("501", Cancellation);
        using var gate = new SemaphoreSlim(0);
        var begun = new CountdownEvent(Mirror.MostReaders);
        var reading = Enumerable.Range(0, Mirror.MostReaders).Select(_ => mirror.ReadAsync(
            _ =>
            {
                begun.Signal();
                gate.Wait(Cancellation);
                return true;
            },
            Cancellation)).ToList();
        await Task.Run(() => begun.Wait(Cancellation), Cancellation);
        List<string> order = [];
        using var impatience = new CancellationTokenSource();

        var first = mirror.ReadAsync(_ => Add(order, "first"), Cancellation);
        var impatient = mirror.ReadAsync(_ => Add(order, "impatient"), impatience.Token);
        var second = mirror.ReadAsync(_ => Add(order, "second"), Cancellation);
        await impatience.CancelAsync();

        await impatient.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
        first.IsCompleted.Should().BeFalse();
        gate.Release();
        await Task.WhenAll(first, second);
        order.Should().Equal("first", "second");
        gate.Release(Mirror.MostReaders - 1);
        await Task.WhenAll(reading);
        Mirror.MostReaders.Should().BeGreaterThanOrEqualTo(8);
    }

    [Fact]
    public async Task A_reader_keeps_few_pages_and_the_writer_many()
    {
        var mirror = await _host.OpenAsync("501", Cancellation);

        var reader = (long)Scalar(mirror, "PRAGMA cache_size")!;
        var writer = await mirror.WriteAsync((connection, transaction) => Scalar(connection, "PRAGMA cache_size", transaction), Cancellation);

        reader.Should().BeInRange(-8192, -4096, "kilobytes are counted below zero");
        writer.Should().Be(-98304L);
    }

    [Fact]
    public async Task After_a_first_sync_the_writer_keeps_fewer_pages_and_everything_answers()
    {
        var mirror = await _host.OpenAsync("501", Cancellation);
        await mirror.WriteAsync((connection, transaction) => Scalar(connection, "PRAGMA cache_size", transaction), Cancellation);
        using var reading = mirror.OpenRead();

        await mirror.ShrinkAsync(Cancellation);

        (await mirror.WriteAsync((connection, transaction) => Scalar(connection, "PRAGMA cache_size", transaction), Cancellation)).Should().Be(-32768L);
        Scalar(mirror, "SELECT count(*) FROM record").Should().Be(0L);
        using var command = reading.CreateCommand();
        command.CommandText = "SELECT count(*) FROM record";
        command.ExecuteScalar().Should().Be(0L);
    }

    private static bool Add(List<string> order, string name)
    {
        lock (order)
        {
            order.Add(name);
        }

        return true;
    }

    private static object? Scalar(Mirror mirror, string sql)
    {
        using var connection = mirror.OpenRead();
        return Scalar(connection, sql, null);
    }

    private static object? Scalar(SqliteConnection connection, string sql, SqliteTransaction? transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
