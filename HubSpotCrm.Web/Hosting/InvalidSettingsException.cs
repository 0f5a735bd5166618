namespace HubSpotCrm.Web.Hosting;

/// <summary>Settings that stop the start; every fault is named.</summary>
internal sealed class InvalidSettingsException(IReadOnlyList<string> faults)
    : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
