using System.Globalization;
using System.Net.Http.Headers;

namespace HubSpotCrm.Core.HubSpot.Limits;

/// <summary>
/// What one account may be asked: calls and association calls per ten seconds as HubSpot's headers state, and searches per second.
/// A sandbox that states nothing has its limits off, and so have we.
/// </summary>
internal sealed class AccountBudget : IDisposable
{
    // What every app gets at least; the first answer tells the rest.
    private const int FirstWithToken = 100;
    private const int FirstWithOAuth = 110;
    private const int FirstAssociations = 100;
    private const int SearchesPerSecond = 5;
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);
    private static readonly Allowance Unlimited = new(int.MaxValue, TimeSpan.FromMilliseconds(1), TimeSpan.Zero);

    private readonly double _share;
    private readonly bool _isSandbox;
    private readonly Allowance _searches;
    private readonly Pacer _account;
    private readonly Pacer _search;
    private readonly Pacer _associations;
    private int _stated;

    public AccountBudget(TimeProvider time, double share, bool isOAuth, bool isSandbox)
    {
        _share = share;
        _isSandbox = isSandbox;

        // All five places are safe, for a place is held until HubSpot's window is surely over; the share is in the distance.
        _searches = new Allowance(SearchesPerSecond, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1 / (SearchesPerSecond * share)));
        _account = new Pacer(time, AllowanceOf(isOAuth ? FirstWithOAuth : FirstWithToken, TenSeconds));
        _search = new Pacer(time, _searches);
        _associations = new Pacer(time, AllowanceOf(FirstAssociations, TenSeconds));
        Day = new DayBudget(time);
    }

    /// <summary>The day's calls.</summary>
    public DayBudget Day { get; }

    /// <summary>Calls in the last ten seconds that count against <see cref="Stated"/>.</summary>
    public int Used => _account.SentInTenSeconds;

    /// <summary>Calls in ten seconds by HubSpot's last statement; null before the first.</summary>
    public int? Stated => Volatile.Read(ref _stated) is > 0 and var stated ? stated : null;

    /// <summary>Null for calls that HubSpot does not count.</summary>
    public Pacer? Of(CallBudget budget) => budget switch
    {
        CallBudget.Search => _search,
        CallBudget.Associations => _associations,
        CallBudget.Account => _account,
        _ => null,
    };

    /// <summary>Takes HubSpot's own count from an answer.</summary>
    public void Read(CallBudget budget, bool succeeded, HttpResponseHeaders headers)
    {
        Day.Read(headers);

        // HubSpot states nothing on searches.
        if (budget is CallBudget.Search or CallBudget.None || Of(budget) is not { } pacer)
        {
            return;
        }

        if (Number(headers, "X-HubSpot-RateLimit-Max") is not (> 0 and var maximum))
        {
            if (_isSandbox && succeeded)
            {
                pacer.Allow(Unlimited);
                _search.Allow(Unlimited);
            }

            return;
        }

        var window = Number(headers, "X-HubSpot-RateLimit-Interval-Milliseconds") is >= 100 and <= 3_600_000 and var milliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : TenSeconds;
        pacer.Allow(AllowanceOf(maximum, window));
        _search.Allow(_searches);
        if (budget == CallBudget.Account)
        {
            Volatile.Write(ref _stated, (int)Math.Clamp(maximum * (TenSeconds / window), 1, int.MaxValue));
        }

        if (Number(headers, "X-HubSpot-RateLimit-Remaining") is >= 0 and var remaining && remaining <= maximum)
        {
            pacer.CountAtLeast(maximum - remaining);
        }
    }

    public void Dispose()
    {
        _account.Dispose();
        _search.Dispose();
        _associations.Dispose();
    }

    private Allowance AllowanceOf(int maximum, TimeSpan window)
    {
        var calls = Math.Max(1, (int)(maximum * _share));
        var kept = calls / 25;
        return new Allowance(calls, window, window / (calls - kept));
    }

    /// <summary>A header that is a plain number; null for anything else.</summary>
    internal static int? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
        && int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
