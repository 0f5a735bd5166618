using System.Globalization;
using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Tests.Sync;

namespace HubSpotCrm.Tests.Columns;

/// <summary>
/// Some thousand records with associations, properties of the account's own and every kind of gap, and two searches over them: one that asks the
/// mirror alone, and one that asks the columnar copy where it can.
/// </summary>
public sealed class ColumnWorld : IAsyncLifetime
{
    private const int Contacts = 1500;
    private const int Companies = 200;
    private const int Deals = 400;

    /// <summary>Totals are exact up to here: few enough that the best hits of a text may do for them, and often do not.</summary>
    internal const int Counted = 200;
    private readonly Random _random = new(41);
    private readonly ColumnComplaints _log = new();
    private ColumnFixture _portal = null!;
    private ColumnCopies _copies = null!;
    private ColumnSearch _columns = null!;

    internal static IReadOnlyList<string> Words { get; } =
        ["Ann", "ann", "ÁNN", "Søren", "Straße", "O’Hara", "o'hara", "a%b_c", "x' OR '1'='1", "Nordic Foods", "nordic", "\"q\"", ".*", "Germany", "germany", "GERMANY", "Österreich", "österreich", "ÖSTERREICH", "東京", "K", "k", "İzmir"];

    internal AccountDefinitions Definitions { get; } = new(
        [new Owner("11", "zed@x.com", "Zed", "Adams", false, false), new Owner("22", "anna@x.com", "anna", "Berg", false, false)],
        [
            new Pipeline("p2", "Renewals", 1, false, [new Stage("s9", "Open", 0, 0.3m, false, false)]),
            new Pipeline("p1", "Sales", 0, false, [new Stage("s1", "New", 0, 0.1m, false, false), new Stage("s2", "Won", 1, 1m, true, false)]),
        ],
        [
            .. new[] { ObjectType.Contact, ObjectType.Company, ObjectType.Deal }.SelectMany(type => new[]
            {
                ColumnFixture.Define(type, "tier", PropertyType.Enumeration, "select") with { Options = [new("silver", "Silver", 0, false), new("gold", "Gold", 1, false)] },
                ColumnFixture.Define(type, "interests", PropertyType.Enumeration, "checkbox"),
                ColumnFixture.Define(type, "renewal", PropertyType.Date),
                ColumnFixture.Define(type, "seen", PropertyType.DateTime),
                ColumnFixture.Define(type, "fit", PropertyType.Number),
                ColumnFixture.Define(type, "vip", PropertyType.Boolean),
                ColumnFixture.Define(type, "motto", PropertyType.Text),
                ColumnFixture.Define(type, "active", PropertyType.Text),
                ColumnFixture.Define(type, "nowhere", PropertyType.Text),
                ColumnFixture.Define(type, "nothing", PropertyType.Number),
            }),
        ],
        "EUR",
        "Europe/Berlin");

    internal RecordSearch Plain { get; } = new(TimeProvider.System) { TimeLimit = TimeSpan.FromMinutes(5), ExactUpTo = Counted };

    internal RecordSearch Quick { get; private set; } = null!;

    /// <summary>What the copy complained of. A query that it cannot answer is answered by the mirror, and would be right all the same.</summary>
    internal IReadOnlyCollection<string> Complaints => _log.Messages;

    internal Core.Storage.Mirror.Mirror Mirror => _portal.Mirror;

