using System.Globalization;
using System.Net.Http.Headers;

namespace HubSpotCrm.Core.HubSpot.Limits;

/// <summary>What one account may be asked: calls per ten seconds as HubSpot's headers state, and searches, which HubSpot counts apart.</summary>
internal sealed class AccountBudget : IDisposable
{
    // What every app gets at least; the first answer tells the rest.
    private const int FirstWithToken = 100;
    private const int FirstWithOAuth = 110;
    private const int SearchesPerSecond = 5;
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    private readonly double _share;
    private int _stated;

    public AccountBudget(TimeProvider time, double share, bool isOAuth)
    {
        _share = share;
        Calls = new Pacer(time, AllowanceOf(isOAuth ? FirstWithOAuth : FirstWithToken, TenSeconds));

        // All five places are safe, for a place is held until HubSpot's window is surely over; the share is in the distance.
        Search = new Pacer(time, new Allowance(SearchesPerSecond, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1 / (SearchesPerSecond * share))));
    }

    public Pacer Calls { get; }

    public Pacer Search { get; }

    /// <summary>Calls in ten seconds by HubSpot's last statement; null before the first.</summary>
    public int? Stated => Volatile.Read(ref _stated) is > 0 and var stated ? stated : null;

    public void Read(HttpResponseHeaders headers)
    {
        if (Number(headers, "X-HubSpot-RateLimit-Max") is not (> 0 and var maximum))
        {
            return;
        }

        var window = Number(headers, "X-HubSpot-RateLimit-Interval-Milliseconds") is >= 100 and <= 3_600_000 and var milliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : TenSeconds;
        Volatile.Write(ref _stated, (int)Math.Clamp(maximum * (TenSeconds / window), 1, int.MaxValue));
        Calls.Allow(AllowanceOf(maximum, window));
        if (Number(headers, "X-HubSpot-RateLimit-Remaining") is >= 0 and var remaining && remaining <= maximum)
        {
            Calls.CountAtLeast(maximum - remaining);
        }
    }

    public void Dispose()
    {
        Calls.Dispose();
        Search.Dispose();
    }

    private Allowance AllowanceOf(int maximum, TimeSpan window)
    {
        var calls = Math.Max(1, (int)(maximum * _share));
        var kept = calls / 25;
        return new Allowance(calls, window, window / (calls - kept));
    }

    private static int? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
        && int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
