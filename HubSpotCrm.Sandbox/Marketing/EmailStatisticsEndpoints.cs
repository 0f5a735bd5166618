using System.Globalization;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>Statistics of the e-mails that were sent within a time, together and by intervals.</summary>
internal static class EmailStatisticsEndpoints
{
    private const int MostIntervals = 10_000;

    private static readonly string[] Intervals = ["YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "QUARTER_HOUR", "MINUTE", "SECOND"];

    public static Task List(Call call)
    {
        var (sent, fault) = Sent(call);
        if (fault is not null)
        {
            return call.Fail(fault);
        }

        var only = call.Names("property");
        return call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("emails");
            foreach (var email in sent)
            {
                json.WriteNumberValue(email.Id);
            }

            json.WriteEndArray();
            json.WritePropertyName("aggregate");
            EmailStats.Sum(sent.Select(email => email.Stats)).Write(json, only);
            json.WriteStartObject("campaignAggregations");
            foreach (var campaign in sent.Where(email => email.Campaign is not null).GroupBy(email => email.Campaign!.Value).OrderBy(group => group.Key))
            {
                json.WritePropertyName(campaign.Key.ToString());
                EmailStats.Sum(campaign.Select(email => email.Stats)).Write(json, only);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    public static Task Histogram(Call call)
    {
        var (sent, fault) = Sent(call);
        var interval = call.Query("interval") is { Length: > 0 } given ? given : "MONTH";
        fault ??= Intervals.Contains(interval) ? null : ApiFault.Invalid($"interval \"{interval}\" is none of [{string.Join(", ", Intervals)}]");
        if (fault is not null)
        {
            return call.Fail(fault);
        }

        var groups = sent.GroupBy(email => StartOf(interval, email.SentMs!.Value)).OrderBy(group => group.Key).Take(MostIntervals).ToList();
        return call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total", groups.Count);
            json.WriteStartArray("results");
            foreach (var group in groups)
            {
                json.WriteStartObject();
                json.WriteStartObject("interval");
                json.WriteString("start", Stamp.Iso(group.Key));
                json.WriteString("end", Stamp.Iso(EndOf(interval, group.Key)));
                json.WriteEndObject();
                json.WritePropertyName("aggregations");
                EmailStats.Sum(group.Select(email => email.Stats)).Write(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>The e-mails that went out within the times asked for, or the fault.</summary>
    private static (List<MarketingEmail> Sent, ApiFault? Fault) Sent(Call call)
    {
        var (from, fault) = MarketingQuery.Time(call, "startTimestamp");
        var (to, wrongTo) = MarketingQuery.Time(call, "endTimestamp");
        var ids = new HashSet<long>();
        foreach (var text in call.Names("emailIds") ?? [])
        {
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                ids.Add(id);
            }
            else
            {
                fault ??= ApiFault.Invalid($"emailIds holds \"{text}\", which is not a number");
            }
        }

        fault ??= wrongTo ?? (from > to ? ApiFault.Invalid("startTimestamp is after endTimestamp") : null);
        var period = new Period(from ?? long.MinValue, to ?? long.MaxValue);
        return ([.. call.Account.Marketing.Emails()
            .Where(email => !email.Archived && email.SentMs is { } at && period.Holds(at) && (ids.Count == 0 || ids.Contains(email.Id)))], fault);
    }

    private static long StartOf(string interval, long ms)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(ms).UtcDateTime;
        DateTime start = interval switch
        {
            "YEAR" => new(at.Year, 1, 1),
            "QUARTER" => new(at.Year, ((at.Month - 1) / 3 * 3) + 1, 1),
            "MONTH" => new(at.Year, at.Month, 1),
            "WEEK" => at.Date.AddDays(-(((int)at.DayOfWeek + 6) % 7)),
            "DAY" => at.Date,
            "HOUR" => at.Date.AddHours(at.Hour),
            "QUARTER_HOUR" => at.Date.AddHours(at.Hour).AddMinutes(at.Minute / 15 * 15),
            "MINUTE" => at.Date.AddHours(at.Hour).AddMinutes(at.Minute),
            _ => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond)),
        };
        return new DateTimeOffset(DateTime.SpecifyKind(start, DateTimeKind.Utc)).ToUnixTimeMilliseconds();
    }

    private static long EndOf(string interval, long startMs)
    {
        var start = DateTimeOffset.FromUnixTimeMilliseconds(startMs);
        var end = interval switch
        {
            "YEAR" => start.AddYears(1),
            "QUARTER" => start.AddMonths(3),
            "MONTH" => start.AddMonths(1),
            "WEEK" => start.AddDays(7),
            "DAY" => start.AddDays(1),
            "HOUR" => start.AddHours(1),
            "QUARTER_HOUR" => start.AddMinutes(15),
            "MINUTE" => start.AddMinutes(1),
            _ => start.AddSeconds(1),
        };
        return end.ToUnixTimeMilliseconds() - 1;
    }
}
