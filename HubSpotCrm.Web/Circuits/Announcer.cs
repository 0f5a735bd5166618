namespace HubSpotCrm.Web.Circuits;

/// <summary>What screen readers are told: "312 contacts", "Saved". Nothing for background refresh.</summary>
internal sealed class Announcer
{
    /// <summary>Raised with each text, on the caller's thread.</summary>
    public event Action<string>? Said;

    public void Say(string text) => Said?.Invoke(text);
}
