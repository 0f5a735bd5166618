using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Tests.Support;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Tests.Search;

public sealed class SearchIndexWriterTests
{
    private readonly SearchIndexWriter _writer = new();

    [Fact]
    public async Task A_changed_text_is_found_by_its_new_words_and_no_longer_by_its_old_ones()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        await UpdateAsync(mirror.Mirror, new IndexedRecord(1, "jane doe", 10));
        await UpdateAsync(mirror.Mirror, new IndexedRecord(1, "jane roe", 10));

        Keys(mirror.Mirror, "roe").Should().Equal(1);
        Keys(mirror.Mirror, "doe").Should().BeEmpty();
        Keys(mirror.Mirror, "jane").Should().Equal(1);
    }

    [Fact]
    public async Task The_most_recently_touched_record_comes_first()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        await UpdateAsync(mirror.Mirror, new(1, "jane", 10), new(2, "jane", 20), new(3, "jane", 30));
        await UpdateAsync(mirror.Mirror, new IndexedRecord(2, "jane", 40));

        Keys(mirror.Mirror, "jane").Should().Equal(2, 3, 1);
    }

    [Fact]
    public async Task A_record_that_did_not_change_keeps_its_place()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        await UpdateAsync(mirror.Mirror, new(1, "jane", 10), new(2, "jane", 20));
        await UpdateAsync(mirror.Mirror, new(1, "jane", 10), new IndexedRecord(1, "jane", null));

        Keys(mirror.Mirror, "jane").Should().Equal(2, 1);
    }

    [Fact]
    public async Task The_records_of_one_page_are_ordered_by_their_activity()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        await UpdateAsync(mirror.Mirror, new(1, "jane", 30), new(2, "jane", null), new(3, "jane", 20));

        Keys(mirror.Mirror, "jane").Should().Equal(1, 3, 2);
    }

    [Fact]
    public async Task Of_a_record_given_twice_the_last_counts()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        await UpdateAsync(mirror.Mirror, new(1, "old", 10), new(1, "new", 10));
        await UpdateAsync(mirror.Mirror, new(1, "other", 10), new(1, "new", 10));

        Keys(mirror.Mirror, "new").Should().Equal(1);
        Keys(mirror.Mirror, "old").Should().BeEmpty();
        Keys(mirror.Mirror, "other").Should().BeEmpty();
    }

    [Fact]
    public async Task A_removed_record_is_not_found_and_can_come_back()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        await UpdateAsync(mirror.Mirror, new(1, "jane", 10), new(2, "jane", 20));
        await RemoveAsync(mirror.Mirror, 2, 99);

        Keys(mirror.Mirror, "jane").Should().Equal(1);

        await UpdateAsync(mirror.Mirror, new IndexedRecord(2, "jane", 20));
        Keys(mirror.Mirror, "jane").Should().Equal(2, 1);
    }

    [Fact]
    public async Task What_a_failed_transaction_wrote_is_not_found()
    {
        await using var mirror = await MirrorFixture.OpenAsync();

        await FluentActions.Awaiting(() => mirror.Mirror.WriteAsync<bool>(
            (connection, transaction) =>
            {
                _writer.Update(connection, transaction, ObjectType.Contact, [new(1, "jane", 10)]);
                throw new InvalidOperationException("killed");
            },
            CancellationToken.None)).Should().ThrowAsync<InvalidOperationException>();

        Keys(mirror.Mirror, "jane").Should().BeEmpty();
    }

    [Fact]
    public async Task Kinds_of_record_have_indexes_of_their_own()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        await mirror.AddAsync(new CompanyRow { HubSpotId = "7", Name = "Jane" });

        Keys(mirror.Mirror, "jane").Should().BeEmpty();
        Keys(mirror.Mirror, "jane", ObjectType.Company).Should().HaveCount(1);
    }

    [Fact]
    public async Task Resequencing_orders_by_last_activity_and_loses_nothing()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        var random = new Random(5);
        var records = Enumerable.Range(1, 12_000)
            .Select(key => new IndexedRecord(key, $"word{key % 7} jane", random.Next(5) == 0 ? null : random.Next(5_000))).ToArray();
        await UpdateAsync(mirror.Mirror, records);

        await _writer.ResequenceAsync(mirror.Mirror, ObjectType.Contact, AccountDefinitions.Empty, CancellationToken.None);

        var expected = records.OrderByDescending(record => record.LastActivityAt ?? -1).ThenByDescending(record => record.Key).ToArray();
        Keys(mirror.Mirror, "jane").Should().Equal(expected.Select(record => record.Key));
        Keys(mirror.Mirror, "word3").Should().Equal(expected.Where(record => record.Key % 7 == 3).Select(record => record.Key));
    }

    [Fact]
    public async Task An_index_that_was_resequenced_takes_changes_as_before()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        await UpdateAsync(mirror.Mirror, new(1, "jane", 30), new(2, "jane", 20), new(3, "jane", 10));
        await _writer.ResequenceAsync(mirror.Mirror, ObjectType.Contact, AccountDefinitions.Empty, CancellationToken.None);
        await _writer.ResequenceAsync(mirror.Mirror, ObjectType.Contact, AccountDefinitions.Empty, CancellationToken.None);

        await UpdateAsync(mirror.Mirror, new IndexedRecord(3, "mary", 40));
        await RemoveAsync(mirror.Mirror, 1);

        Keys(mirror.Mirror, "jane").Should().Equal(2);
        Keys(mirror.Mirror, "mary").Should().Equal(3);
    }

    [Fact]
    public async Task Changes_made_while_it_is_resequenced_are_in_the_new_index()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        await UpdateAsync(mirror.Mirror, [.. Enumerable.Range(1, 30_000).Select(key => new IndexedRecord(key, "jane", key))]);

        var resequencing = _writer.ResequenceAsync(mirror.Mirror, ObjectType.Contact, AccountDefinitions.Empty, CancellationToken.None);
        var next = 30_001L;
        do
        {
            await UpdateAsync(mirror.Mirror, new(next, "newcomer", next), new(next - 30_000, "changed", next - 30_000));
            await RemoveAsync(mirror.Mirror, next - 10_000);
            next++;
        }
        while (!resequencing.IsCompleted && next < 35_000);
        await resequencing;

        var added = (int)(next - 30_001);
        added.Should().BeGreaterThan(1, "writers pass between the steps");
        Keys(mirror.Mirror, "newcomer").Should().HaveCount(added);
        Keys(mirror.Mirror, "changed").Should().BeEquivalentTo(Enumerable.Range(1, added).Select(key => (long)key));
        Keys(mirror.Mirror, "jane").Should().HaveCount(30_000 - 2 * added);
    }

    [Fact]
    public async Task A_resequencing_that_was_cut_off_is_begun_again()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        await UpdateAsync(mirror.Mirror, new(1, "jane", 10), new(2, "jane", 5));
        await mirror.Mirror.WriteAsync(
            (connection, transaction) =>
            {
                using var command = SearchIndexWriter.Command(connection, transaction, SearchIndexSchema.Of(ObjectType.Contact).Successor.CreateSql);
                return command.ExecuteNonQuery();
            },
            CancellationToken.None);

        await _writer.ResequenceAsync(mirror.Mirror, ObjectType.Contact, AccountDefinitions.Empty, CancellationToken.None);

        Keys(mirror.Mirror, "jane").Should().Equal(1, 2);
    }

    [Fact]
    public async Task Merging_after_many_changes_finds_the_same()
    {
        await using var mirror = await MirrorFixture.OpenAsync();
        for (var round = 0; round < 20; round++)
        {
            await UpdateAsync(mirror.Mirror, [.. Enumerable.Range(1, 50).Select(key => new IndexedRecord(key, $"jane round{round}", round))]);
        }

        var before = Keys(mirror.Mirror, "jane");
        await _writer.MergeAsync(mirror.Mirror, ObjectType.Contact, CancellationToken.None);

        Keys(mirror.Mirror, "jane").Should().Equal(before).And.HaveCount(50);
        Keys(mirror.Mirror, "round3").Should().BeEmpty();
    }

    private Task<bool> UpdateAsync(Mirror mirror, params IndexedRecord[] records) => mirror.WriteAsync(
        (connection, transaction) =>
        {
            _writer.Update(connection, transaction, ObjectType.Contact, records);
            return true;
        },
        CancellationToken.None);

    private Task<bool> RemoveAsync(Mirror mirror, params long[] keys) => mirror.WriteAsync(
        (connection, transaction) =>
        {
            _writer.Remove(connection, transaction, ObjectType.Contact, keys);
            return true;
        },
        CancellationToken.None);

    private static List<long> Keys(Mirror mirror, string text, ObjectType type = ObjectType.Contact)
    {
        var schema = SearchIndexSchema.Of(type);
        using var connection = mirror.OpenRead();
        using var command = new SqliteCommand(
            $"SELECT s.key FROM {schema.Search} JOIN {schema.Sequence} s ON s.seq = {schema.Search}.rowid WHERE {schema.Search} MATCH $match ORDER BY {schema.Search}.rowid DESC",
            connection);
        command.Parameters.AddWithValue("$match", SearchWords.ToMatch(text));
        using var reader = command.ExecuteReader();
        var keys = new List<long>();
        while (reader.Read())
        {
            keys.Add(reader.GetInt64(0));
        }

        return keys;
    }
}
