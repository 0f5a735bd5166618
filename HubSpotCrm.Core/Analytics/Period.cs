namespace HubSpotCrm.Core.Analytics;

/// <summary>Whole days of the account's zone, both included.</summary>
/// <param name="Start">When the first day begins.</param>
/// <param name="End">When the day after the last begins; not included.</param>
/// <param name="IsPartial">Today is not over, and belongs to it: the number still grows.</param>
public sealed record Period(DateOnly From, DateOnly To, DateTimeOffset Start, DateTimeOffset End, bool IsPartial)
{
    public int Days => To.DayNumber - From.DayNumber + 1;

    internal long StartAt => Start.ToUnixTimeMilliseconds();

    internal long EndAt => End.ToUnixTimeMilliseconds();
}
