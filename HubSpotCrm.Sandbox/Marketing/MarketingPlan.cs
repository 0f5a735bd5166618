using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>Streams of chance, apart from those of the records.</summary>
internal enum Draw
{
    Campaign = 40,
    Email,
    Touch,
    Asset,
}

/// <summary>What the computed campaigns and e-mails are a function of.</summary>
internal sealed record MarketingPlan(int Seed, long ReferenceMs, int Contacts, int Campaigns, int Emails)
{
    public const long Day = 86_400_000;

    public ulong Bits(Draw stream, int index, int purpose) => Mix.Of(Seed, (ObjectKind)stream, index, purpose);
}

/// <summary>Days from midnight to midnight UTC, both ends within; the end is the last millisecond.</summary>
internal readonly record struct Period(long FromMs, long ToMs)
{
    public static readonly Period Ever = new(long.MinValue, long.MaxValue);

    public bool Holds(long ms) => ms >= FromMs && ms <= ToMs;

    public Period Within(Period other) => new(Math.Max(FromMs, other.FromMs), Math.Min(ToMs, other.ToMs));

    /// <summary>Numbers of the days it touches, counted from 1970; none when it is empty.</summary>
    public IEnumerable<long> Days()
    {
        for (var day = FromMs / MarketingPlan.Day; FromMs <= ToMs && day <= ToMs / MarketingPlan.Day; day++)
        {
            yield return day;
        }
    }
}
