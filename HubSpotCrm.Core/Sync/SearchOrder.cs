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

    /// <summary>Takes a page that is not empty.</summary>
    public void Read(IReadOnlyList<WireRecord> page)
    {
        var (lowest, disordered) = (long.MaxValue, false);
        foreach (var record in page)
        {
            var time = WireTime.Parse(record.Properties.GetValueOrDefault(property)) ?? record.UpdatedAt;
            disordered |= time < _highest;
            _highest = Math.Max(_highest, time);
            lowest = Math.Min(lowest, time);
        }

        Resume = disordered && _lowestBefore > 0 ? Math.Min(lowest, _lowestBefore) : lowest;
        _lowestBefore = lowest;
        IsDisordered |= disordered;
    }
}
