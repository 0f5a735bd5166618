namespace HubSpotCrm.Web.Features.Records;

/// <summary>Rows to show after a change in the background, and how many rows of the fresh page are not among them.</summary>
public sealed record MergedRows<T>(IReadOnlyList<T> Rows, int Unseen);

/// <summary>Brings news into the rows that someone is reading without moving them.</summary>
public static class ListMerge
{
    /// <summary>
    /// Rows stay in their places with their fresh values. A row that changed and is no longer on the page goes;
    /// a row that was only pushed down stays as it was. Free places at the end are filled.
    /// </summary>
    /// <param name="changed">The ids that the news named.</param>
    /// <param name="size">Rows on a page.</param>
    public static MergedRows<T> Apply<T>(
        IReadOnlyList<T> shown, IReadOnlyList<T> fresh, IReadOnlySet<string> changed, int size, Func<T, string> idOf)
    {
        if (shown.Count == 0)
        {
            return new MergedRows<T>(fresh, 0);
        }

        var freshById = fresh.ToDictionary(idOf);
        var rows = new List<T>(size);
        foreach (var row in shown)
        {
            if (freshById.Remove(idOf(row), out var present))
            {
                rows.Add(present);
            }
            else if (!changed.Contains(idOf(row)))
            {
                rows.Add(row);
            }
        }

        var news = fresh.Where(row => freshById.ContainsKey(idOf(row))).ToList();
        var free = Math.Clamp(size - rows.Count, 0, news.Count);
        rows.AddRange(news.Take(free));
        return new MergedRows<T>(rows, news.Count - free);
    }
}
