namespace HubSpotCrm.Tests.Support;

/// <summary>Runs an action when disposed.</summary>
internal sealed class Subscription(Action end) : IDisposable
{
    public void Dispose() => end();
}
