using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Outbox;

/// <summary>HubSpot itself. A person waits for an edit, so its calls go before those of sync and of bulk edits.</summary>
internal sealed class HubSpotRecords(HubSpotClient client, Mirror mirror) : IRemoteRecords
{
    private const int MostFound = 20;

    // A second of HubSpot's calls: what one record may cost.
    private const int MostPages = 100;
    private static readonly bool[] Both = [false, true];
    private static readonly string[] FoundProperties = ["createdate", "hs_object_source"];

    private readonly HubSpotClient _client = client.With(CallPriority.Interactive);
    private readonly HubSpotClient _behind = client.With(CallPriority.Bulk);
    private readonly HubSpotCampaigns _campaigns = new(client.With(CallPriority.Interactive));

    public long Now => _client.Now;

    public async Task<Result<Done>> HearAsync(CancellationToken cancellationToken)
    {
        if (_client.KnowsTime)
        {
            return new Done();
        }

        var any = await _client.ListAsync(ObjectType.Contact.Plural(), new ListRequest([ObjectType.Contact.ModifiedProperty()], Limit: 1), cancellationToken);
        return any.Succeeded ? new Done() : any.As<Done>();
    }

    public Task<Result<WireRecord>> ReadAsync(ObjectType type, string id, IReadOnlyList<string> properties, CancellationToken cancellationToken) =>
        type == ObjectType.Campaign
            ? _campaigns.ReadAsync(id, properties, cancellationToken)
            : _client.ReadAsync(type.Plural(), id, new ReadRequest(WithOrigin(type, properties), PropertiesWithHistory: properties), cancellationToken);

    public async Task<Result<WireRecord>> ReadWholeAsync(ObjectType type, string id, AccountDefinitions definitions, CancellationToken cancellationToken)
    {
        if (type == ObjectType.Campaign)
        {
            return await _campaigns.ReadAsync(id, CampaignProperties.Names, cancellationToken);
        }

        var read = await new Sync.RecordReader(new SyncTarget(_client, mirror), type, definitions).RecordsAsync([id], cancellationToken);
        return !read.Succeeded ? read.As<WireRecord>() : read.Value.Records is [var record, ..] ? record : new HubSpotRecordNotFound();
    }

    public async Task<Result<IReadOnlyList<WireRecord>>> FindAsync(ObjectType type, string property, string value, long since, CancellationToken cancellationToken)
    {
        if (type == ObjectType.Campaign)
        {
            return await _campaigns.FindAsync(value, since, cancellationToken);
        }

        if ((type, property) is (ObjectType.Contact, "email"))
        {
            var read = await _client.ReadAsync(type.Plural(), value, new ReadRequest(FoundProperties, IdProperty: property), cancellationToken);
            return read.Succeeded ? new List<WireRecord> { read.Value }
                : read.Failure is HubSpotRecordNotFound ? new List<WireRecord>()
                : read.As<IReadOnlyList<WireRecord>>();
        }

        var request = new SearchRequest(
            [new SearchFilter(property, "EQ", value), new SearchFilter("createdate", "GTE", since.ToString(CultureInfo.InvariantCulture))],
            new SearchSort("createdate"), [property, .. FoundProperties], Limit: MostFound);
        var page = await _client.SearchAsync(type.Plural(), request, cancellationToken);
        return page.Succeeded
            ? page.Value.Results.Where(IsOfAnApp).ToList()
            : page.As<IReadOnlyList<WireRecord>>();
    }

    public async Task<Result<IReadOnlyList<WireRecord>>> ListedAsync(
        ObjectType type, IReadOnlyList<string> properties, long since, CancellationToken cancellationToken)
    {
        // What the mirror holds tells before the first page is read.
        var pages = await mirror.ReadAsync(connection => IsLong(connection, type), cancellationToken) ? MostPages : 0;
        var found = new List<WireRecord>();
        foreach (var archived in Both)
        {
            string? after = null;
            do
            {
                if (pages++ == MostPages)
                {
                    return new ListTooLong();
                }

                var page = await _behind.ListAsync(
                    type.Plural(), new ListRequest([.. properties, .. FoundProperties, ObjectTypes.MergedIdsProperty], After: after, Archived: archived), cancellationToken);
                if (!page.Succeeded)
                {
                    return page.As<IReadOnlyList<WireRecord>>();
                }

                found.AddRange(page.Value.Results.Where(record => (record.CreatedAt >= since && IsOfAnApp(record))
                    || (record.UpdatedAt >= since && record.Properties.GetValueOrDefault(ObjectTypes.MergedIdsProperty) is { Length: > 0 })));
                if (page.Value.After is { } next && next == after)
                {
                    return new CursorRepeated(next);
                }

                after = page.Value.After;
            }
            while (after is not null);
        }

        // A record may be on two pages when others move while they are listed.
        return found.DistinctBy(record => record.Id).ToList();
    }

