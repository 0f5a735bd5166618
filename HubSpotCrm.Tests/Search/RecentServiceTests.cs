using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Tests.Outbox;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Search;

/// <summary>What a user looked for and opened last.</summary>
[Trait("Seed", "S05")]
public sealed class RecentServiceTests : IAsyncLifetime
{
    private static readonly Actor Colleague = new("u2", "Jonas Weidmann", Role.Viewer);

    private RecordsBench _bench = null!;
    private RecentService _recents = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await RecordsBench.OpenAsync();
        _recents = new RecentService(_bench.Databases, _bench.Mirrors, _bench.Time);
        await _bench.SeedAsync(ObjectType.Contact, "1", ("firstname", "Ada"), ("lastname", "Byron"));
        await _bench.SeedAsync(ObjectType.Deal, "9", ("dealname", "Valves"), ("dealstage", "new"), ("pipeline", "default"));
    }

    public async ValueTask DisposeAsync()
    {
        _recents.Dispose();
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task Texts_come_newest_first_each_once_and_not_more_than_are_kept()
    {
        await SearchAsync("ada", "valves", "ADA");
        (await SearchesAsync()).Should().Equal("ADA", "valves");

        await SearchAsync([.. Enumerable.Range(0, 30).Select(number => $"{number} otters")]);
        (await SearchesAsync()).Should().HaveCount(RecentService.Most).And.StartWith("29 otters");
    }

    [Fact]
    public async Task A_text_typed_with_pauses_is_there_once()
    {
        await SearchAsync("valves", "ad", "ada", "ada byron");

        (await SearchesAsync()).Should().Equal("ada byron", "valves");
    }

    [Fact]
    public async Task What_is_no_text_is_not_kept()
    {
        await SearchAsync("", "  ", "?!", new string('a', 10_000));

        (await SearchesAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Records_bear_the_names_they_have_now_and_are_left_out_when_they_are_gone()
    {
        await OpenAsync(ObjectType.Contact, "1");
        await OpenAsync(ObjectType.Deal, "9");
        await OpenAsync(ObjectType.Company, "404");
        _bench.Account.Set(ObjectType.Contact, "1", "lastname", "Lovelace");
        await _bench.SyncAsync(ObjectType.Contact, "1");

        (await GetAsync()).Records.Should().Equal(new RecentRecord(ObjectType.Deal, "9", "Valves"), new RecentRecord(ObjectType.Contact, "1", "Ada Lovelace"));
    }

    [Fact]
    public async Task Nobody_sees_what_another_looked_for()
    {
        await SearchAsync("ada");
        (await GetAsync(Colleague)).Searches.Should().BeEmpty();

        (await _recents.ClearAsync(Colleague, Cancellation)).Succeeded.Should().BeTrue();
        (await SearchesAsync()).Should().Equal("ada");
    }

    [Fact]
    public async Task Clearing_forgets_texts_and_records()
    {
        await SearchAsync("ada");
        await OpenAsync(ObjectType.Contact, "1");

        await _recents.ClearAsync(RecordsBench.Editor, Cancellation);

        (await GetAsync()).Should().BeEquivalentTo(Recents.None);
    }

    [Fact]
    public async Task Two_windows_of_a_user_lose_nothing_of_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => _recents.NoteSearchAsync(RecordsBench.Editor, $"{number} otters", Cancellation)));

        (await SearchesAsync()).Should().HaveCount(8);
    }

    [Fact]
    public async Task What_cannot_be_read_is_begun_anew()
    {
        await using (var database = _bench.Databases.CreateDbContext())
        {
            database.Settings.Add(new SettingRow { Name = SettingRow.RecentOf(_bench.Mirror.AccountId, RecordsBench.Editor.UserId), Value = "{\"Searches\":" });
            await database.SaveChangesAsync(Cancellation);
        }

        (await SearchesAsync()).Should().BeEmpty();
        await SearchAsync("ada");
        (await SearchesAsync()).Should().Equal("ada");
    }

    [Fact]
    [Trait("Seed", "S23")]
    public async Task Who_may_not_see_records_has_none()
    {
        (await _recents.GetAsync(Actor.Nobody, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await _recents.NoteSearchAsync(Actor.Nobody, "ada", Cancellation)).Failure.Should().BeOfType<NotAllowed>();
    }

    private async Task SearchAsync(params string[] texts)
    {
        foreach (var text in texts)
        {
            (await _recents.NoteSearchAsync(RecordsBench.Editor, text, Cancellation)).Failure.Should().BeNull();
        }
    }

    private async Task OpenAsync(ObjectType type, string id) =>
        (await _recents.NoteRecordAsync(RecordsBench.Editor, new RecordReference(type, id), Cancellation)).Failure.Should().BeNull();

    private async Task<Recents> GetAsync(Actor? actor = null) => (await _recents.GetAsync(actor ?? RecordsBench.Editor, Cancellation)).Value;

    private async Task<IReadOnlyList<string>> SearchesAsync() => (await GetAsync()).Searches;
}
