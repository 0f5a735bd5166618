using System.Text.Json;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Audit;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Search.Meaning;

/// <inheritdoc cref="ISynonymService"/>
internal sealed class SynonymService(IDbContextFactory<AppDb> databases, AuditLog audit, SynonymBook book, TimeProvider time) : ISynonymService
{
    /// <summary>Pairs that the portal can have of its own.</summary>
    public const int Most = 2_000;

    private const string Name = "search.synonyms";
    private const int LongestSide = 80;

    public IReadOnlyList<SynonymPair> BuiltIn => Synonyms.BuiltInPairs;

    /// <summary>Hands the kept pairs to the searches; for the start of the portal.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        book.Take(Read(await database.Settings.AsNoTracking().SingleOrDefaultAsync(row => row.Name == Name, cancellationToken)));
    }

    public async Task<Result<IReadOnlyList<SynonymPair>>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.ViewRecords) is { } refused)
        {
            return refused;
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return Read(await database.Settings.AsNoTracking().SingleOrDefaultAsync(row => row.Name == Name, cancellationToken));
    }

    public Task<Result<Done>> AddAsync(Actor actor, SynonymPair pair, CancellationToken cancellationToken)
    {
        var clean = new SynonymPair(pair.Typed.Trim(), pair.Said.Trim());
        if ((FaultOf(clean.Typed, "What is typed", Synonyms.LongestPhrase) ?? FaultOf(clean.Said, "What it means", SearchWords.MaximumQueryWords)) is { } fault)
        {
            return Task.FromResult<Result<Done>>(fault);
        }

        return ChangeAsync(
            actor,
            "search.synonym.add",
            clean,
            pairs => pairs.Exists(other => Same(other, clean)) ? pairs
                : pairs.Count < Most ? pairs.Append(clean).ToList()
                : (Result<List<SynonymPair>>)new TooManySynonyms(Most),
            cancellationToken);
    }

    public Task<Result<Done>> RemoveAsync(Actor actor, SynonymPair pair, CancellationToken cancellationToken) =>
        ChangeAsync(actor, "search.synonym.remove", pair, pairs => pairs.Where(other => !Same(other, pair)).ToList(), cancellationToken);

    private static InvalidInput? FaultOf(string text, string label, int mostWords) =>
        text.Length > LongestSide ? new InvalidInput(label, $"at most {LongestSide} characters.")
        : SearchWords.Of(TextFolding.Fold(text)).Count() is var words && words == 0 ? new InvalidInput(label, "a word is needed.")
        : words > mostWords ? new InvalidInput(label, $"at most {mostWords} words.")
        : null;

    private static bool Same(SynonymPair one, SynonymPair other) =>
        TextFolding.Fold(one.Typed) == TextFolding.Fold(other.Typed) && TextFolding.Fold(one.Said) == TextFolding.Fold(other.Said);

    private static List<SynonymPair> Read(SettingRow? row)
    {
        try
        {
            return row is null ? [] : [.. (JsonSerializer.Deserialize<List<SynonymPair>>(row.Value) ?? []).OrderBy(pair => TextFolding.Fold(pair.Typed), StringComparer.Ordinal)];
        }
        catch (JsonException)
        {
            // Nobody but the portal writes it: what cannot be read was changed by hand, and must not end every search.
            return [];
        }
    }

    private async Task<Result<Done>> ChangeAsync(
        Actor actor, string action, SynonymPair pair, Func<List<SynonymPair>, Result<List<SynonymPair>>> change, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.Administer) is { } refused)
        {
            return refused;
        }

        try
        {
            return await WriteAsync(actor, action, pair, change, cancellationToken);
        }
        catch (Exception exception) when (DiskFull.IsCauseOf(exception))
        {
            return new DiskFull();
        }
    }

    private async Task<Result<Done>> WriteAsync(
        Actor actor, string action, SynonymPair pair, Func<List<SynonymPair>, Result<List<SynonymPair>>> change, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var row = await database.Settings.SingleOrDefaultAsync(one => one.Name == Name, cancellationToken);
        var before = Read(row);
        var after = change(before);
        if (!after.Succeeded)
        {
            return after.Failure;
        }

        if (after.Value.Count == before.Count)
        {
            return new Done();
        }

        if (row is null)
        {
            row = new SettingRow { Name = Name, Value = "" };
            database.Settings.Add(row);
        }

        (row.Value, row.UpdatedAt) = (JsonSerializer.Serialize(after.Value), time.GetUtcNow().ToUnixTimeMilliseconds());
        await database.SaveChangesAsync(cancellationToken);
        await audit.AppendAsync(database, new AuditEntry(actor, action, Subject: pair.Typed, Detail: new { pair.Typed, pair.Said }), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        book.Take(after.Value);
        return new Done();
    }
}
