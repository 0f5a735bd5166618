using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Embeddings;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Outbox;
using HubSpotCrm.Tests.Support;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Tests.Search.Embeddings;

/// <summary>The file of vectors: what it holds, what it no longer holds, and when it is made anew.</summary>
[Trait("Seed", "S06")]
public sealed class VectorFileTests : IAsyncLifetime
{
    private const string Ada = "Ada Stone\nJob title: Doctor";
    private const string Ben = "Ben\nJob title: Driver";
    private MeaningWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await MeaningWorld.OpenAsync();
        await _world.Bench.SeedAsync(ObjectType.Contact, "1", ("firstname", "Ada"), ("lastname", "Stone"), ("jobtitle", "Doctor"));
        await _world.Bench.SeedAsync(ObjectType.Contact, "2", ("firstname", "Ben"), ("jobtitle", "Driver"));
        await _world.Bench.SeedAsync(ObjectType.Company, "7", ("name", "Hill Estate"), ("description", "A winery above the lake"));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_file_holds_numbers_and_no_text()
    {
        await MakeAsync();
        await _world.Copies.StopAsync(Cancellation);

        var bytes = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(_world.VectorPath, Cancellation));
        bytes.Should().NotContainAny("Ada", "Doctor", "winery");
        Ask("SELECT sum(length(units)) FROM vector").Should().Be(3L * WordVectors.Dimensions);
    }

    [Fact]
    public async Task Of_a_person_who_was_deleted_for_good_neither_the_file_nor_its_log_holds_a_vector()
    {
        await MakeAsync();
        _world.HasVectorOf(Ada).Should().BeTrue();

        var gone = _world.Bench.Account.Whole(ObjectType.Contact, "1") with { Properties = new Dictionary<string, string?>(), Archived = true, ArchivedAt = _world.Bench.Account.Now };
        await new MirrorWriter(new SearchIndexWriter()).ApplyAsync(
            _world.Bench.Mirror, new PageWrite(ObjectType.Contact, [gone], WriteKind.Partial, _world.Bench.Account.Now), TestDefinitions.Account, Cancellation);
        await RecordErasure.EraseAsync(_world.Bench.Mirror, ObjectType.Contact, ["1"], Cancellation);
        await _world.UntilReadyAsync(2);

        _world.HasVectorOf(Ada).Should().BeFalse();
        _world.HasVectorOf(Ben).Should().BeTrue();
        _world.KeptKeys().Should().HaveCount(2).And.NotContain(1);
    }

    [Fact]
    public async Task Of_a_record_that_says_nothing_any_more_neither_the_file_nor_its_log_holds_a_vector()
    {
        await MakeAsync();
        _world.HasVectorOf(Ben).Should().BeTrue();

        await _world.Bench.SeedAsync(ObjectType.Contact, "2", ("firstname", ""), ("jobtitle", ""));
        await _world.UntilAsync(_ => !_world.HasVectorOf(Ben));

        _world.Copies.Of(_world.Bench.Mirror)!.CountOf(ObjectType.Contact).Should().Be(1);
        _world.KeptKeys().Should().HaveCount(3, "it is not looked at again");
    }

    [Theory]
    [InlineData("other words", 0, "/v1/embeddings")]
    [InlineData("words", WordVectors.Dimensions, "/v1/embeddings")]
    [InlineData("words", 0, "/V1/embeddings")]
    public async Task Another_model_number_of_dimensions_or_endpoint_makes_all_vectors_anew(string model, int dimensions, string path)
    {
        await MakeAsync();

        await _world.RunAsync(options => (options.Model, options.Dimensions, options.Endpoint) = (model, dimensions, options.Endpoint.Replace("/v1/embeddings", path)));
        await _world.UntilReadyAsync(3);

        _world.Embedded.Should().HaveCount(6);
    }

    [Fact]
    public async Task Vectors_of_texts_that_were_put_together_otherwise_are_made_anew()
    {
        await MakeAsync();
        await _world.Copies.StopAsync(Cancellation);
        Ask("SELECT origin FROM about").Should().BeOfType<string>().Which.Should().StartWith($"{MeaningText.Version}\n");
        Ask($"UPDATE about SET origin = '{MeaningText.Version - 1}' || substr(origin, instr(origin, char(10)))");

        await MakeAsync();

        _world.Embedded.Should().HaveCount(6);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_made_anew()
    {
        await File.WriteAllTextAsync(_world.VectorPath, new string('?', 5000), Cancellation);

        await MakeAsync();

        (await _world.FindAsync("physician")).Should().ContainSingle();
    }

    [Fact]
    [Trait("BadInput", "a damaged database")]
    public async Task A_file_of_which_a_page_is_damaged_is_made_anew()
    {
        await MakeAsync();
        await _world.Copies.StopAsync(Cancellation);
        var root = (long)Ask("SELECT rootpage FROM sqlite_schema WHERE name = 'vector'")!;
        await using (var file = File.OpenWrite(_world.VectorPath))
        {
            file.Position = (root - 1) * 4096;
            file.Write(new byte[4096].Select(_ => (byte)'?').ToArray());
        }

        await MakeAsync();

        _world.Embedded.Should().HaveCount(6);
        (await _world.FindAsync("physician")).Should().ContainSingle();
        _world.Log.Lines.Should().ContainSingle(line => line.Contains("are damaged"));
    }

    [Fact]
    public async Task A_row_that_is_none_of_a_vector_makes_the_file_anew()
    {
        await MakeAsync();
        await _world.Copies.StopAsync(Cancellation);
        Ask("UPDATE vector SET units = substr(units, 2) WHERE key = 2");

        await MakeAsync();

        _world.Embedded.Should().HaveCount(6);
    }

    [Fact]
    public void Records_that_say_nothing_are_noted_together()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "meaning-1.db");
        using var kept = new KeptVectors(VectorFile.Open(path, new EmbeddingOptions { Endpoint = "http://127.0.0.1/v1/embeddings", Model = "words" }));
        var before = new FileInfo(path + "-wal").Length;

        kept.MarkUnchanged([.. Enumerable.Range(0, 256).Select(key => new MeantText(new MarkedRecord(key, ObjectType.Contact, key), ""))]).Should().BeEmpty();

        (new FileInfo(path + "-wal").Length - before).Should().BeInRange(1, 100_000, "each transaction writes a page of 4 KB or more");
    }

    private async Task MakeAsync()
    {
        await _world.RunAsync();
        await _world.UntilReadyAsync(3);
    }

    private object? Ask(string sql)
    {
        using var file = new SqliteConnection($"Data Source={_world.VectorPath};Pooling=False");
        file.Open();
        using var command = file.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
