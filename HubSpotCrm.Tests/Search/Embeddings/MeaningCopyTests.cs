using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search.Embeddings;

namespace HubSpotCrm.Tests.Search.Embeddings;

/// <summary>The vectors of a mirror's records: made in the background, kept current, and gone with the account.</summary>
[Trait("Seed", "S06")]
public sealed class MeaningCopyTests : IAsyncLifetime
{
    private MeaningWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await MeaningWorld.OpenAsync();
        await _world.Bench.SeedAsync(ObjectType.Contact, "1", ("firstname", "Ada"), ("lastname", "Stone"), ("jobtitle", "Doctor"), ("email", "ada@stone.example"), ("phone", "+41 61 555 0101"), ("notes_last_updated", "2026-01-01T00:00:00Z"));
        await _world.Bench.SeedAsync(ObjectType.Contact, "2", ("firstname", "Ben"), ("jobtitle", "Driver"), ("company", "Fleet One"), ("notes_last_updated", "2026-03-01T00:00:00Z"));
        await _world.Bench.SeedAsync(ObjectType.Company, "7", ("name", "Hill Estate"), ("industry", "WINE_AND_SPIRITS"), ("description", "A winery above the lake"), ("notes_last_updated", "2026-02-01T00:00:00Z"));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Records_are_embedded_by_what_they_are_about_the_most_recently_active_first()
    {
        await _world.RunAsync(options => options.BatchSize = 2);
        await _world.UntilReadyAsync(3);

        _world.Server.Asked.Select(texts => texts.Count).Should().Equal(2, 1);
        _world.Embedded.Should().Equal(
            "Ben\nJob title: Driver\nCompany: Fleet One",
            "Hill Estate\nindustry: WINE_AND_SPIRITS\ndescription: A winery above the lake",
            "Ada Stone\nJob title: Doctor");
    }

    [Fact]
    public async Task A_record_whose_text_changed_is_embedded_again_and_one_of_which_something_else_changed_is_not()
    {
        await _world.RunAsync();
        await _world.UntilReadyAsync(3);

        await _world.Bench.SeedAsync(ObjectType.Contact, "1", ("phone", "+41 61 555 0199"), ("nickname", "Addie"));
        await _world.Bench.SeedAsync(ObjectType.Contact, "2", ("jobtitle", "Head of Transport"));
        await _world.Bench.SeedAsync(ObjectType.Contact, "3", ("firstname", "Cem"));
        await _world.UntilReadyAsync(4);

        _world.Embedded.Skip(3).Should().BeEquivalentTo("Ben\nJob title: Head of Transport\nCompany: Fleet One", "Cem");
    }

    [Fact]
    public async Task A_record_that_was_archived_is_found_no_more()
    {
        await _world.RunAsync();
        await _world.UntilReadyAsync(3);
        (await _world.FindAsync("physician")).Should().ContainSingle();

        await _world.Bench.Mirror.WriteAsync(
            (connection, transaction) =>
            {
                new Core.Search.SearchIndexWriter().Remove(connection, transaction, ObjectType.Contact, [1]);
                return true;
            },
            Cancellation);

        await _world.UntilReadyAsync(2);
        (await _world.FindAsync("physician")).Should().BeEmpty();
        _world.KeptKeys().Should().HaveCount(2).And.NotContain(1);
        _world.Copies.Of(_world.Bench.Mirror)!.CountOf(ObjectType.Contact).Should().Be(1);
    }

    [Fact]
    public async Task After_a_restart_nothing_is_asked_that_was_answered()
    {
        await _world.RunAsync();
        await _world.UntilReadyAsync(3);

        await _world.RunAsync();
        await _world.UntilReadyAsync(3);

        _world.Embedded.Should().HaveCount(3);
        (await _world.FindAsync("physician")).Should().ContainSingle();
    }

    [Fact]
    public async Task An_endpoint_that_fails_is_told_in_words_and_asked_again_until_it_answers()
    {
        _world.Server.Refuse = _ => 404;
        await _world.RunAsync();
        await _world.UntilAsync(status => status.Stage == MeaningStage.Failing);

        _world.Status.Should().Match<MeaningStatus>(status => status.Done == 0 && status.Wanted == 3 && status.FailedAt != null && status.Failure!.Said == "not today");
        _world.Status.Failure!.Message.Should().Contain("Search:Embeddings:Model");
        (await _world.FindAsync("ada")).Should().ContainSingle("searches go on by words");

        _world.Server.Refuse = null;
        await _world.UntilReadyAsync(3);
        _world.Status.Failure.Should().NotBeNull("it is still the last failure");
    }

