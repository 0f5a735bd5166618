using HubSpotCrm.Core.Views;
using HubSpotCrm.Web.Components.Shared;

namespace HubSpotCrm.Web.Features.Views;

/// <summary>The signs of views.</summary>
internal static class ViewGlyphs
{
    public const string Pin = "M9 4h6l-.8 6 3.3 3.5v1.5h-11v-1.5L9.8 10zM12 15v5.5";
    public const string Star = "m12 4 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z";
    public const string People = "M13 8.5a3.5 3.5 0 1 1-7 0a3.5 3.5 0 0 1 7 0M3.5 19.5c.6-3.4 2.9-5 6-5s5.4 1.6 6 5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.9c1.7.7 2.7 2.2 3 4.6";
    private const string Flag = "M6 20.5V4.5M6 5.5h11.5l-2.5 4 2.5 4H6";

    /// <summary>Path data for a view's sign.</summary>
    public static string Of(ViewIcon icon) => icon switch
    {
        ViewIcon.Star => Star,
        ViewIcon.Flag => Flag,
        ViewIcon.Clock => Glyphs.Clock,
        ViewIcon.Calendar => Glyphs.Calendar,
        ViewIcon.Person => Glyphs.Person,
        ViewIcon.Company => Glyphs.Company,
        ViewIcon.Deal => Glyphs.Deal,
        ViewIcon.Campaign => Glyphs.Campaign,
        ViewIcon.Phone => Glyphs.Phone,
        ViewIcon.Mail => Glyphs.Mail,
        ViewIcon.Warning => Glyphs.Warning,
        ViewIcon.Chart => Glyphs.Chart,
        _ => Glyphs.Table,
    };
}
