using System.Diagnostics;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Embeddings;
using HubSpotCrm.Core.Search.Meaning;
using HubSpotCrm.Tests.Outbox;
using Microsoft.Extensions.Logging.Abstractions;

namespace HubSpotCrm.Tests.Search.Embeddings;

/// <summary>What is close in meaning to a text, behind what its words find.</summary>
[Trait("Seed", "S06")]
public sealed class MeaningSearchTests : IAsyncLifetime
{
    private const int Records = 5;
    private MeaningWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await MeaningWorld.OpenAsync();
        await _world.Bench.SeedAsync(ObjectType.Contact, "1", ("firstname", "Ada"), ("jobtitle", "Doctor"), ("company", "Northwood"));
        await _world.Bench.SeedAsync(ObjectType.Contact, "2", ("firstname", "Ben"), ("jobtitle", "Driver"));
        await _world.Bench.SeedAsync(ObjectType.Contact, "3", ("firstname", "Physician"), ("lastname", "Tools"));
        await _world.Bench.SeedAsync(ObjectType.Contact, "4", ("firstname", "Dora"), ("nickname", "The physician of the house"));
        await _world.Bench.SeedAsync(ObjectType.Company, "7", ("name", "Doctor Wood"));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_physician_is_found_where_a_record_says_doctor_and_no_synonym_knows_it()
    {
        Synonyms.BuiltIn.Parts(["physician"]).Should().OnlyContain(part => !part.Meanings.Any(words => words.Contains("doctor")));
        await StartAsync();

        var found = await _world.FindAsync("physician");

        found.Select(contact => contact.Id).Should().Equal("3", "4", "1");
        found[0].Reason.Should().BeNull("its name says it");
        found[1].Reason.Should().Be(new MatchReason("Nickname", "The physician of the house"), "another text says it");
        found[2].Reason.Should().Match<MatchReason>(reason => reason.IsClose && reason.Label == "Close in meaning" && reason.Text == "Doctor, Northwood");
    }

    [Fact]
    public async Task The_first_answer_does_not_ask_the_endpoint_and_the_whole_one_does_once()
    {
        await StartAsync();

        (await _world.PageAsync(Query("physician") with { Depth = SearchDepth.First })).Value.Should().Match<Page<Contact>>(page => page.Items.Count == 1 && page.IsPartial);
        Queries.Should().Be(0);

        await _world.PageAsync(Query("physician"));
        await CountAsync("physician");
        await _world.PageAsync(Query("physician"));
        Queries.Should().Be(1);
    }

    [Fact]
    public async Task Rows_counts_pages_filters_and_ids_mean_the_same_records()
    {
        await StartAsync();

        var page = (await _world.PageAsync(Query("physician"))).Value;
        page.Total.Should().Be(new Total(3, true));
        (await CountAsync("physician")).Should().Be(3);
        (await _world.Search.IdsAsync(_world.Bench.Mirror, ObjectType.Contact, Query("physician"), _world.Bench.Definitions.Definitions, TimeZoneInfo.Utc, 100, Cancellation)).Value
            .Should().BeEquivalentTo("1", "3", "4");
        var pages = new List<string>();
        for (var offset = 0; offset < 4; offset++)
        {
            pages.AddRange((await _world.PageAsync(Query("physician") with { Offset = offset, Limit = 1 })).Value.Items.Select(contact => contact.Id));
        }

        pages.Should().Equal(page.Items.Select(contact => contact.Id));
        (await _world.PageAsync(Query("physician") with { Filters = [new AnyOf("company", ["Northwood"])] })).Value.Items.Select(contact => contact.Id).Should().Equal("1");
        (await _world.PageAsync(Query("physician") with { Sort = [new SortKey("name", false)] })).Value.Items.Select(contact => contact.Id).Should().BeEquivalentTo("1", "3", "4");
    }

