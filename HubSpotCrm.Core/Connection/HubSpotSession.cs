using HubSpotCrm.Core.HubSpot;

namespace HubSpotCrm.Core.Connection;

/// <summary>The client of the connected account, for the features that call HubSpot.</summary>
internal sealed class HubSpotSession
{
    private HubSpotClient? _current;

    /// <summary>Null while no account is connected, or HubSpot must be connected again.</summary>
    public HubSpotClient? Current => Volatile.Read(ref _current);

    /// <summary>Raised after <see cref="Current"/> changed, on any thread.</summary>
    public event Action? Changed;

    public void Set(HubSpotClient? client)
    {
        Volatile.Write(ref _current, client);
        Changed?.Invoke();
    }

    /// <summary>Ends the session of this client; false when it has ended already, or another took its place.</summary>
    public bool TryEnd(HubSpotClient client)
    {
        if (Interlocked.CompareExchange(ref _current, null, client) != client)
        {
            return false;
        }

        Changed?.Invoke();
        return true;
    }
}
