using DuckDB.NET.Data;
using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using HubSpotCrm.Tests.Sync;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Tests.Columns;

[Trait("Seed", "S11")]
public sealed class ColumnCopyTests : IAsyncLifetime
{
    private const long Later = Wire.Noon + 60_000;
    private ColumnFixture _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await ColumnFixture.OpenAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task It_holds_every_typed_field_and_every_property_that_has_a_value()
    {
        await _portal.WriteAsync(ObjectType.Contact,
            Wire.Record("1", Wire.Noon, ("firstname", "Åsa"), ("lastname", "Lind"), ("country", "Sweden"), ("hubspotscore", "12.5"), ("tier", "gold"), ("fit", "7"),
                ("renewal", "2026-03-01"), ("motto", "Größer als ÉTÉ"), ("interests", "a;b"), ("strange", "x")));
        _portal.Start();

        (await _portal.ReadAsync("SELECT concat_ws('|', name, full_name, full_name_f, country, lead_score) FROM contact")).Should().Equal("Lind, Åsa|Åsa Lind|asa lind|Sweden|12500");
        (await _portal.ReadAsync("SELECT concat_ws('|', {tier}, {fit}, {renewal}, {interests}) FROM contact")).Should().Equal("gold|7000|1772323200000|;a;b;");
        (await _portal.ReadAsync("SELECT {motto} || '=' || {motto}_f FROM contact")).Should().Equal("Größer als ÉTÉ=grosser als ete");
        (await _portal.ReadAsync("SELECT count(*) FROM property WHERE name = 'strange' AND kind >= 0")).Should().Equal("0");
    }

