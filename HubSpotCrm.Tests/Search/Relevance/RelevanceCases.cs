namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>The whole suite.</summary>
internal static class RelevanceCases
{
    public static IReadOnlyList<RelevanceCase> Of(RelevanceAccount account) =>
    [
        .. TypoCases.Of(account),
        .. FoldingCases.Of(account),
        .. OrderCases.Of(account),
        .. PhoneCases.Of(account),
        .. MidWordCases.Of(account),
        .. SynonymCases.Of(account),
        .. RelatedNameCases.Of(account),
        .. IdAndEmailCases.Of(account),
        .. NothingCases.Of(account),
    ];
}
