using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Outbox;

namespace HubSpotCrm.Tests.Outbox;

/// <summary>Records that are made and archived.</summary>
internal sealed partial class EmulatedAccount
{
    private readonly Dictionary<(ObjectType, string), long> _created = [];
    private readonly Dictionary<(ObjectType, string), IReadOnlyList<RecordReference>> _associations = [];
    private int _lastId = 9000;

    public IEnumerable<string> Creates => Calls.Where(call => call.StartsWith("create", StringComparison.Ordinal));

    public IEnumerable<string> Archives => Calls.Where(call => call.StartsWith("archive", StringComparison.Ordinal));

    /// <summary>Every record that was made, also those that were archived since.</summary>
    public List<(ObjectType Type, string Id, IReadOnlyDictionary<string, string> Values)> Made { get; } = [];

    /// <summary>How long after it was made the search does not show a record.</summary>
    public TimeSpan SearchLag { get; set; } = TimeSpan.Zero;

    /// <summary>More records than are looked through for one.</summary>
    public bool HasLongLists { get; set; }

    /// <summary>Campaigns have none.</summary>
    public bool HasHistory { get; set; } = true;

    public bool Has(ObjectType type, string id)
    {
        lock (_gate)
        {
            return _records.ContainsKey((type, id));
        }
    }

    /// <summary>Makes a record as HubSpot does, for a call or for another user.</summary>
    public string Make(ObjectType type, IReadOnlyDictionary<string, string> values, IReadOnlyList<RecordReference>? associations = null)
    {
        lock (_gate)
        {
            var id = $"{++_lastId}";
            _created[(type, id)] = Now;
            _associations[(type, id)] = associations ?? [];
            Record(type, id);
            foreach (var (property, value) in values)
            {
                Set(type, id, property, value, user: "1", source: "INTEGRATION");
            }

            Made.Add((type, id, values));
            return id;
        }
    }

    public Task<Result<WireRecord>> ReadWholeAsync(ObjectType type, string id, AccountDefinitions definitions, CancellationToken cancellationToken)
    {
        var call = $"read {id} whole";
        Calls.Enqueue(call);
        lock (_gate)
        {
            return Task.FromResult<Result<WireRecord>>(
                Refuse(call) is { } failure ? failure
                : !Exists(type, ref id) ? new HubSpotRecordNotFound()
                : Whole(type, id));
        }
    }

    /// <summary>As another user does it.</summary>
    public void Associate(ObjectType type, string id, params RecordReference[] with)
    {
        lock (_gate)
        {
            _associations[(type, id)] = with;
        }
    }

    private Dictionary<string, WireAssociations> Associations(ObjectType type, string id) =>
        _associations.GetValueOrDefault((type, id), []).GroupBy(to => to.Type).ToDictionary(
            group => group.Key.Plural(),
            group => new WireAssociations([.. group.Select(to => new WireAssociation(to.Id, $"{type.Singular()}_to_{to.Type.Singular()}"))], null));

    public Task<Result<IReadOnlyList<WireRecord>>> FindAsync(ObjectType type, string property, string value, long since, CancellationToken cancellationToken)
    {
        var call = $"find {property}={value}";
        Calls.Enqueue(call);
        lock (_gate)
        {
            if (Refuse(call) is { } failure)
            {
                return Task.FromResult<Result<IReadOnlyList<WireRecord>>>(failure);
            }

            var isUnique = property == "email";
            return Task.FromResult<Result<IReadOnlyList<WireRecord>>>(_records.Keys
                .Where(key => key.Item1 == type && Get(type, key.Item2, property) == value
                    && (isUnique || (_created.GetValueOrDefault(key, 1) >= since && _created.GetValueOrDefault(key, 1) + SearchLag.TotalMilliseconds <= Now)))
                .Select(key => Wire(type, key.Item2, [.. Record(type, key.Item2).Keys], history: false))
                .ToList());
        }
    }

    public Task<Result<IReadOnlyList<WireRecord>>> ListedAsync(ObjectType type, IReadOnlyList<string> properties, long since, CancellationToken cancellationToken)
    {
        var call = $"list {string.Join(',', properties)}";
        Calls.Enqueue(call);
        lock (_gate)
        {
            return Task.FromResult<Result<IReadOnlyList<WireRecord>>>(
                Refuse(call) is { } failure ? failure
                : HasLongLists ? new ListTooLong()
                : _records.Keys.Where(key => key.Item1 == type)
                    .Select(key => Wire(type, key.Item2, [.. Record(type, key.Item2).Keys], history: false))
                    .Where(record => record.CreatedAt >= since || (record.UpdatedAt >= since && record.Properties.ContainsKey(ObjectTypes.MergedIdsProperty)))
                    .ToList());
        }
    }

    public async Task<Result<WireRecord>> CreateAsync(
        ObjectType type, IReadOnlyDictionary<string, string> values, IReadOnlyList<RecordReference> associations, CancellationToken cancellationToken)
    {
        var call = $"create {type.Singular()} {string.Join(',', values.Select(value => $"{value.Key}={value.Value}"))}";
        Calls.Enqueue(call);
        await During(call);
        lock (_gate)
        {
            if (Refuse(call) is { } refused)
            {
                return refused;
            }

            var email = values.GetValueOrDefault("email");
            if (email is not null && _records.Keys.FirstOrDefault(key => key.Item1 == type && Get(type, key.Item2, "email") == email) is { Item2: { } existing })
            {
                return new RecordConflict(existing, $"Contact already exists. Existing ID: {existing}");
            }

            var id = Make(type, values, associations);
            return LoseAnswer(call) is { } lost ? lost : Wire(type, id, [.. values.Keys], history: false);
        }
    }

    public async Task<Result<Done>> ArchiveAsync(ObjectType type, string id, CancellationToken cancellationToken)
    {
        var call = $"archive {id}";
        Calls.Enqueue(call);
        await During(call);
        lock (_gate)
        {
            if (Refuse(call) is { } refused)
            {
                return refused;
            }

            if (!_records.Remove((type, id)))
            {
                return new HubSpotRecordNotFound();
            }

            return LoseAnswer(call) is { } lost ? lost : new Done();
        }
    }
}
