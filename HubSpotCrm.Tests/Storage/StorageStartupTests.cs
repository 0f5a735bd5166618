using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.Storage;

/// <summary>What the portal makes of the file <c>app.db</c> that it finds.</summary>
public sealed class StorageStartupTests : IDisposable
{
    private const string Released = "20261124021000_AuditTriggers";
    private const int Own = 0x48534341;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero));

    private string DatabasePath => Path.Combine(_folder.Path, "app.db");

    private string Backups => Path.Combine(_folder.Path, "backups");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_file_says_whose_it_is_and_which_portal_made_it()
    {
        await StartAsync();

        Number("application_id").Should().Be(Own);
        Number("user_version").Should().BePositive();
        Directory.Exists(Backups).Should().BeFalse("there was nothing to copy");
    }

    [Fact]
    public async Task A_file_of_an_earlier_portal_is_copied_before_it_is_changed()
    {
        await MakeReleasedAsync();
        Execute("INSERT INTO setting (Name, Value, UpdatedAt) VALUES ('mine', 'kept', 1)");

        await StartAsync();

        Number("application_id").Should().Be(Own);
        Columns(DatabasePath, "outbox").Should().Contain("RetryingSince");
        var copy = Directory.GetFiles(Backups).Should().ContainSingle().Subject;
        Path.GetFileName(copy).Should().StartWith("app-before-").And.EndWith("-20261125T090000Z.db");
        Columns(copy, "outbox").Should().NotContain("RetryingSince");
        Scalar(copy, "SELECT Value FROM setting WHERE Name = 'mine'").Should().Be("kept");
    }

    [Fact]
    [Trait("Fault", "F37")]
    public async Task The_copy_put_back_in_its_place_is_brought_up_to_date_again()
    {
        await MakeReleasedAsync();
        await StartAsync();
        foreach (var file in Directory.GetFiles(_folder.Path, "app.db*"))
        {
            File.Delete(file);
        }

        File.Copy(Directory.GetFiles(Backups).Single(), DatabasePath);
        await StartAsync();

        Columns(DatabasePath, "outbox").Should().Contain("RetryingSince");
    }

    [Fact]
    public async Task The_last_three_copies_are_kept()
    {
        for (var upgrade = 0; upgrade < 5; upgrade++)
        {
            _time.Advance(TimeSpan.FromDays(1));
            await MakeReleasedAsync();
            await StartAsync();
        }

        Directory.GetFiles(Backups).Select(file => Path.GetFileName(file)[^19..^11]).Order().Should().Equal("20261128", "20261129", "20261130");
    }

    [Fact]
    public async Task A_file_that_is_up_to_date_is_not_copied()
    {
        await StartAsync();
        await StartAsync();

        Directory.Exists(Backups).Should().BeFalse();
    }

    [Fact]
    [Trait("BadInput", "a data folder that cannot be written")]
    public async Task Without_a_copy_nothing_is_changed()
    {
        await MakeReleasedAsync();
        await File.WriteAllTextAsync(Backups, "a file", TestContext.Current.CancellationToken);

        var refused = await RefusedAsync();

        refused.Message.Should().Contain("Nothing was changed").And.Contain(Backups);
        Columns(DatabasePath, "outbox").Should().NotContain("RetryingSince");
    }

    [Fact]
    [Trait("BadInput", "a database of a newer portal")]
    public async Task A_file_of_a_newer_portal_is_left_alone_and_the_version_is_named()
    {
        await StartAsync();
        Execute("PRAGMA user_version = 99002003");
        Execute("INSERT INTO __EFMigrationsHistory (MigrationId, ProductVersion) VALUES ('29991231235959_Future', '99')");

        var refused = await RefusedAsync();

        refused.Message.Should().Contain("version 99.2.3 or later").And.Contain(DatabasePath);
    }

    [Fact]
    [Trait("BadInput", "a database of a newer portal")]
    public async Task A_change_that_this_portal_does_not_know_is_a_newer_portals()
    {
        await StartAsync();
        Execute("INSERT INTO __EFMigrationsHistory (MigrationId, ProductVersion) VALUES ('29991231235959_Future', '99')");

        (await RefusedAsync()).Message.Should().Contain("made by a newer portal and needs a later version");
    }

    [Fact]
    [Trait("BadInput", "a database of another program")]
    public async Task A_database_of_another_program_is_left_alone()
    {
        Execute("PRAGMA application_id = 252006675; CREATE TABLE theirs (x)");

        (await RefusedAsync()).Message.Should().Contain("of another program");
        Scalar(DatabasePath, "SELECT count(*) FROM sqlite_master").Should().Be(1L, "nothing was added");
    }

    [Fact]
    [Trait("BadInput", "a damaged database")]
    [Trait("Fault", "F41")]
    public async Task F41_A_damaged_page_anywhere_is_found_before_anything_is_changed()
    {
        await StartAsync();
        Execute($"INSERT INTO setting (Name, Value, UpdatedAt) VALUES {string.Join(',', Enumerable.Range(0, 400).Select(number => $"('name {number}', '{new string('x', 200)}', 1)"))}");
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        Damage(from: new FileInfo(DatabasePath).Length - (3 * 4096));

        (await RefusedAsync()).Message.Should().Contain("is damaged").And.Contain("restore a backup");
    }

    [Fact]
    [Trait("BadInput", "a damaged database")]
    public async Task F41_A_damaged_header_is_named_and_the_file_stays_as_it_is()
    {
        await File.WriteAllTextAsync(DatabasePath, new string('?', 8192), TestContext.Current.CancellationToken);

        (await RefusedAsync()).Message.Should().Contain(DatabasePath).And.Contain("is damaged");
        (await File.ReadAllTextAsync(DatabasePath, TestContext.Current.CancellationToken)).Should().Be(new string('?', 8192));
    }

    [Fact]
    [Trait("BadInput", "a damaged database")]
    [Trait("Fault", "F41")]
    public async Task F41_A_file_that_lost_its_content_is_not_taken_for_a_new_one()
    {
        await File.WriteAllTextAsync(DatabasePath, "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "mirror-501.db"), "", TestContext.Current.CancellationToken);

        (await RefusedAsync()).Message.Should().Contain("is empty");
    }

    [Fact]
    [Trait("BadInput", "a full disk")]
    public void What_a_database_says_later_in_the_start_is_put_in_words_too()
    {
        StorageUnusableException.Explain(new DbUpdateException("Saving failed.", new SqliteException("full", SQLitePCL.raw.SQLITE_FULL)))!.Message
            .Should().Contain("The disk is full").And.Contain("app.db");
        StorageUnusableException.Explain(new InvalidOperationException("A mistake.")).Should().BeNull();
    }

    private async Task StartAsync()
    {
        var factory = new Databases(DatabasePath);
        using var startup = new StorageStartup(
            Options.Create(new StorageOptions { DataDirectory = _folder.Path }), factory, _time, NullLogger<StorageStartup>.Instance);
        try
        {
            await startup.PrepareAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            factory.Close();
        }
    }

    private async Task<StorageUnusableException> RefusedAsync() =>
        (await FluentActions.Awaiting(StartAsync).Should().ThrowAsync<StorageUnusableException>()).Which;

    // As the first released portal left it: an older schema, and no marks.
    private async Task MakeReleasedAsync()
    {
        foreach (var file in Directory.GetFiles(_folder.Path, "app.db*"))
        {
            File.Delete(file);
        }

        var factory = new Databases(DatabasePath);
        await using (var context = factory.CreateDbContext())
        {
            await context.GetService<IMigrator>().MigrateAsync(Released, TestContext.Current.CancellationToken);
        }

        factory.Close();
    }

    private void Damage(long from)
    {
        using var file = new FileStream(DatabasePath, FileMode.Open, FileAccess.Write);
        file.Position = from;
        file.Write(Enumerable.Repeat((byte)0xA5, 4096).ToArray());
    }

    private void Execute(string sql) => Scalar(DatabasePath, sql);

    private int Number(string pragma) => Convert.ToInt32(Scalar(DatabasePath, $"PRAGMA {pragma}"), System.Globalization.CultureInfo.InvariantCulture);

    private static List<string> Columns(string path, string table) =>
        [.. ((string)Scalar(path, $"SELECT group_concat(name) FROM pragma_table_info('{table}')")!).Split(',')];

    private static object? Scalar(string path, string sql)
    {
        using var connection = new SqliteConnection(SqliteSettings.ConnectionString(path, isPooled: false));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private sealed class Databases(string path) : IDbContextFactory<AppDb>
    {
        public AppDb CreateDbContext() => new(new DbContextOptionsBuilder<AppDb>()
            .UseSqlite(SqliteSettings.ConnectionString(path))
            .AddInterceptors(new SqliteSettingsInterceptor())
            .Options);

        /// <summary>As when the process ends.</summary>
        public void Close()
        {
            using var connection = new SqliteConnection(SqliteSettings.ConnectionString(path));
            SqliteConnection.ClearPool(connection);
        }
    }
}
