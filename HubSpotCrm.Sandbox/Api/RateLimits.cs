namespace HubSpotCrm.Sandbox.Api;

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
    public const string TenSecondly = "TEN_SECONDLY_ROLLING";
    public const string Secondly = "SECONDLY";
    public const string Daily = "DAILY";

    private readonly RollingWindow _oauth = new(time, 110, TimeSpan.FromSeconds(10));
    private readonly RollingWindow _token = new(time, 190, TimeSpan.FromSeconds(10));
    private readonly RollingWindow _search = new(time, 5, TimeSpan.FromSeconds(1));
    private readonly RollingWindow _associations = new(time, 150, TimeSpan.FromSeconds(10));
    private readonly DailyCount _daily = new(time, 625_000);

    public bool On { get; set; }

    public void Set(int? oauth, int? token, int? search, int? associations, int? daily = null)
    {
        _daily.Most = daily ?? _daily.Most;
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

        _daily.Clear();
    }

    /// <summary>Counts the call, writes the headers HubSpot writes, and says whether it may go on.</summary>
    public bool Allows(Meter meter, bool staticToken, HttpContext http, out string policy)
    {
        policy = meter == Meter.Search ? Secondly : TenSecondly;
        if (!On || meter == Meter.None)
        {
            return true;
        }

        // An app that came by OAuth has no daily limit, and is not told of any.
        if (staticToken && !AllowsToday(meter, http.Response.Headers))
        {
            policy = Daily;
            return false;
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
        json.WriteString("message", $"You have reached your {policy.ToLowerInvariant()} limit.");
        json.WriteString("errorType", "RATE_LIMIT");
        json.WriteString("correlationId", call.CorrelationId);
        if (policy == Daily)
        {
            json.WriteString("requestId", call.CorrelationId);
        }

        json.WriteString("policyName", policy);
        json.WriteString("groupName", policy == Secondly ? "publicapi:crm:search" : $"publicapi:app-{Data.Reference.AppId}");
        json.WriteEndObject();
    });

    private bool AllowsToday(Meter meter, IHeaderDictionary headers)
    {
        var allowed = _daily.TryTake(out var remaining);
        if (meter != Meter.Search)
        {
            headers["X-HubSpot-RateLimit-Daily"] = Data.Stamp.Text(_daily.Most);
            headers["X-HubSpot-RateLimit-Daily-Remaining"] = Data.Stamp.Text(remaining);
        }

        return allowed;
    }
}
