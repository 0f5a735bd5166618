using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Outbox;

/// <summary>The account's records at HubSpot, as the outbox needs them. Tests put an account of their own in its place.</summary>
internal interface IRemoteRecords
{
    /// <summary>HubSpot's time, UTC milliseconds.</summary>
    long Now { get; }

    /// <summary>The named properties with their history; a merged id answers with the survivor.</summary>
    Task<Result<WireRecord>> ReadAsync(ObjectType type, string id, IReadOnlyList<string> properties, CancellationToken cancellationToken);

    /// <summary>All that the mirror keeps of a record: every property, the history of the tracked ones, and the associations.</summary>
    Task<Result<WireRecord>> ReadWholeAsync(ObjectType type, string id, AccountDefinitions definitions, CancellationToken cancellationToken);

    /// <summary>Live records whose property has the value. Of a property that HubSpot does not keep unique only records that the portal, or another app, made at or after the time.</summary>
    /// <param name="since">HubSpot's time, UTC milliseconds.</param>
    Task<Result<IReadOnlyList<WireRecord>>> FindAsync(ObjectType type, string property, string value, long since, CancellationToken cancellationToken);

    /// <summary>Sets the values; <see cref="OutcomeUnknown"/> when they were sent and no answer came.</summary>
    Task<Result<WireRecord>> UpdateAsync(ObjectType type, string id, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken);

    /// <summary>Makes a record with its associations, or nothing; <see cref="OutcomeUnknown"/> when it was sent and no answer came.</summary>
    Task<Result<WireRecord>> CreateAsync(
        ObjectType type, IReadOnlyDictionary<string, string> values, IReadOnlyList<RecordReference> associations, CancellationToken cancellationToken);

    /// <summary>Into the recycle bin; a campaign is deleted for good.</summary>
    Task<Result<Done>> ArchiveAsync(ObjectType type, string id, CancellationToken cancellationToken);
}

/// <summary>HubSpot itself. A person waits for an edit, so its calls go before those of sync.</summary>
internal sealed class HubSpotRecords(HubSpotClient client) : IRemoteRecords
{
    private const int MostFound = 20;
    private static readonly string[] FoundProperties = ["createdate", "hs_object_source"];

    private readonly HubSpotClient _client = client.With(CallPriority.Interactive);

    public long Now => _client.Now;

    public Task<Result<WireRecord>> ReadAsync(ObjectType type, string id, IReadOnlyList<string> properties, CancellationToken cancellationToken) =>
        _client.ReadAsync(type.Plural(), id, new ReadRequest([.. properties, type.ModifiedProperty()], PropertiesWithHistory: properties), cancellationToken);

    public async Task<Result<WireRecord>> ReadWholeAsync(ObjectType type, string id, AccountDefinitions definitions, CancellationToken cancellationToken)
    {
        var records = await new Sync.RecordReader(_client, type, definitions).RecordsAsync([id], cancellationToken);
        return !records.Succeeded ? records.As<WireRecord>() : records.Value is [var record, ..] ? record : new HubSpotRecordNotFound();
    }

    public async Task<Result<IReadOnlyList<WireRecord>>> FindAsync(ObjectType type, string property, string value, long since, CancellationToken cancellationToken)
    {
        if ((type, property) is (ObjectType.Contact, "email"))
        {
            var read = await _client.ReadAsync(type.Plural(), value, new ReadRequest(FoundProperties, IdProperty: property), cancellationToken);
            return read.Succeeded ? new List<WireRecord> { read.Value } : read.Failure is HubSpotRecordNotFound ? new List<WireRecord>() : read.As<IReadOnlyList<WireRecord>>();
        }

        var request = new SearchRequest(
            [new SearchFilter(property, "EQ", value), new SearchFilter("createdate", "GTE", since.ToString(CultureInfo.InvariantCulture))],
            new SearchSort("createdate"), [property, .. FoundProperties], Limit: MostFound);
        var page = await _client.SearchAsync(type.Plural(), request, cancellationToken);
        return page.Succeeded
            ? page.Value.Results.Where(record => record.Properties.GetValueOrDefault("hs_object_source") is null or "" or "INTEGRATION" or "API").ToList()
            : page.As<IReadOnlyList<WireRecord>>();
    }

    public Task<Result<WireRecord>> UpdateAsync(ObjectType type, string id, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        _client.UpdateAsync(type.Plural(), id, values, cancellationToken);

    public Task<Result<WireRecord>> CreateAsync(
        ObjectType type, IReadOnlyDictionary<string, string> values, IReadOnlyList<RecordReference> associations, CancellationToken cancellationToken) =>
        _client.CreateAsync(type.Plural(), values, [.. associations.Select(to => new NewAssociation(to.Type.Plural(), to.Id))], cancellationToken);

    public Task<Result<Done>> ArchiveAsync(ObjectType type, string id, CancellationToken cancellationToken) =>
        _client.ArchiveAsync(type.Plural(), id, cancellationToken);
}

/// <summary>The account that edits are sent to, and the mirror that takes its answers.</summary>
internal sealed record OutboxTarget(IRemoteRecords Remote, Mirror Mirror);

/// <summary>The connected account at this moment; null while there is none or HubSpot must be connected again.</summary>
internal delegate OutboxTarget? CurrentTarget();

internal static class ConnectedTarget
{
    /// <summary>Client and mirror of one account. A switch closes the session before it changes the mirror, so the same client before and after means they belong together.</summary>
    public static OutboxTarget? Of(HubSpotSession session, MirrorHost mirrors)
    {
        var client = session.Current;
        var mirror = mirrors.Current;
        return client is not null && mirror is not null && session.Current == client ? new OutboxTarget(new HubSpotRecords(client), mirror) : null;
    }
}
