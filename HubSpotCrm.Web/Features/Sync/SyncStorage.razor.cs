using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>What the mirror takes, and what waits in its inbox.</summary>
public sealed record StoredFacts(MirrorSize Size, PushStatus Push);

/// <summary>How large the copy and its history are, and how the portal is told of changes.</summary>
public sealed partial class SyncStorage : SyncPart<StoredFacts>
{
    protected override async Task<Result<StoredFacts>> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        var size = await Report.SizeAsync(actor, cancellationToken);
        var push = await Report.PushAsync(actor, cancellationToken);
        return (size.Failure ?? push.Failure) is { } failure ? failure : new StoredFacts(size.Value, push.Value);
    }
}
