using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Urls;

namespace HubSpotCrm.Web.Features.Palette;

/// <summary>A page to go to, or something to do.</summary>
/// <param name="Label">As it is shown and found.</param>
/// <param name="Icon">Path data.</param>
public sealed record PaletteCommand(string Label, string Icon)
{
    /// <summary>Other words by which it is found.</summary>
    public string Words { get; init; } = "";

    /// <summary>Where it leads; null when it leads nowhere.</summary>
    public string? Href { get; init; }

    /// <summary>What the browser does by itself, as <c>js/palette.js</c> names it; null for nothing.</summary>
    public string? Run { get; init; }

    /// <summary>The keys that do the same everywhere, separated by spaces; null for none.</summary>
    public string? Keys { get; init; }

    /// <summary>Who may not do it is not offered it.</summary>
    public Policy Needs { get; init; } = Policy.ViewRecords;

    /// <summary>Reading from HubSpot is asked for by the palette itself.</summary>
    public bool IsSync { get; init; }
}

/// <summary>Every page and action of the palette, and the keys that lead to them.</summary>
internal static class PaletteCommands
{
    /// <summary>In the order of the navigation.</summary>
    public static IReadOnlyList<PaletteCommand> Pages { get; } =
    [
        new("Overview", Glyphs.Overview) { Href = PortalUrls.Home, Keys = "g o", Words = "home dashboard start" },
        new("Contacts", Glyphs.Person) { Href = PortalUrls.Contacts, Keys = "g c", Words = "people persons leads" },
        new("Companies", Glyphs.Company) { Href = PortalUrls.Companies, Keys = "g m", Words = "accounts organisations" },
        new("Deals", Glyphs.Deal) { Href = PortalUrls.Deals, Keys = "g d", Words = "opportunities pipeline" },
        new("Campaigns", Glyphs.Campaign) { Href = PortalUrls.Campaigns, Keys = "g p", Words = "marketing" },
        new("Analytics", Glyphs.Analytics) { Href = PortalUrls.Analytics, Keys = "g a", Words = "reports charts numbers" },
        new("Search", Glyphs.Search) { Href = PortalUrls.Search, Keys = "g s", Words = "find everything" },
        new("Sync", Glyphs.Sync) { Href = PortalUrls.Sync, Keys = "g y", Words = "status outbox conflicts" },
        new("Settings", Glyphs.Settings) { Href = PortalUrls.Connection, Keys = "g ,", Words = "connection account" },
    ];

    public static IReadOnlyList<PaletteCommand> Actions { get; } =
    [
        .. new[] { ObjectType.Contact, ObjectType.Company, ObjectType.Deal, ObjectType.Campaign }.Select(type => new PaletteCommand($"New {type.Singular()}", Glyphs.Plus)
        {
            Href = PortalUrls.ListOf(type) + PortalUrls.NewMark, Run = "new", Words = "create add make", Needs = Policy.EditRecords,
        }),
        new("Sync now", Glyphs.Sync) { IsSync = true, Words = "refresh read HubSpot", Needs = Policy.EditRecords },
        new("Copy link to this page", Glyphs.Copy) { Run = "copy", Words = "share address url" },
        new("Switch between light and dark", Glyphs.Moon) { Run = "theme", Keys = "t", Words = "theme colours" },
        new("Keyboard shortcuts", Glyphs.Info) { Run = "keys", Keys = "?", Words = "help keys" },
        new("Sign out", Glyphs.SignOut) { Run = "sign-out", Words = "leave log out" },
    ];

    /// <summary>Whether every word of the text begins a word of the command.</summary>
    public static bool Matches(PaletteCommand command, string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => new TextMatch(word) is { IsEmpty: false } match && (match.IsIn(command.Label) || match.IsIn(command.Words)));
}