    [Fact]
    public async Task Where_words_find_enough_no_text_leaves_the_portal()
    {
        for (var id = 100; id < 100 + TextHits.Enough; id++)
        {
            await _world.Bench.SeedAsync(ObjectType.Contact, $"{id}", ("firstname", "Physician"), ("lastname", $"Number{id}"));
        }

        await StartAsync(TextHits.Enough);

        (await _world.FindAsync("physician")).Should().HaveCount(TextHits.Enough + 1).And.OnlyContain(contact => contact.Reason == null);
        Queries.Should().Be(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("doc")]
    [InlineData("#1")]
    [InlineData("+41 61 555 0101")]
    [InlineData("🙂")]
    public async Task What_can_mean_nothing_is_not_asked(string text)
    {
        await StartAsync();

        (await _world.PageAsync(Query(text))).Succeeded.Should().BeTrue();

        Queries.Should().Be(0);
    }

    [Theory]
    [InlineData("ada@stone.example")]
    [InlineData("surgeon ada\uff20stone.example")]
    [InlineData("call +41 (61) 555 01 01")]
    [InlineData("surgeon 061/555-01.01")]
    public async Task An_e_mail_address_or_a_telephone_number_does_not_leave_the_portal(string text)
    {
        await StartAsync();

        (await _world.PageAsync(Query(text))).Succeeded.Should().BeTrue();

        Queries.Should().Be(0);
    }

    [Theory]
    [InlineData("surgeons since 2024, 100 or more")]
    [InlineData("my md")]
    [InlineData("surgeon")]
    [InlineData("half \ud83d of a pair")]
    public async Task Two_words_or_four_letters_are_asked_whatever_is_in_them(string text)
    {
        await StartAsync();

        (await _world.PageAsync(Query(text))).Succeeded.Should().BeTrue();

        Queries.Should().Be(1);
    }

    [Fact]
    public async Task A_late_endpoint_leaves_the_answer_as_it_was_and_does_not_hold_it_up()
    {
        await StartAsync(options: options => options.QueryTimeout = TimeSpan.FromMilliseconds(100));
        var gate = new TaskCompletionSource();
        _world.Server.Gate = gate.Task;

        var begun = Stopwatch.GetTimestamp();
        var late = await _world.FindAsync("physician");
        var took = Stopwatch.GetElapsedTime(begun);

        late.Select(contact => contact.Id).Should().Equal("3", "4");
        took.Should().BeLessThan(TimeSpan.FromSeconds(4), "the endpoint would have taken as long as it is let");
        gate.SetResult();
        (await CountAsync("physician")).Should().Be(2, "the count of a list means the rows of the list");
    }

    [Fact]
    public async Task An_endpoint_that_fails_leaves_the_answer_as_it_was()
    {
        await StartAsync();
        _world.Server.Refuse = _ => 500;

        (await _world.FindAsync("physician")).Select(contact => contact.Id).Should().Equal("3", "4");
    }

    [Fact]
    public async Task The_search_over_all_kinds_asks_once_and_its_suggestions_do_not_ask()
    {
        await StartAsync();
        var search = Unified();

        var found = new FoundRecords("");
        await foreach (var answer in search.FindAsync(RecordsBench.Editor, "physician", 5, Cancellation))
        {
            found = answer;
        }

        found.Contacts!.Value.Items.Select(contact => contact.Id).Should().Equal("3", "4", "1");
        found.Companies!.Value.Items.Should().ContainSingle().Which.Reason!.IsClose.Should().BeTrue();
        Queries.Should().Be(1);

        (await search.SuggestAsync(RecordsBench.Editor, "physicain surgeon", null, Cancellation)).Succeeded.Should().BeTrue();
        Queries.Should().Be(1);
    }

    private int Queries => _world.Server.Asked.Count(texts => texts is [var text] && !text.Contains('\n') && text != "Ben") - _before;

    private int _before;

    private async Task StartAsync(int more = 0, Action<EmbeddingOptions>? options = null)
    {
        await _world.RunAsync(options);
        await _world.UntilReadyAsync(Records + more);
        _before = 0;
        _before = Queries;
    }

    private static RecordQuery Query(string text) => RecordQuery.All with { Text = text };

    private async Task<int> CountAsync(string text) =>
        (await _world.Search.CountAsync(_world.Bench.Mirror, ObjectType.Contact, Query(text), _world.Bench.Definitions.Definitions, TimeZoneInfo.Utc, Cancellation)).Value;

    private UnifiedSearch Unified()
    {
        var sources = _world.Bench.Sources with { Search = _world.Search };
        return new UnifiedSearch(
            new ContactService(sources), new CompanyService(sources), new DealService(sources), new CampaignService(sources), _world.Bench.Mirrors, _world.Search,
            NullLogger<UnifiedSearch>.Instance);
    }
}
