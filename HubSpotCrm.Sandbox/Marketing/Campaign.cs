using System.Collections.Immutable;
using System.Globalization;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>Planned or spent money of a campaign, in the campaign's currency.</summary>
internal sealed record MoneyItem(string Id, string Name, decimal Amount, int Order, string? Description, long CreatedMs, long UpdatedMs);

/// <summary>Something a campaign holds. E-mails name their campaign themselves.</summary>
internal sealed record Asset(string Type, string Id, string Name);

/// <summary>A campaign at one moment. Never altered: a change makes another.</summary>
/// <param name="BaseIndex">Its place among the computed ones, -1 for one that was created.</param>
internal sealed record Campaign(Guid Id, int BaseIndex, ImmutableSortedDictionary<string, string> Values, long CreatedMs, long UpdatedMs)
{
    public ImmutableList<MoneyItem> Budget { get; init; } = [];

    public ImmutableList<MoneyItem> Spend { get; init; } = [];

    public ImmutableList<Asset> Assets { get; init; } = [];

    public string Name => this["hs_name"] ?? "";

    /// <summary>The value of a property, sums included; null when it has none.</summary>
    public string? this[string property] => property switch
    {
        "hs_budget_items_sum_amount" => Sum(Budget),
        "hs_spend_items_sum_amount" => Sum(Spend),
        _ => Values.GetValueOrDefault(property),
    };

    public ImmutableList<MoneyItem> Items(bool spend) => spend ? Spend : Budget;

    public Campaign With(bool spend, ImmutableList<MoneyItem> items) => spend ? this with { Spend = items } : this with { Budget = items };

    private static string? Sum(ImmutableList<MoneyItem> items) =>
        items.IsEmpty ? null : items.Sum(item => item.Amount).ToString("0.0########", CultureInfo.InvariantCulture);
}
