using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync.Push;

/// <summary>The account of a mirror as HubSpot's events name it.</summary>
/// <param name="PortalId">HubSpot's id of the account.</param>
internal sealed record PushAccount(ConnectionTarget Target, string PortalId)
{
    private const string SandboxPrefix = "sandbox-";

    public static PushAccount Of(Mirror mirror) => mirror.AccountId.StartsWith(SandboxPrefix, StringComparison.Ordinal)
        ? new PushAccount(ConnectionTarget.Sandbox, mirror.AccountId[SandboxPrefix.Length..])
        : new PushAccount(ConnectionTarget.HubSpot, mirror.AccountId);
}
