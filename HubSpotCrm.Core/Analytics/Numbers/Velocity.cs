namespace HubSpotCrm.Core.Analytics.Numbers;

/// <summary>Open deals x average won amount x win rate / mean days of the cycle: money a day.</summary>
internal static class Velocity
{
    public static Figure Of(Figure open, Figure size, Figure rate, Figure cycle)
    {
        var isKnown = size.Value is not null && rate.Value is not null && cycle.Value is > 0;
        return new Figure
        {
            Value = isKnown ? open.Value * size.Value * rate.Value / cycle.Value : null,
            Unit = FigureUnit.Money,
            Currency = size.Currency,
            Formula = "Open deals × average won amount × win rate / mean days from creation to close.",
            Sample = cycle.Sample,
            Missing = isKnown ? null : "no deal won that took any time",
            Period = rate.Period,
            DateBasis = rate.DateBasis,
        };
    }
}
