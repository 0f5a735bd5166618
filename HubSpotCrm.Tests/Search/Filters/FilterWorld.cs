using System.Globalization;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Tests.Support;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Tests.Search.Filters;

/// <summary>Some hundred records of three kinds with associations, in a mirror and beside it in memory, with every kind of field and of gap.</summary>
public sealed class FilterWorld : IAsyncLifetime
{
    private const int Contacts = 150;
    private const int Companies = 45;
    private const int Deals = 80;
    private readonly Random _random = new(20261126);
    private MirrorFixture? _mirror;

    public static IReadOnlyList<string> Words { get; } =
        ["Ann", "ann", "Ánn", "Søren", "Straße", "O’Hara", "o'hara", "a%b_c", "a;b", "x' OR '1'='1", "Nordic Foods", "nordic", "(none)", "none", "\"q\"", ".*", "DE", "Germany", "germany", "東京"];

    public static IReadOnlyList<string> Tiers { get; } = ["gold", "silver", "bronze"];

    internal AccountDefinitions Definitions { get; } = new(
        [new Owner("11", "zed@x.com", "Zed", "Adams", false, false), new Owner("22", "anna@x.com", "Anna", "Berg", false, false), new Owner("33", null, "Anna", "Berg", false, true)],
        [
            new Pipeline("p1", "Sales", 0, false, [new Stage("s1", "New", 0, 0.1m, false, false), new Stage("s2", "Won", 1, 1m, true, false)]),
            new Pipeline("p2", "Renewals", 1, false, [new Stage("s8", "Open", 0, 0.3m, false, false), new Stage("s9", "Won", 1, 1m, true, false)]),
        ],
        [
            .. new[] { ObjectType.Contact, ObjectType.Company, ObjectType.Deal }.SelectMany(Custom),
            Property(ObjectType.Contact, "lifecyclestage", "Lifecycle stage", PropertyType.Enumeration, "select", ("lead", "Lead"), ("customer", "Customer"), ("other", "lead")),
        ],
        "EUR",
        "Europe/Berlin");

