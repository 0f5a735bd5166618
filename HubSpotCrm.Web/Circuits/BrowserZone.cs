namespace HubSpotCrm.Web.Circuits;

/// <summary>The browser's time zone, in a cookie that <c>js/portal.js</c> writes.</summary>
internal static class BrowserZone
{
    public const string CookieName = "zone";

    /// <summary>As the browser says it, unchecked; null before its first page.</summary>
    public static string? Read(HttpContext context) => context.Request.Cookies[CookieName] is { } zone ? Uri.UnescapeDataString(zone) : null;
}
