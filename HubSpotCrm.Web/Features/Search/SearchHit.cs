using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Web.Features.Search;

/// <summary>A record that a search over all kinds found, as it is shown: plain texts with what matched marked in them, so that it can be kept and sent.</summary>
/// <param name="Name">In pieces that together are the name.</param>
public sealed record SearchHit(ObjectType Type, string Id, IReadOnlyList<TextPart> Name)
{
    /// <summary>Why it was found, in words: <c>Name</c>, or <c>Company</c> where <see cref="Where"/> has the company's text.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The text that matched, where that is not the name; empty else.</summary>
    public IReadOnlyList<TextPart> Where { get; init; } = [];

    /// <summary>What tells it from others of the same name; null for nothing.</summary>
    public string? Hint { get; init; }

    /// <summary>What people ask of such a record first, as a score or an amount; null for nothing.</summary>
    public string? Aside { get; init; }

    public string Title => string.Concat(Name.Select(part => part.Text));
}

/// <summary>What was found of one kind.</summary>
/// <param name="Total">Null where it could not be searched.</param>
/// <param name="Problem">Why it could not; null when it could.</param>
public sealed record HitGroup(ObjectType Type, IReadOnlyList<SearchHit> Hits, Total? Total, string? Problem)
{
    public string Heading => Words.Capital(Type.Plural());
}

/// <summary>What the first render of the page has read, for the one that takes over in the browser.</summary>
public sealed record SearchSnapshot(string Text, IReadOnlyList<HitGroup> Groups, DateTimeOffset ReadAt);
