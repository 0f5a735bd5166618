using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Sync;

/// <summary>The properties whose every change is kept.</summary>
internal static class TrackedProperties
{
    public static IReadOnlyList<string> Of(ObjectType type) => SyncKinds.Of(type).Tracked;
}
