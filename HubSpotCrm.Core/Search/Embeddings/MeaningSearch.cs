using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Search.Embeddings;

/// <summary>
/// The records of a kind that are close in meaning to a text, where its words found few. It never fails: whatever keeps it from an answer, the search goes on by words.
/// </summary>
internal sealed class MeaningSearch(MeaningCopies copies, QueryVectors vectors, IOptions<EmbeddingOptions> options)
{
    private const int LeastWords = 2;
    private const int LeastLetters = 4;
    private const int LeastDigits = 7;
    private const string WithinNumbers = " +()-./\u2010\u2013";

    /// <summary>The records' keys, nearest first; empty when nothing is near, nothing is to be looked for, or the endpoint is late.</summary>
    public Task<IReadOnlyList<long>> NearAsync(Mirror mirror, ObjectType type, RecordQuery query, CancellationToken cancellationToken) =>
        options.Value.IsOn && query is { Depth: SearchDepth.Whole, ByWordsOnly: false } && TypedText.Of(query.Text) is { Id: null } typed && IsMeant(typed) && !IsPersonal(query.Text)
            && copies.Of(mirror) is { } copy && copy.CountOf(type) > 0
            ? FindAsync(copy, type, query.Text, typed, cancellationToken)
            : Task.FromResult<IReadOnlyList<long>>([]);

    /// <summary>Two words, or one of four letters: less says nothing that could be meant. Numbers mean themselves.</summary>
    private static bool IsMeant(TypedText typed) =>
        typed.Words.Sum(word => word.Count(char.IsLetter)) is var letters && (letters >= LeastLetters || (typed.Words.Count >= LeastWords && letters > 0));

    /// <summary>An e-mail address or a telephone number means one person, and does not leave the portal.</summary>
    private static bool IsPersonal(string text)
    {
        var digits = 0;
        foreach (var unit in TextFolding.Fold(text))
        {
            digits = char.IsDigit(unit) ? digits + 1 : WithinNumbers.Contains(unit) ? digits : 0;
            if (unit == '@' || digits == LeastDigits)
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<bool> FindsEnoughAsync(Mirror mirror, ObjectType type, TypedText typed, CancellationToken cancellationToken)
    {
        var search = SearchIndexSchema.Of(type).Search;
        return await mirror.ReadAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = $"SELECT count(*) FROM (SELECT 1 FROM {search} WHERE {search} MATCH $words LIMIT {TextHits.Enough})";
                command.Parameters.AddWithValue("$words", typed.Beginnings);
                return command.ExecuteScalar() is long and >= TextHits.Enough;
            },
            cancellationToken);
    }

    private async Task<IReadOnlyList<long>> FindAsync(MeaningCopy copy, ObjectType type, string text, TypedText typed, CancellationToken cancellationToken)
    {
        // Looked at ahead, so that no text leaves the portal for nothing, and no reader of the mirror is held while the endpoint thinks.
        if (await FindsEnoughAsync(copy.Mirror, type, typed, cancellationToken) || await vectors.OfAsync(text.Trim(), cancellationToken) is not { } vector)
        {
            return [];
        }

        var near = await Task.Run(() => copy.Nearest(type, QuantizedVector.Of(vector), TextHits.Enough, cancellationToken), cancellationToken);
        return [.. near.Select(one => one.Key)];
    }
}
