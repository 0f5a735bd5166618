using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;

namespace HubSpotCrm.Web.Features.Campaigns;

/// <summary>HubSpot's names of a campaign's parts, in words.</summary>
internal static class CampaignWords
{
    private static readonly Dictionary<string, string> AssetLabels = CampaignProperties.All
        .Single(property => property.Name == CampaignProperties.AssetKinds).Options
        .ToDictionary(option => option.Value, option => option.Label);

    /// <summary><c>8 Sep – 30 Nov 2026</c>; an open end stays open.</summary>
    public static string? Run(Campaign campaign) => (campaign.StartDate, campaign.EndDate) switch
    {
        (null, null) => null,
        ({ } start, null) => $"From {Formats.Date(start)}",
        (null, { } end) => $"Until {Formats.Date(end)}",
        ({ } start, { } end) => $"{Formats.Date(start)[..^(start.Year == end.Year ? " 2026".Length : 0)]} – {Formats.Date(end)}",
    };

    public static CellValue.Status Status(string status, AccountDefinitions definitions) => status switch
    {
        "planned" => new("inf", Glyphs.Calendar, "Planned"),
        "in_progress" => new("ok", Glyphs.Play, "In progress"),
        "active" => new("ok", Glyphs.Play, "Active"),
        "paused" => new("warn", Glyphs.Pause, "Paused"),
        "completed" => new("t2", Glyphs.Check, "Completed"),
        _ => new("t2", Glyphs.Info, definitions.LabelOf(ObjectType.Campaign, "hs_campaign_status", status)),
    };

    /// <summary><c>+422.8 %</c>; nothing to divide by is no share.</summary>
    public static string Roi(decimal? roi) => roi is { } known ? (known > 0 ? "+" : "") + Formats.Number(known * 100, digits: 1) + " %" : Formats.None;

    /// <summary><c>MARKETING_EMAIL;FORM</c> as <c>Marketing email, form</c>.</summary>
    public static string? Kinds(string? kinds)
    {
        var names = (kinds ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Kind).ToList();
        return names.Count == 0 ? null : Words.Capital(string.Join(", ", names));
    }

    /// <summary><c>landing page</c>, <c>call to action</c></summary>
    public static string Kind(string name) => AssetLabels.TryGetValue(name, out var label)
        ? char.ToLowerInvariant(label[0]) + label[1..]
        : name.Replace('_', ' ').ToLowerInvariant();
}
