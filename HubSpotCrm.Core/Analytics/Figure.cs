using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Core.Analytics;

public enum FigureUnit
{
    Count,

    /// <summary>In <see cref="Figure.Currency"/>.</summary>
    Money,

    /// <summary>A share or a growth: 0.382 is 38.2 %.</summary>
    Rate,
    Days,
}

/// <summary>A number of a report with all that explains it.</summary>
public sealed record Figure
{
    /// <summary>Fewer records than this say nothing as a percentage.</summary>
    public const int FewestForRate = 20;

    /// <summary>Null when it cannot be computed; <see cref="Missing"/> says why.</summary>
    public required decimal? Value { get; init; }
    public required FigureUnit Unit { get; init; }

    /// <summary>How it is computed, in words.</summary>
    public required string Formula { get; init; }

    /// <summary>How many records it is computed from.</summary>
    public required long Sample { get; init; }

    /// <summary>Of a rate: how many of the sample count.</summary>
    public long? Part { get; init; }

    /// <summary>ISO 4217, of money.</summary>
    public string? Currency { get; init; }

    /// <summary>Why there is no value: "no spend recorded".</summary>
    public string? Missing { get; init; }

    /// <summary>Null for a number of the present.</summary>
    public Period? Period { get; init; }

    /// <summary>The date that puts a record into the period: "close date"; null without a period.</summary>
    public string? DateBasis { get; init; }

    /// <summary>What it is compared with; null when it is not compared.</summary>
    public Period? PreviousPeriod { get; init; }

    /// <summary>The same number in <see cref="PreviousPeriod"/>.</summary>
    public decimal? Previous { get; init; }
    public long PreviousSample { get; init; }

    /// <summary>Records that would belong here and are left out, with the reason.</summary>
    public IReadOnlyList<Exclusion> Excluded { get; init; } = [];

    /// <summary>Money in currencies that HubSpot gave no rate for: never added to the value.</summary>
    public IReadOnlyList<Money> Apart { get; init; } = [];

    /// <summary>The list of the records behind it, left-out ones included; null where no list can show just these.</summary>
    public RecordList? Records { get; init; }

    /// <summary>A percentage would claim more than so few records say: show "n = 7".</summary>
    public bool IsTooFew => Unit == FigureUnit.Rate && Sample < FewestForRate;

    public Growth Growth => Growth.Of(Value, Previous);
}

/// <summary>Records that are left out of a number.</summary>
public sealed record Exclusion(long Count, string Reason);

/// <summary>An amount of one currency, and how many records it adds up.</summary>
public sealed record Money(decimal Amount, string Currency, long Records);

/// <summary>The query of a list.</summary>
public sealed record RecordList(ObjectType Type, IReadOnlyList<FieldFilter> Filters);
