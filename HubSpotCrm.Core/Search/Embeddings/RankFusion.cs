namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>Makes one order of two by reciprocal rank: what both have, or one has far in front, comes first. Neither's own measure has to be comparable with the other's.</summary>
internal static class RankFusion
{
    // The usual constant: how much the first ranks stand out.
    private const double Damping = 60;

    /// <summary>
    /// What is certain stays where it is, in its order. Behind it come the rest of both lists, each place once; of those with the same rank <paramref name="said"/> leads.
    /// </summary>
    /// <param name="certain">Places that the text's own words found in the search fields.</param>
    /// <param name="said">Places that it found otherwise, best first.</param>
    /// <param name="meant">Places that are near in meaning, nearest first.</param>
    public static List<long> Merge(IReadOnlyList<long> certain, IReadOnlyList<long> said, IReadOnlyList<long> meant)
    {
        var first = certain.Distinct().ToList();
        var known = first.ToHashSet();
        var scores = new Dictionary<long, double>();
        foreach (var list in new[] { said, meant })
        {
            var rank = 1;
            foreach (var place in list.Where(place => !known.Contains(place)).Distinct())
            {
                scores[place] = scores.GetValueOrDefault(place) + (1 / (Damping + rank++));
            }
        }

        // The sort is stable, and a dictionary that only grew keeps the order in which places came.
        return [.. first, .. scores.OrderByDescending(pair => pair.Value).Select(pair => pair.Key)];
    }
}
