using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Meaning;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Sync;

namespace HubSpotCrm.Tests.Search;

/// <summary>What a record is found by beyond its search fields, after every kind of page, and what is said of why.</summary>
[Trait("Seed", "S06")]
public sealed class FurtherTextTests : IAsyncLifetime
{
    private static readonly (ObjectType, string, string) AtAcme = (ObjectType.Company, "7", "contact_to_company");
    private static readonly (ObjectType, string, string) AlsoAtBare = (ObjectType.Company, "8", "contact_to_company_unlabeled");
    private readonly SynonymBook _book = new();
    private MirrorPage _mirror = null!;
    private long _now = Wire.Noon;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _mirror = await MirrorPage.OpenAsync();
        _mirror.Definitions = new AccountDefinitions(
            [],
            [],
            [
                Define("firstname", "First name", PropertyType.Text),
                Define("jobtitle", "Job title", PropertyType.Text),
                Define("favourite_food", "Favourite food", PropertyType.Text),
                Define("shoe_size", "Shoe size", PropertyType.Number),
                Define("branch", "Branch", PropertyType.Enumeration, ("b1", "Hospital & Health Care"), ("b2", "Legal Services")),
            ],
            "EUR",
            "Europe/Berlin");
        await _mirror.WriteAsync(ObjectType.Company, Wire.Record("7", _now, ("name", "Acme")), Wire.Record("8", _now, ("name", "Bareface Holding")));
        await _mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", ++_now, ("firstname", "Ada"), ("jobtitle", "Head of Logistics"), ("favourite_food", "Spätzle with mushrooms"), ("shoe_size", "43"), ("branch", "b1"))
            .Associated(AtAcme, AlsoAtBare));
        await _mirror.WriteAsync(ObjectType.Contact, Wire.Record("2", ++_now, ("firstname", "Bob"), ("branch", "b2")));
    }

    public ValueTask DisposeAsync() => _mirror.DisposeAsync();

    [Theory]
    [InlineData("mushrooms", "Favourite food", "Spätzle with mushrooms", null)]
    [InlineData("spatz", "Favourite food", "Spätzle with mushrooms", null)]
    [InlineData("ada logis", "Job title", "Head of Logistics", null)]
    [InlineData("bareface", "Company", "Bareface Holding", null)]
    [InlineData("health", "Branch", "Hospital & Health Care", null)]
    [InlineData("clinic", "Branch", "Hospital & Health Care", "clinic")]
    [InlineData("ada nursing home", "Branch", "Hospital & Health Care", "nursing home")]
    public async Task A_text_outside_the_search_fields_finds_its_record_and_says_where(string typed, string label, string text, string? meaning)
    {
        var found = await FindAsync(typed);

        found.Should().ContainSingle().Which.Id.Should().Be("1");
        found[0].Reason.Should().Be(new MatchReason(label, text, meaning));
    }

    [Theory]
    [InlineData("43")]
    [InlineData("b1")]
    [InlineData("mushrooms bob")]
    [InlineData("ushrooms")]
    public async Task Numbers_values_without_a_label_and_words_of_two_records_find_nothing(string typed) => (await FindAsync(typed)).Should().BeEmpty();

    [Theory]
    [InlineData("anna noodles", false)]
    [InlineData("ann noodles", false)]
    [InlineData("noodl ann thai", false)]
    [InlineData("ann bob noodles", false)]
    [InlineData("ann th", false)]
    [InlineData("ann anna", true)]
    [InlineData("ann", false)]
    [InlineData("ann clinic noodles", false)]
    public async Task Common_words_find_the_same_whether_they_are_looked_up_or_looked_for_in_rows(string typed, bool areAllCommon)
    {
        for (var number = 10; number < 40; number++)
        {
            await _mirror.WriteAsync(ObjectType.Contact, Wire.Record($"{number}", ++_now,
                ("firstname", (number % 3) switch { 0 => "Ann", 1 => "Anna", _ => "Bob Annis" }),
                ("branch", number % 4 == 0 ? "b1" : "b2"),
                ("favourite_food", number % 5 == 0 ? "Thai noodles" : number % 2 == 0 ? "noodles, thick" : "soup of th")));
        }

        var (all, _) = await HitsAsync(new() { Common = int.MaxValue });
        var (read, isCut) = await HitsAsync(new() { Common = 5 });
        var (cut, maybeMore) = await HitsAsync(new() { Common = 5, MostRead = 1 });

        all.Should().NotBeEmpty();
        read.Should().Equal(areAllCommon ? cut : all);
        isCut.Should().Be(areAllCommon);
        cut.Should().BeSubsetOf(all);
        (cut.Count == all.Count || maybeMore).Should().BeTrue("who misses rows has to say so");

        Task<(List<long> Places, bool IsCut)> HitsAsync(FurtherLimits limits) => _mirror.Mirror.ReadAsync(
            connection => new FurtherHits(connection, ObjectType.Contact, _mirror.Definitions, limits).Find(TypedText.Of(typed)!, Synonyms.BuiltIn, 100), Cancellation);
    }

    [Fact]
    public async Task Rows_that_are_found_in_two_ways_count_once_before_further_texts_are_asked()
    {
        for (var number = 10; number < 21; number++)
        {
            await _mirror.WriteAsync(ObjectType.Contact, Wire.Record($"{number}", ++_now, ("firstname", "Nora")));
        }

        await _mirror.WriteAsync(ObjectType.Contact, Wire.Record("21", ++_now, ("firstname", "Honora")));
        await _mirror.WriteAsync(ObjectType.Contact, Wire.Record("22", ++_now, ("firstname", "Zed"), ("favourite_food", "Nora rolls")));

        (await FindAsync("nora")).Select(contact => contact.Id).Should().HaveCount(13).And.EndWith(["21", "22"]);
    }

    [Fact]
    public async Task A_record_found_by_its_own_fields_has_no_further_reason() => (await FindAsync("ada")).Should().ContainSingle().Which.Reason.Should().BeNull();

    [Fact]
    public async Task A_changed_value_is_found_and_the_old_one_no_longer()
    {
        await _mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", ++_now, ("firstname", "Ada"), ("favourite_food", "Pancakes")));

        (await FindAsync("pancakes")).Should().ContainSingle();
        (await FindAsync("mushrooms")).Should().BeEmpty();
        (await FindAsync("ada")).Should().ContainSingle();
    }

    [Fact]
    public async Task A_note_finds_its_contact_until_it_is_deleted()
    {
        var note = Wire.Record("n1", ++_now, ("hs_note_body", "<p>Prefers to be called on <b>Thursdays</b></p>"), ("hs_timestamp", "2026-11-01T10:00:00Z"));
        await _mirror.WriteAsync(ObjectType.Note, note.Associated((ObjectType.Contact, "1", "note_to_contact")));

        var found = await FindAsync("thursdays");
        found.Should().ContainSingle().Which.Reason.Should().Be(new MatchReason("Note", "Prefers to be called on Thursdays"));

        await _mirror.WriteAsync(ObjectType.Note, Wire.Record("n1", ++_now) with { Archived = true, ArchivedAt = _now });
        (await FindAsync("thursdays")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_company_that_is_renamed_renames_what_its_contacts_are_found_by()
    {
        await _mirror.WriteAsync(ObjectType.Company, Wire.Record("8", ++_now, ("name", "Clothed Group")));

        (await FindAsync("clothed")).Should().ContainSingle();
        (await FindAsync("bareface")).Should().BeEmpty();
    }

    [Fact]
    public async Task An_index_made_anew_finds_the_same()
    {
        await new SearchIndexWriter().ResequenceAsync(_mirror.Mirror, ObjectType.Contact, _mirror.Definitions, Cancellation);

        (await FindAsync("mushrooms")).Should().ContainSingle();
        (await FindAsync("bareface")).Should().ContainSingle();
        (await FindAsync("thursdays")).Should().BeEmpty();
    }

    [Fact]
    public async Task Records_of_a_first_sync_are_found_by_further_texts_once_their_index_was_made_at_its_end()
    {
        await BackfillAsync(LaneStates.Running);
        await _mirror.WriteAsync(ObjectType.Contact, Wire.Record("3", ++_now, ("firstname", "Cy"), ("favourite_food", "Waffles")));
        var note = Wire.Record("n1", ++_now, ("hs_note_body", "Called on Thursdays"), ("hs_timestamp", "2026-11-01T10:00:00Z"));
        await _mirror.WriteAsync(ObjectType.Note, note.Associated((ObjectType.Contact, "3", "note_to_contact")));
        (await FindAsync("cy")).Should().ContainSingle();
        (await FindAsync("waffles")).Should().BeEmpty();

        await new SearchIndexWriter().ResequenceAsync(_mirror.Mirror, ObjectType.Contact, _mirror.Definitions, Cancellation);
        await BackfillAsync(LaneStates.Done);

        (await FindAsync("waffles")).Should().ContainSingle();
        (await FindAsync("thursdays")).Should().ContainSingle();
        (await FindAsync("mushrooms")).Should().ContainSingle();
        await _mirror.WriteAsync(ObjectType.Contact, Wire.Record("3", ++_now, ("firstname", "Cy"), ("favourite_food", "Crumpets")));
        (await FindAsync("crumpets")).Should().ContainSingle();
        (await FindAsync("waffles")).Should().BeEmpty();

        Task BackfillAsync(string state) => Checkpoints.SaveAsync(
            _mirror.Mirror, [new CheckpointRow { Lane = Lanes.Backfill, Type = (int)ObjectType.Contact, State = state }], Cancellation);
    }

    [Fact]
    public async Task A_record_that_is_gone_is_found_by_nothing()
    {
        await _mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", ++_now) with { Archived = true, ArchivedAt = _now });

        (await FindAsync("mushrooms")).Should().BeEmpty();
    }

    [Fact]
    public async Task Only_the_beginning_of_a_very_long_text_counts()
    {
        var text = string.Concat(Enumerable.Repeat("blah ", 1_000)) + "needle";
        await _mirror.WriteAsync(ObjectType.Contact, Wire.Record("2", ++_now, ("firstname", "Bob"), ("favourite_food", text)));

        (await FindAsync("blah")).Should().ContainSingle().Which.Reason!.Text.Length.Should().BeLessThan(200);
        (await FindAsync("needle")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_meaning_of_the_administrators_own_is_used_at_once()
    {
        (await FindAsync("our kitchen friends")).Should().BeEmpty();

        _book.Take([new SynonymPair("kitchen friends", "mushrooms")]);

        (await FindAsync("ada kitchen friends")).Should().ContainSingle().Which.Reason!.Meaning.Should().Be("kitchen friends");
        (await FindAsync("clinic")).Should().ContainSingle();
    }

    private static PropertyDefinition Define(string name, string label, PropertyType type, params (string Value, string Label)[] options) => new(
        ObjectType.Contact, name, label, type, "text", null, null, [.. options.Select((option, at) => new PropertyOption(option.Value, option.Label, at, false))],
        false, false, false, false, false, false);

    private async Task<IReadOnlyList<Contact>> FindAsync(string text) => (await new RecordSearch(TimeProvider.System, book: _book).ContactsAsync(
        _mirror.Mirror, RecordQuery.All with { Text = text }, _mirror.Definitions, TimeZoneInfo.Utc, Cancellation)).Value.Items;
}
