using System.IO.Enumeration;

namespace HubSpotCrm.Sandbox.Control;

/// <summary>
/// Something to go wrong: for calls of this method and path (with <c>*</c>), the n-th or those from one to another, counted from 1 after
/// the fault was set, at most so many times.
/// </summary>
internal sealed record Fault
{
    public string? Method { get; init; }

    public string Path { get; init; } = "*";

    public int? Nth { get; init; }

    public int? From { get; init; }

    public int? To { get; init; }

    public int? Times { get; init; }

    /// <summary>status, reset, drip, truncate, redirect, html, gzipbomb, or the name of an answer of HubSpot's such as locked.</summary>
    public string Kind { get; init; } = "status";

    /// <summary>The status to answer; the real answer goes out, after the delay, when a fault of kind status has none.</summary>
    public int? Status { get; init; }

    public Dictionary<string, string>? Headers { get; init; }

    public string? Body { get; init; }

    public int DelayMs { get; init; }

    /// <summary>The call does its work first, and only its answer is lost.</summary>
    public bool After { get; init; }
}

internal sealed class FaultPlan(TimeProvider time)
{
    public static readonly string[] Kinds = ["status", "reset", "drip", "truncate", "redirect", "html", "gzipbomb", .. NamedFault.All.Select(fault => fault.Name)];

    private readonly Lock _matching = new();
    private readonly List<Armed> _armed = [];

    /// <summary>While set, every call to the API fails so.</summary>
    public Fault? Down { get; set; }

    public IReadOnlyList<(Fault Fault, int Seen, int Hit)> All
    {
        get
        {
            lock (_matching)
            {
                return [.. _armed.Select(armed => (armed.Fault, armed.Seen, armed.Hit))];
            }
        }
    }

    /// <summary>When the last fault was set.</summary>
    public DateTimeOffset? SetAt { get; private set; }

    public void Add(IEnumerable<Fault> faults)
    {
        lock (_matching)
        {
            SetAt = time.GetUtcNow();
            _armed.AddRange(faults.Select(fault => new Armed(fault)));
        }
    }

    public void Clear()
    {
        lock (_matching)
        {
            _armed.Clear();
            Down = null;
        }
    }

    /// <summary>Counts the call for every fault it matches; the first that is due is the answer, null when none is.</summary>
    public Fault? Match(string method, string path)
    {
        if (Down is { } down)
        {
            return down;
        }

        lock (_matching)
        {
            Armed? due = null;
            foreach (var armed in _armed)
            {
                if (armed.Sees(method, path) && due is null)
                {
                    due = armed;
                }
            }

            if (due is null)
            {
                return null;
            }

            due.Hit++;
            return due.Fault;
        }
    }

    private sealed class Armed(Fault fault)
    {
        public Fault Fault { get; } = fault;

        public int Seen { get; private set; }

        public int Hit { get; set; }

        public bool Sees(string method, string path)
        {
            if ((Fault.Method is not null && !Fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
                || !FileSystemName.MatchesSimpleExpression(Fault.Path, path))
            {
                return false;
            }

            Seen++;
            return (Fault.Nth is null || Seen == Fault.Nth)
                && (Fault.From is null || Seen >= Fault.From)
                && (Fault.To is null || Seen <= Fault.To)
                && (Fault.Times is null || Hit < Fault.Times);
        }
    }
}
