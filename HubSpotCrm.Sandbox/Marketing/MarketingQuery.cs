using System.Globalization;
using HubSpotCrm.Sandbox.Api;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>Reads the parameters that calls about campaigns and e-mails share.</summary>
internal static class MarketingQuery
{
    // The default range of HubSpot's reports.
    private static readonly long Beginning = Ms(new DateOnly(2006, 1, 1));

    /// <summary>The campaign of the address, or the fault when the id is none or belongs to nothing.</summary>
    public static (Campaign? Campaign, ApiFault? Fault) Campaign(Call call)
    {
        var text = call.Route("guid");
        return !Guid.TryParseExact(text, "D", out var id) ? (null, BadId(text))
            : call.Account.Marketing.Find(id) is { } campaign ? (campaign, null)
            : (null, Missing(text));
    }

    public static ApiFault BadId(string? id) => ApiFault.Invalid($"Campaign id \"{id}\" is not a GUID") with { SubCategory = "CampaignApiError.INVALID_REQUEST" };

    public static ApiFault Missing(string id) => ApiFault.NotFound($"Campaign {id} does not exist") with { SubCategory = "CampaignApiError.CAMPAIGN_NOT_FOUND" };

    /// <summary>The period of <c>startDate</c> and <c>endDate</c>; null when not both are there.</summary>
    public static (Period? Period, ApiFault? Fault) Dates(Call call)
    {
        var (from, fault) = Date(call, "startDate");
        var (to, other) = Date(call, "endDate");
        return (fault ?? other) is { } wrong ? (null, wrong)
            : from > to ? (null, ApiFault.Invalid("startDate is after endDate"))
            : from is { } start && to is { } end ? (new Period(start, end + MarketingPlan.Day - 1), null)
            : (null, null);
    }

    /// <summary>The period of a report: what is not given runs from 2006 until now.</summary>
    public static (Period Period, ApiFault? Fault) Range(Call call)
    {
        var (_, wrong) = Dates(call);
        var (from, to) = (Date(call, "startDate").Ms ?? Beginning, Date(call, "endDate").Ms ?? call.Account.Marketing.NowMs);
        return (new Period(from, (to - (to % MarketingPlan.Day)) + MarketingPlan.Day - 1), wrong);
    }

    /// <summary>A time as ISO text or in milliseconds; null when it is not there.</summary>
    public static (long? Ms, ApiFault? Fault) Time(Call call, string name) =>
        call.Query(name) is not { Length: > 0 } text ? (null, null)
            : Data.Stamp.Parse(text) is { } ms ? (ms, null)
            : (null, ApiFault.Invalid($"{name} is not a time: \"{text}\""));

    /// <summary>Field and direction of <c>sort</c>, or the fault when it is none of the fields.</summary>
    public static (string Field, bool Descending, ApiFault? Fault) Sort(Call call, string standard, string[] fields)
    {
        var text = call.Query("sort") is { Length: > 0 } given ? given : standard;
        var (field, descending) = text[0] == '-' ? (text[1..], true) : (text, false);
        return fields.Contains(field)
            ? (field, descending, null)
            : ("", false, ApiFault.Invalid($"sort \"{text}\" is none of [{string.Join(", ", fields)}], with or without a leading -"));
    }

    private static (long? Ms, ApiFault? Fault) Date(Call call, string name) =>
        call.Query(name) is not { Length: > 0 } text ? (null, null)
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? (Ms(day), null)
            : (null, ApiFault.Invalid($"{name} is not a date of the form YYYY-MM-DD: \"{text}\""));

    private static long Ms(DateOnly day) => new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
}
