using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search.Filters;

/// <summary>Reads conditions, groups and words from left to right. Whatever fails to be a condition is a word.</summary>
internal sealed class GrammarReader(string text, GrammarFields fields)
{
    private const string Or = "OR";
    private const string And = "AND";
    private const string Negation = "NOT";
    private const int Deepest = 40;
    private readonly GrammarValues _values = new(text, fields.Definitions);
    private int _at;

    private enum Kind
    {
        Condition,
        Or,
        And,
        Word,
    }

    /// <summary>The filters, and the words between them.</summary>
    public (List<FilterNode> Filters, List<string> Words) ReadAll(ObjectType type)
    {
        var parts = Sorted(ReadParts(type, 0, isGroup: false)!);
        var words = parts.Where(part => part.Kind == Kind.Word).Select(part => part.Text).ToList();
        var together = new List<GrammarItem>();
        foreach (var run in Runs(parts))
        {
            // An OR does not reach over a word.
            if (run.Exists(part => part.Kind == Kind.Or))
            {
                together.Add(new GrammarItem(Grouped(run)));
            }
            else
            {
                together.AddRange(run.Where(part => part.Item is not null).Select(part => part.Item!));
            }
        }

        return (GrammarItem.Joined(together), words);
    }

    // Null when a group ends without its bracket, or holds a word.
    private List<Part>? ReadParts(ObjectType type, int depth, bool isGroup)
    {
        var parts = new List<Part>();
        while (true)
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }

            if (_at >= text.Length)
            {
                return isGroup ? null : parts;
            }

            if (isGroup && text[_at] == ')')
            {
                return parts;
            }

            var start = _at;
            if (ReadSign() is { } sign)
            {
                parts.Add(sign);
            }
            else if (ReadCondition(type, depth) is { } item && IsEnd(isGroup))
            {
                parts.Add(new Part(Kind.Condition, text[start.._at], item));
            }
            else if (isGroup)
            {
                return null;
            }
            else
            {
                _at = start;
                parts.Add(new Part(Kind.Word, ReadWord(), null));
            }
        }
    }

    private Part? ReadSign()
    {
        foreach (var (word, kind) in new[] { (Or, Kind.Or), (And, Kind.And) })
        {
            if (IsWord(word))
            {
                _at += word.Length;
                return new Part(kind, word, null);
            }
        }

        return null;
    }

    private bool IsWord(string word) =>
        string.CompareOrdinal(text, _at, word, 0, word.Length) == 0
        && (_at + word.Length == text.Length || char.IsWhiteSpace(text[_at + word.Length]) || text[_at + word.Length] is '(' or ')');

    private GrammarItem? ReadCondition(ObjectType type, int depth)
    {
        if (depth > Deepest)
        {
            return null;
        }

        var isNegated = false;
        if (text[_at] == '-')
        {
            isNegated = true;
            _at++;
        }
        else if (IsWord(Negation))
        {
            isNegated = true;
            _at += Negation.Length;
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
        }

        if (_at >= text.Length)
        {
            return null;
        }

        var item = text[_at] switch
        {
            '(' => ReadGroup(type, depth) is { } group ? new GrammarItem(group) : null,
            '"' => _values.ReadQuoted(ref _at) is { } phrase ? fields.Phrase(type, phrase) : null,
            _ => ReadField(type, depth),
        };
        return item is not null && isNegated ? new GrammarItem(new Not(GrammarItem.All([item]))) : item;
    }

    private FilterNode? ReadGroup(ObjectType type, int depth)
    {
        _at++;
        if (ReadParts(type, depth + 1, isGroup: true) is not { Count: > 0 } parts || Sorted(parts).Exists(part => part.Kind == Kind.Word))
        {
            return null;
        }

        _at++;
        return Grouped(Sorted(parts));
    }

    private GrammarItem? ReadField(ObjectType type, int depth)
    {
        if (depth > Deepest || ReadName() is not { } name || _at >= text.Length)
        {
            return null;
        }

        if (GrammarFields.RelatedOf(name) is { } related)
        {
            if (text[_at] == '.')
            {
                _at++;
                return ReadField(related, depth + 1) is { } inner ? new GrammarItem(related, inner) : null;
            }

            if (text[_at] == '(')
            {
                return ReadRelated(related, depth) is { } where ? new GrammarItem(new Related(related, where)) : null;
            }
        }

        // Of a property that a name of the catalog hides.
        if (text[_at] == '.' && name == "p")
        {
            _at++;
            if (ReadName() is not { } hidden || _at >= text.Length)
            {
                return null;
            }

            name = RecordFields.PropertyPrefix + hidden;
        }

        if (name.Equals(GrammarFields.Has, StringComparison.OrdinalIgnoreCase) && text[_at] == ':')
        {
            _at++;
            return ReadPath() is { } path && fields.Find(type, path) is { } present ? new GrammarItem(new HasValue(present.Name)) : null;
        }

        return GrammarValues.IsOperator(text[_at]) && fields.Find(type, name) is { } field && _values.Read(field, ref _at) is { } condition && FieldFaults.Of(field, condition) is null
            ? new GrammarItem(condition)
            : null;
    }

    private FilterNode? ReadRelated(ObjectType type, int depth)
    {
        if (_at + 1 < text.Length && text[_at + 1] == ')')
        {
            _at += 2;
            return new AllOf([]);
        }

        return ReadGroup(type, depth);
    }

    private string? ReadPath()
    {
        if (ReadName() is not { } name)
        {
            return null;
        }

        if (name != "p" || _at >= text.Length || text[_at] != '.')
        {
            return name;
        }

        _at++;
        return ReadName() is { } hidden ? RecordFields.PropertyPrefix + hidden : null;
    }

    private string? ReadName()
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_'))
        {
            _at++;
        }

        return _at > start ? text[start.._at] : null;
    }

    private bool IsEnd(bool isGroup) => _at >= text.Length || char.IsWhiteSpace(text[_at]) || (isGroup && text[_at] == ')');

    // What stands in quotes is one word.
    private string ReadWord()
    {
        var start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]))
        {
            var quoted = _at;
            if (text[_at] == '"' && _values.ReadQuoted(ref quoted) is not null)
            {
                _at = quoted;
            }
            else
            {
                _at++;
            }
        }

        return text[start.._at];
    }

    // OR and AND stand between two conditions, else they are words.
    private static List<Part> Sorted(List<Part> parts)
    {
        var sorted = new List<Part>();
        for (var at = 0; at < parts.Count; at++)
        {
            var isBetween = sorted is [.., { Kind: Kind.Condition }] && at + 1 < parts.Count && parts[at + 1].Kind == Kind.Condition;
            sorted.Add(parts[at].Kind is Kind.Or or Kind.And && !isBetween ? parts[at] with { Kind = Kind.Word } : parts[at]);
        }

        return sorted;
    }

    private static IEnumerable<List<Part>> Runs(List<Part> parts)
    {
        var run = new List<Part>();
        foreach (var part in parts)
        {
            if (part.Kind != Kind.Word)
            {
                run.Add(part);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private static FilterNode Grouped(List<Part> parts)
    {
        var alternatives = new List<List<GrammarItem>> { new() };
        foreach (var part in parts)
        {
            if (part.Kind == Kind.Or)
            {
                alternatives.Add([]);
            }
            else if (part.Item is { } item)
            {
                alternatives[^1].Add(item);
            }
        }

        return alternatives.Count == 1 ? GrammarItem.All(alternatives[0]) : new EitherOf(alternatives.ConvertAll(GrammarItem.All));
    }

    private sealed record Part(Kind Kind, string Text, GrammarItem? Item);
}
