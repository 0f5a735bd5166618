namespace HubSpotCrm.Sandbox.Api;

/// <summary>At most so many calls within any window of that length; refused calls do not count.</summary>
internal sealed class RollingWindow(TimeProvider time, int most, TimeSpan length)
{
    private readonly Lock _counting = new();
    private readonly Queue<long> _taken = new();

    public int Most { get; set; } = most;

    public bool TryTake(out int remaining)
    {
        lock (_counting)
        {
            var now = time.GetTimestamp();
            while (_taken.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) >= length)
            {
                _taken.Dequeue();
            }

            remaining = Math.Max(0, Most - _taken.Count - 1);
            if (_taken.Count >= Most)
            {
                return false;
            }

            _taken.Enqueue(now);
            return true;
        }
    }

    public void Clear()
    {
        lock (_counting)
        {
            _taken.Clear();
        }
    }
}

internal enum Meter
{
    /// <summary>Not counted: token calls.</summary>
    None,
    TenSecondly,
    Search,
    Associations,
}

/// <summary>HubSpot's limits of an account and an app in it.</summary>
internal sealed class RateLimits(TimeProvider time)
{
    private readonly RollingWindow _oauth = new(time, 110, TimeSpan.FromSeconds(10));
    private readonly RollingWindow _token = new(time, 190, TimeSpan.FromSeconds(10));
    private readonly RollingWindow _search = new(time, 5, TimeSpan.FromSeconds(1));
    private readonly RollingWindow _associations = new(time, 150, TimeSpan.FromSeconds(10));

    public bool On { get; set; }

    public void Set(int? oauth, int? token, int? search, int? associations)
    {
        _oauth.Most = oauth ?? _oauth.Most;
        _token.Most = token ?? _token.Most;
        _search.Most = search ?? _search.Most;
        _associations.Most = associations ?? _associations.Most;
    }

    public void Clear()
    {
        foreach (var window in new[] { _oauth, _token, _search, _associations })
        {
            window.Clear();
        }
    }

    /// <summary>Counts the call, writes the headers HubSpot writes, and says whether it may go on.</summary>
    public bool Allows(Meter meter, bool staticToken, HttpContext http, out string policy)
    {
        policy = meter == Meter.Search ? "SECONDLY" : "TEN_SECONDLY_ROLLING";
        if (!On || meter == Meter.None)
        {
            return true;
        }

        var window = meter switch
        {
            Meter.Search => _search,
            Meter.Associations => _associations,
            _ => staticToken ? _token : _oauth,
        };
        var allowed = window.TryTake(out var remaining);
        var headers = http.Response.Headers;
        if (meter == Meter.Search)
        {
            return allowed;
        }

        headers["X-HubSpot-RateLimit-Max"] = Data.Stamp.Text(window.Most);
        headers["X-HubSpot-RateLimit-Remaining"] = Data.Stamp.Text(remaining);
        headers["X-HubSpot-RateLimit-Interval-Milliseconds"] = "10000";
        return allowed;
    }

    public static Task Refuse(Call call, string policy) => call.Answer(429, json =>
    {
        json.WriteStartObject();
        json.WriteString("status", "error");
        json.WriteString("message", policy == "SECONDLY" ? "You have reached your secondly limit." : "You have reached your ten_secondly_rolling limit.");
        json.WriteString("errorType", "RATE_LIMIT");
        json.WriteString("correlationId", call.CorrelationId);
        json.WriteString("policyName", policy);
        json.WriteString("groupName", policy == "SECONDLY" ? "publicapi:crm:search" : $"publicapi:app-{Data.Reference.AppId}");
        json.WriteEndObject();
    });
}
