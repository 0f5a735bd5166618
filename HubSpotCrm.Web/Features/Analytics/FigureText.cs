using HubSpotCrm.Core.Analytics;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using HubSpotCrm.Web.Urls;

namespace HubSpotCrm.Web.Features.Analytics;

/// <summary>How a number moved: in a role's colour, with an arrow and in words.</summary>
internal sealed record Delta(string Kind, string Icon, string Words);

/// <summary>Figures as people read them.</summary>
internal static class FigureText
{
    private const decimal Thousand = 1000;

    /// <summary>The value; "n = 7" where a percentage would claim too much; a dash where there is none.</summary>
    public static string Value(Figure figure) => figure switch
    {
        { IsTooFew: true, Sample: > 0 } => $"n = {Formats.Number(figure.Sample)}",
        { Value: null } => Formats.None,
        { Unit: FigureUnit.Rate } => Formats.Rate(figure.Value.Value),
        { Unit: FigureUnit.Money } => Money(figure.Value.Value, figure.Currency),
        { Unit: FigureUnit.Days } => Days(figure.Value.Value),
        _ => Formats.Number(Math.Round(figure.Value.Value), 0),
    };

    /// <summary>A growth: with its sign.</summary>
    public static string Signed(Figure figure) => figure is { IsTooFew: false, Value: > 0 } ? "+" + Value(figure) : Value(figure);

    /// <summary>Cents are left out from a thousand on: nobody decides by them.</summary>
    public static string Money(decimal amount, string? currency) => Formats.Money(Math.Abs(amount) >= Thousand ? Math.Round(amount) : amount, currency);

    /// <summary>How the figure compares with the period before; null when it is not compared.</summary>
    /// <param name="isMoreGood">Whether more is better.</param>
    public static Delta? Change(Figure figure, bool isMoreGood = true)
    {
        if (figure.PreviousPeriod is null || figure.Value is not { } value)
        {
            return null;
        }

        if (figure.Previous is not { } before)
        {
            return figure.PreviousSample == 0 ? new Delta("t2", Glyphs.Equal, "nothing to compare") : null;
        }

        var words = Words(figure, value, before);
        var isSame = words == "no change" || value == before;
        var kind = isSame || IsFew(figure) ? "t2" : value > before == isMoreGood ? "ok" : "bad";
        return new Delta(kind, isSame ? Glyphs.Equal : value > before ? Glyphs.ArrowUp : Glyphs.ArrowDown, words);
    }

    /// <summary>Of a figure that is itself a growth.</summary>
    public static Delta GrowthChange(Figure growth) => growth switch
    {
        { Value: null } => new("t2", Glyphs.Equal, growth.Missing ?? "cannot be compared"),
        { IsTooFew: true } => new("t2", Glyphs.Equal, $"n = {Formats.Number(growth.Sample)}, too few to compare"),
        { Value: 0 } => new("t2", Glyphs.Equal, "no change"),
        { Value: > 0 } => new("ok", Glyphs.ArrowUp, $"up {Formats.Rate(growth.Value.Value)}"),
        _ => new("bad", Glyphs.ArrowDown, $"down {Formats.Rate(-growth.Value.Value)}"),
    };

    /// <summary><c>87 of 228 closed</c></summary>
    public static string PartOf(Figure figure, string of) => figure.Sample == 0
        ? figure.Missing ?? "none"
        : $"{Formats.Number(figure.Part ?? 0)} of {Formats.Number(figure.Sample)} {of}";

    /// <summary><c>US$118,000 and ¥8,400,000 apart</c>; null when all is in one currency.</summary>
    public static string? Apart(Figure figure) => figure.Apart.Count == 0
        ? null
        : $"{string.Join(", ", figure.Apart.Take(2).Select(money => Formats.ShortMoney(money.Amount, money.Currency)))}{(figure.Apart.Count > 2 ? " …" : "")} apart";

    /// <summary><c>15 Aug – 12 Nov 2026</c></summary>
    public static string Days(Period period) => period.From == period.To
        ? Formats.Date(period.From)
        : $"{Formats.Date(period.From)[..^(period.From.Year == period.To.Year ? 5 : 0)]} – {Formats.Date(period.To)}";

    /// <summary>All that explains the number, for the title of its tile: formula, period, what is left out.</summary>
    public static string Explain(Figure figure)
    {
        var parts = new List<string> { figure.Formula };
        if (figure.Period is { } period)
        {
            parts.Add($"By {figure.DateBasis}, {Days(period)}{(period.IsPartial ? ", today included" : "")}.");
        }

        parts.Add($"n = {Formats.Number(figure.Sample)}.");
        if (figure.Excluded.Count > 0)
        {
            parts.Add($"Left out: {string.Join(", ", figure.Excluded.Select(one => $"{Formats.Number(one.Count)} ({one.Reason})"))}.");
        }

        if (figure.Apart.Count > 0)
        {
            parts.Add($"Not added: {string.Join(", ", figure.Apart.Select(money => Formats.Money(money.Amount, money.Currency)))}.");
        }

        return string.Join('\n', parts);
    }

    /// <summary>The list of the records behind a figure; null where there is none.</summary>
    public static string? Link(Figure figure)
    {
        if (figure.Records is not { } records)
        {
            return null;
        }

        var query = ListUrl.Write(records.Filters.Aggregate(new ListState(records.Type), (state, filter) => state.WithFilter(filter)));
        return query.Length == 0 ? PortalUrls.ListOf(records.Type) : $"{PortalUrls.ListOf(records.Type)}?{query}";
    }

    private static string Days(decimal days) => Math.Round(days) == 1 ? "1 day" : $"{Formats.Number(Math.Round(days), 0)} days";

    private static bool IsFew(Figure figure) => figure.Unit switch
    {
        FigureUnit.Rate or FigureUnit.Days => figure.Sample < Figure.FewestForRate || figure.PreviousSample < Figure.FewestForRate,
        _ => figure.Sample + figure.PreviousSample < Figure.FewestForRate,
    };

    private static string Words(Figure figure, decimal value, decimal before) => figure.Unit switch
    {
        FigureUnit.Rate when IsFew(figure) => $"before: n = {Formats.Number(figure.PreviousSample)}",
        FigureUnit.Rate => Math.Round((value - before) * 100, 1) is var points && points == 0 ? "no change" : $"{(points > 0 ? "up" : "down")} {Formats.Number(Math.Abs(points), 1)} points",
        FigureUnit.Days when IsFew(figure) => $"before: {Days(before)}",
        FigureUnit.Days => Math.Round(value - before) is var days && days == 0 ? "no change" : $"{Days(Math.Abs(days))} {(days > 0 ? "longer" : "shorter")}",
        _ when value == before => "no change",
        _ when IsFew(figure) || figure.Growth.Share is null => $"before: {(figure.Unit == FigureUnit.Money ? Money(before, figure.Currency) : Formats.Number(before, 0))}",
        _ => figure.Growth.Share > 0 ? $"up {Formats.Rate(figure.Growth.Share.Value)}" : $"down {Formats.Rate(-figure.Growth.Share!.Value)}",
    };
}
