using System.Globalization;
using System.Text;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.HubSpot.Limits;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>
/// HubSpot's API for one account. Object types are HubSpot's plurals: <c>contacts</c>, <c>companies</c>, <c>deals</c>.
/// Failures are <see cref="HubSpotFailure"/>; a cancelled token throws.
/// </summary>
internal sealed partial class HubSpotClient(HubSpotChannel channel, ITokenSource tokens, CallPriority priority, CallCount? count = null)
{
    private const int OwnersPage = 100;

    private readonly HubSpotPaths _paths = HubSpotPaths.For(channel.Endpoint.Version);

    /// <summary>HubSpot's time now: the <c>Date</c> of its last answer and the time since; the local clock before the first answer. UTC milliseconds.</summary>
    public long Now => channel.Clock.Now;

    /// <summary>HubSpot has answered, and <see cref="Now"/> is its time.</summary>
    public bool KnowsTime => channel.Clock.IsKnown;

    /// <summary>How much a search shows.</summary>
    public SearchLimits Searches => channel.Searches;

    /// <summary>Calls in the last ten seconds, and what HubSpot's headers allow in that time; null before the first answer that says so.</summary>
    public (int Used, int? Allowed) CallsPerTenSeconds => (channel.Budget.Used, channel.Budget.Stated);

    /// <summary>The day's calls as far as HubSpot states them; null where it states no daily limit.</summary>
    public DayUse? CallsToday => channel.Budget.Day.Use;

    /// <summary>The same client, whose calls wait in another line.</summary>
    public HubSpotClient With(CallPriority priority) => new(channel, tokens, priority, count);

    /// <summary>The same client, whose calls are counted.</summary>
    public HubSpotClient With(CallCount count) => new(channel, tokens, priority, count);

    public Task<Result<WirePage>> ListAsync(string type, ListRequest request, CancellationToken cancellationToken) => SendAsync(
        new HubSpotCall(HttpMethod.Get, $"{type} list", channel.Address(Objects(type) + Query(
            ("limit", request.Limit.ToString(CultureInfo.InvariantCulture)),
            ("after", request.After),
            ("properties", Joined(request.Properties)),
            ("propertiesWithHistory", Joined(request.PropertiesWithHistory)),
            ("associations", Joined(request.Associations)),
            ("archived", request.Archived ? "true" : null)))),
        RecordReader.Page,
        cancellationToken);

    public Task<Result<WireRecord>> ReadAsync(string type, string id, ReadRequest request, CancellationToken cancellationToken) => Unaddressable(id)
        ?? SendAsync(
            new HubSpotCall(HttpMethod.Get, $"{type} read", channel.Address(Object(type, id) + Query(
                ("idProperty", request.IdProperty),
                ("properties", Joined(request.Properties)),
                ("propertiesWithHistory", Joined(request.PropertiesWithHistory)),
                ("associations", Joined(request.Associations)),
                ("archived", request.Archived ? "true" : null)))),
            RecordReader.Record,
            cancellationToken);

    public Task<Result<WireRecord>> CreateAsync(string type, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) =>
        CreateAsync(type, properties, [], cancellationToken);

    /// <summary>The record and its associations, or nothing of them. <see cref="OutcomeUnknown"/> when it was sent and no answer came.</summary>
    public Task<Result<WireRecord>> CreateAsync(
        string type, IReadOnlyDictionary<string, string> properties, IReadOnlyList<NewAssociation> associations, CancellationToken cancellationToken) => SendAsync(
        new HubSpotCall(HttpMethod.Post, $"{type} create", channel.Address(Objects(type)), Bodies.NewRecord(type, properties, associations), Replayable: false),
        RecordReader.Record,
        cancellationToken);

    /// <summary>PATCH. <see cref="OutcomeUnknown"/> when it was sent and no answer came.</summary>
    public Task<Result<WireRecord>> UpdateAsync(string type, string id, IReadOnlyDictionary<string, string> properties, CancellationToken cancellationToken) => Unaddressable(id)
        ?? SendAsync(
            new HubSpotCall(HttpMethod.Patch, $"{type} update", channel.Address(Object(type, id)), Bodies.Properties(properties), Replayable: false),
            RecordReader.Record,
            cancellationToken);

    /// <summary>Into HubSpot's recycle bin. As with every write, <see cref="OutcomeUnknown"/> when no answer came.</summary>
    public async Task<Result<Done>> ArchiveAsync(string type, string id, CancellationToken cancellationToken) =>
        Unaddressable(id) is { } refused
            ? (await refused).As<Done>()
            : await DoAsync(new HubSpotCall(HttpMethod.Delete, $"{type} archive", channel.Address(Object(type, id)), Replayable: false), cancellationToken);

    /// <summary>The second record goes into the first, for good. Returns the survivor, whose id may be neither's.</summary>
    public Task<Result<WireRecord>> MergeAsync(string type, string primaryId, string mergedId, CancellationToken cancellationToken) => SendAsync(
        new HubSpotCall(HttpMethod.Post, $"{type} merge", channel.Address($"{Objects(type)}/merge"), Bodies.Merge(primaryId, mergedId), Replayable: false),
        RecordReader.Record,
        cancellationToken);

    public Task<Result<WireBatch>> BatchReadAsync(string type, BatchReadRequest request, CancellationToken cancellationToken) => SendAsync(
        new HubSpotCall(
            HttpMethod.Post, $"{type} batch read", channel.Address($"{Objects(type)}/batch/read{(request.Archived ? "?archived=true" : "")}"), Bodies.BatchRead(request)),
        RecordReader.Batch,
        cancellationToken);

