using System.Collections.Frozen;

namespace HubSpotCrm.Core.Search.Meaning;

/// <summary>A part of a typed text: a word, or a phrase that has a meaning of its own.</summary>
/// <param name="Words">As typed, folded.</param>
/// <param name="Meanings">Phrases that a record may say instead; empty where none are known.</param>
internal sealed record TypedPart(IReadOnlyList<string> Words, IReadOnlyList<IReadOnlyList<string>> Meanings);

/// <summary>What people type and what records say: <c>hospital</c> and <c>health care</c>. One pair per line of a list that anybody can read and add to.</summary>
internal sealed class Synonyms
{
    /// <summary>Words of a phrase that can mean something.</summary>
    public const int LongestPhrase = 4;

    private readonly FrozenDictionary<string, IReadOnlyList<IReadOnlyList<string>>> _meanings;

    private Synonyms(Dictionary<string, IReadOnlyList<IReadOnlyList<string>>> meanings) => _meanings = meanings.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Nothing means anything else.</summary>
    public static Synonyms None { get; } = new([]);

    /// <summary>Those that come with the portal.</summary>
    public static IReadOnlyList<SynonymPair> BuiltInPairs { get; } = [.. ReadBuiltIn()];

    public static Synonyms BuiltIn { get; } = Of(BuiltInPairs);

    /// <summary>A phrase of which several are given means all of it.</summary>
    public static Synonyms Of(IEnumerable<SynonymPair> pairs)
    {
        var meanings = new Dictionary<string, List<IReadOnlyList<string>>>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var (typed, said) = (WordsOf(pair.Typed), WordsOf(pair.Said).Where(word => word is not ("and" or "or")).ToList());
            if (typed.Count is 0 or > LongestPhrase || said.Count == 0)
            {
                continue;
            }

            var key = string.Join(' ', typed);
            if (!meanings.TryGetValue(key, out var list))
            {
                meanings[key] = list = [];
            }

            if (!list.Exists(other => other.SequenceEqual(said)))
            {
                list.Add(said);
            }
        }

        return new Synonyms(meanings.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<IReadOnlyList<string>>)pair.Value, StringComparer.Ordinal));
    }

    /// <summary>The text in parts, in its order: at each word the longest phrase that means something, else the word alone.</summary>
    public IReadOnlyList<TypedPart> Parts(IReadOnlyList<string> words)
    {
        var parts = new List<TypedPart>();
        for (var at = 0; at < words.Count;)
        {
            var length = Math.Min(LongestPhrase, words.Count - at);
            while (length > 1 && !_meanings.ContainsKey(Phrase(words, at, length)))
            {
                length--;
            }

            parts.Add(new TypedPart([.. words.Skip(at).Take(length)], _meanings.GetValueOrDefault(Phrase(words, at, length)) ?? []));
            at += length;
        }

        return parts;
    }

    private static string Phrase(IReadOnlyList<string> words, int at, int length) => length == 1 ? words[at] : string.Join(' ', words.Skip(at).Take(length));

    private static List<string> WordsOf(string phrase) => [.. SearchWords.Of(TextFolding.Fold(phrase))];

    private static IEnumerable<SynonymPair> ReadBuiltIn()
    {
        using var stream = typeof(Synonyms).Assembly.GetManifestResourceStream("synonyms.txt") ?? throw new InvalidOperationException("The list of synonyms is not in the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Split('=') is not [var typed, var said])
            {
                continue;
            }

            foreach (var one in typed.Split(','))
            {
                foreach (var other in said.Split(','))
                {
                    yield return new SynonymPair(one.Trim(), other.Trim());
                }
            }
        }
    }
}

/// <summary>Who types <paramref name="Typed"/> may mean what a record calls <paramref name="Said"/>.</summary>
public sealed record SynonymPair(string Typed, string Said);
