namespace HubSpotCrm.Core.Search;

/// <summary>Why a text found a record that does not say it in its search fields.</summary>
/// <param name="Label">What holds it: a property's label, <c>Note</c>, <c>Company</c>.</param>
/// <param name="Text">The part of it around the match, at most some hundred characters.</param>
/// <param name="Meaning">The words that were typed where the record says them otherwise; null where it says them.</param>
public sealed record MatchReason(string Label, string Text, string? Meaning = null)
{
    /// <summary>No word of the text is in the record: a model finds the two close in meaning.</summary>
    public bool IsClose { get; private init; }

    /// <summary>The reason of such a record.</summary>
    /// <param name="text">What it is about; empty where it has nothing but a name.</param>
    internal static MatchReason Close(string text) => new("Close in meaning", text) { IsClose = true };
}