    public Task<Result<WireRecord>> UpdateAsync(ObjectType type, string id, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        type == ObjectType.Campaign ? _campaigns.UpdateAsync(id, values, cancellationToken) : _client.UpdateAsync(type.Plural(), id, values, cancellationToken);

    public async Task<Result<IReadOnlyDictionary<string, WireRecord>>> ReadManyAsync(
        ObjectType type, IReadOnlyList<string> ids, IReadOnlyList<string> properties, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, WireRecord>();
        if (type == ObjectType.Campaign)
        {
            // Campaigns have no history, and each is read alone anyway.
            return found;
        }

        foreach (var part in ids.Chunk(HubSpotLimits.BatchWithHistory))
        {
            var read = await _behind.BatchReadAsync(
                type.Plural(), new BatchReadRequest(part, WithOrigin(type, properties), PropertiesWithHistory: properties), cancellationToken);
            if (!read.Succeeded)
            {
                return read.As<IReadOnlyDictionary<string, WireRecord>>();
            }

            var asked = part.ToHashSet();
            foreach (var record in read.Value.Results.Where(record => asked.Contains(record.Id)))
            {
                found[record.Id] = record;
            }
        }

        return found;
    }

    public Task<Result<IReadOnlyList<Result<WireRecord>>>> UpdateManyAsync(
        ObjectType type, IReadOnlyList<(string Id, IReadOnlyDictionary<string, string> Values)> rows, CancellationToken cancellationToken) =>
        _behind.BatchUpdateAsync(type.Plural(), [.. rows.Select(row => new BatchChange(row.Id, row.Values))], cancellationToken);

    public Task<Result<WireRecord>> CreateAsync(
        ObjectType type, IReadOnlyDictionary<string, string> values, IReadOnlyList<RecordReference> associations, CancellationToken cancellationToken) =>
        type == ObjectType.Campaign
            ? _client.CreateCampaignAsync(values, cancellationToken)
            : _client.CreateAsync(type.Plural(), values, [.. associations.Select(to => new NewAssociation(to.Type.Plural(), to.Id))], cancellationToken);

    public Task<Result<Done>> ArchiveAsync(ObjectType type, string id, CancellationToken cancellationToken) =>
        type == ObjectType.Campaign ? _client.DeleteCampaignAsync(id, cancellationToken) : _client.ArchiveAsync(type.Plural(), id, cancellationToken);

    // An answer may be the first that is heard of a merge: it is to tell of all records that went into this one.
    private static IReadOnlyList<string> WithOrigin(ObjectType type, IReadOnlyList<string> properties) =>
        [.. properties, type.ModifiedProperty(), ObjectTypes.MergedIdsProperty];

    private static bool IsOfAnApp(WireRecord record) => record.Properties.GetValueOrDefault("hs_object_source") is null or "" or "INTEGRATION" or "API";

    private static bool IsLong(SqliteConnection connection, ObjectType type)
    {
        using var statement = new Statement(
            connection, null, $"SELECT count(*) FROM (SELECT 1 FROM record WHERE type = $p0 LIMIT {(MostPages * HubSpotLimits.ListPage) + 1})", 1);
        return statement.Integer((int)type) > MostPages * HubSpotLimits.ListPage;
    }
}

/// <summary>Campaigns at HubSpot: without history, and without a search other than by a part of the name.</summary>
internal sealed class HubSpotCampaigns(HubSpotClient client)
{
    public async Task<Result<WireRecord>> ReadAsync(string id, IReadOnlyList<string> properties, CancellationToken cancellationToken)
    {
        var read = await client.CampaignAsync(id, properties, cancellationToken);
        return read.Succeeded ? WithEmpty(read.Value.Record, properties) : read.As<WireRecord>();
    }

    public async Task<Result<WireRecord>> UpdateAsync(string id, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        var written = await client.UpdateCampaignAsync(id, values, cancellationToken);

        // An answer that names none of the values tells nothing of them; they are read again anyway.
        return written.Succeeded && values.Keys.Any(written.Value.Properties.ContainsKey) ? WithEmpty(written.Value, [.. values.Keys]) : written;
    }

    public async Task<Result<IReadOnlyList<WireRecord>>> FindAsync(string name, long since, CancellationToken cancellationToken)
    {
        var page = await client.CampaignsAsync(new CampaignListRequest(CampaignProperties.Names, Name: name), cancellationToken);
        return page.Succeeded
            ? page.Value.Results.Where(record => record.CreatedAt >= since && record.Properties.GetValueOrDefault("hs_name")?.Trim() == name).ToList()
            : page.As<IReadOnlyList<WireRecord>>();
    }

    // HubSpot leaves out what is empty.
    private static WireRecord WithEmpty(WireRecord record, IReadOnlyList<string> properties)
    {
        var values = record.Properties.ToDictionary();
        foreach (var property in properties)
        {
            values.TryAdd(property, null);
        }

        return record with { Properties = values };
    }
}
