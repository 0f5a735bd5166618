using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Tests.Outbox;

/// <summary>Calls for many records at once.</summary>
internal sealed partial class EmulatedAccount
{
    /// <summary>The calls for many as <c>batch-read 50</c> and <c>batch-update 100</c>, in order.</summary>
    public IEnumerable<string> Batches => Calls.Where(call => call.StartsWith("batch", StringComparison.Ordinal));

    /// <summary>Every row of the batches that was written, as <c>1 jobtitle=Buyer</c>.</summary>
    public List<string> RowsWritten { get; } = [];

    /// <summary>Refuses a whole batch of updates before anything of it is done; null lets it through.</summary>
    public Func<IReadOnlyList<(string Id, IReadOnlyDictionary<string, string> Values)>, Failure?> RefuseBatch { get; set; } = _ => null;

    public Task<Result<IReadOnlyDictionary<string, WireRecord>>> ReadManyAsync(
        ObjectType type, IReadOnlyList<string> ids, IReadOnlyList<string> properties, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, WireRecord>();
        foreach (var part in ids.Chunk(HubSpotLimits.BatchWithHistory))
        {
            var call = $"batch-read {part.Length}";
            Calls.Enqueue(call);
            lock (_gate)
            {
                if (Refuse(call) is { } refused)
                {
                    return Task.FromResult<Result<IReadOnlyDictionary<string, WireRecord>>>(refused);
                }

                foreach (var id in part.Where(id => _records.ContainsKey((type, id))))
                {
                    found[id] = Wire(type, id, properties, history: true);
                }
            }
        }

        return Task.FromResult<Result<IReadOnlyDictionary<string, WireRecord>>>(found);
    }

    public async Task<Result<IReadOnlyList<Result<WireRecord>>>> UpdateManyAsync(
        ObjectType type, IReadOnlyList<(string Id, IReadOnlyDictionary<string, string> Values)> rows, CancellationToken cancellationToken)
    {
        rows.Count.Should().BeInRange(1, HubSpotLimits.Batch);
        rows.Select(row => row.Id).Should().OnlyHaveUniqueItems();
        var call = $"batch-update {rows.Count}";
        Calls.Enqueue(call);
        await During(call);
        if ((Refuse(call) ?? RefuseBatch(rows)) is { } refused)
        {
            return refused;
        }

        var results = new List<Result<WireRecord>>();
        foreach (var (id, values) in rows)
        {
            BeforeUpdate?.Invoke(id);
            lock (_gate)
            {
                TwoAtOnceOfOneRecord |= _busy.Contains(id);
                var row = $"{id} {string.Join(',', values.Select(value => $"{value.Key}={value.Value}"))}";
                if ((_records.ContainsKey((type, id)) ? Refuse($"row {row}") : new HubSpotRecordNotFound()) is { } failure)
                {
                    results.Add(failure);
                    continue;
                }

                Write(type, id, values);
                RowsWritten.Add(row);
                results.Add(Wire(type, id, [.. Record(type, id).Keys], history: false));
            }
        }

        return LoseAnswer(call) is { } lost ? lost : results;
    }
}
