using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Localization;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>A part of a question that found nothing, and what there is without it.</summary>
/// <param name="Label"><c>Without Country is Germany: 12 contacts</c></param>
public sealed record Relief(string Label, ListState Next);

/// <summary>Finds which filters take the last rows away: asks without each of them in turn, newest wins. Used on the renderer's thread only.</summary>
public sealed class ReliefLoader(Func<RecordQuery, CancellationToken, Task<Result<int>>> count, ILogger logger, Action onChanged) : IDisposable
{
    private const int MostAsked = 8;
    private const int MostShown = 4;
    private readonly Newest _newest = new();

    /// <summary>Those that leave most first; empty while nothing is known, and where leaving one part out is not enough.</summary>
    public IReadOnlyList<Relief> Reliefs { get; private set; } = [];

    /// <param name="state">A question that found nothing; null: one that found something.</param>
    public async Task LoadAsync(ListState? state, AccountDefinitions definitions)
    {
        Reliefs = [];
        var cancellationToken = _newest.Next();
        if (state is null || (state.Filters.Count + (state.Text.Length > 0 ? 1 : 0)) < 2)
        {
            return;
        }

        var parts = state.Filters.Take(MostAsked).Select(filter => (Without: Named(FilterText.Of(state.Type, filter, definitions)), Next: state.WithoutFilter(filter)));
        if (state.Text.Length > 0)
        {
            parts = parts.Prepend(($"“{state.Text}”", state.WithText("")));
        }

        try
        {
            var found = new List<(int Count, Relief Relief)>();
            foreach (var (without, next) in parts.ToList())
            {
                if (await count(next.ToQuery(), cancellationToken) is { Succeeded: true, Value: > 0 and var rows })
                {
                    found.Add((rows, new Relief($"Without {without}: {Formats.Count(rows, state.Type.Singular(), state.Type.Plural())}", next)));
                }
            }

            if (!cancellationToken.IsCancellationRequested)
            {
                Reliefs = [.. found.OrderByDescending(one => one.Count).Take(MostShown).Select(one => one.Relief)];
                onChanged();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A newer question is on its way.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            logger.LogError(exception, "What a list would hold without one of its filters could not be counted");
        }
    }

    public void Dispose() => _newest.Dispose();

    // A sentence is told from the words around it.
    private static string Named(FilterText filter) => filter.Label.Length == 0 ? $"“{filter.Value}”" : filter.Whole;
}
