using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace HubSpotCrm.Core.HubSpot;

/// <summary>What the calls to HubSpot cost. Meter <c>HubSpotCrm.HubSpot</c>; durations in seconds.</summary>
internal sealed class HubSpotMetrics
{
    public const string MeterName = "HubSpotCrm.HubSpot";

    private readonly Histogram<double> _calls;
    private readonly Histogram<double> _waits;
    private readonly Counter<long> _throttled;

    public HubSpotMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _calls = meter.CreateHistogram<double>("hubspot.client.attempt.duration", "s", "Attempts, from sending to the last byte.");
        _waits = meter.CreateHistogram<double>("hubspot.client.turn.wait", "s", "Time a call waited for its turn below HubSpot's limit.");
        _throttled = meter.CreateCounter<long>("hubspot.client.throttled", "{answer}", "Answers 429.");
    }

    /// <param name="status">Zero when no answer came.</param>
    public void Attempted(string operation, int status, TimeSpan duration)
    {
        _calls.Record(duration.TotalSeconds, new TagList { { "operation", operation }, { "status", status } });
        if (status == 429)
        {
            _throttled.Add(1, new KeyValuePair<string, object?>("operation", operation));
        }
    }

    public void Waited(CallPriority priority, TimeSpan duration) =>
        _waits.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("priority", priority.ToString()));
}
