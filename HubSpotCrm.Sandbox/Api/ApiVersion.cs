namespace HubSpotCrm.Sandbox.Api;

/// <summary>Where each family of calls lives in one version of HubSpot's API. Another version is another row.</summary>
internal sealed record ApiVersion(
    string Name, string Objects, string Associations, string Labels, string Owners, string Pipelines, string Properties, string AccountInfo, string OAuth, string Installs)
{
    public static readonly ApiVersion[] All = [Dated("2026-09")];

    private static ApiVersion Dated(string version) => new(
        version,
        $"/crm/objects/{version}",
        $"/crm/associations/{version}",
        $"/crm/associations/{version}",
        $"/crm/owners/{version}",
        $"/crm/pipelines/{version}",
        $"/crm/properties/{version}",
        $"/account-info/{version}",
        $"/oauth/{version}",
        $"/appinstalls/{version}");
}
