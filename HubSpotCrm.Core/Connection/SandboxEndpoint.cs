namespace HubSpotCrm.Core.Connection;

/// <summary>How to reach the sandbox that the host runs.</summary>
/// <param name="ApiBase">As this process reaches it, on loopback: <c>http://127.0.0.1:5080/sandbox</c>.</param>
/// <param name="AuthorizePath">As the administrator's browser reaches it, below the portal's origin: <c>/sandbox/oauth/authorize</c>.</param>
public sealed record SandboxEndpoint(Uri ApiBase, string AuthorizePath, string ClientId, string ClientSecret);

/// <summary>The host says whether a sandbox runs, and where.</summary>
public interface ISandboxDirectory
{
    /// <summary>Null while the sandbox is off, or the host does not listen yet.</summary>
    SandboxEndpoint? Current { get; }

    /// <summary><c>Portal:Sandbox</c> is on, so a sandbox on a loopback address may be called in the place of HubSpot.</summary>
    bool IsOn => Current is not null;

    /// <summary>Drops every change, code and token of the sandbox: it is as on its first day.</summary>
    void Reset();
}

/// <summary>For hosts without a sandbox.</summary>
internal sealed class NoSandbox : ISandboxDirectory
{
    public SandboxEndpoint? Current => null;

    public void Reset()
    {
    }
}
