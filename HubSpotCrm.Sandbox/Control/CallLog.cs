using System.Collections.Concurrent;

namespace HubSpotCrm.Sandbox.Control;

/// <summary>One call as it was answered; status 0 when the caller went away or was cut off.</summary>
/// <param name="Inputs">How many records a batch read named; 0 for all other calls.</param>
internal sealed record LoggedCall(
    DateTimeOffset Time, string Method, string Path, string Query, int Status, string Auth, double DurationMs, bool Unknown, int Inputs = 0);

/// <summary>All calls to the API, the latest hundred thousand of them.</summary>
internal sealed class CallLog
{
    private const int Most = 100_000;
    private readonly ConcurrentQueue<LoggedCall> _calls = new();
    private readonly ConcurrentDictionary<string, int> _unknown = new();

    public IEnumerable<LoggedCall> Calls => _calls;

    /// <summary>Calls the sandbox does not know, and how often each was made.</summary>
    public IReadOnlyDictionary<string, int> Unknown => _unknown;

    public void Add(LoggedCall call)
    {
        _calls.Enqueue(call);
        if (_calls.Count > Most)
        {
            _calls.TryDequeue(out _);
        }

        if (call.Unknown)
        {
            _unknown.AddOrUpdate($"{call.Method} {call.Path}", 1, (_, times) => times + 1);
        }
    }

    public void Clear()
    {
        _calls.Clear();
        _unknown.Clear();
    }
}
