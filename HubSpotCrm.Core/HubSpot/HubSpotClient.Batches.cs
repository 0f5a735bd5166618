using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>Writes of many records at once, at most <see cref="HubSpotLimits.Batch"/> of them. Each row has its own result, in the order of the rows.</summary>
internal sealed partial class HubSpotClient
{
    public Task<Result<IReadOnlyList<Result<WireRecord>>>> BatchCreateAsync(string type, IReadOnlyList<BatchCreate> rows, CancellationToken cancellationToken) =>
        BatchWriteAsync(type, "create", rows.Count, Bodies.BatchCreate(type, rows), static (_, _) => false, cancellationToken);

    public Task<Result<IReadOnlyList<Result<WireRecord>>>> BatchUpdateAsync(string type, IReadOnlyList<BatchChange> rows, CancellationToken cancellationToken) =>
        BatchWriteAsync(type, "update", rows.Count, Bodies.BatchChange(rows), (at, record) => Names(rows[at], record), cancellationToken);

    /// <summary>Makes those that are not there; <see cref="WireRecord.IsNew"/> says which. Each row needs an id property.</summary>
    public Task<Result<IReadOnlyList<Result<WireRecord>>>> BatchUpsertAsync(string type, IReadOnlyList<BatchChange> rows, CancellationToken cancellationToken) =>
        BatchWriteAsync(type, "upsert", rows.Count, Bodies.BatchChange(rows), (at, record) => Names(rows[at], record), cancellationToken);

    public Task<Result<Done>> BatchArchiveAsync(string type, IReadOnlyList<string> ids, CancellationToken cancellationToken) => ids.Count == 0
        ? Task.FromResult<Result<Done>>(new Done())
        : DoAsync(
            new HubSpotCall(HttpMethod.Post, $"{type} batch archive", channel.Address($"{Objects(type)}/batch/archive"), Bodies.Ids(ids), Replayable: false), cancellationToken);

    private static bool Names(BatchChange row, WireRecord record) => row.IdProperty is { } property
        ? string.Equals(record.Properties.GetValueOrDefault(property), row.Id, StringComparison.OrdinalIgnoreCase)
        : record.Id == row.Id;

    private async Task<Result<IReadOnlyList<Result<WireRecord>>>> BatchWriteAsync(
        string type, string verb, int rows, byte[] body, Func<int, WireRecord, bool> names, CancellationToken cancellationToken)
    {
        if (rows == 0)
        {
            return Array.Empty<Result<WireRecord>>();
        }

        var batch = await SendAsync(
            new HubSpotCall(HttpMethod.Post, $"{type} batch {verb}", channel.Address($"{Objects(type)}/batch/{verb}"), body, Replayable: false),
            RecordReader.Batch,
            cancellationToken);
        return batch.Succeeded ? Match(batch.Value, rows, names) : batch.As<IReadOnlyList<Result<WireRecord>>>();
    }

    // HubSpot promises no order: a row is found by the name we gave it, else by its id.
    private static Result<WireRecord>[] Match(WireBatch batch, int rows, Func<int, WireRecord, bool> names)
    {
        var results = new Result<WireRecord>?[rows];
        foreach (var record in batch.Results)
        {
            var at = record.TraceId is { } trace ? Place(trace, rows) : Enumerable.Range(0, rows).FirstOrDefault(row => results[row] is null && names(row, record), -1);
            if (at >= 0)
            {
                results[at] = record;
            }
        }

        foreach (var error in batch.Errors)
        {
            var failure = BatchFailures.Of(error);
            var places = error.Context.TryGetValue("objectWriteTraceId", out var traces) ? traces.Select(trace => Place(trace, rows))
                : error.Context.TryGetValue("ids", out var ids) ? ids.SelectMany(id => Enumerable.Range(0, rows).Where(row => names(row, Bare(id))))
                : [];
            foreach (var at in places.Where(at => at >= 0))
            {
                results[at] ??= failure;
            }
        }

        // An error that names no row may be of any that has no answer.
        var nameless = batch.Errors.FirstOrDefault(error => !error.Context.ContainsKey("objectWriteTraceId") && !error.Context.ContainsKey("ids"));
        Failure otherwise = nameless is not null ? BatchFailures.Of(nameless) : new OutcomeUnknown("its answer leaves this record out");
        return [.. results.Select(result => result ?? otherwise)];
    }

    private static int Place(string trace, int rows) =>
        int.TryParse(trace, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < rows ? at : -1;

    private static WireRecord Bare(string id) => new() { Id = id, Properties = new Dictionary<string, string?>() };
}
