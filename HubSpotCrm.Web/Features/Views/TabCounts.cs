using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;

namespace HubSpotCrm.Web.Features.Views;

/// <summary>How many records each tab of a list has: counted one after the other behind the rows, and not more often than anybody reads them. Used on the renderer's thread only.</summary>
/// <param name="onChanged">Called when there is something new to show.</param>
public sealed class TabCounts(Func<RecordQuery, CancellationToken, Task<Result<int>>> count, TimeProvider time, ILogger logger, Action onChanged) : IDisposable
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(1);

    private readonly Newest _newest = new();
    private readonly Dictionary<string, (string Question, DateTimeOffset At)> _asked = [];
    private readonly Dictionary<string, string> _texts = [];

    /// <summary>By the tab's id; a tab that was not counted yet is not in it.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>Counts the tabs that were not counted of late. Cancels what ran before.</summary>
    public async Task LoadAsync(IReadOnlyList<(string Id, ListState State)> tabs)
    {
        var cancellationToken = _newest.Next();
        foreach (var (id, state) in tabs)
        {
            var question = ListUrl.Write(state.Rows);
            if (_asked.TryGetValue(id, out var known) && known.Question == question && time.GetUtcNow() - known.At < FreshFor)
            {
                continue;
            }

            try
            {
                var counted = await count(state.ToQuery(), cancellationToken);
                if (cancellationToken.IsCancellationRequested)
                {
                    return;
                }

                // What cannot be counted, as a list whose filter is too slow, shows no number; its own page says why.
                _asked[id] = (question, time.GetUtcNow());
                _texts.Remove(id);
                if (counted.Succeeded)
                {
                    _texts[id] = Formats.Number((long)counted.Value);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                logger.LogError(exception, "A tab could not be counted");
                return;
            }

            onChanged();
        }
    }

    public void Dispose() => _newest.Dispose();
}
