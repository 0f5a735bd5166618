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

    /// <summary>The named properties with their history.</summary>
    Task<Result<WireRecord>> ReadAsync(ObjectType type, string id, IReadOnlyList<string> properties, CancellationToken cancellationToken);

    /// <summary>Sets the values; <see cref="OutcomeUnknown"/> when they were sent and no answer came.</summary>
    Task<Result<WireRecord>> UpdateAsync(ObjectType type, string id, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken);
}

/// <summary>HubSpot itself. A person waits for an edit, so its calls go before those of sync.</summary>
internal sealed class HubSpotRecords(HubSpotClient client) : IRemoteRecords
{
    private readonly HubSpotClient _client = client.With(CallPriority.Interactive);

    public long Now => _client.Now;

    public Task<Result<WireRecord>> ReadAsync(ObjectType type, string id, IReadOnlyList<string> properties, CancellationToken cancellationToken) =>
        _client.ReadAsync(type.Plural(), id, new ReadRequest([.. properties, type.ModifiedProperty()], PropertiesWithHistory: properties), cancellationToken);

    public Task<Result<WireRecord>> UpdateAsync(ObjectType type, string id, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        _client.UpdateAsync(type.Plural(), id, values, cancellationToken);
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
