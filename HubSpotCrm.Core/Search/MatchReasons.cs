using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search.Embeddings;
using HubSpotCrm.Core.Search.Meaning;
using Microsoft.Data.Sqlite;

namespace HubSpotCrm.Core.Search;

/// <summary>Looks for what a typed text matched in a record that does not say it in its search fields.</summary>
internal static class MatchReasons
{
    private const int Around = 60;
    private const int Longest = 160;

    /// <summary>The rows, and with those that were found elsewhere or by their meaning the reason.</summary>
    public static IReadOnlyList<T> Explain<T>(
        SqliteConnection connection, ObjectType type, TextHits text, IReadOnlyList<T> rows, AccountDefinitions definitions, Func<T, MatchReason, T> because)
        where T : ICrmRecord
    {
        if (text.Elsewhere.Count == 0 && text.Meant.Count == 0)
        {
            return rows;
        }

        var reasons = new Dictionary<long, MatchReason>();
        var indexed = text.TextsAt(text.Elsewhere, connection, rows.Select(row => row.Key));
        var fields = new FurtherText(connection, null, definitions).Fields(type, indexed.Keys);
        foreach (var (key, words) in indexed)
        {
            if (Of(text.Parts, words, fields.GetValueOrDefault(key, [])) is { } reason)
            {
                reasons[key] = reason;
            }
        }

        foreach (var (key, raw) in MeaningScan.Raw(connection, text.TextsAt(text.Meant, connection, rows.Select(row => row.Key)).Keys))
        {
            reasons[key] = MatchReason.Close(Excerpt(MeaningText.Summary(type, raw, definitions), 0));
        }

        return [.. rows.Select(row => reasons.TryGetValue(row.Key, out var reason) ? because(row, reason) : row)];
    }

    /// <summary>Null when no field holds a part of the text that the search fields do not.</summary>
    /// <param name="indexed">The words of the search fields, as the index has them.</param>
    public static MatchReason? Of(IReadOnlyList<TypedPart> typed, string indexed, IReadOnlyList<FurtherField> fields)
    {
        var known = indexed.Split(' ');
        foreach (var part in typed.Where(part => !part.Words.All(word => known.Any(other => other.StartsWith(word, StringComparison.Ordinal)))))
        {
            foreach (var field in fields)
            {
                if (First(field.Text, part.Words) is { } at)
                {
                    return new MatchReason(field.Label, Excerpt(field.Text, at));
                }
            }

            foreach (var field in fields)
            {
                foreach (var meaning in part.Meanings)
                {
                    if (First(field.Text, meaning) is { } at)
                    {
                        return new MatchReason(field.Label, Excerpt(field.Text, at), string.Join(' ', part.Words));
                    }
                }
            }
        }

        return null;
    }

    // Where the first of the words begins, when the text has them all.
    private static int? First(string text, IReadOnlyList<string> words)
    {
        int? first = null;
        var found = new HashSet<string>();
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsLetterOrDigit(text[at]) || (at > 0 && char.IsLetterOrDigit(text[at - 1])))
            {
                continue;
            }

            var end = at;
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
            {
                end++;
            }

            var word = TextFolding.Fold(text[at..end]);
            foreach (var sought in words.Where(sought => word.StartsWith(sought, StringComparison.Ordinal)))
            {
                found.Add(sought);
                first ??= at;
            }
        }

        return found.Count == words.Count ? first : null;
    }

    private static string Excerpt(string text, int at)
    {
        var line = text.Replace('\n', ' ').Replace('\r', ' ');
        if (line.Length <= Longest)
        {
            return line.Trim();
        }

        var from = at <= Around ? 0 : line.IndexOf(' ', at - Around) is var space && space >= 0 && space < at ? space + 1 : at;
        var length = Math.Min(Longest, line.Length - from);
        if (char.IsHighSurrogate(line[from + length - 1]))
        {
            length--;
        }

        return (from > 0 ? "… " : "") + line.Substring(from, length).Trim() + (from + length < line.Length ? " …" : "");
    }
}
