using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Crm;

/// <summary>What every kind of record has.</summary>
public interface ICrmRecord
{
    /// <summary>The mirror's key.</summary>
    long Key { get; }

    /// <summary>HubSpot's id.</summary>
    string Id { get; }

    /// <summary>In an answer to a text: which of its further texts says it; null where its own fields do.</summary>
    MatchReason? Reason { get; }

    /// <summary>The values of the properties that the query asked for, by HubSpot's names, verbatim and with the edits on their way; null when it asked for none.</summary>
    IReadOnlyDictionary<string, string?>? Properties { get; }
}
