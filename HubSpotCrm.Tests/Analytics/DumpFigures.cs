using System.Globalization;
using System.Text.Json;

namespace HubSpotCrm.Tests.Analytics;

/// <summary>
/// The dashboard's numbers, computed a second time from the sandbox's dump alone: record by record, by the local day of each date.
/// Nothing of the product is used here, so that a wrong definition cannot hide on both sides.
/// </summary>
internal sealed class DumpFigures(
    IReadOnlyList<JsonElement> contacts, IReadOnlyList<JsonElement> companies, IReadOnlyList<JsonElement> deals, string zone, string currency, DateTimeOffset now)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(zone);
    private readonly List<JsonElement> _contacts = Live(contacts);
    private readonly List<JsonElement> _companies = Live(companies);
    private readonly List<JsonElement> _deals = Live(deals);

    public int Contacts => _contacts.Count;

    public int Companies => _companies.Count;

    public int Deals => _deals.Count;

    public int OpenDeals => _deals.Count(IsOpen);

    public decimal OpenValue => _deals.Where(IsOpen).Sum(deal => Home(deal) ?? 0);

    public decimal WeightedValue => _deals.Where(IsOpen).Sum(deal => (Home(deal) ?? 0) * (Number(deal, "hs_deal_stage_probability") ?? 0));

    public (int Part, int Whole) WinRate => (Closed(90).Count(IsWon), Closed(90).Count());

    public decimal WonInMonth => _deals.Where(IsWon).Where(deal => Day(deal, "closedate") is { } day && day.Year == Today.Year && day.Month == Today.Month && day <= Today).Sum(deal => Home(deal) ?? 0);

    public (decimal Now, decimal Before) WonInQuarters
    {
        get
        {
            var start = new DateTime(Today.Year, ((Today.Month + 2) / 3 * 3) - 2, 1);
            var before = start.AddMonths(-3);
            var days = (Today - start).Days;
            var end = before.AddDays(days) < start ? before.AddDays(days) : start.AddDays(-1);
            return (Won(start, Today), Won(before, end));
        }
    }

    public (int Part, int Whole) LeadsToCustomers
    {
        get
        {
            var leads = _contacts.Where(contact => Within(Day(contact, "hs_lifecyclestage_lead_date"), 0, 179)).ToList();
            return (leads.Count(contact => Day(contact, "hs_lifecyclestage_customer_date") is not null), leads.Count);
        }
    }

    public Dictionary<string, int> Lifecycle => _contacts.GroupBy(contact => Text(contact, "lifecyclestage") ?? "").ToDictionary(group => group.Key, group => group.Count());

    public (int Overdue, int Stale, int Undated) Attention => (
        _deals.Count(deal => IsOpen(deal) && Day(deal, "closedate") < Today),
        _deals.Count(deal => IsOpen(deal) && Day(deal, "notes_last_updated") < Today.AddDays(-30)),
        _deals.Count(deal => IsOpen(deal) && Day(deal, "closedate") is null));

    private DateTime Today => TimeZoneInfo.ConvertTime(now, _zone).Date;

    /// <summary>Records created in the last 30 days and in the 30 before.</summary>
    public (int Now, int Before) Created(string type)
    {
        var days = (type switch { "contacts" => _contacts, "companies" => _companies, _ => _deals }).Select(record => Day(record, "createdate")).ToList();
        return (days.Count(day => Within(day, 0, 29)), days.Count(day => Within(day, 30, 59)));
    }

    public (int Deals, decimal Value, decimal Weighted) Stage(string pipeline, string stage)
    {
        var standing = _deals.Where(deal => Text(deal, "pipeline") == pipeline && Text(deal, "dealstage") == stage).ToList();
        return (standing.Count, standing.Sum(deal => Home(deal) ?? 0), standing.Sum(deal => (Home(deal) ?? 0) * (Number(deal, "hs_deal_stage_probability") ?? 0)));
    }

    /// <summary>Of a month so many from now: won; open by category, the rest weighted.</summary>
    public (decimal Won, decimal Commit, decimal Best, decimal PipelineWeighted) Month(int offset)
    {
        var month = new DateTime(Today.Year, Today.Month, 1).AddMonths(offset);
        var closing = _deals.Where(deal => Day(deal, "closedate") is { } day && day.Year == month.Year && day.Month == month.Month).ToList();
        var open = offset < 0 ? [] : closing.Where(IsOpen).ToList();
        return (
            closing.Where(IsWon).Sum(deal => Home(deal) ?? 0),
            open.Where(deal => Text(deal, "hs_manual_forecast_category") == "COMMIT").Sum(deal => Home(deal) ?? 0),
            open.Where(deal => Text(deal, "hs_manual_forecast_category") == "BEST_CASE").Sum(deal => Home(deal) ?? 0),
            open.Where(deal => Text(deal, "hs_manual_forecast_category") is not ("COMMIT" or "BEST_CASE" or "OMIT"))
                .Sum(deal => (Home(deal) ?? 0) * (Number(deal, "hs_deal_stage_probability") ?? 0)));
    }

    private IEnumerable<JsonElement> Closed(int days) => _deals.Where(deal => Text(deal, "hs_is_closed") == "true" && Within(Day(deal, "closedate"), 0, days - 1));

    private decimal Won(DateTime from, DateTime to) => _deals.Where(IsWon).Where(deal => Day(deal, "closedate") is { } day && day >= from && day <= to).Sum(deal => Home(deal) ?? 0);

    private bool Within(DateTime? day, int newest, int oldest) => day is { } value && (Today - value).Days >= newest && (Today - value).Days <= oldest;

    private decimal? Home(JsonElement deal) =>
        Number(deal, "amount_in_home_currency") ?? (Text(deal, "deal_currency_code") is null || Text(deal, "deal_currency_code") == currency ? Number(deal, "amount") : null);

    private DateTime? Day(JsonElement record, string property) => Text(record, property) is not { } text ? null
        : TimeZoneInfo.ConvertTime(
            long.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds)
                ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            _zone).Date;

    private static bool IsOpen(JsonElement deal) => Text(deal, "hs_is_closed") == "false";

    private static bool IsWon(JsonElement deal) => Text(deal, "hs_is_closed_won") == "true";

    private static decimal? Number(JsonElement record, string property) =>
        decimal.TryParse(Text(record, property), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Text(JsonElement record, string property) =>
        record.GetProperty("properties").TryGetProperty(property, out var value) && value.GetString() is { Length: > 0 } text ? text : null;

    private static List<JsonElement> Live(IReadOnlyList<JsonElement> records) => [.. records.Where(record => !record.GetProperty("archived").GetBoolean())];
}
