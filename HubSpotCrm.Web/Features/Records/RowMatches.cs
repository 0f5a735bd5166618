namespace HubSpotCrm.Web.Features.Records;

/// <summary>
/// What a search text matches in the rows that it found, looked for once per row. Rows that still stand while another text is searched for keep the
/// marks of their own.
/// </summary>
public sealed class RowMatches<T>(RecordKind<T> kind)
    where T : class
{
    private readonly Dictionary<T, TextMatch> _found = new(ReferenceEqualityComparer.Instance);
    private IReadOnlyList<T> _rows = [];
    private TextMatch _match = new("");

    /// <summary>That the rows were found by.</summary>
    public string Text { get; private set; } = "";

    public void Show(IReadOnlyList<T> rows, string text)
    {
        if (ReferenceEquals(rows, _rows) && text == Text)
        {
            return;
        }

        _match = text == Text ? _match : new TextMatch(text);
        (_rows, Text) = (rows, text);
        _found.Clear();
    }

    public TextMatch Of(T row)
    {
        if (!_found.TryGetValue(row, out var match))
        {
            _found[row] = match = kind.MatchOf(row, _match);
        }

        return match;
    }
}
