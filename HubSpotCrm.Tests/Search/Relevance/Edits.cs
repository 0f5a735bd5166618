namespace HubSpotCrm.Tests.Search.Relevance;

/// <summary>Slips of the fingers, and how far a word is from another one.</summary>
internal static class Edits
{
    private const int ShortestForgiven = 4;
    private const int MostSlips = 2;

    private static readonly string[] Rows = ["qwertyuiopq", "asdfghjkla", "zxcvbnmz"];

    public static string Drop(string word, int at) => word.Remove(at, 1);

    public static string Repeat(string word, int at) => word.Insert(at, word[at].ToString());

    /// <summary>The key beside the right one.</summary>
    public static string Slip(string word, int at)
    {
        var letter = char.ToLowerInvariant(word[at]);
        var row = Rows.First(keys => keys.Contains(letter, StringComparison.Ordinal));
        return $"{word[..at]}{row[row.IndexOf(letter, StringComparison.Ordinal) + 1]}{word[(at + 1)..]}";
    }

    /// <summary>Two letters in each other's place: one slip, as it is made.</summary>
    public static string Swap(string word, int at) => $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}";

    /// <summary>Whether the typed word is in the word, or at most two slips from a beginning of it, which is the most that a search may forgive.</summary>
    public static bool IsNear(string typed, string word) =>
        word.Contains(typed, StringComparison.Ordinal) || (typed.Length >= ShortestForgiven && word.Length >= typed.Length - MostSlips && DistanceToBeginning(typed, word) <= MostSlips);

    /// <summary>How many letters must be added, dropped, replaced or swapped with their neighbour to come from the typed word to a beginning of the other.</summary>
    private static int DistanceToBeginning(string typed, string word)
    {
        var longest = Math.Min(word.Length, typed.Length + MostSlips);
        var table = new int[typed.Length + 1, longest + 1];
        for (var i = 0; i <= typed.Length; i++)
        {
            for (var j = 0; j <= longest; j++)
            {
                table[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(table[i - 1, j], table[i, j - 1]) + 1,
                    table[i - 1, j - 1] + (typed[i - 1] == word[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return Enumerable.Range(0, longest + 1).Min(length => table[typed.Length, length]);
    }
}
