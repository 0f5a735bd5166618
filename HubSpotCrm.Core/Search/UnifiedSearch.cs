using System.Runtime.CompilerServices;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Search;

/// <inheritdoc cref="IUnifiedSearch"/>
internal sealed class UnifiedSearch(
    IContactService contacts, ICompanyService companies, IDealService deals, ICampaignService campaigns,
    MirrorHost mirrors, RecordSearch search, ILogger<UnifiedSearch> logger) : IUnifiedSearch
{
    private const int MostSuggestions = 3;

    public IAsyncEnumerable<FoundRecords> FindAsync(Actor actor, string text, int rows, CancellationToken cancellationToken) =>
        FindAsync(actor, new RecordQuery(text, [], [], 0, rows), cancellationToken);

    private async IAsyncEnumerable<FoundRecords> FindAsync(Actor actor, RecordQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = new FoundRecords(query.Text);
        if (TypedText.Of(query.Text) is null)
        {
            yield return Nothing(found, actor);
            yield break;
        }

        var further = new List<Task<Answer>>();
        await foreach (var first in Task.WhenEach(FoundRecords.Kinds.Select(type => AskAsync(type, actor, query with { Depth = SearchDepth.First }, cancellationToken))).WithCancellation(cancellationToken))
        {
            var answer = await first;
            if (answer.IsPartial)
            {
                further.Add(AskAsync(answer.Type, actor, query, cancellationToken));
            }

            yield return found = answer.Put(found);
        }

        await foreach (var whole in Task.WhenEach(further).WithCancellation(cancellationToken))
        {
            yield return found = (await whole).Put(found);
        }
    }

    public Task<Result<int>> CountAsync(Actor actor, ObjectType type, string text, CancellationToken cancellationToken)
    {
        var query = new RecordQuery(text, [], [], 0, 1);
        return type switch
        {
            ObjectType.Contact => contacts.CountAsync(actor, query, cancellationToken),
            ObjectType.Company => companies.CountAsync(actor, query, cancellationToken),
            ObjectType.Deal => deals.CountAsync(actor, query, cancellationToken),
            ObjectType.Campaign => campaigns.CountAsync(actor, query, cancellationToken),
            _ => Task.FromResult<Result<int>>(new NotSearched(type)),
        };
    }

    public async Task<Result<IReadOnlyList<Suggestion>>> SuggestAsync(Actor actor, string text, ObjectType? type, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.ViewRecords) is { } refused)
        {
            return refused;
        }

        if (mirrors.Current is not { } mirror)
        {
            return mirrors.Absence;
        }

        if (TypedText.Of(text) is not { Id: null, Words: var words })
        {
            return Array.Empty<Suggestion>();
        }

        var near = await Task.WhenAll(FoundRecords.Kinds.Where(kind => type is null || kind == type).Select(kind => search.NearAsync(mirror, kind, words, cancellationToken)));
        var suggestions = new List<Suggestion>();
        foreach (var other in OtherTexts.Of(words, [.. near.Where(answer => answer.Succeeded).Select(answer => answer.Value)]))
        {
            if (await TotalAsync(actor, other, type, cancellationToken) is { Count: > 0 } total)
            {
                suggestions.Add(new Suggestion(other, total));
            }

            if (suggestions.Count == MostSuggestions)
            {
                break;
            }
        }

        return suggestions;
    }

    private async Task<Total> TotalAsync(Actor actor, string text, ObjectType? type, CancellationToken cancellationToken)
    {
        var found = new FoundRecords(text);

        // What is near to some other words was not meant by these.
        await foreach (var next in FindAsync(actor, new RecordQuery(text, [], [], 0, 1) { ByWordsOnly = true }, cancellationToken))
        {
            found = next;
        }

        return type is { } one ? found.TotalOf(one) ?? default : found.Total;
    }

    // Who may not see records is told so whatever was typed.
    private Result<Page<T>> Empty<T>(Actor actor) =>
        actor.Check(Policy.ViewRecords) is { } refused ? refused : mirrors.Current is null ? mirrors.Absence : new Page<T>([], new Total(0, true));

    private FoundRecords Nothing(FoundRecords found, Actor actor) => found with
    {
        Contacts = Empty<Contact>(actor),
        Companies = Empty<Company>(actor),
        Deals = Empty<Deal>(actor),
        Campaigns = Empty<Campaign>(actor),
    };

    private Task<Answer> AskAsync(ObjectType type, Actor actor, RecordQuery query, CancellationToken cancellationToken) => type switch
    {
        ObjectType.Company => AskAsync(type, () => companies.FindAsync(actor, query, cancellationToken), (all, page) => all with { Companies = page }, cancellationToken),
        ObjectType.Deal => AskAsync(type, () => deals.FindAsync(actor, query, cancellationToken), (all, page) => all with { Deals = page }, cancellationToken),
        ObjectType.Campaign => AskAsync(type, () => campaigns.FindAsync(actor, query, cancellationToken), (all, page) => all with { Campaigns = page }, cancellationToken),
        _ => AskAsync(type, () => contacts.FindAsync(actor, query, cancellationToken), (all, page) => all with { Contacts = page }, cancellationToken),
    };

    // On a thread of its own: before a service first waits it reads the edits on their way, and the kinds should not wait for each other there.
    private async Task<Answer> AskAsync<T>(
        ObjectType type, Func<Task<Result<Page<T>>>> ask, Func<FoundRecords, Result<Page<T>>, FoundRecords> put, CancellationToken cancellationToken)
    {
        Result<Page<T>> page;
        try
        {
            page = await Task.Run(ask, cancellationToken);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            logger.LogError(exception, "The {Kind} could not be searched", type.Plural());
            page = new NotSearched(type);
        }

        return new Answer(type, page is { Succeeded: true, Value.IsPartial: true }, found => put(found, page));
    }

    /// <param name="IsPartial">There may be more on looking further.</param>
    /// <param name="Put">Puts the answer into its place.</param>
    private sealed record Answer(ObjectType Type, bool IsPartial, Func<FoundRecords, FoundRecords> Put);
}