    public Task<Result<WirePage>> SearchAsync(string type, SearchRequest request, CancellationToken cancellationToken) => SendAsync(
        new HubSpotCall(HttpMethod.Post, $"{type} search", channel.Address($"{Objects(type)}/search"), Bodies.Search(request)) { Budget = CallBudget.Search },
        RecordReader.Page,
        cancellationToken);

    public Task<Result<WireAssociationBatch>> AssociationsAsync(
        string fromType, string toType, IReadOnlyList<(string Id, string? After)> from, CancellationToken cancellationToken) => SendAsync(
        new HubSpotCall(
            HttpMethod.Post, $"{fromType} to {toType} associations",
            channel.Address($"{_paths.Associations}/{Segment(fromType)}/{Segment(toType)}/batch/read"), Bodies.Associations(from))
        { Budget = CallBudget.Associations },
        Definitions.Associations,
        cancellationToken);

    /// <summary>All owners, live and archived, over all pages.</summary>
    public async Task<Result<IReadOnlyList<WireOwner>>> OwnersAsync(CancellationToken cancellationToken)
    {
        var owners = new List<WireOwner>();
        foreach (var archived in new[] { false, true })
        {
            var cursors = new HashSet<string>();
            string? after = null;
            do
            {
                var page = await SendAsync(
                    new HubSpotCall(HttpMethod.Get, "owners list", channel.Address(_paths.Owners + Query(
                        ("limit", OwnersPage.ToString(CultureInfo.InvariantCulture)), ("after", after), ("archived", archived ? "true" : "false")))),
                    static body => Definitions.Owners(body),
                    cancellationToken);
                if (!page.Succeeded)
                {
                    return page.As<IReadOnlyList<WireOwner>>();
                }

                owners.AddRange(page.Value.Owners);
                after = page.Value.After;
                if (after is not null && !cursors.Add(after))
                {
                    return new HubSpotUnavailable("it repeats the same page of owners");
                }
            }
            while (after is not null);
        }

        return owners;
    }

    public Task<Result<IReadOnlyList<WirePipeline>>> PipelinesAsync(string type, CancellationToken cancellationToken) => SendAsync(
        new HubSpotCall(HttpMethod.Get, $"{type} pipelines", channel.Address($"{_paths.Pipelines}/{Segment(type)}")),
        Definitions.Pipelines,
        cancellationToken);

    /// <summary>Definitions in use; archived ones too with <paramref name="archived"/>.</summary>
    public async Task<Result<IReadOnlyList<WireProperty>>> PropertiesAsync(string type, bool archived, CancellationToken cancellationToken)
    {
        var live = await OfPropertiesAsync(type, archived: false, cancellationToken);
        if (!archived || !live.Succeeded)
        {
            return live;
        }

        var gone = await OfPropertiesAsync(type, archived: true, cancellationToken);
        return gone.Succeeded ? live.Value.Concat(gone.Value).DistinctBy(property => property.Name).ToList() : gone;
    }

    public Task<Result<WireAccount>> AccountAsync(CancellationToken cancellationToken) => SendAsync(
        new HubSpotCall(HttpMethod.Get, "account details", channel.Address(_paths.Account)),
        Definitions.Account,
        cancellationToken);

    /// <summary>Uninstalls the app from the account.</summary>
    public Task<Result<Done>> UninstallAsync(CancellationToken cancellationToken) =>
        DoAsync(new HubSpotCall(HttpMethod.Delete, "app uninstall", channel.Address(_paths.Uninstall), Replayable: false), cancellationToken);

    private static string? Joined(IReadOnlyList<string>? names) => names is { Count: > 0 } ? string.Join(',', names) : null;

    private static string Query(params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                // Commas need no escape in a query, and three letters for each would take the room of a tenth of the names.
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=')
                    .Append(Uri.EscapeDataString(value).Replace("%2C", ",", StringComparison.Ordinal));
            }
        }

        return query.ToString();
    }

    private static string Segment(string text) => Uri.EscapeDataString(text);

    // Such an id would lead to another address: the collection, or its parent.
    private static bool IsAddressable(string id) => !string.IsNullOrWhiteSpace(id) && id is not ("." or "..");

    private static Task<Result<WireRecord>>? Unaddressable(string id) =>
        IsAddressable(id) ? null : Task.FromResult<Result<WireRecord>>(new HubSpotRecordNotFound());

    private string Objects(string type) => $"{_paths.Objects}/{Segment(type)}";

    private string Object(string type, string id) => $"{Objects(type)}/{Segment(id)}";

    private Task<Result<IReadOnlyList<WireProperty>>> OfPropertiesAsync(string type, bool archived, CancellationToken cancellationToken) => SendAsync(
        new HubSpotCall(HttpMethod.Get, $"{type} properties", channel.Address($"{_paths.Properties}/{Segment(type)}{(archived ? "?archived=true" : "")}")),
        Definitions.Properties,
        cancellationToken);

    // For answers whose body tells nothing.
    private Task<Result<Done>> DoAsync(HubSpotCall call, CancellationToken cancellationToken) => SendAsync(call, static _ => default(Done), cancellationToken);

    private Task<Result<T>> SendAsync<T>(HubSpotCall call, ReadBody<T> read, CancellationToken cancellationToken)
    {
        count?.Add();
        return channel.SendAsync(call, tokens, priority, read, cancellationToken);
    }
}
