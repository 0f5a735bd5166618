using System.Globalization;

namespace HubSpotCrm.Web.Components.Charts;

/// <summary>Ids that no other element of a page has: SVG finds its patterns and titles by them.</summary>
internal static class ChartId
{
    private static long _last;

    public static string Next(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{Interlocked.Increment(ref _last)}");
}
