using MudBlazor;

namespace HubSpotCrm.Web.Theme;

/// <summary>
/// Type, sizes and shadows for MudBlazor. Colours are not here: <c>css/app.css</c> points MudBlazor's palette at the tokens of <c>css/tokens.css</c>,
/// so a theme is switched by one attribute in the browser, at once, and a colour has one source.
/// </summary>
internal static class PortalTheme
{
    public static MudTheme Theme { get; } = Make();

    private static MudTheme Make()
    {
        var theme = new MudTheme
        {
            LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", DrawerWidthLeft = "220px", DrawerMiniWidthLeft = "56px", AppbarHeight = "48px" },
            Typography = Typography(),
        };
        for (var elevation = 1; elevation < theme.Shadows.Elevation.Length; elevation++)
        {
            theme.Shadows.Elevation[elevation] = elevation switch { < 8 => "none", < 24 => "var(--shadow-menu)", _ => "var(--shadow-dialog)" };
        }

        return theme;
    }

    private static Typography Typography()
    {
        string[] family = ["var(--font)"];
        const string Size = "var(--fs-m)";
        const string Line = "var(--lh-m)";
        return new Typography
        {
            Default = new DefaultTypography { FontFamily = family, FontSize = Size, LineHeight = Line, LetterSpacing = "0" },
            Body1 = new Body1Typography { FontFamily = family, FontSize = Size, LineHeight = Line, LetterSpacing = "0" },
            Body2 = new Body2Typography { FontFamily = family, FontSize = Size, LineHeight = Line, LetterSpacing = "0" },
            Subtitle1 = new Subtitle1Typography { FontFamily = family, FontSize = Size, LineHeight = Line, LetterSpacing = "0" },
            Subtitle2 = new Subtitle2Typography { FontFamily = family, FontSize = Size, LineHeight = Line, LetterSpacing = "0" },
            Button = new ButtonTypography { FontFamily = family, FontSize = Size, FontWeight = "500", LineHeight = Line, LetterSpacing = "0", TextTransform = "none" },
            Caption = new CaptionTypography { FontFamily = family, FontSize = "var(--fs-s)", LineHeight = "var(--lh-s)", LetterSpacing = "0" },
            H1 = new H1Typography { FontFamily = family, FontSize = "var(--fs-l)", FontWeight = "600", LineHeight = "var(--lh-l)", LetterSpacing = "-.01em" },
            H2 = new H2Typography { FontFamily = family, FontSize = Size, FontWeight = "600", LineHeight = Line, LetterSpacing = "0" },
            H3 = new H3Typography { FontFamily = family, FontSize = Size, FontWeight = "600", LineHeight = Line, LetterSpacing = "0" },
            H4 = new H4Typography { FontFamily = family, FontSize = Size, FontWeight = "600", LineHeight = Line, LetterSpacing = "0" },
            H5 = new H5Typography { FontFamily = family, FontSize = Size, FontWeight = "600", LineHeight = Line, LetterSpacing = "0" },
            H6 = new H6Typography { FontFamily = family, FontSize = Size, FontWeight = "600", LineHeight = Line, LetterSpacing = "0" },
        };
    }
}
