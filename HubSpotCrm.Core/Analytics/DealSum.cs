using HubSpotCrm.Core.Search;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Analytics;

/// <summary>
/// Deals added up: their amounts in the account's currency where HubSpot or the deal itself gives one, other currencies apart,
/// and how many could not be added.
/// </summary>
internal sealed class DealSum
{
    private const string IsProbability = "CASE WHEN d.probability BETWEEN 0 AND 1000 THEN d.probability END";
    private readonly Dictionary<string, Entry> _apart = new(StringComparer.Ordinal);
    private Entry _home;

    public static DealSum Zero { get; } = new();

    public long Deals { get; private set; }

    public long WithoutAmount { get; private set; }

    /// <summary>Of those with an amount.</summary>
    public long WithoutProbability { get; private set; }

    /// <summary>Deals whose amount is in <see cref="Amount"/>.</summary>
    public long Counted => _home.Deals;

    /// <summary>In the account's currency.</summary>
    public decimal Amount => Thousandths(_home.Amount, 1);

    /// <summary>Amount x probability, in the account's currency.</summary>
    public decimal Weighted => Thousandths(_home.Weighted, 1000);

    /// <summary>By currency.</summary>
    public IReadOnlyList<Money> Apart => [.. _apart.OrderBy(pair => pair.Key, StringComparer.Ordinal).Where(pair => pair.Value.Deals > 0)
        .Select(pair => new Money(Thousandths(pair.Value.Amount, 1), pair.Key, pair.Value.Deals))];

    /// <inheritdoc cref="Apart"/>
    public IReadOnlyList<Money> WeightedApart => [.. _apart.OrderBy(pair => pair.Key, StringComparer.Ordinal).Where(pair => pair.Value.Deals > 0)
        .Select(pair => new Money(Thousandths(pair.Value.Weighted, 1000), pair.Key, pair.Value.Deals))];

    /// <summary>The deals of <paramref name="where"/>, by up to two keys. Columns are those of the table <c>deal</c>, named <c>d</c>.</summary>
    public static Dictionary<(string? First, string? Second), DealSum> Read(
        ReportScope scope, string first, string second, string where, params (string Name, object Value)[] values)
    {
        var sums = new Dictionary<(string?, string?), DealSum>();
        var amount = "coalesce(d.amount_home, d.amount)";
        scope.Rows(
            $"""
            SELECT {first}, {second}, CASE WHEN d.amount_home IS NOT NULL THEN '' ELSE coalesce(d.currency, '?') END,
                count(*), count({amount}), sum({amount} IS NOT NULL AND ({IsProbability}) IS NULL), {WideSum.Sql(amount)}, {WideSum.Sql(amount, IsProbability)}
            FROM deal AS d WHERE {where} GROUP BY 1, 2, 3
            """,
            row =>
            {
                var key = (row.Text(0), row.Text(1));
                if (!sums.TryGetValue(key, out var sum))
                {
                    sums[key] = sum = new DealSum();
                }

                sum.Take(row);
                return true;
            },
            values);
        return sums;
    }

    /// <summary>All deals of <paramref name="where"/>.</summary>
    public static DealSum Of(ReportScope scope, string where, params (string Name, object Value)[] values) =>
        Read(scope, "''", "''", where, values).GetValueOrDefault(("", ""), Zero);

    /// <summary>Both together.</summary>
    public DealSum Plus(DealSum other)
    {
        var sum = new DealSum
        {
            Deals = Deals + other.Deals,
            WithoutAmount = WithoutAmount + other.WithoutAmount,
            WithoutProbability = WithoutProbability + other.WithoutProbability,
            _home = _home.Plus(other._home),
        };
        foreach (var (currency, entry) in _apart.Concat(other._apart))
        {
            sum._apart[currency] = sum._apart.GetValueOrDefault(currency).Plus(entry);
        }

        return sum;
    }

    private void Take(SqliteDataReader row)
    {
        var currency = row.GetString(2);
        var (deals, withAmount) = (row.GetInt64(3), row.GetInt64(4));
        Deals += deals;
        WithoutAmount += deals - withAmount;
        WithoutProbability += row.GetInt64(5);
        var entry = new Entry(withAmount, WideSum.Read(row, 6), WideSum.Read(row, 8));
        if (currency.Length == 0)
        {
            _home = _home.Plus(entry);
        }
        else
        {
            _apart[currency] = _apart.GetValueOrDefault(currency).Plus(entry);
        }
    }

    private static decimal Thousandths(Int128 sum, int factor) => (decimal)sum / 1000m / factor;

    private readonly record struct Entry(long Deals, Int128 Amount, Int128 Weighted)
    {
        public Entry Plus(Entry other) => new(Deals + other.Deals, Amount + other.Amount, Weighted + other.Weighted);
    }
}
