using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Sync;

/// <summary>A company's contacts and open deals: what its row keeps, what lists show, sort and filter by, after every kind of page.</summary>
[Trait("Seed", "S02")]
public sealed class CompanyCountTests : IAsyncLifetime
{
    private static readonly (ObjectType, string, string) AtAcme = (ObjectType.Company, "7", "contact_to_company");
    private static readonly (ObjectType, string, string) OfAcme = (ObjectType.Company, "7", "deal_to_company");
    private MirrorPage _mirror = null!;
    private long _now = Wire.Noon;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _mirror = await MirrorPage.OpenAsync();
        _mirror.Definitions = new AccountDefinitions(
            [], [new Pipeline("default", "Sales", 0, false, [Open("offer"), Closed("won", 1)]), new Pipeline("partners", "Partners", 1, false, [Open("talk"), Closed("lost", 0)])], [], "EUR", "Europe/Berlin");
        await _mirror.WriteAsync(ObjectType.Company, Wire.Record("7", _now, ("name", "Acme")), Wire.Record("8", _now, ("name", "Bare")));
    }

    public ValueTask DisposeAsync() => _mirror.DisposeAsync();

    [Fact]
    public async Task Without_associations_a_company_has_none()
    {
        await ExpectAsync("8", contacts: 0, deals: 0);
        (await CompanyAsync("8")).OpenDeals.Should().BeEmpty();
    }

    [Fact]
    public async Task A_contact_counts_once_however_many_kinds_of_association_it_has()
    {
        await ContactAsync("1", AtAcme, (ObjectType.Company, "7", "contact_to_company_unlabeled"));
        await ContactAsync("2", (ObjectType.Company, "7", "contact_to_company_unlabeled"), (ObjectType.Company, "8", "contact_to_company"));

        await ExpectAsync("7", contacts: 2, deals: 0);
        await ExpectAsync("8", contacts: 1, deals: 0);
    }

    [Fact]
    public async Task A_contact_known_by_its_id_only_counts_when_it_is_read()
    {
        await _mirror.WriteAsync(ObjectType.Company, Wire.Record("7", ++_now, ("name", "Acme")).Associated((ObjectType.Contact, "1", "company_to_contact")));
        await ExpectAsync("7", contacts: 0, deals: 0);

        await _mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", ++_now, ("firstname", "Ada")));
        await ExpectAsync("7", contacts: 1, deals: 0);
    }

    [Fact]
    public async Task A_company_that_is_read_after_its_contacts_and_deals_has_them()
    {
        await ContactAsync("1", (ObjectType.Company, "9", "contact_to_company"));
        await DealAsync("5", "offer", "default", (ObjectType.Company, "9", "deal_to_company"));
        await _mirror.WriteAsync(ObjectType.Company, Wire.Record("9", ++_now, ("name", "Late")));

        await ExpectAsync("9", contacts: 1, deals: 1);
    }

    [Fact]
    public async Task An_archived_contact_leaves_the_count_and_comes_back_into_it()
    {
        await ContactAsync("1", AtAcme);
        await ContactAsync("2", AtAcme);
        var result = await _mirror.WriteAsync(ObjectType.Contact, Wire.Record("1", _now).Archived(++_now));
        await ExpectAsync("7", contacts: 1, deals: 0);
        result.Changes.Should().Contain(change => change.Type == ObjectType.Company && change.Ids.Contains("7"), "a list that shows the count must hear of it");

        await ContactAsync("1", AtAcme);
        await ExpectAsync("7", contacts: 2, deals: 0);
    }

    [Fact]
    public async Task A_contact_merged_into_another_leaves_the_count()
    {
        await ContactAsync("1", AtAcme);
        await ContactAsync("2", AtAcme);
        await _mirror.WriteAsync(ObjectType.Contact, Wire.Record("2", ++_now, ("firstname", "Ada"), ("hs_merged_object_ids", "1")).Associated(AtAcme));

        await ExpectAsync("7", contacts: 1, deals: 0);
    }

    [Fact]
    public async Task A_contact_that_changes_its_company_is_counted_at_the_new_one()
    {
        await ContactAsync("1", AtAcme);
        await ContactAsync("1", (ObjectType.Company, "8", "contact_to_company"));

        await ExpectAsync("7", contacts: 0, deals: 0);
        await ExpectAsync("8", contacts: 1, deals: 0);
    }

    [Fact]
    public async Task A_company_whose_set_no_longer_names_a_contact_loses_it()
    {
        await ContactAsync("1", AtAcme);
        await _mirror.WriteAsync(ObjectType.Company, Wire.Record("7", ++_now, ("name", "Acme")).Associated());

        await ExpectAsync("7", contacts: 0, deals: 0);
    }

    [Fact]
    public async Task Open_deals_of_every_pipeline_count_and_closed_ones_do_not()
    {
        await DealAsync("1", "offer", "default", OfAcme);
        await DealAsync("2", "talk", "partners", OfAcme);
        await DealAsync("3", "won", "default", OfAcme);
        await DealAsync("4", "lost", "partners", OfAcme);
        await ExpectAsync("7", contacts: 0, deals: 2);

        await DealAsync("1", "won", "default", OfAcme);
        await ExpectAsync("7", contacts: 0, deals: 1);

        await DealAsync("3", "offer", "default", OfAcme);
        await _mirror.WriteAsync(ObjectType.Deal, Wire.Record("2", _now).Archived(++_now));
        await ExpectAsync("7", contacts: 0, deals: 1);
    }

    [Fact]
    public async Task What_open_deals_are_worth_is_of_the_same_deals_each_currency_apart()
    {
        await DealAsync("1", "offer", "default", OfAcme, amount: "100", currency: "EUR");
        await DealAsync("2", "talk", "partners", OfAcme, amount: "50", currency: "USD");
        await DealAsync("3", "won", "default", OfAcme, amount: "9000", currency: "EUR");
        await DealAsync("4", "talk", "partners", OfAcme);
        await DealAsync("5", "offer", "default", (ObjectType.Company, "8", "deal_to_company"), amount: "7", currency: "EUR");
        await DealAsync("6", "offer", "default", OfAcme, amount: "60", currency: "EUR");
        await _mirror.WriteAsync(ObjectType.Deal, Wire.Record("6", _now).Archived(++_now));

        var acme = await CompanyAsync("7");
        acme.OpenDealCount.Should().Be(3);
        acme.OpenDeals.Should().Equal(new CurrencySum(100, "EUR"), new CurrencySum(50, "USD"));
    }

    [Fact]
    [Trait("Seed", "S20")]
    public async Task Lists_sort_and_filter_by_both_numbers()
    {
        await _mirror.WriteAsync(ObjectType.Company, Wire.Record("9", ++_now, ("name", "Cap")));
        await ContactAsync("1", AtAcme);
        await ContactAsync("2", AtAcme);
        await ContactAsync("3", (ObjectType.Company, "9", "contact_to_company"));
        await DealAsync("5", "offer", "default", (ObjectType.Company, "9", "deal_to_company"));

        (await NamesAsync(RecordQuery.All with { Sort = [new SortKey("contacts", true)] })).Should().Equal("Acme", "Cap", "Bare");
        (await NamesAsync(RecordQuery.All with { Sort = [new SortKey("contacts", false)] })).Should().Equal("Bare", "Cap", "Acme");
        (await NamesAsync(RecordQuery.All with { Sort = [new SortKey("open", true), new SortKey("name", false)] })).Should().Equal("Cap", "Acme", "Bare");
        (await NamesAsync(RecordQuery.All with { Filters = [new NumberRange("contacts", 1, 1)] })).Should().Equal("Cap");
        (await NamesAsync(RecordQuery.All with { Filters = [new NumberRange("contacts", null, 0)] })).Should().Equal("Bare");
        (await NamesAsync(RecordQuery.All with { Filters = [new NumberRange("open", 0.5m, null)] })).Should().Equal("Cap");
    }

    [Theory]
    [InlineData("contacts", true)]
    [InlineData("contacts", false)]
    [InlineData("open", true)]
    public void A_list_sorted_by_a_number_finds_its_keys_by_that_columns_index(string field, bool descending)
    {
        var sql = RecordSql.Build(ObjectType.Company, RecordQuery.All with { Sort = [new SortKey(field, descending)] }, AccountDefinitions.Empty, FilterDays.At(TimeZoneInfo.Utc, TimeProvider.System.GetUtcNow())).Value;
        using var connection = _mirror.Mirror.OpenRead();
        using var command = sql.Page(connection, "c.key");
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        using var reader = command.ExecuteReader();
        var plan = new List<string>();
        while (reader.Read())
        {
            plan.Add(reader.GetString(3));
        }

        plan.Should().Contain(step => step.Contains("USING COVERING INDEX IX_company_"), string.Join('\n', plan));
    }

    [Fact]
    public async Task A_stage_that_is_closed_from_now_on_closes_its_deals()
    {
        await using var world = await SyncWorld.StartAsync();
        await world.BackfillAsync();
        var open = await OpenAsync(world);
        open.Should().BePositive();
        await using (var context = world.Mirror.CreateContext())
        {
            // As before HubSpot told: the deals say nothing themselves, and every stage was open.
            await context.Database.ExecuteSqlAsync(
                $"UPDATE record SET raw = json_remove(raw, '$.hs_deal_stage_probability', '$.hs_is_closed', '$.hs_is_closed_won') WHERE type = 3", Cancellation);
            await context.Database.ExecuteSqlAsync($"UPDATE deal SET is_closed = 0", Cancellation);
            await context.Database.ExecuteSqlAsync($"UPDATE company SET open_deals = 1000", Cancellation);
            await context.Database.ExecuteSqlAsync($"UPDATE company SET open_deals = 0 WHERE key NOT IN (SELECT from_key FROM association JOIN deal ON deal.key = to_key)", Cancellation);
            await context.Stages.ExecuteUpdateAsync(rows => rows.SetProperty(row => row.IsClosed, false), Cancellation);
        }

        await world.DefinitionsAsync();
        (await world.Get<TypedRebuild>().RunAsync(world.Mirror, Cancellation)).Failure.Should().BeNull();

        (await OpenAsync(world)).Should().Be(open);
    }

    private static async Task<long> OpenAsync(SyncWorld world)
    {
        await using var context = world.Mirror.CreateContext();
        return await context.Companies.SumAsync(row => row.OpenDeals, Cancellation);
    }

    private static Stage Open(string id) => new(id, id, 0, 0.5m, false, false);

    private static Stage Closed(string id, decimal probability) => new(id, id, 1, probability, true, false);

    private Task<ApplyResult> ContactAsync(string id, params (ObjectType, string, string)[] associations) =>
        _mirror.WriteAsync(ObjectType.Contact, Wire.Record(id, ++_now, ("firstname", id)).Associated(associations));

    private Task<ApplyResult> DealAsync(string id, string stage, string pipeline, (ObjectType, string, string) company, string? amount = null, string? currency = null) => _mirror.WriteAsync(
        ObjectType.Deal,
        Wire.Record(id, ++_now, ("dealname", id), ("dealstage", stage), ("pipeline", pipeline), ("amount", amount), ("deal_currency_code", currency)).Associated(company));

    private async Task ExpectAsync(string id, int contacts, int deals)
    {
        var company = await CompanyAsync(id);
        (company.Contacts, company.OpenDealCount).Should().Be((contacts, deals));
    }

    private async Task<Company> CompanyAsync(string id) => (await FindAsync(RecordQuery.All)).Single(company => company.Id == id);

    private async Task<IEnumerable<string?>> NamesAsync(RecordQuery query) => (await FindAsync(query)).Select(company => company.Name);

    private async Task<IReadOnlyList<Company>> FindAsync(RecordQuery query)
    {
        var page = await new RecordSearch(TimeProvider.System).CompaniesAsync(_mirror.Mirror, query, _mirror.Definitions, TimeZoneInfo.Utc, Cancellation);
        page.Failure.Should().BeNull();
        return page.Value.Items;
    }
}
