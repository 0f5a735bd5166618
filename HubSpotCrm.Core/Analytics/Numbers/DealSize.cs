namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>Amount won / deals won, over the deals with an amount in the account's currency.</summary>
internal static class DealSize
{
    public static Figure Of(Figure won) => won with
    {
        Value = won.Sample == 0 ? null : won.Value / won.Sample,
        Formula = "Sum of won amount / won deals with an amount, close date in the period.",
        Missing = won.Sample == 0 ? "no deal won" : null,
        Previous = won.PreviousSample == 0 ? null : won.Previous / won.PreviousSample,
        Part = null,
        Apart = [],
    };
}
