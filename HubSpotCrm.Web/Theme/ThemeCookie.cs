namespace HubSpotCrm.Web.Theme;

/// <summary>The theme the user chose, known before the first byte of the page, so that nothing flashes.</summary>
internal static class ThemeCookie
{
    /// <summary>Also written by <c>js/theme.js</c>.</summary>
    public const string Name = "theme";

    /// <summary><c>light</c>, <c>dark</c>, or null to follow the system.</summary>
    public static string? Read(HttpContext context) => context.Request.Cookies[Name] is "light" or "dark" ? context.Request.Cookies[Name] : null;
}
