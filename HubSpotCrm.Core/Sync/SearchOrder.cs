using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.Sync;

/// <summary>
/// Follows the times in a search that is sorted by them. HubSpot sorts by what its index knows and answers with what the records hold now,
/// so that a record may be newer than its place: what it says is no place to go on from, unless nothing older follows.
/// </summary>
internal sealed class SearchOrder(string property)
{
    private long _highest = long.MinValue;
    private long _lowestBefore;

    /// <summary>
    /// The smallest time of the last page; where that page was out of order, of the last two. Everything before it was shown.
    /// </summary>
    public long Resume { get; private set; }

    /// <summary>A record older than one before it was seen.</summary>
    public bool IsDisordered { get; private set; }

    /// <summary>The smallest time of the last page.</summary>
    public long Last => _lowestBefore;

    /// <summary>How many of the last pages hold one and the same time only.</summary>
    public int SamePages { get; private set; }

    /// <summary>How many records those pages hold.</summary>
    public int Same { get; private set; }

    /// <summary>The <see cref="Resume"/> of the page before those; null when they are the first.</summary>
    public long? BeforeSame { get; private set; }

    /// <summary>Takes a page that is not empty.</summary>
    public void Read(IReadOnlyList<WireRecord> page)
    {
        var (lowest, highest, disordered) = (long.MaxValue, long.MinValue, false);
        foreach (var record in page)
        {
            var time = WireTime.Parse(record.Properties.GetValueOrDefault(property)) ?? record.UpdatedAt;
            disordered |= time < _highest;
            _highest = Math.Max(_highest, time);
            (lowest, highest) = (Math.Min(lowest, time), Math.Max(highest, time));
        }

        if (lowest != highest)
        {
            (SamePages, Same) = (0, 0);
        }
        else if (SamePages > 0 && lowest == _lowestBefore)
        {
            (SamePages, Same) = (SamePages + 1, Same + page.Count);
        }
        else
        {
            (SamePages, Same, BeforeSame) = (1, page.Count, _lowestBefore > 0 ? Resume : null);
        }

        Resume = disordered && _lowestBefore > 0 ? Math.Min(lowest, _lowestBefore) : lowest;
        _lowestBefore = lowest;
        IsDisordered |= disordered;
    }
}
