using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Search.Embeddings;

/// <summary>
/// A model of a kind: every word has a direction of its own, always the same, and a few pairs of words share one. A text is the sum of its words, so texts
/// are the nearer the more they say of the same.
/// </summary>
internal static class WordVectors
{
    public const int Dimensions = 384;

    private static readonly Dictionary<string, string> SameAs = new() { ["physician"] = "doctor", ["lorry"] = "truck", ["vineyard"] = "winery" };
    private static readonly HashSet<string> Labels = ["job", "title", "company", "industry", "city", "country", "goal", "notes", "description", "type"];

    public static float[] Of(string text)
    {
        var vector = new float[Dimensions];
        foreach (var word in SearchWords.Of(TextFolding.Fold(text)).Where(word => !Labels.Contains(word)).Distinct().DefaultIfEmpty(""))
        {
            var random = new Random(Seed(SameAs.GetValueOrDefault(word, word)));
            for (var at = 0; at < Dimensions; at++)
            {
                vector[at] += (float)(random.NextDouble() - 0.5);
            }
        }

        return vector;
    }

    private static int Seed(string word) => word.Aggregate(17, (seed, letter) => unchecked((seed * 31) + letter));
}
