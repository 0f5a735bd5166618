using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>Another text for a list that found nothing, and what the list holds with it.</summary>
public sealed record OtherText(string Text, Total Total, ListState Next);

/// <summary>
/// Finds other texts for a list that found nothing: what may have been meant, and what the user looked for lately. Only those are offered that
/// find something in this list; newest wins. Used on the renderer's thread only.
/// </summary>
public sealed class OtherTextLoader(
    Func<string, CancellationToken, Task<Result<IReadOnlyList<Suggestion>>>> suggest,
    Func<CancellationToken, Task<Result<Recents>>> recent,
    Func<RecordQuery, CancellationToken, Task<Result<int>>> count,
    ILogger logger,
    Action onChanged) : IDisposable
{
    private const int MostAsked = 8;
    private const int MostShown = 4;
    private readonly Newest _newest = new();

    /// <summary>Spelt as records spell them, under the same filters; empty while nothing is known, and where it is not the text that finds nothing.</summary>
    public IReadOnlyList<OtherText> Meant { get; private set; } = [];

    /// <summary>What the user searched for before, without filters, the newest first.</summary>
    public IReadOnlyList<OtherText> Recent { get; private set; } = [];

    /// <param name="state">A question that found nothing; null: one that found something.</param>
    public async Task LoadAsync(ListState? state)
    {
        (Meant, Recent) = ([], []);
        var cancellationToken = _newest.Next();
        if (state is not { IsNarrowed: true })
        {
            return;
        }

        try
        {
            var meant = await MeantAsync(state, cancellationToken);
            Show(() => Meant = meant, meant.Count, cancellationToken);
            var recents = await RecentAsync(state, cancellationToken);
            Show(() => Recent = recents, recents.Count, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A newer question is on its way.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "Other texts for a list that found nothing could not be looked for");
        }
    }

    public void Dispose() => _newest.Dispose();

    private void Show(Action take, int found, CancellationToken cancellationToken)
    {
        if (found > 0 && !cancellationToken.IsCancellationRequested)
        {
            take();
            onChanged();
        }
    }

    private async Task<List<OtherText>> MeantAsync(ListState state, CancellationToken cancellationToken)
    {
        var meant = new List<OtherText>();
        if (state.Text.Length == 0
            || (state.Filters.Count > 0 && await count(state.WithoutFilters().ToQuery(), cancellationToken) is not { Succeeded: true, Value: 0 })
            || await suggest(state.Text, cancellationToken) is not { Succeeded: true, Value: var suggestions })
        {
            return meant;
        }

        foreach (var suggestion in suggestions)
        {
            var next = state.WithText(suggestion.Text);
            var total = state.Filters.Count == 0 ? suggestion.Total
                : await count(next.ToQuery(), cancellationToken) is { Succeeded: true, Value: var rows } ? new Total(rows, true)
                : default;
            if (total.Count > 0)
            {
                meant.Add(new OtherText(suggestion.Text, total, next));
            }
        }

        return meant;
    }

    private async Task<List<OtherText>> RecentAsync(ListState state, CancellationToken cancellationToken)
    {
        var found = new List<OtherText>();
        if (await recent(cancellationToken) is not { Succeeded: true, Value.Searches: var searches })
        {
            return found;
        }

        foreach (var next in searches.Take(MostAsked).Select(text => state.WithText(text).WithoutFilters()).Where(next => next.Text.Length > 0 && next.Text != state.Text))
        {
            if (found.Count < MostShown && await count(next.ToQuery(), cancellationToken) is { Succeeded: true, Value: > 0 and var rows })
            {
                found.Add(new OtherText(next.Text, new Total(rows, true), next));
            }
        }

        return found;
    }
}
