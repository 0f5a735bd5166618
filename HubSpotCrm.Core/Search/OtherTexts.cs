namespace HubSpotCrm.Core.Search;

/// <summary>Texts that may have been meant where one found nothing, the most likely first.</summary>
internal static class OtherTexts
{
    /// <summary>Each is a search of its own: more are not tried.</summary>
    public const int Most = 8;

    /// <summary>
    /// With words spelt as the index spells them; without words that nothing is near; and, of words that each are known and not together, without one of them.
    /// </summary>
    /// <param name="words">As typed, folded.</param>
    /// <param name="near">For each index what it has instead of the words that it does not know.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> words, IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<NearWord>>> near)
    {
        // Known to one index is known: the text found nothing there for the sake of its other words.
        var strange = words.Where(word => near.Count > 0 && near.All(index => index.ContainsKey(word))).ToDictionary(word => word, word => Nearest(word, near));
        var texts = new List<string>();
        if (strange.Values.Any(meant => meant.Count > 0))
        {
            texts.Add(Text(words.Select(word => Meant(word, 0))));
            foreach (var (word, meant) in strange)
            {
                texts.AddRange(meant.Skip(1).Select((_, at) => Text(words.Select(other => Meant(other, other == word ? at + 1 : 0)))));
            }
        }

        var known = words.Where(word => !strange.ContainsKey(word)).ToList();
        texts.Add(Text(known));
        if (strange.Count == 0 && words.Count > 1)
        {
            texts.AddRange(words.Reverse().Select(left => Text(words.Where(word => word != left))));
        }

        return [.. texts.Where(text => text.Length > 0 && text != Text(words)).Distinct().Take(Most)];

        string? Meant(string word, int at) => !strange.TryGetValue(word, out var meant) ? word : meant.Count == 0 ? null : meant[Math.Min(at, meant.Count - 1)];
    }

    private static List<string> Nearest(string word, IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<NearWord>>> near) =>
        [.. near.SelectMany(index => index[word]).OrderBy(one => one.Distance).ThenBy(one => one.Word, StringComparer.Ordinal).Select(one => one.Word).Distinct().Take(3)];

    private static string Text(IEnumerable<string?> words) => string.Join(' ', words.OfType<string>());
}
