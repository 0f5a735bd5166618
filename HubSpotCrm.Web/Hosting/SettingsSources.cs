namespace HubSpotCrm.Web.Hosting;

/// <summary>Where settings come from, besides the file and the command line.</summary>
internal static class SettingsSources
{
    private static readonly (string Variable, string Key)[] Variables =
    [
        ("HUBSPOT_CLIENT_ID", "HubSpot:ClientId"),
        ("HUBSPOT_CLIENT_SECRET", "HubSpot:ClientSecret"),
        ("HUBSPOT_REDIRECT_URI", "HubSpot:RedirectUri"),
        ("HUBSPOT_API_BASE_URL", "HubSpot:ApiBaseUrl"),
        ("HUBSPOT_API_VERSION", "HubSpot:ApiVersion"),
    ];

    /// <summary>Lays the HUBSPOT_* environment variables over everything else; an empty one counts as unset.</summary>
    public static IConfigurationBuilder AddHubSpotVariables(this IConfigurationBuilder configuration, Func<string, string?> read) =>
        configuration.AddInMemoryCollection(Variables
            .Select(pair => KeyValuePair.Create(pair.Key, read(pair.Variable)))
            .Where(pair => !string.IsNullOrEmpty(pair.Value)));
}