    internal FilterDays Days { get; } = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), new DateOnly(2026, 11, 26));

    internal Dictionary<ObjectType, List<KnownRecord>> Records { get; } = new() { [ObjectType.Contact] = [], [ObjectType.Company] = [], [ObjectType.Deal] = [] };

    internal SqliteConnection Connection { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _mirror = await MirrorFixture.OpenAsync();
        var raws = new List<(long Key, string Raw)>();
        await AddContactsAsync(raws);
        await AddCompaniesAsync(raws);
        await AddDealsAsync(raws);
        await AssociateAsync();
        await _mirror.Mirror.WriteAsync(
            (connection, _) =>
            {
                foreach (var (key, raw) in raws)
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = "UPDATE record SET raw = $raw WHERE key = $key";
                    command.Parameters.AddWithValue("$raw", raw);
                    command.Parameters.AddWithValue("$key", key);
                    command.ExecuteNonQuery();
                }

                return true;
            },
            CancellationToken.None);
        Connection = _mirror.Mirror.OpenRead();
        FilterFunctions.AddTo(Connection);
    }

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await _mirror!.DisposeAsync();
    }

    /// <summary>HubSpot's ids, as SQLite finds them.</summary>
    internal List<string> Find(ObjectType type, params FilterNode[] filters)
    {
        var sql = RecordSql.Build(type, RecordQuery.All with { Filters = filters }, Definitions, Days).Value;
        return RowReading.ReadAll(sql.Ids(Connection, int.MaxValue), row => row.GetString(0));
    }

    private static IEnumerable<PropertyDefinition> Custom(ObjectType type) =>
    [
        Property(type, "lead_tier", "Lead tier", PropertyType.Enumeration, "select", ("gold", "Gold"), ("silver", "Silver"), ("bronze", "Bronze")),
        Property(type, "interests", "Interests", PropertyType.Enumeration, "checkbox", ("gold", "Gold"), ("silver", "Silver"), ("bronze", "Bronze")),
        Property(type, "renewal_date", "Renewal date", PropertyType.Date, "date"),
        Property(type, "seen_at", "Seen at", PropertyType.DateTime, "date"),
        Property(type, "fleet", "Fleet", PropertyType.Number, "number"),
        Property(type, "is_vip", "VIP", PropertyType.Boolean, "booleancheckbox"),
        Property(type, "remarks", "Remarks", PropertyType.Text, "textarea"),

        // A name of the catalog hides this one.
        Property(type, "active", "Active text", PropertyType.Text, "text"),
        Property(type, "has", "Has", PropertyType.Text, "text"),
    ];

    private static PropertyDefinition Property(
        ObjectType type, string name, string label, PropertyType kind, string fieldType, params (string Value, string Label)[] options) => new(
        type, name, label, kind, fieldType, null, null, [.. options.Select((option, at) => new PropertyOption(option.Value, option.Label, at, false))],
        false, false, false, false, false, false);

    private T? Maybe<T>(IReadOnlyList<T> from)
        where T : class => _random.Next(4) == 0 ? null : from[_random.Next(from.Count)];

    private long? Thousandths() => _random.Next(4) switch
    {
        0 => null,
        1 => _random.Next(0, 5) * 1000,
        2 => _random.Next(-2000, 120_000),
        _ => _random.Next(0, 100) * 1000,
    };

    // Around midnight of the zone, and around a change of clocks.
    private long? Instant() => _random.Next(4) == 0
        ? null
        : new DateTimeOffset(2026, _random.Next(1, 13), _random.Next(1, 29), 0, 0, 0, TimeSpan.Zero).AddMinutes(_random.Next(-180, 181)).ToUnixTimeMilliseconds();

    private static DateTimeOffset? Time(long? at) => at is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    private static decimal? Number(long? thousandths) => thousandths / 1000m;

    // The properties of the account's own, as HubSpot writes them.
    private Dictionary<string, string?> Raw(KnownRecord record)
    {
        var values = new Dictionary<string, string?>();
        Put("lead_tier", Maybe(Tiers));
        Put("interests", _random.Next(3) == 0 ? null : string.Join(';', Tiers.Where(_ => _random.Next(2) == 0)));
        Put("remarks", Maybe(Words));
        Put("p.active", Maybe(Words));
        Put("has", Maybe(Words));
        Put("is_vip", Maybe(["true", "false", ""]));
        if (Maybe(["2026-11-26", "2026-10-25", "2026-12-31", "2020-01-01"]) is { } day)
        {
            values["renewal_date"] = day;
            record.Values["renewal_date"] = new DateTimeOffset(DateOnly.Parse(day, CultureInfo.InvariantCulture).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        }

        if (Instant() is { } seen)
        {
            values["seen_at"] = Time(seen)!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            record.Values["seen_at"] = Time(seen);
        }

        if (Maybe(["0", "12", "12.5", "-3", "1e2", "100", "no number"]) is { } fleet)
        {
            values["fleet"] = fleet;
            record.Values["fleet"] = fleet switch
            {
                "no number" => null,
                "1e2" => 100m,
                _ => decimal.Parse(fleet, CultureInfo.InvariantCulture),
            };
        }

        return values;

        void Put(string field, string? value)
        {
            values[field.StartsWith("p.", StringComparison.Ordinal) ? field[2..] : field] = value;
            record.Values[field] = value;
        }
    }

    private async Task AddContactsAsync(List<(long, string)> raws)
    {
        var rows = Enumerable.Range(0, Contacts).Select(_ => new ContactRow
        {
            HubSpotId = _mirror!.NextId(),
            FirstName = Maybe(Words),
            LastName = Maybe(Words),
            Email = Maybe(["ann@acme.com", "SOREN@nordic.dk", "x@y.zz"]),
            Company = Maybe(Words),
            Country = Maybe(Words),
            City = _random.Next(5) == 0 ? "" : Maybe(Words),
            LifecycleStage = Maybe(["lead", "customer", "other", "gone"]),
            OwnerId = Maybe(["11", "22", "33", "44"]),
            LeadScore = Thousandths(),
            LastActivityAt = Instant(),
            CreatedAt = Instant(),
        }).ToArray();
        foreach (var row in rows)
        {
            row.Name = row.LastName is null && row.FirstName is null ? row.Email : $"{row.LastName}, {row.FirstName}";
        }

        await _mirror!.AddAsync(rows);
        foreach (var row in rows)
        {
            var name = $"{row.FirstName} {row.LastName}".Trim();
            Add(ObjectType.Contact, row.Key, row.HubSpotId, raws, new()
            {
                ["name"] = name.Length > 0 ? name : row.Email,
                ["email"] = row.Email,
                ["company"] = row.Company,
                ["country"] = row.Country,
                ["city"] = row.City,
                ["stage"] = row.LifecycleStage,
                ["owner"] = row.OwnerId,
                ["score"] = Number(row.LeadScore),
                ["active"] = Time(row.LastActivityAt),
                ["created"] = Time(row.CreatedAt),
            });
        }
    }

    private async Task AddCompaniesAsync(List<(long, string)> raws)
    {
        var rows = Enumerable.Range(0, Companies).Select(_ => new CompanyRow
        {
            HubSpotId = _mirror!.NextId(),
            Name = Maybe(Words),
            Country = Maybe(Words),
            Industry = Maybe(["FOOD", "food", "STEEL"]),
            OwnerId = Maybe(["11", "22"]),
            AnnualRevenue = Thousandths() * 1000,
            CreatedAt = Instant(),
        }).ToArray();
        await _mirror!.AddAsync(rows);
        foreach (var row in rows)
        {
            Add(ObjectType.Company, row.Key, row.HubSpotId, raws, new()
            {
                ["name"] = row.Name,
                ["country"] = row.Country,
                ["industry"] = row.Industry,
                ["owner"] = row.OwnerId,
                ["revenue"] = Number(row.AnnualRevenue),
                ["created"] = Time(row.CreatedAt),
            });
        }
    }

    private async Task AddDealsAsync(List<(long, string)> raws)
    {
        var rows = Enumerable.Range(0, Deals).Select(_ => new DealRow
        {
            HubSpotId = _mirror!.NextId(),
            Name = Maybe(Words),
            Amount = Thousandths() * 1000,
            Stage = Maybe(["s1", "s2", "s8", "s9"]),
            Pipeline = Maybe(["p1", "p2"]),
            OwnerId = Maybe(["11", "22"]),
            CloseAt = Instant(),
        }).ToArray();
        await _mirror!.AddAsync(rows);
        foreach (var row in rows)
        {
            Add(ObjectType.Deal, row.Key, row.HubSpotId, raws, new()
            {
                ["name"] = row.Name,
                ["amount"] = Number(row.Amount),
                ["dealstage"] = row.Stage,
                ["pipeline"] = row.Pipeline,
                ["owner"] = row.OwnerId,
                ["close"] = Time(row.CloseAt),
            });
        }
    }

    private void Add(ObjectType type, long key, string id, List<(long, string)> raws, Dictionary<string, object?> values)
    {
        var record = new KnownRecord(key, id, values);
        raws.Add((key, PropertyValues.ToRaw(Raw(record))));
        Records[type].Add(record);
    }

    private async Task AssociateAsync()
    {
        await using var context = _mirror!.Mirror.CreateContext();
        (ObjectType, ObjectType)[] pairs = [(ObjectType.Contact, ObjectType.Company), (ObjectType.Deal, ObjectType.Contact), (ObjectType.Deal, ObjectType.Company)];
        foreach (var (from, to) in pairs)
        {
            foreach (var record in Records[from])
            {
                foreach (var other in Records[to].OrderBy(_ => _random.Next()).Take(_random.Next(3)))
                {
                    record.Link(to, other);
                    other.Link(from, record);
                    context.Associations.AddRange(
                        new AssociationRow { FromKey = record.Key, ToKey = other.Key, ToType = (int)to, Kind = "one" },
                        new AssociationRow { FromKey = other.Key, ToKey = record.Key, ToType = (int)from, Kind = "other" });
                    if (_random.Next(3) == 0)
                    {
                        context.Associations.Add(new AssociationRow { FromKey = record.Key, ToKey = other.Key, ToType = (int)to, Kind = "labelled" });
                    }
                }
            }
        }

        // Archived or not read yet: named by an association, and in no list.
        var absent = Records.Keys.Select(type => new RecordRow { Type = (int)type, HubSpotId = _mirror.NextId() }).ToList();
        context.Records.AddRange(absent);
        await context.SaveChangesAsync();
        foreach (var record in Records.Values.SelectMany(records => records).Where(_ => _random.Next(3) == 0))
        {
            context.Associations.AddRange(absent.Select(gone => new AssociationRow { FromKey = record.Key, ToKey = gone.Key, ToType = gone.Type, Kind = "one" }));
        }

        await context.SaveChangesAsync();
    }
}

/// <summary>A record as it is known beside the mirror.</summary>
internal sealed class KnownRecord(long key, string id, Dictionary<string, object?> values) : IFilteredRecord
{
    private readonly Dictionary<ObjectType, List<KnownRecord>> _links = [];

    public long Key { get; } = key;

    public string Id { get; } = id;

    public Dictionary<string, object?> Values { get; } = values;

    public void Link(ObjectType type, KnownRecord other)
    {
        if (!_links.TryGetValue(type, out var links))
        {
            _links[type] = links = [];
        }

        links.Add(other);
    }

    public object? ValueOf(RecordField field) => Values.GetValueOrDefault(field.Name);

    public IEnumerable<IFilteredRecord> Related(ObjectType type) => _links.GetValueOrDefault(type) ?? [];
}
