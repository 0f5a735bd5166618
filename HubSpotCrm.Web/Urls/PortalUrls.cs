using System.Diagnostics.CodeAnalysis;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Views;

namespace HubSpotCrm.Web.Urls;

/// <summary>Every address of the portal; nothing else spells one.</summary>
internal static class PortalUrls
{
    public const string Home = "/";
    public const string Analytics = "/analytics";
    public const string Contacts = "/contacts";
    public const string Companies = "/companies";
    public const string Deals = "/deals";
    public const string Campaigns = "/campaigns";
    public const string Search = "/search";
    public const string SearchQuery = "q";
    public const string Sync = "/sync";
    public const string BulkEditQuery = "bulk";

    /// <summary>Which page of a list of the sync page is shown.</summary>
    public const string SyncRunsQuery = "runs";
    public const string SyncDriftQuery = "drift";
    public const string SyncValuesQuery = "values";

    /// <summary>What the sync page shows of the kinds of record: <see cref="SyncDay"/>, or what is being copied now.</summary>
    public const string SyncObjectsQuery = "objects";
    public const string SyncDay = "day";

    public const string Connect = "/connect";

    /// <summary>Connected, but not all that the portal asked for was granted: says what is left out.</summary>
    public const string ConnectGaps = "/connect?step=gaps";
    public const string Connection = "/settings/connection";
    public const string Meanings = "/settings/meanings";

    /// <summary>The control page of the hosted sandbox, which is no page of the portal itself.</summary>
    public const string Sandbox = "/sandbox";
    public const string SignIn = "/sign-in";
    public const string SignOut = "/sign-out";
    public const string Setup = "/setup";

    /// <summary>POST: to the consent page of the sandbox or of HubSpot.</summary>
    public const string ConnectStart = "/connect/start";

    /// <summary>POST: connects with a pasted access token.</summary>
    public const string ConnectToken = "/connect/token";
    public const string OAuthCallback = "/api/hubspot/oauth/callback";
    /// <summary>POST: HubSpot says what changed.</summary>
    public const string Webhooks = "/api/hubspot/webhooks";
    public const string KeepSession = "/session";
    public const string HealthLive = "/health/live";
    public const string HealthReady = "/health/ready";

    /// <summary>The list of a kind of record; null for a kind without one.</summary>
    public static string? List(ObjectType type) => type switch
    {
        ObjectType.Contact => Contacts,
        ObjectType.Company => Companies,
        ObjectType.Deal => Deals,
        ObjectType.Campaign => Campaigns,
        _ => null,
    };

    /// <summary>Behind the address of a list: begin a new record there.</summary>
    public const string NewMark = "#new";

    /// <summary>The list as a saved view shows it.</summary>
    public static string View(SavedView view) => $"{ListOf(view.Type)}?view={Uri.EscapeDataString(view.Id)}";

    /// <summary>The list with the record's drawer open; null for a kind without a list.</summary>
    public static string? Record(ObjectType type, string id) => List(type) is { } list ? $"{list}?id={Uri.EscapeDataString(id)}" : null;

    /// <summary>The same for a kind that is known to have a list.</summary>
    public static string ListOf(ObjectType type) => List(type) ?? throw new ArgumentOutOfRangeException(nameof(type), type, "There is no list of this kind.");

    /// <summary>The page that searches all kinds of record for a text.</summary>
    public static string SearchFor(string text) => text.Length == 0 ? Search : $"{Search}?{SearchQuery}={Uri.EscapeDataString(text)}";

    /// <summary>The sync page with the records of a bulk edit open.</summary>
    public static string BulkEdit(string id) => $"{Sync}?{BulkEditQuery}={Uri.EscapeDataString(id)}";

    /// <summary>The sign-in page that leads back to <paramref name="returnUrl"/>.</summary>
    public static string SignInThen(string returnUrl) =>
        IsLocal(returnUrl) && returnUrl != Home ? $"{SignIn}?returnUrl={Uri.EscapeDataString(returnUrl)}" : SignIn;

    /// <summary>The connect page with the reason why the last attempt failed.</summary>
    public static string ConnectFailed(string notice) => $"{Connect}?notice={Uri.EscapeDataString(notice)}";

    /// <summary>The address when it is a path of this portal, else the start page.</summary>
    public static string LocalOrHome(string? returnUrl) => IsLocal(returnUrl) ? returnUrl : Home;

    /// <summary>
    /// Whether a browser can read the address only as a path of this portal. A second slash or a backslash would name a host,
    /// encoded ones may be decoded on the way, and control characters are dropped by browsers before they look.
    /// </summary>
    public static bool IsLocal([NotNullWhen(true)] string? url)
    {
        if (string.IsNullOrEmpty(url) || url.Length > 2000 || url[0] != '/' || url.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || character == '\\'))
        {
            return false;
        }

        var path = url.Split('?', '#')[0];
        for (var round = 0; round < 3; round++)
        {
            if (path.StartsWith("//", StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal) || path.Any(char.IsControl))
            {
                return false;
            }

            var decoded = Uri.UnescapeDataString(path);
            if (decoded == path)
            {
                break;
            }

            path = decoded;
        }

        return !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl);
    }
}
