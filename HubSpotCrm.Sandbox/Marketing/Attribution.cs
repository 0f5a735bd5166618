namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>How the money of a won deal is shared out among the touches that came before it.</summary>
internal static class Attribution
{
    public static readonly string[] Models =
    [
        "LINEAR", "FIRST_INTERACTION", "LAST_INTERACTION", "FULL_PATH", "U_SHAPED", "W_SHAPED", "TIME_DECAY", "J_SHAPED", "INVERSE_J_SHAPED",
    ];

    private const double HalfLifeMs = 7.0 * MarketingPlan.Day;

    /// <summary>The share of each touch, in their order; together they are 1.</summary>
    public static decimal[] Shares(string model, IReadOnlyList<long> times)
    {
        var count = times.Count;
        var raw = model switch
        {
            "FIRST_INTERACTION" => Places(count, (0, 1m)),
            "LAST_INTERACTION" => Places(count, (count - 1, 1m)),
            "U_SHAPED" => Shaped(count, (0, 0.4m), (count - 1, 0.4m)),
            "J_SHAPED" => Shaped(count, (0, 0.2m), (count - 1, 0.6m)),
            "INVERSE_J_SHAPED" => Shaped(count, (0, 0.6m), (count - 1, 0.2m)),
            "W_SHAPED" => Shaped(count, (0, 0.3m), (count / 2, 0.3m), (count - 1, 0.3m)),
            "FULL_PATH" => Shaped(count, (0, 0.225m), (count / 3, 0.225m), (count * 2 / 3, 0.225m), (count - 1, 0.225m)),
            "TIME_DECAY" => [.. times.Select(time => (decimal)Math.Pow(2, (time - times[^1]) / HalfLifeMs))],
            _ => [.. Enumerable.Repeat(1m, count)],
        };
        var total = raw.Sum();
        return [.. raw.Select(share => share / total)];
    }

    /// <summary>Fixed shares for some places, what is left of 1 for the others alike.</summary>
    private static decimal[] Shaped(int count, params (int Place, decimal Share)[] marked)
    {
        var shares = Places(count, marked);
        var others = shares.Count(share => share == 0);
        var left = 1 - marked.Sum(one => one.Share);
        return others == 0 ? shares : [.. shares.Select(share => share == 0 ? left / others : share)];
    }

    private static decimal[] Places(int count, params (int Place, decimal Share)[] marked)
    {
        var shares = new decimal[count];
        foreach (var (place, share) in marked)
        {
            shares[place] += share;
        }

        return shares;
    }
}
