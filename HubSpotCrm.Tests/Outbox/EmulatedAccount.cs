using System.Collections.Concurrent;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Outbox;

namespace HubSpotCrm.Tests.Outbox;

/// <summary>Records at HubSpot on the test's clock, with their history, and with calls that go wrong as the test says.</summary>
internal sealed partial class EmulatedAccount(TimeProvider time) : IRemoteRecords
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(ObjectType, string), Dictionary<string, List<WireVersion>>> _records = [];
    private readonly Dictionary<(ObjectType, string), string> _merged = [];
    private long _lastChange;

    public long Now => (time.GetUtcNow() + OffUntilHeard).ToUnixTimeMilliseconds();

    /// <summary>How far the portal's clock is off, which counts until HubSpot has answered.</summary>
    public TimeSpan OffUntilHeard { get; set; }

    public Task<Result<Done>> HearAsync(CancellationToken cancellationToken)
    {
        OffUntilHeard = TimeSpan.Zero;
        return Task.FromResult<Result<Done>>(new Done());
    }

    /// <summary>Every call as <c>read 1 jobtitle</c> or <c>update 1 jobtitle=Buyer</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public IEnumerable<string> Updates => Calls.Where(call => call.StartsWith("update", StringComparison.Ordinal));

    /// <summary>Fails a call before it does anything; null lets it through.</summary>
    public Func<string, Failure?> Refuse { get; set; } = _ => null;

    /// <summary>After an update took effect: its answer is replaced by the failure.</summary>
    public Func<string, Failure?> LoseAnswer { get; set; } = _ => null;

    /// <summary>Runs before an update takes effect, as another user's change in that moment would.</summary>
    public Action<string>? BeforeUpdate { get; set; }

    /// <summary>What HubSpot makes of a value: itself, another one, or null to keep what it has.</summary>
    public Func<string, string, string?> Normalise { get; set; } = (_, value) => value;

    /// <summary>Awaited inside every update.</summary>
    public Func<string, Task> During { get; set; } = _ => Task.CompletedTask;

    public int InFlight { get; private set; }

    public int MostInFlight { get; private set; }

    public bool TwoAtOnceOfOneRecord { get; private set; }

    private readonly HashSet<string> _busy = [];

    public void Set(ObjectType type, string id, string property, string? value, string user = "77", string source = "CRM_UI")
    {
        lock (_gate)
        {
            // HubSpot's milliseconds only rise.
            _lastChange = Math.Max(Now, _lastChange + 1);
            Record(type, id).TryAdd(property, []);
            Record(type, id)[property].Insert(0, new WireVersion(value, _lastChange, source, null, user));
        }
    }

    public string? Get(ObjectType type, string id, string property)
    {
        lock (_gate)
        {
            return Record(type, id).GetValueOrDefault(property)?.FirstOrDefault()?.Value;
        }
    }

    public void Delete(ObjectType type, string id)
    {
        lock (_gate)
        {
            _records.Remove((type, id));
        }
    }

    public void Merge(ObjectType type, string id, string into)
    {
        lock (_gate)
        {
            _records.Remove((type, id));
            _merged[(type, id)] = into;
            Set(type, into, ObjectTypes.MergedIdsProperty, id, user: "", source: "MERGE_OBJECTS");
        }
    }

    public WireRecord Whole(ObjectType type, string id)
    {
        lock (_gate)
        {
            return Wire(type, id, [.. Record(type, id).Keys], history: true) with { Associations = Associations(type, id) };
        }
    }

    public Task<Result<WireRecord>> ReadAsync(ObjectType type, string id, IReadOnlyList<string> properties, CancellationToken cancellationToken)
    {
        var call = $"read {id} {string.Join(',', properties)}";
        Calls.Enqueue(call);
        lock (_gate)
        {
            return Task.FromResult<Result<WireRecord>>(
                Refuse(call) is { } failure ? failure : !Exists(type, ref id) ? new HubSpotRecordNotFound() : Wire(type, id, properties, history: true));
        }
    }

    public async Task<Result<WireRecord>> UpdateAsync(ObjectType type, string id, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        var call = $"update {id} {string.Join(',', values.Select(value => $"{value.Key}={value.Value}"))}";
        Calls.Enqueue(call);
        lock (_gate)
        {
            InFlight++;
            MostInFlight = Math.Max(MostInFlight, InFlight);
            TwoAtOnceOfOneRecord |= !_busy.Add(id);
        }

        try
        {
            await During(id);
            if (Refuse(call) is { } refused)
            {
                return refused;
            }

            BeforeUpdate?.Invoke(id);
            if (!Exists(type, ref id))
            {
                return new HubSpotRecordNotFound();
            }

            Write(type, id, values);
            lock (_gate)
            {
                return LoseAnswer(call) is { } lost ? lost : Wire(type, id, [.. Record(type, id).Keys], history: false);
            }
        }
        finally
        {
            lock (_gate)
            {
                InFlight--;
                _busy.Remove(id);
            }
        }
    }

    private void Write(ObjectType type, string id, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (property, value) in values)
        {
            if (Normalise(property, value) is { } taken && (Get(type, id, property) ?? "") != taken)
            {
                Set(type, id, property, taken, user: "1", source: "INTEGRATION");
            }
        }
    }

    private bool Exists(ObjectType type, ref string id)
    {
        id = _merged.GetValueOrDefault((type, id), id);
        return _records.ContainsKey((type, id));
    }

    private Dictionary<string, List<WireVersion>> Record(ObjectType type, string id)
    {
        if (!_records.TryGetValue((type, id), out var record))
        {
            _records[(type, id)] = record = [];
        }

        return record;
    }

    private WireRecord Wire(ObjectType type, string id, IReadOnlyList<string> properties, bool history)
    {
        var record = Record(type, id);
        return new WireRecord
        {
            Id = id,
            Properties = properties.ToDictionary(property => property, property => record.GetValueOrDefault(property)?.FirstOrDefault()?.Value),
            CreatedAt = _created.GetValueOrDefault((type, id), 1),
            UpdatedAt = record.Values.SelectMany(versions => versions).Select(version => version.Timestamp).DefaultIfEmpty(1).Max(),
            History = history && HasHistory
                ? properties.Where(record.ContainsKey).ToDictionary(property => property, property => (IReadOnlyList<WireVersion>)[.. record[property]])
                : null,
        };
    }
}
