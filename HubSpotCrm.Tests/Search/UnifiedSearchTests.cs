using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Tests.Outbox;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace HubSpotCrm.Tests.Search;

/// <summary>One text over all kinds of record, on a real mirror.</summary>
[Trait("Seed", "S05")]
public sealed class UnifiedSearchTests : IAsyncLifetime
{
    private const string Campaign = "0b3a6f52-5a4e-4c1e-9d2c-6f1f3f1d2a10";

    private RecordsBench _bench = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await RecordsBench.OpenAsync();
        await _bench.SeedAsync(ObjectType.Contact, "1", ("firstname", "Aurélia"), ("lastname", "Schönberg"), ("email", "a.schoenberg@helvetia.example"), ("phone", "+41 61 555 0101"));
        await _bench.SeedAsync(ObjectType.Contact, "2", ("firstname", "Laurent"), ("lastname", "Mbeki"));
        await _bench.SeedAsync(ObjectType.Contact, "3", ("firstname", "Anna"), ("lastname", "Smith"));
        await _bench.SeedAsync(ObjectType.Company, "7", ("name", "Aurelia Biosciences SE"), ("domain", "aurelia.example"));
        await _bench.SeedAsync(ObjectType.Deal, "1", ("dealname", "Referral from Aurelia"), ("amount", "74300"), ("dealstage", "new"), ("pipeline", "default"));
        await _bench.SeedAsync(ObjectType.Campaign, Campaign, ("hs_name", "Aurelia spring fair"));
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    [Trait("Seed", "S06")]
    public async Task One_text_finds_records_of_every_kind_with_their_counts()
    {
        var found = await FindAsync("aurelia");

        found.Contacts!.Value.Items.Select(contact => contact.Id).Should().Equal("1");
        found.Companies!.Value.Items.Select(company => company.Id).Should().Equal("7");
        found.Deals!.Value.Items.Select(deal => deal.Id).Should().Equal("1");
        found.Campaigns!.Value.Items.Select(campaign => campaign.Id).Should().Equal(Campaign);
        found.Total.Should().Be(new Total(4, true));
        found.TotalOf(ObjectType.Contact).Should().Be(new Total(1, true));
    }

    [Fact]
    public async Task Each_answer_adds_a_kind_and_the_last_has_all()
    {
        var answers = new List<FoundRecords>();
        await foreach (var found in Search().FindAsync(RecordsBench.Editor, "aurelia", 5, Cancellation))
        {
            answers.Add(found);
        }

        answers.Take(4).Select(answer => answer.Answered).Should().Equal(1, 2, 3, 4);
        answers[0].Total.IsExact.Should().BeFalse("three kinds have not answered");
        answers[3].IsComplete.Should().BeTrue();
        answers[^1].Should().Match<FoundRecords>(last => last.IsWhole && last.Total == new Total(4, true));
    }

    [Fact]
    [Trait("Seed", "S06")]
    public async Task Where_little_is_found_at_first_what_looking_further_finds_follows()
    {
        var answers = new List<FoundRecords>();
        await foreach (var found in Search().FindAsync(RecordsBench.Editor, "aurelya", 5, Cancellation))
        {
            answers.Add(found);
        }

        answers.First(answer => answer.IsComplete).Should().Match<FoundRecords>(first => first.Total.Count == 0 && !first.IsWhole);
        answers[^1].Should().Match<FoundRecords>(last => last.IsWhole && last.Total.Count == 4);
    }

    [Fact]
    [Trait("Seed", "S06")]
    public async Task An_id_finds_the_records_that_bear_it_and_nothing_else()
    {
        var found = await FindAsync("#1");

        found.Contacts!.Value.Items.Should().ContainSingle().Which.Id.Should().Be("1");
        found.Deals!.Value.Items.Should().ContainSingle().Which.Id.Should().Be("1");
        found.Companies!.Value.Items.Should().BeEmpty();
        found.Campaigns!.Value.Items.Should().BeEmpty();
    }

    [Fact]
    public async Task Rows_are_as_many_as_asked_for_and_the_count_says_how_many_there_are()
    {
        for (var number = 20; number < 30; number++)
        {
            await _bench.SeedAsync(ObjectType.Contact, $"{number}", ("firstname", "Bo"), ("lastname", $"Berg{number}"));
        }

        var found = await FindAsync("bo", rows: 3);

        found.Contacts!.Value.Items.Should().HaveCount(3);
        found.TotalOf(ObjectType.Contact).Should().Be(new Total(10, true));
        (await Search().CountAsync(RecordsBench.Editor, ObjectType.Contact, "bo", Cancellation)).Value.Should().Be(10);
        found.Counted(ObjectType.Contact, 12).TotalOf(ObjectType.Contact).Should().Be(new Total(12, true));
    }

    [Fact]
    public async Task An_edit_on_its_way_is_shown()
    {
        await _bench.EditAsync("3", ("jobtitle", "Buyer"));

        (await FindAsync("anna")).Contacts!.Value.Items.Single().Should().Match<Contact>(contact => contact.JobTitle == "Buyer" && contact.HasPendingEdit);
    }

    [Fact]
    public async Task A_record_that_is_being_archived_is_not_found()
    {
        await _bench.ArchiveAsync("3");

        (await FindAsync("anna")).Total.Count.Should().Be(0);
    }