    [Fact]
    public async Task What_sync_commits_is_there_for_the_next_question()
    {
        _portal.Start();
        await _portal.ReadAsync("SELECT key FROM contact");

        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Ann"), ("tier", "gold")), Wire.Record("2", Wire.Noon, ("firstname", "Bea")));
        (await _portal.ReadAsync("SELECT full_name || ' ' || coalesce(nullif({tier}, ''), '-') FROM contact ORDER BY 1")).Should().Equal("Ann gold", "Bea -");

        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("2", Later, ("firstname", "Bea"), ("tier", "silver"), ("motto", "Über")));
        (await _portal.ReadAsync("SELECT full_name || ' ' || {tier} || ' ' || coalesce(nullif({motto}_f, ''), '-') FROM contact ORDER BY 1")).Should().Equal("Ann gold -", "Bea silver uber");
    }

    [Fact]
    public async Task Records_stand_by_their_last_activity_and_the_draft_goes()
    {
        await _portal.WriteAsync(ObjectType.Contact,
            Wire.Record("1", Wire.Noon, ("firstname", "Old"), ("notes_last_updated", "2025-01-01T00:00:00Z")),
            Wire.Record("2", Wire.Noon, ("firstname", "Never")),
            Wire.Record("3", Wire.Noon, ("firstname", "New"), ("notes_last_updated", "2026-01-01T00:00:00Z"), ("tier", "gold")));
        _portal.Start();

        (await _portal.ReadAsync("SELECT full_name || {tier} FROM contact")).Should().Equal("Newgold", "Old", "Never");
        (await _portal.ReadAsync("SELECT column_default FROM duckdb_columns() WHERE table_name = 'contact' AND column_name = 'country'")).Should().Equal("''");
        Directory.GetFiles(Path.GetDirectoryName(_portal.CopyPath)!, "*.draft*").Should().BeEmpty();
    }

    [Fact]
    [Trait("BadInput", "an account with more properties than fit into the memory")]
    public async Task A_copy_that_has_too_little_memory_to_be_made_is_given_more()
    {
        _portal.BuildMemory = new(8, 8);
        var names = Enumerable.Range(0, 160).Select(number => $"own_{number}").ToArray();
        _portal.Definitions = new([], [], [.. names.Select(name => ColumnFixture.Define(ObjectType.Contact, name, PropertyType.Text))], "EUR", "UTC");
        await _portal.WriteAsync(ObjectType.Contact, [.. Enumerable.Range(1, 300).Select(id =>
            Wire.Record($"{id}", Wire.Noon, [("firstname", $"Ann {id}"), .. names.Select(name => (name, $"{name} of {id}"))]))]);
        _portal.Start();

        (await _portal.ReadAsync("SELECT count(*) FROM contact WHERE {own_0} LIKE 'own_0%' AND {own_159} LIKE 'own_159%'")).Should().Equal("300");

        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("7", Later, [("firstname", "Ann 7"), .. names.Select(name => (name, "other"))]));
        (await _portal.ReadAsync("SELECT full_name FROM contact WHERE {own_159} = 'other'")).Should().Equal("Ann 7");
    }

    [Fact]
    public async Task While_a_first_sync_writes_everything_the_copy_waits_and_is_made_behind_it()
    {
        await BackfillAsync(LaneStates.Running);
        _portal.Start();
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Ann")));

        (await _portal.Copy.LeaseAsync(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken)).Should().BeNull();
        _portal.Copy.Status.Stage.Should().Be(ColumnCopyStage.Building);
        File.Exists(_portal.CopyPath).Should().BeFalse();

        await BackfillAsync(LaneStates.Done);
        (await _portal.ReadAsync("SELECT full_name FROM contact")).Should().Equal("Ann");

        Task BackfillAsync(string state) => Checkpoints.SaveAsync(
            _portal.Mirror, [new CheckpointRow { Lane = Lanes.Backfill, Type = (int)ObjectType.Contact, State = state }], TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_record_that_leaves_the_lists_leaves_the_copy_and_comes_back_with_its_associations()
    {
        await _portal.WriteAsync(ObjectType.Company, Wire.Record("7", Wire.Noon, ("name", "Acme")));
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Ann")).Associated((ObjectType.Company, "7", "contact_to_company")));
        _portal.Start();
        const string Linked = "SELECT c.full_name || ' at ' || o.name FROM contact c JOIN company o ON o.key = c.first_company";
        (await _portal.ReadAsync(Linked)).Should().Equal("Ann at Acme");

        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Later, ("firstname", "Ann")).Archived(Later));
        (await _portal.ReadAsync(Linked)).Should().BeEmpty();
        (await _portal.ReadAsync("SELECT contacts FROM company")).Should().Equal("0");

        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Later + 1, ("firstname", "Ann")));
        (await _portal.ReadAsync(Linked)).Should().Equal("Ann at Acme");
    }

    [Fact]
    public async Task Associations_are_replaced_and_a_merged_record_goes()
    {
        await _portal.WriteAsync(ObjectType.Company, Wire.Record("7", Wire.Noon, ("name", "Acme")), Wire.Record("8", Wire.Noon, ("name", "Bolt")));
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Ann")).Associated((ObjectType.Company, "7", "contact_to_company")), Wire.Record("2"));
        _portal.Start();
        await _portal.ReadAsync("SELECT 1");

        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Later, ("firstname", "Ann"), ("hs_merged_object_ids", "2")).Associated((ObjectType.Company, "8", "contact_to_company")));

        (await _portal.ReadAsync("SELECT o.name FROM contact c JOIN company o ON o.key = c.first_company")).Should().Equal("Bolt");
        (await _portal.ReadAsync("SELECT count(*) FROM contact")).Should().Equal("1");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_contact_has_its_first_company_in_its_row_and_the_others_beside_it(bool isFed)
    {
        await _portal.WriteAsync(ObjectType.Company, [.. "789".Select(id => Wire.Record(id.ToString(), Wire.Noon, ("name", $"Firm {id}")))]);
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Ann")));
        if (isFed)
        {
            _portal.Start();
            (await _portal.ReadAsync("SELECT first_company FROM contact")).Should().Equal("∅");
        }

        // Told by the company's page: the contact's own row was not written.
        foreach (var company in "987")
        {
            await _portal.WriteAsync(ObjectType.Company, Wire.Record(company.ToString(), Later, ("name", $"Firm {company}")).Associated((ObjectType.Contact, "1", "company_to_contact")));
        }

        if (!isFed)
        {
            _portal.Start();
        }

        (await _portal.ReadAsync("SELECT o.name FROM contact c JOIN company o ON o.key = c.first_company")).Should().Equal("Firm 7");
        (await _portal.ReadAsync("SELECT o.name FROM contact_company l JOIN company o ON o.key = l.to_key ORDER BY 1")).Should().Equal("Firm 8", "Firm 9");

        await _portal.WriteAsync(ObjectType.Company, Wire.Record("7", Later + 1, ("name", "Firm 7")).Associated());
        (await _portal.ReadAsync("SELECT o.name FROM contact c JOIN company o ON o.key = c.first_company")).Should().Equal("Firm 8");
        (await _portal.ReadAsync("SELECT o.name FROM contact_company l JOIN company o ON o.key = l.to_key")).Should().Equal("Firm 9");
    }

    [Fact]
    public async Task A_property_that_becomes_one_of_another_type_is_read_anew()
    {
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("motto", "42"), ("strange", "x")));
        _portal.Start();
        (await _portal.ReadAsync("SELECT {motto} FROM contact")).Should().Equal("42");

        _portal.Definitions = new([], [], [
            ColumnFixture.Define(ObjectType.Contact, "motto", PropertyType.Number), ColumnFixture.Define(ObjectType.Contact, "strange", PropertyType.Text)], "EUR", "UTC");
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("2", Wire.Noon, ("motto", "43")));

        await EventuallyAsync("SELECT name || ' ' || kind FROM property ORDER BY name", "motto 3", "strange 0");
        (await _portal.ReadAsync("SELECT {motto} FROM contact ORDER BY 1")).Should().Equal("42000", "43000");
        (await _portal.ReadAsync("SELECT {strange} FROM contact WHERE {strange} <> ''")).Should().Equal("x");
    }

    [Fact]
    public async Task After_a_restart_it_catches_up_with_what_was_written_without_it()
    {
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Ann")));
        _portal.Start();
        (await _portal.ReadAsync("SELECT source FROM copy")).Should().ContainSingle();
        await MarkAsync();

        await _portal.Host.CloseAsync(erase: false, CancellationToken.None);
        await _portal.Host.OpenAsync("1", CancellationToken.None);
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("2", Wire.Noon, ("firstname", "Bea")));
        _portal.Start();

        (await _portal.ReadAsync("SELECT full_name FROM contact ORDER BY 1")).Should().Equal("Ann", "Bea");
        (await IsMarkedAsync()).Should().BeTrue("the file is the one from before");
    }

    [Theory]
    [InlineData("UPDATE copy SET version = version + 1")]
    [InlineData("UPDATE copy SET source = 'of another mirror'")]
    [InlineData("UPDATE copy SET reached = reached + 1000")]
    [InlineData("DROP TABLE property")]
    public async Task A_copy_of_another_version_another_mirror_or_another_time_is_made_anew(string change)
    {
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Ann")));
        _portal.Start();
        await _portal.ReadAsync("SELECT 1");
        await MarkAsync();
        await _portal.Host.CloseAsync(erase: false, CancellationToken.None);
        Change(change);

        await _portal.Host.OpenAsync("1", CancellationToken.None);
        _portal.Start();

        (await _portal.ReadAsync("SELECT full_name FROM contact")).Should().Equal("Ann");
        (await IsMarkedAsync()).Should().BeFalse("the file was made anew");
    }

    [Fact]
    public async Task A_copy_that_lost_the_log_is_made_anew()
    {
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Ann")));
        _portal.Start();
        await _portal.ReadAsync("SELECT 1");
        await _portal.Host.CloseAsync(erase: false, CancellationToken.None);
        await _portal.Host.OpenAsync("1", CancellationToken.None);
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("2", Wire.Noon, ("firstname", "Bea")));
        await ColumnLog.ForgetAsync(_portal.Mirror, long.MaxValue, CancellationToken.None);

        _portal.Start();

        (await _portal.ReadAsync("SELECT full_name FROM contact ORDER BY 1")).Should().Equal("Ann", "Bea");
    }

    [Fact]
    public async Task A_damaged_file_is_made_anew()
    {
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Ann")));
        await File.WriteAllBytesAsync(_portal.CopyPath, [.. Enumerable.Range(0, 50_000).Select(at => (byte)(at * 7))], TestContext.Current.CancellationToken);

        _portal.Start();

        (await _portal.ReadAsync("SELECT full_name FROM contact")).Should().Equal("Ann");
    }

    [Fact]
    public async Task A_query_that_finds_the_file_damaged_has_it_made_anew()
    {
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Ann")));
        _portal.Start();
        await _portal.ReadAsync("SELECT 1");
        await MarkAsync();

        _portal.Copy.Report(new IOException("a block does not have its checksum"));

        (await _portal.ReadAsync("SELECT full_name FROM contact")).Should().Equal("Ann");
        (await IsMarkedAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task A_kill_in_the_middle_of_a_feed_leaves_the_copy_as_it_was_before()
    {
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Ann")));
        _portal.Start();
        await _portal.ReadAsync("SELECT 1");
        await _portal.Host.CloseAsync(erase: false, CancellationToken.None);
        var reached = Number("SELECT reached FROM copy");

        // The process ends between the rows and the commit: what the log of the file has is not committed.
        await _portal.Host.OpenAsync("1", CancellationToken.None);
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("2", Wire.Noon, ("firstname", "Bea")));
        using (var file = ColumnFile.Open(_portal.CopyPath))
        using (var connection = file.Connect())
        {
            connection.Execute("BEGIN TRANSACTION");
            connection.Execute("DELETE FROM contact");
            connection.Execute("UPDATE copy SET reached = 999");
        }

        Number("SELECT reached FROM copy").Should().Be(reached);
        _portal.Start();
        (await _portal.ReadAsync("SELECT full_name FROM contact ORDER BY 1")).Should().Equal("Ann", "Bea");
    }

    [Fact]
    public async Task Places_follow_the_search_index_also_when_it_is_made_anew()
    {
        await _portal.WriteAsync(ObjectType.Contact,
            Wire.Record("1", Wire.Noon, ("firstname", "Ann"), ("notes_last_updated", "2026-03-02")), Wire.Record("2", Wire.Noon, ("firstname", "Bea"), ("notes_last_updated", "2026-03-01")));
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("2", Later, ("firstname", "Bee"), ("notes_last_updated", "2026-03-01")));
        _portal.Start();
        (await _portal.ReadAsync("SELECT full_name FROM contact ORDER BY place")).Should().Equal("Ann", "Bee");

        await new SearchIndexWriter().ResequenceAsync(_portal.Mirror, ObjectType.Contact, AccountDefinitions.Empty, TestContext.Current.CancellationToken);
        (await _portal.ReadAsync("SELECT full_name FROM contact ORDER BY place")).Should().Equal("Bee", "Ann");
        (await _portal.ReadAsync("SELECT place FROM contact ORDER BY place")).Should().Equal(await PlacesAsync());

        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("2", Later + 1, ("firstname", "Bo"), ("notes_last_updated", "2026-03-01")));
        (await _portal.ReadAsync("SELECT place FROM contact ORDER BY place")).Should().Equal(await PlacesAsync());
    }

    [Fact]
    public async Task Places_are_shared_with_the_mirror_only_where_both_know_the_same_index()
    {
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Ann")));
        var before = await _portal.Mirror.ReadAsync(ColumnLog.Last, CancellationToken.None);
        (await HasPlacesAsync(ObjectType.Contact, before)).Should().BeTrue();

        await new SearchIndexWriter().ResequenceAsync(_portal.Mirror, ObjectType.Contact, AccountDefinitions.Empty, TestContext.Current.CancellationToken);

        var after = await _portal.Mirror.ReadAsync(ColumnLog.Last, CancellationToken.None);
        (await HasPlacesAsync(ObjectType.Contact, before)).Should().BeFalse("the copy has the old numbers");
        (await HasPlacesAsync(ObjectType.Company, before)).Should().BeTrue();
        (await HasPlacesAsync(ObjectType.Contact, after)).Should().BeTrue();
        (await HasPlacesAsync(ObjectType.Contact, after + 1)).Should().BeFalse("the copy may have numbers that the mirror's snapshot does not");

        Task<bool> HasPlacesAsync(ObjectType type, long reached) => _portal.Mirror.ReadAsync(connection => ColumnLog.HasPlacesOf(connection, type, reached), CancellationToken.None);
    }

    [Fact]
    public async Task A_successor_that_cannot_be_made_leaves_the_copy_to_answer()
    {
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Ann"), ("motto", "42")));
        _portal.Start();
        await MarkAsync();

        // A folder of that name is in the way of the file.
        var inTheWay = Directory.CreateDirectory(_portal.CopyPath + ".new");
        _portal.Definitions = new([], [], [ColumnFixture.Define(ObjectType.Contact, "motto", PropertyType.Number)], "EUR", "UTC");
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("2", Wire.Noon, ("firstname", "Bea"), ("motto", "43")));
        await HoldsAsync(() => Task.FromResult(_portal.Log.Messages.Any(message => message.Contains("could not be made anew", StringComparison.Ordinal))));

        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("3", Wire.Noon, ("firstname", "Cora")));
        (await _portal.ReadAsync("SELECT full_name FROM contact ORDER BY 1")).Should().Equal("Ann", "Bea", "Cora");
        (await IsMarkedAsync()).Should().BeTrue("the copy is the one from before");
        inTheWay.Delete();
    }

    [Fact]
    public async Task A_long_log_is_forgotten_in_parts_up_to_the_last_entry()
    {
        await _portal.Mirror.WriteAsync(
            (connection, _) =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = "INSERT INTO column_log (what, key) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120000) SELECT 1, i FROM n";
                return command.ExecuteNonQuery();
            },
            CancellationToken.None);
        var last = await _portal.Mirror.ReadAsync(ColumnLog.Last, CancellationToken.None);

        await ColumnLog.ForgetAsync(_portal.Mirror, last - 10, CancellationToken.None);
        (await LogLengthAsync()).Should().Be(10);

        await ColumnLog.ForgetAsync(_portal.Mirror, long.MaxValue, CancellationToken.None);
        (await LogLengthAsync()).Should().Be(1);
        (await _portal.Mirror.ReadAsync(ColumnLog.Last, CancellationToken.None)).Should().Be(last);
    }

    [Fact]
    public async Task A_long_statement_ends_when_it_is_stopped()
    {
        using var file = ColumnFile.Open(Path.Combine(_portal.Folder, "long.duckdb"));
        using var connection = file.Connect();
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => connection.Execute("CREATE TABLE much AS SELECT sum(a.range * b.range) AS s FROM range(10000000) a, range(10000000) b", stop.Token), CancellationToken.None);

        await stop.CancelAsync();

        await running.Awaiting(task => task.WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<Exception>().Where(exception => exception is OperationCanceledException || exception is DuckDBException);
    }

    [Fact]
    public async Task Erasing_the_account_erases_the_copy()
    {
        await _portal.WriteAsync(ObjectType.Contact, Wire.Record("1", Wire.Noon, ("firstname", "Ann")));
        _portal.Start();
        await _portal.ReadAsync("SELECT 1");
        File.Exists(_portal.CopyPath).Should().BeTrue();

        await _portal.Host.CloseAsync(erase: true, TestContext.Current.CancellationToken);

        Directory.GetFiles(_portal.Folder, "columns*").Should().BeEmpty();
        Directory.GetFiles(_portal.Folder, "mirror*").Should().BeEmpty();
    }

    [Fact]
    public async Task The_log_keeps_no_more_than_is_to_be_fed()
    {
        _portal.Start();
        await _portal.ReadAsync("SELECT 1");
        for (var page = 0; page < 12; page++)
        {
            await _portal.WriteAsync(ObjectType.Contact, [.. Enumerable.Range(0, 300).Select(at => Wire.Record($"{(page * 300) + at}", Wire.Noon, ("firstname", "Ann")))]);
        }

        (await _portal.ReadAsync("SELECT count(*) FROM contact")).Should().Equal("3600");
        await HoldsAsync(async () => await LogLengthAsync() < 5_000);
    }

    [Fact]
    public async Task Every_table_that_lists_read_is_followed()
    {
        var triggers = await _portal.Mirror.ReadAsync(connection => Strings(connection, "SELECT tbl_name || ' ' || count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'column_log_%' GROUP BY tbl_name"), CancellationToken.None);

        triggers.Should().BeEquivalentTo([.. ColumnLog.Types.SelectMany(type => new[] { $"{type.Singular()} 3", $"{type.Singular()}_seq 1" }), "association 3", "record 1"]);
    }

    private static List<string> Strings(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }

    private Task<List<string>> PlacesAsync() =>
        _portal.Mirror.ReadAsync(connection => Strings(connection, "SELECT CAST(seq AS TEXT) FROM contact_seq ORDER BY seq"), CancellationToken.None);

    private Task<int> LogLengthAsync() => _portal.Mirror.ReadAsync(connection => Strings(connection, "SELECT CAST(seq AS TEXT) FROM column_log").Count, CancellationToken.None);

    private async Task EventuallyAsync(string sql, params string[] expected) =>
        await HoldsAsync(async () => (await _portal.ReadAsync(sql)).SequenceEqual(expected));

    private static Task HoldsAsync(Func<Task<bool>> condition) =>
        Eventually.HoldsAsync(condition, TimeSpan.FromSeconds(30), () => "the copy is not as it should be", TestContext.Current.CancellationToken);

    private async Task MarkAsync() => await _portal.ReadAsync("CREATE TABLE mark AS SELECT 1 AS here");

    private async Task<bool> IsMarkedAsync() => (await _portal.ReadAsync("SELECT table_name FROM duckdb_tables() WHERE table_name = 'mark'")).Count == 1;

    private void Change(string sql)
    {
        using var file = ColumnFile.Open(_portal.CopyPath);
        using var connection = file.Connect();
        connection.Execute(sql);
    }

    private long Number(string sql)
    {
        using var file = ColumnFile.Open(_portal.CopyPath);
        using var connection = file.Connect();
        return connection.Number(sql);
    }
}