    [Fact]
    public async Task Vectors_of_another_length_are_not_mixed_with_those_before()
    {
        await _world.RunAsync();
        await _world.UntilReadyAsync(3);

        _world.Server.Vector = _ => [1, 2, 3];
        await _world.Bench.SeedAsync(ObjectType.Contact, "3", ("firstname", "Cem"));
        await _world.UntilAsync(status => status.Stage == MeaningStage.Failing);

        _world.Status.Failure!.Message.Should().Contain("3 numbers where they had 384");
        (await _world.FindAsync("nobody such")).Should().BeEmpty("a text's vector of another length is near to nothing");
    }

    [Fact]
    public async Task Only_so_many_records_as_are_set_have_vectors_and_what_is_active_takes_the_place_of_what_is_not()
    {
        await _world.RunAsync(options => options.Records = 2);
        await _world.UntilReadyAsync(2);
        (await _world.FindAsync("physician")).Should().BeEmpty("it is the least recently active of three");

        await _world.Bench.SeedAsync(ObjectType.Contact, "1", ("notes_last_updated", "2026-10-01T00:00:00Z"));
        await _world.UntilAsync(_ => _world.Embedded.Contains("Ada Stone\nJob title: Doctor"));
        await _world.UntilReadyAsync(2);
        (await _world.FindAsync("physician")).Should().ContainSingle();
    }

    [Fact]
    public async Task With_the_account_s_copy_its_vectors_are_erased()
    {
        await _world.RunAsync();
        await _world.UntilReadyAsync(3);
        var path = _world.VectorPath;
        File.Exists(path).Should().BeTrue();

        await _world.Bench.Mirrors.CloseAsync(erase: true, Cancellation);

        Directory.GetFiles(Path.GetDirectoryName(path)!, "meaning-*").Should().BeEmpty();
        _world.Status.Stage.Should().Be(MeaningStage.Waiting);
    }

    [Fact]
    public async Task A_copy_that_is_set_aside_leaves_no_vectors_of_other_keys_behind()
    {
        await _world.RunAsync();
        await _world.UntilReadyAsync(3);
        var path = _world.VectorPath;

        await _world.Bench.Mirrors.CloseAsync(erase: false, Cancellation);
        File.Exists(path).Should().BeTrue();
        await _world.Bench.Mirrors.SetAsideAsync("1", DateTimeOffset.UnixEpoch, Cancellation);

        File.Exists(path).Should().BeFalse();
    }

    [Fact]
    public async Task Without_an_endpoint_the_vectors_that_are_left_of_one_are_erased_when_the_account_s_copy_opens()
    {
        await _world.RunAsync();
        await _world.UntilReadyAsync(3);
        var path = _world.VectorPath;

        await _world.RunAsync(options => (options.Endpoint, options.Model) = ("", ""));
        Left().Should().BeEmpty();

        await _world.Bench.Mirrors.CloseAsync(erase: false, Cancellation);
        await File.WriteAllTextAsync(path, "left", Cancellation);
        await File.WriteAllTextAsync(path + "-wal", "left", Cancellation);
        await _world.Bench.Mirrors.OpenAsync("1", Cancellation);
        Left().Should().BeEmpty();

        string[] Left() => Directory.GetFiles(Path.GetDirectoryName(path)!, "meaning-*");
    }

    [Fact]
    public async Task Without_an_endpoint_there_is_no_file_no_call_and_nothing_that_runs()
    {
        await _world.RunAsync(options => (options.Endpoint, options.Model) = ("", ""));

        _world.Status.Should().Be(new MeaningStatus(MeaningStage.Off));
        _world.Copies.Of(_world.Bench.Mirror).Should().BeNull();
        (await _world.FindAsync("physician")).Should().BeEmpty();
        File.Exists(_world.VectorPath).Should().BeFalse();
        _world.Server.Asked.Should().BeEmpty();
    }
}
