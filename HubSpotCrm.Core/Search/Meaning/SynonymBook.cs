namespace HubSpotCrm.Core.Search.Meaning;

/// <summary>The synonyms that searches use: those that come with the portal, and behind them the administrators' own.</summary>
internal sealed class SynonymBook
{
    private volatile Synonyms _current = Synonyms.BuiltIn;

    public Synonyms Current => _current;

    /// <summary>The administrators' pairs, all of them: they take the place of those that were taken before.</summary>
    public void Take(IEnumerable<SynonymPair> own) => _current = Synonyms.Of([.. Synonyms.BuiltInPairs, .. own]);
}
