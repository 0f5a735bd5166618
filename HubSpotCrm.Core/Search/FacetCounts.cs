namespace HubSpotCrm.Core.Search;

/// <summary>Puts the counts of a field's stored values together as people choose them.</summary>
internal sealed class FacetCounts(RecordField field)
{
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>Null, as the empty string, stands for rows without a value.</summary>
    public void Add(string? stored, int count)
    {
        foreach (var value in field.IsMultiple && !string.IsNullOrEmpty(stored) ? stored.Split(';', StringSplitOptions.RemoveEmptyEntries) : [stored ?? ""])
        {
            _counts[value] = _counts.GetValueOrDefault(value) + count;
        }
    }

    /// <summary>
    /// Most frequent first. Spellings of a text that a filter does not tell apart are one value, under the most frequent of them.
    /// </summary>
    public IReadOnlyList<FacetValue> Ranked()
    {
        var values = Ordered(_counts.Select(pair => new FacetValue(pair.Key, pair.Value)));
        return field.Kind != FieldKind.Text
            ? [.. values]
            : [.. Ordered(values.GroupBy(value => value.Value, AsciiCase.Insensitive).Select(same => same.First() with { Count = same.Sum(value => value.Count) }))];
    }

    private static IOrderedEnumerable<FacetValue> Ordered(IEnumerable<FacetValue> values) =>
        values.OrderByDescending(value => value.Count).ThenBy(value => value.Value, StringComparer.Ordinal);

    /// <summary>As the mirror's columns compare: without the case of ASCII letters, with that of all others.</summary>
    private sealed class AsciiCase : IEqualityComparer<string>
    {
        public static AsciiCase Insensitive { get; } = new();

        public bool Equals(string? x, string? y)
        {
            if (x is null || y is null || x.Length != y.Length)
            {
                return x is null && y is null;
            }

            for (var at = 0; at < x.Length; at++)
            {
                if (Lower(x[at]) != Lower(y[at]))
                {
                    return false;
                }
            }

            return true;
        }

        public int GetHashCode(string obj)
        {
            var hash = new HashCode();
            foreach (var letter in obj)
            {
                hash.Add(Lower(letter));
            }

            return hash.ToHashCode();
        }

        private static char Lower(char letter) => char.IsAsciiLetterUpper(letter) ? (char)(letter | 0x20) : letter;
    }
}