    public async ValueTask InitializeAsync()
    {
        _portal = await ColumnFixture.OpenAsync();
        _portal.Definitions = Definitions;
        await _portal.WriteAsync(ObjectType.Company, [.. Enumerable.Range(0, Companies).Select(Company)]);
        await _portal.WriteAsync(ObjectType.Deal, [.. Enumerable.Range(0, Deals).Select(Deal)]);
        await _portal.WriteAsync(ObjectType.Contact, [.. Enumerable.Range(0, Contacts).Select(Contact)]);

        // Some leave again, so that associations lead to records that no list shows.
        await _portal.WriteAsync(ObjectType.Company, [.. Enumerable.Range(0, 10).Select(at => Wire.Record($"c{at}", Wire.Noon + 1).Archived(Wire.Noon + 1))]);
        _copies = new ColumnCopies(_portal.Host, new Fixed(Definitions), TimeProvider.System, _log);
        await _copies.StartAsync(CancellationToken.None);
        _columns = new ColumnSearch(_copies) { FewHits = 100, BestHits = 400 };
        Quick = new RecordSearch(TimeProvider.System, _columns) { TimeLimit = TimeSpan.FromMinutes(5), ExactUpTo = Counted };
        await Support.Eventually.HoldsAsync(async () => await IsAnsweringAsync(), TimeSpan.FromMinutes(1), () => $"The copy is {_copies.Status}.", CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _copies.StopAsync(CancellationToken.None);
        _columns.Dispose();
        await _portal.DisposeAsync();
    }

    /// <summary>Whether the copy is there for the next question.</summary>
    internal async Task<bool> IsAnsweringAsync()
    {
        using var reading = await _columns.OpenAsync(Mirror, CancellationToken.None);
        return reading is not null;
    }

    /// <summary>HubSpot's ids of a page in their order, and the total.</summary>
    internal async Task<(IReadOnlyList<string> Ids, Total Total)> PageAsync(RecordSearch search, ObjectType type, RecordQuery query)
    {
        var zone = Definitions.Zone;
        return type switch
        {
            ObjectType.Contact => Of((await search.ContactsAsync(Mirror, query, Definitions, zone, CancellationToken.None)).Value, row => row.Id),
            ObjectType.Company => Of((await search.CompaniesAsync(Mirror, query, Definitions, zone, CancellationToken.None)).Value, row => row.Id),
            _ => Of((await search.DealsAsync(Mirror, query, Definitions, zone, CancellationToken.None)).Value, row => row.Id),
        };
    }

    internal async Task<int> CountAsync(RecordSearch search, ObjectType type, RecordQuery query) =>
        (await search.CountAsync(Mirror, type, query, Definitions, Definitions.Zone, CancellationToken.None)).Value;

    internal async Task<IReadOnlyList<string>> IdsAsync(RecordSearch search, ObjectType type, RecordQuery query) =>
        (await search.IdsAsync(Mirror, type, query, Definitions, Definitions.Zone, 10_000, CancellationToken.None)).Value;

    internal async Task<Facets> FacetsAsync(RecordSearch search, ObjectType type, RecordQuery query, params string[] fields) =>
        (await search.FacetsAsync(Mirror, type, query, fields, Definitions, Definitions.Zone, CancellationToken.None)).Value;

    private static (IReadOnlyList<string>, Total) Of<T>(Page<T> page, Func<T, string> id) => ([.. page.Items.Select(id)], page.Total);

    private WireRecord Contact(int at) => Wire.Record($"p{at}", Wire.Noon, [
            ("firstname", Maybe(Words)), ("lastname", Maybe(Words)), ("email", Maybe(["ann@acme.com", "SOREN@nordic.dk"])), ("country", Maybe(Words)), ("city", Maybe(Words)),
            ("lifecyclestage", Maybe(["lead", "customer", "gone"])), ("hubspotscore", Number()), ("hubspot_owner_id", Maybe(["11", "22", "33"])),
            ("notes_last_updated", Time()), ("createdate", Time()), .. Custom()])
        .Associated([.. Some("c", Companies).Select((id, place) => (ObjectType.Company, id, place == 0 ? "contact_to_company" : "contact_to_company_unlabeled")),
            .. Some("d", Deals).Select(id => (ObjectType.Deal, id, "contact_to_deal"))]);

    private WireRecord Company(int at) => Wire.Record($"c{at}", Wire.Noon, [
        ("name", Maybe(Words)), ("domain", Maybe(Words)), ("industry", Maybe(["FOOD", "food", "STEEL"])), ("country", Maybe(Words)), ("annualrevenue", Number()),
        ("numberofemployees", Number()), ("hubspot_owner_id", Maybe(["11", "22"])), ("notes_last_updated", Time()), .. Custom()]);

    private WireRecord Deal(int at) => Wire.Record($"d{at}", Wire.Noon, [
            ("dealname", Maybe(Words)), ("amount", Number()), ("dealstage", Maybe(["s1", "s2", "s9"])), ("pipeline", Maybe(["p1", "p2"])), ("closedate", Time()),
            ("hubspot_owner_id", Maybe(["11", "22"])), ("notes_last_updated", Time()), .. Custom()])
        .Associated([.. Some("c", Companies).Select(id => (ObjectType.Company, id, "deal_to_company"))]);

    private (string, string?)[] Custom() =>
    [
        ("tier", Maybe(["gold", "silver", "bronze", ""])), ("interests", Maybe(["a", "b;c", "a;c", ""])), ("renewal", Maybe(["2026-03-01", "2026-10-25", "never", ""])), ("seen", Time()),
        ("fit", Maybe(["0", "12.5", "-3", "1e2", "much", ""])), ("vip", Maybe(["true", "false", ""])), ("motto", Maybe([.. Words, ""])), ("active", Maybe(Words)),
    ];

    private IEnumerable<string> Some(string kind, int count) => Enumerable.Range(0, _random.Next(3)).Select(_ => $"{kind}{_random.Next(count)}").Distinct();

    private string? Maybe(IReadOnlyList<string> from) => _random.Next(4) == 0 ? null : from[_random.Next(from.Count)];

    private string? Number() => _random.Next(5) == 0 ? null : (_random.Next(-5, 120) / 2m).ToString(CultureInfo.InvariantCulture);

    // Few days, so that many are equal.
    private string? Time() => _random.Next(4) == 0 ? null : $"2026-{_random.Next(1, 13):00}-0{_random.Next(1, 4)}T23:{_random.Next(0, 2) * 30:00}:00Z";

    private sealed class Fixed(AccountDefinitions definitions) : IDefinitionService
    {
        public ValueTask<AccountDefinitions> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(definitions);
    }
}