    [Fact]
    public async Task A_kind_that_fails_takes_no_other_with_it()
    {
        var broken = new FakeContactService { Fault = new InvalidOperationException("A fault of ours.") };

        var found = await FindAsync("aurelia", search: Search(broken));

        found.FailureOf(ObjectType.Contact).Should().Be(new NotSearched(ObjectType.Contact));
        found.Failure.Should().BeNull("the other kinds have answered");
        found.Companies!.Value.Items.Should().ContainSingle();
        found.IsComplete.Should().BeTrue();
        found.Total.Count.Should().Be(3);
    }

    [Fact]
    [Trait("Seed", "S23")]
    public async Task Who_may_not_see_records_is_told_so_once_whatever_was_typed()
    {
        foreach (var text in new[] { "aurelia", "", "?!" })
        {
            (await FindAsync(text, actor: Actor.Nobody)).Failure.Should().BeOfType<NotAllowed>();
        }

        (await Search().SuggestAsync(Actor.Nobody, "aurelai", null, Cancellation)).Failure.Should().BeOfType<NotAllowed>();
        (await Search().CountAsync(Actor.Nobody, ObjectType.Contact, "aurelia", Cancellation)).Failure.Should().BeOfType<NotAllowed>();
    }

    [Fact]
    public async Task Without_an_account_there_is_one_reason()
    {
        await _bench.Mirrors.CloseAsync(erase: false, Cancellation);

        (await FindAsync("aurelia")).Failure.Should().BeOfType<NotConnected>();
        (await FindAsync("")).Failure.Should().BeOfType<NotConnected>();
        (await Search().SuggestAsync(RecordsBench.Editor, "aurelia", null, Cancellation)).Failure.Should().BeOfType<NotConnected>();
    }

    [Fact]
    [Trait("Seed", "S10")]
    public async Task A_search_that_nobody_waits_for_any_more_stops()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var search = async () =>
        {
            await foreach (var _ in Search().FindAsync(RecordsBench.Editor, "aurelia", 5, stop.Token))
            {
            }
        };

        await search.Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \t\n ")]
    [InlineData("(?i)^.*$|[a-z]+")]
    [InlineData("'; DROP TABLE contact; --")]
    [InlineData("\" OR 1=1 --")]
    [InlineData("NEAR(a b) AND NOT *")]
    [InlineData("\u0000\u0001\u0002\u001f\u007f")]
    [InlineData("\ud83d")]
    [InlineData("👩‍👩‍👧‍👦 🇩🇪")]
    [InlineData("مرحبا بالعالم")]
    [InlineData("\u202eainos\u202c")]
    [InlineData("#99999999999999999999999999")]
    [InlineData("%_%")]
    public async Task Whatever_was_typed_is_a_text_and_finds_nothing(string text)
    {
        var found = await FindAsync(text);

        found.IsComplete.Should().BeTrue();
        found.Failure.Should().BeNull();
        found.Total.Should().Be(new Total(0, true));
        (await Search().SuggestAsync(RecordsBench.Editor, text, null, Cancellation)).Succeeded.Should().BeTrue();
    }

    [Fact]
    public async Task Ten_thousand_characters_are_a_text_as_well()
    {
        var found = await FindAsync(string.Join(' ', Enumerable.Repeat("Lorem ipsum äöü", 700)));

        found.IsComplete.Should().BeTrue();
        found.Failure.Should().BeNull();
    }

    [Theory]
    [Trait("Seed", "S06")]
    [InlineData("schanbarx aurelia", "schonberg aurelia", 1)]
    [InlineData("anna xqzwv", "anna", 1)]
    [InlineData("anna schonberg", "anna", 1)]
    [InlineData("lorrent", "laurent", 1)]
    public async Task A_text_that_finds_nothing_has_others_that_do(string typed, string meant, int count)
    {
        (await FindAsync(typed)).Total.Count.Should().Be(0);

        (await Search().SuggestAsync(RecordsBench.Editor, typed, null, Cancellation)).Value.Should().Contain(new Suggestion(meant, new Total(count, true)));
    }

    [Fact]
    public async Task What_is_suggested_within_one_kind_is_found_there()
    {
        (await Search().SuggestAsync(RecordsBench.Editor, "biosciences laurent", ObjectType.Company, Cancellation)).Value
            .Should().Equal(new Suggestion("biosciences", new Total(1, true)));
        (await Search().SuggestAsync(RecordsBench.Editor, "biosciences laurent", ObjectType.Deal, Cancellation)).Value.Should().BeEmpty();
    }

    private UnifiedSearch Search(IContactService? contacts = null) => new(
        contacts ?? _bench.Contacts, _bench.Companies, _bench.Deals, _bench.Campaigns, _bench.Mirrors, _bench.Sources.Search, NullLogger<UnifiedSearch>.Instance);

    private async Task<FoundRecords> FindAsync(string text, int rows = 5, Actor? actor = null, UnifiedSearch? search = null)
    {
        FoundRecords? last = null;
        await foreach (var found in (search ?? Search()).FindAsync(actor ?? RecordsBench.Editor, text, rows, Cancellation))
        {
            last = found;
        }

        return last!;
    }
}
