namespace HubSpotCrm.Web.Features.Sync;

/// <summary>How fast something goes on, by what was done in the last seconds.</summary>
internal sealed class BulkPace
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private readonly Queue<(DateTimeOffset At, int Done)> _seen = new();

    /// <summary>Per second; null until enough was seen, or while nothing goes on.</summary>
    public double? PerSecond { get; private set; }

    public void Take(DateTimeOffset at, int done)
    {
        _seen.Enqueue((at, done));
        while (_seen.Count > 2 && at - _seen.Peek().At > Window)
        {
            _seen.Dequeue();
        }

        var first = _seen.Peek();
        PerSecond = at - first.At >= Shortest && done > first.Done ? (done - first.Done) / (at - first.At).TotalSeconds : null;
    }

    /// <summary>Null while the pace is not known.</summary>
    public TimeSpan? TimeLeft(int left) => PerSecond is { } pace ? TimeSpan.FromSeconds(left / pace) : null;
}
