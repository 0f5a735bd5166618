using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Features.Search;

namespace HubSpotCrm.Web.Features.Palette;

/// <summary>One line that can be chosen.</summary>
/// <param name="Key">The same line has the same key in the next answer.</param>
public sealed record PaletteOption(string Key)
{
    /// <summary>A record that was found; else <see cref="Icon"/>, <see cref="Title"/> and <see cref="Line"/> are shown.</summary>
    public SearchHit? Hit { get; init; }

    public string Icon { get; init; } = "";

    public IReadOnlyList<TextPart> Title { get; init; } = [];

    /// <summary>What it is, below the title; null for nothing.</summary>
    public string? Line { get; init; }

    /// <summary>Where it leads; null when it is no link.</summary>
    public string? Href { get; init; }

    /// <summary>A text that it puts into the field; null when it does not.</summary>
    public string? Fill { get; init; }

    public PaletteCommand? Command { get; init; }
}

/// <summary>Lines under one heading.</summary>
/// <param name="Count">How many of how many are shown; null where that says nothing.</param>
public sealed record PaletteGroup(string Heading, string? Count, IReadOnlyList<PaletteOption> Options);
