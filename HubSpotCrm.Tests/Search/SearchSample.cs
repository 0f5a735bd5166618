using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Tests.Support;

namespace HubSpotCrm.Tests.Search;

/// <summary>A mirror with a handful of records of each kind, for tests that only read.</summary>
public sealed class SearchSample : IAsyncLifetime
{
    private MirrorFixture? _mirror;

    internal RecordSearch Search { get; } = new(TimeProvider.System) { TimeLimit = TimeSpan.FromMinutes(5) };

    internal Mirror Mirror => _mirror!.Mirror;

    internal AccountDefinitions Definitions { get; } = new(
        [new Owner("11", "zed@x.com", "Zed", "Adams", false, false), new Owner("22", "anna@x.com", "anna", "Berg", false, false)],
        [
            new Pipeline("p2", "Renewals", 1, false, [new Stage("s9", "Open", 0, 0.3m, false, false)]),
            new Pipeline("p1", "Sales", 0, false, [new Stage("s1", "New", 0, 0.1m, false, false), new Stage("s2", "Won", 1, 1m, true, false)]),
        ],
        [Enumeration(ObjectType.Contact, "lifecyclestage", "subscriber", "lead", "customer")],
        "EUR",
        "Europe/Berlin");

    public async ValueTask InitializeAsync()
    {
        _mirror = await MirrorFixture.OpenAsync();
        await _mirror.AddAsync(
            Contact("Ann", "Smith", "ann@acme.com", "Acme", "Germany", "Berlin", "lead", 10_000, "22", "2026-03-10T12:00:00Z"),
            Contact("Søren", "Ångström", "soren@nordic.dk", "Nordic Foods", "Denmark", null, "customer", 95_500, "11", "2026-03-29T21:59:59.999Z"),
            Contact("john", "Smithers", "john.smithers@acme.com", "Acme", "germany", "Munich", "subscriber", null, null, "2026-03-29T22:00:00Z"),
            Contact("José", "O'Hara", null, null, null, null, null, 0, "33", null),
            Contact("Łukasz", "Nowak", "l.nowak@acme.com", "ACME", "Poland", "Warsaw", "lead", 50_000, "22", "2026-03-29T22:30:00Z"));
        await _mirror.AddAsync(
            Company("Acme", "acme.com", "COMPUTER_SOFTWARE", 250_000, 1_000_000_000, "Germany"),
            Company("Nordic Foods", "nordic.dk", "FOOD_BEVERAGES", 40_000, null, "Denmark"),
            Company("Empty", null, null, null, null, null));
        await _mirror.AddAsync(
            Deal("Acme renewal", 12_000_000, "s9", "p2", "2026-04-01T00:00:00Z"),
            Deal("Acme first order", 500_000, "s2", "p1", "2025-04-01T00:00:00Z"),
            Deal("Nordic trial", null, "s1", "p1", null));
        await _mirror.AssociateAsync(ObjectType.Deal, 9, ObjectType.Company, 6);
        await _mirror.AssociateAsync(ObjectType.Deal, 9, ObjectType.Company, 7, isPrimary: false);
        await _mirror.AssociateAsync(ObjectType.Deal, 9, ObjectType.Contact, 1, isPrimary: false);
        await _mirror.AssociateAsync(ObjectType.Deal, 10, ObjectType.Company, 6);
        await using var context = Mirror.CreateContext();
        context.Stages.AddRange(
            new StageRow { PipelineId = "p2", Id = "s9", Label = "Open", Probability = 300 },
            new StageRow { PipelineId = "p1", Id = "s2", Label = "Won", Probability = 1000, IsClosed = true });
        await context.SaveChangesAsync();
    }

    public ValueTask DisposeAsync() => _mirror!.DisposeAsync();

    internal static RecordQuery Query(string text = "", FilterNode[]? filters = null, SortKey[]? sort = null, int offset = 0, int limit = 50) =>
        new(text, filters ?? [], sort ?? [], offset, limit);

    internal Task<Result<Page<Contact>>> ContactsAsync(RecordQuery query, string zone = "UTC") =>
        Search.ContactsAsync(Mirror, query, Definitions, TimeZoneInfo.FindSystemTimeZoneById(zone), CancellationToken.None);

    internal async Task<IReadOnlyList<string?>> FirstNamesAsync(RecordQuery query, string zone = "UTC") =>
        [.. (await ContactsAsync(query, zone)).Value.Items.Select(contact => contact.FirstName)];

    internal Task<Result<int>> CountAsync(RecordQuery query, ObjectType type = ObjectType.Contact) =>
        Search.CountAsync(Mirror, type, query, Definitions, TimeZoneInfo.Utc, CancellationToken.None);

    internal Task<Result<IReadOnlyList<FacetValue>>> FacetAsync(RecordQuery query, string field, ObjectType type = ObjectType.Contact) =>
        Search.FacetAsync(Mirror, type, query, field, Definitions, TimeZoneInfo.Utc, CancellationToken.None);

    private static PropertyDefinition Enumeration(ObjectType type, string name, params string[] values) => new(
        type, name, name, PropertyType.Enumeration, "select", null, null,
        [.. values.Select((value, at) => new PropertyOption(value, value, at, false))], false, false, false, false, false, false);

    private static long? Milliseconds(string? at) => at is null ? null : DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private ContactRow Contact(
        string first, string last, string? email, string? company, string? country, string? city, string? stage, long? score, string? owner, string? active) => new()
        {
            HubSpotId = _mirror!.NextId(),
            Name = TextFolding.Fold($"{last}, {first}"),
            FirstName = first,
            LastName = last,
            Email = email,
            Company = company,
            Country = country,
            City = city,
            LifecycleStage = stage,
            LeadScore = score,
            OwnerId = owner,
            LastActivityAt = Milliseconds(active),
        };

    private CompanyRow Company(string name, string? domain, string? industry, long? size, long? revenue, string? country) => new()
    {
        HubSpotId = _mirror!.NextId(),
        Name = name,
        Domain = domain,
        Industry = industry,
        Size = size,
        AnnualRevenue = revenue,
        Country = country,
    };

    private DealRow Deal(string name, long? amount, string stage, string pipeline, string? close) => new()
    {
        HubSpotId = _mirror!.NextId(),
        Name = name,
        Amount = amount,
        Stage = stage,
        Pipeline = pipeline,
        CloseAt = Milliseconds(close),
    };
}
