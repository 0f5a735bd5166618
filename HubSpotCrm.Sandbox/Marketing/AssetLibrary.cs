using System.Globalization;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>What the account has made that a campaign may hold, e-mails apart: the same in every account.</summary>
internal static class AssetLibrary
{
    public const string Email = "MARKETING_EMAIL";
    public const int PerType = 24;

    public static readonly string[] Types =
    [
        "AD_CAMPAIGN", "AUTOMATION_PLATFORM_FLOW", "BLOG_POST", "CALL", "CASE_STUDY", "CTA", "EMAIL", "EXTERNAL_WEB_URL", "FEEDBACK_SURVEY", "FILE_MANAGER_FILE", "FORM",
        "KNOWLEDGE_ARTICLE", "LANDING_PAGE", Email, "MARKETING_EVENT", "MARKETING_SMS", "MEDIA", "MEETING_EVENT", "OBJECT_LIST", "PLAYBOOK", "PODCAST_EPISODE", "SALES_DOCUMENT",
        "SEQUENCE", "SITE_PAGE", "SOCIAL_BROADCAST", "WEB_INTERACTIVE",
    ];

    /// <summary>Types that campaigns have from the start.</summary>
    public static readonly string[] Common = ["AD_CAMPAIGN", "BLOG_POST", "CTA", "EXTERNAL_WEB_URL", "FORM", "LANDING_PAGE", "OBJECT_LIST", "SOCIAL_BROADCAST"];

    private static readonly string[] Subjects = ["Spring offer", "Buyer's guide", "Demo request", "Trade fair", "Price list", "Case: Ostermann", "Checklist", "Newsletter"];

    public static Asset Of(string type, int number) => new(
        type,
        Stamp.Text(((Array.IndexOf(Types, type) + 1L) * 10_000_000_019) + number),
        type == "EXTERNAL_WEB_URL"
            ? $"https://www.nordlicht-trading.example/{number + 1}"
            : $"{Title(type)}: {Subjects[number % Subjects.Length]}{(number < Subjects.Length ? "" : $" {number / Subjects.Length + 1}")}");

    /// <summary>The asset of the type with the id; null when the account has none such.</summary>
    public static Asset? Find(string type, string id) =>
        Types.Contains(type) && type != Email && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number - ((Array.IndexOf(Types, type) + 1L) * 10_000_000_019) is >= 0 and < PerType and var place
                ? Of(type, (int)place)
                : null;

    /// <summary>What HubSpot counts for an asset of the type.</summary>
    public static string[] Metrics(string type) => type switch
    {
        "FORM" or "LANDING_PAGE" or "BLOG_POST" or "SITE_PAGE" or "FEEDBACK_SURVEY" => ["VIEWS", "SUBMISSIONS"],
        "OBJECT_LIST" => ["CONTACTS"],
        "SOCIAL_BROADCAST" => ["CLICKS", "INTERACTIONS"],
        _ => ["CLICKS", "VIEWS"],
    };

    private static string Title(string type) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(type.Replace('_', ' ').ToLowerInvariant());
}
