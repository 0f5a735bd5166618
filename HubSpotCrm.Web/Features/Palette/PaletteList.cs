using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Views;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Features.Search;
using HubSpotCrm.Web.Localization;
using HubSpotCrm.Web.Urls;

namespace HubSpotCrm.Web.Features.Palette;

/// <summary>What stands in the palette for a text, in its order, and not more than fits without reading for long.</summary>
/// <param name="iconOf">Path data, for what stands for a kind of record.</param>
internal sealed class PaletteList(Actor actor, Func<ObjectType, string> iconOf)
{
    /// <summary>Options over all groups.</summary>
    public const int Most = 20;

    /// <summary>Rows that are asked for of each kind.</summary>
    public const int RowsOfKind = 5;

    private const int MostRecent = 3;
    private const int MostViews = 3;
    private const int MostOfCommands = 3;

    /// <summary>Before anything was typed: what was used last, views, pages, and actions as far as there is room.</summary>
    public IReadOnlyList<PaletteGroup> Start(Recents recents, IReadOnlyList<SavedView> views)
    {
        PaletteOption[] recent = [.. recents.Records.Take(MostRecent).Select(OfRecord), .. recents.Searches.Take(MostRecent).Select(OfText)];
        PaletteOption[] saved = [.. views.Take(MostViews).Select(view => OfView(view, new TextMatch("")))];
        PaletteOption[] pages = [.. PaletteCommands.Pages.Select(page => OfCommand(page, new TextMatch("")))];
        return Filled(
            new PaletteGroup("Recent", null, recent), new PaletteGroup("Saved views", null, saved), new PaletteGroup("Pages", null, pages),
            new PaletteGroup("Actions", null, [.. Allowed(PaletteCommands.Actions).Take(Most - recent.Length - saved.Length - pages.Length).Select(action => OfCommand(action, new TextMatch("")))]));
    }

    /// <summary>After ">": actions alone, all that match.</summary>
    public IReadOnlyList<PaletteGroup> ActionsFor(string text) => Filled(new PaletteGroup("Actions", null, Commands(PaletteCommands.Actions, text, Most)));

    /// <summary>Records of all kinds with why they were found, then views, pages and actions. A page that is called just so comes first.</summary>
    public IReadOnlyList<PaletteGroup> For(string text, IReadOnlyList<HitGroup> found, IReadOnlyList<Suggestion> suggestions, IReadOnlyList<SavedView> views)
    {
        var match = new TextMatch(text);
        var pages = new PaletteGroup("Pages", null, Commands(PaletteCommands.Pages, text, MostOfCommands));
        var saved = new PaletteGroup("Saved views", null, [.. views.Where(view => text.Split(' ').All(word => new TextMatch(word).IsIn(view.Name))).Take(MostViews).Select(view => OfView(view, match))]);
        var other = new PaletteGroup("Did you mean", null, [.. suggestions.Select(suggestion => OfText(suggestion.Text) with { Icon = Glyphs.Search, Line = Formats.Count(suggestion.Total.Count, "record") })]);
        var actions = new PaletteGroup("Actions", null, [.. Commands(PaletteCommands.Actions, text, MostOfCommands), SearchAll(text, found)]);
        var rest = pages.Options.Count + saved.Options.Count + other.Options.Count + actions.Options.Count;
        var records = Fit(found, Most - rest).Select(kind => new PaletteGroup(kind.Heading, CountOf(kind), [.. kind.Hits.Select(OfHit)]));
        var isPage = pages.Options.Any(page => string.Equals(page.Command?.Label, text, StringComparison.OrdinalIgnoreCase));
        return isPage ? Filled([pages, .. records, other, saved, actions]) : Filled([.. records, other, saved, pages, actions]);
    }

    // The kind with most rows gives one away until all fit.
    private static IEnumerable<HitGroup> Fit(IReadOnlyList<HitGroup> found, int most)
    {
        var rows = found.Select(kind => kind.Hits.Count).ToArray();
        while (rows.Sum() > most)
        {
            rows[Array.LastIndexOf(rows, rows.Max())]--;
        }

        return found.Select((kind, at) => kind with { Hits = [.. kind.Hits.Take(rows[at])] });
    }

    private static PaletteGroup[] Filled(params PaletteGroup[] groups) => [.. groups.Where(group => group.Options.Count > 0)];

    private static string? CountOf(HitGroup kind) =>
        kind.Total is { } total ? $"{kind.Hits.Count} of {Formats.Number(total)}" : null;

    private IEnumerable<PaletteCommand> Allowed(IEnumerable<PaletteCommand> commands) => commands.Where(command => actor.Check(command.Needs) is null);

    private PaletteOption[] Commands(IReadOnlyList<PaletteCommand> commands, string text, int most) =>
        [.. Allowed(commands).Where(command => PaletteCommands.Matches(command, text)).Take(most).Select(command => OfCommand(command, new TextMatch(text)))];

    private static PaletteOption OfHit(SearchHit hit) => new($"{hit.Type} {hit.Id}") { Hit = hit, Href = PortalUrls.Record(hit.Type, hit.Id) };

    private PaletteOption OfRecord(RecentRecord record) => new($"{record.Type} {record.Id}")
    {
        Icon = iconOf(record.Type),
        Title = [new TextPart(record.Name, false)],
        Line = Words.Capital(record.Type.Singular()),
        Href = PortalUrls.Record(record.Type, record.Id),
    };

    private static PaletteOption OfText(string text) => new($"text {text}") { Icon = Glyphs.Clock, Title = [new TextPart(text, false)], Line = "Search", Fill = text };

    private PaletteOption OfView(SavedView view, TextMatch match) => new($"view {view.Id}")
    {
        Icon = iconOf(view.Type),
        Title = match.Mark(view.Name),
        Line = $"View of {view.Type.Plural()}",
        Href = PortalUrls.View(view),
    };

    private static PaletteOption OfCommand(PaletteCommand command, TextMatch match) => new($"command {command.Label}")
    {
        Icon = command.Icon,
        Title = match.Mark(command.Label),
        Href = command.Href,
        Command = command,
    };

    private static PaletteOption SearchAll(string text, IReadOnlyList<HitGroup> found)
    {
        var kinds = found.Count(kind => kind.Total is { Count: > 0 });
        return new PaletteOption("search")
        {
            Icon = Glyphs.Search,
            Title = [new TextPart($"Search everything for “{text}”", false)],
            Line = kinds == 0 ? null : $"{Formats.Number(found.Sum(kind => (long)(kind.Total?.Count ?? 0)))}{(found.Any(kind => kind.Total is { IsExact: false }) ? "+" : "")} results in {Formats.Count(kinds, "type")}",
            Href = PortalUrls.SearchFor(text),
        };
    }
}
