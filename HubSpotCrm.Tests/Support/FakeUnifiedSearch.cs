using System.Runtime.CompilerServices;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Support;

/// <summary>A search over all kinds in memory: finds what a test put in by words in names, says what was asked, and waits where it is told to.</summary>
internal sealed class FakeUnifiedSearch : IUnifiedSearch
{
    public List<Contact> Contacts { get; } = [];

    public List<Company> Companies { get; } = [];

    public List<Deal> Deals { get; } = [];

    public List<Campaign> Campaigns { get; } = [];

    /// <summary>Why all kinds fail; null when they do not.</summary>
    public Failure? Failure { get; set; }

    /// <summary>Why one kind fails.</summary>
    public Dictionary<ObjectType, Failure> Failures { get; } = [];

    /// <summary>Totals up to this are exact.</summary>
    public int Cap { get; set; } = 10_000;

    public Dictionary<ObjectType, int> Counts { get; } = [];

    /// <summary>Holds the answers of a kind for a text until it is let go.</summary>
    public Dictionary<(string Text, ObjectType Type), TaskCompletionSource> Gates { get; } = [];

    public List<string> Asked { get; } = [];

    public List<string> Cancelled { get; } = [];

    public List<Suggestion> Suggestions { get; } = [];

    /// <summary>Texts for which others were asked, and of which kind.</summary>
    public List<(string Text, ObjectType? Type)> Suggested { get; } = [];

    public async IAsyncEnumerable<FoundRecords> FindAsync(Actor actor, string text, int rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Asked.Add(text);
        var found = new FoundRecords(text);
        foreach (var type in FoundRecords.Kinds)
        {
            if (Gates.TryGetValue((text, type), out var gate))
            {
                try
                {
                    await gate.Task.WaitAsync(cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    Cancelled.Add(text);
                    throw;
                }
            }

            found = type switch
            {
                ObjectType.Contact => found with { Contacts = Page(type, Contacts, contact => $"{contact.DisplayName} {contact.Company} {contact.Email}", text, rows) },
                ObjectType.Company => found with { Companies = Page(type, Companies, company => company.DisplayName, text, rows) },
                ObjectType.Deal => found with { Deals = Page(type, Deals, deal => $"{deal.DisplayName} {deal.Company}", text, rows) },
                _ => found with { Campaigns = Page(type, Campaigns, campaign => campaign.DisplayName, text, rows) },
            };
            yield return found;
        }
    }

    public Task<Result<int>> CountAsync(Actor actor, ObjectType type, string text, CancellationToken cancellationToken) =>
        Task.FromResult<Result<int>>(Counts.GetValueOrDefault(type));

    public Task<Result<IReadOnlyList<Suggestion>>> SuggestAsync(Actor actor, string text, ObjectType? type, CancellationToken cancellationToken)
    {
        Suggested.Add((text, type));
        return Task.FromResult<Result<IReadOnlyList<Suggestion>>>(Suggestions.ToList());
    }

    private Result<Page<T>> Page<T>(ObjectType type, List<T> all, Func<T, string> textOf, string text, int rows)
    {
        if ((Failure ?? Failures.GetValueOrDefault(type)) is { } failure)
        {
            return failure;
        }

        var words = TextFolding.Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = all.Where(row => Array.TrueForAll(words, word => TextFolding.Fold(textOf(row)).Contains(word, StringComparison.Ordinal))).ToList();
        return new Page<T>([.. found.Take(rows)], new Total(Math.Min(found.Count, Cap), found.Count <= Cap));
    }
}

/// <summary>What one user looked for and opened, in memory.</summary>
internal sealed class FakeRecentService : IRecentService
{
    public List<string> Searches { get; } = [];

    public List<RecentRecord> Records { get; } = [];

    public Failure? Failure { get; set; }

    /// <summary>Thrown by every call: a fault of ours.</summary>
    public Exception? Fault { get; set; }

    public Task<Result<Recents>> GetAsync(Actor actor, CancellationToken cancellationToken) =>
        Fault is not null ? throw Fault : Task.FromResult<Result<Recents>>(Failure is { } failure ? failure : new Recents([.. Searches], [.. Records]));

    public Task<Result<Done>> NoteSearchAsync(Actor actor, string text, CancellationToken cancellationToken) => DoAsync(() => Searches.Insert(0, text));

    public Task<Result<Done>> NoteRecordAsync(Actor actor, RecordReference record, CancellationToken cancellationToken) =>
        DoAsync(() => Records.Insert(0, new RecentRecord(record.Type, record.Id, $"{record.Type} {record.Id}")));

    public Task<Result<Done>> ClearAsync(Actor actor, CancellationToken cancellationToken) => DoAsync(() =>
    {
        Searches.Clear();
        Records.Clear();
    });

    private Task<Result<Done>> DoAsync(Action act)
    {
        if (Fault is not null)
        {
            throw Fault;
        }

        if (Failure is { } failure)
        {
            return Task.FromResult<Result<Done>>(failure);
        }

        act();
        return Task.FromResult<Result<Done>>(default(Done));
    }
}
