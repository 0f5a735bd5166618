using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Outbox;

namespace HubSpotCrm.Tests.Outbox;

/// <summary>Passes every call on; a test overrides the one it wants to get hold of.</summary>
internal abstract class PassedOnRecords(IRemoteRecords account) : IRemoteRecords
{
    public long Now => account.Now;

    public Task<Result<Done>> HearAsync(CancellationToken cancellationToken) => account.HearAsync(cancellationToken);

    public Task<Result<WireRecord>> ReadAsync(ObjectType type, string id, IReadOnlyList<string> properties, CancellationToken cancellationToken) =>
        account.ReadAsync(type, id, properties, cancellationToken);

    public Task<Result<WireRecord>> ReadWholeAsync(ObjectType type, string id, AccountDefinitions definitions, CancellationToken cancellationToken) =>
        account.ReadWholeAsync(type, id, definitions, cancellationToken);

    public Task<Result<IReadOnlyList<WireRecord>>> FindAsync(ObjectType type, string property, string value, long since, CancellationToken cancellationToken) =>
        account.FindAsync(type, property, value, since, cancellationToken);

    public Task<Result<IReadOnlyList<WireRecord>>> ListedAsync(ObjectType type, IReadOnlyList<string> properties, long since, CancellationToken cancellationToken) =>
        account.ListedAsync(type, properties, since, cancellationToken);

    public Task<Result<WireRecord>> UpdateAsync(ObjectType type, string id, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        account.UpdateAsync(type, id, values, cancellationToken);

    public virtual Task<Result<IReadOnlyDictionary<string, WireRecord>>> ReadManyAsync(
        ObjectType type, IReadOnlyList<string> ids, IReadOnlyList<string> properties, CancellationToken cancellationToken) =>
        account.ReadManyAsync(type, ids, properties, cancellationToken);

    public virtual Task<Result<IReadOnlyList<Result<WireRecord>>>> UpdateManyAsync(
        ObjectType type, IReadOnlyList<(string Id, IReadOnlyDictionary<string, string> Values)> rows, CancellationToken cancellationToken) =>
        account.UpdateManyAsync(type, rows, cancellationToken);

    public Task<Result<WireRecord>> CreateAsync(
        ObjectType type, IReadOnlyDictionary<string, string> values, IReadOnlyList<RecordReference> associations, CancellationToken cancellationToken) =>
        account.CreateAsync(type, values, associations, cancellationToken);

    public Task<Result<Done>> ArchiveAsync(ObjectType type, string id, CancellationToken cancellationToken) => account.ArchiveAsync(type, id, cancellationToken);
}
