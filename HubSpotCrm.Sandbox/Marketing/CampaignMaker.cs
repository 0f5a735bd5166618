using System.Collections.Immutable;
using System.Globalization;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>When a computed campaign runs, and how it does.</summary>
/// <param name="Popularity">0 to 100; 0 when nobody ever saw it.</param>
internal sealed record Course(string Status, Period? Runs, long CreatedMs, int Popularity);

/// <summary>Computes the campaigns of the account at the reference time.</summary>
internal sealed class CampaignMaker(MarketingPlan plan, Currencies currencies)
{
    private static readonly string[] Themes =
    [
        "Product launch", "Webinar series", "Trade fair", "Customer stories", "Newsletter relaunch", "Referral drive", "Free trial", "Upgrade week", "Partner days",
        "Comparison guide", "Onboarding", "Win-back", "Price list", "Open house", "Certification",
    ];

    private static readonly string[] Unusual =
    [
        "春のキャンペーン 2026", "Осінній розпродаж", "حملة الربيع", "Frühjahrsmüdigkeit? Nicht bei uns! 🌷", "קמפיין השקה", "Λανσάρισμα προϊόντος",
        "\"Double\" & <b>bold</b>: 50 % off", "दिवाली ऑफ़र",
    ];

    private static readonly string[] Audiences = ["Existing customers", "Purchasing leads in EMEA", "IT decision makers", "Trial users", "Visitors of the fair", "Partners"];
    private static readonly string[] Goals = ["200 new leads", "Raise renewals by a tenth", "Fill the webinar", "Book 40 demos", "Bring back lapsed customers"];
    private static readonly string[] Costs = ["Search ads", "Social ads", "Booth", "Print", "Agency", "Video", "Speakers", "Postage", "Translation"];

    /// <summary>One campaign brought in a lot for a euro, and one was seen by nobody; only where there are enough for it not to matter.</summary>
    private bool IsBargain(int index) => plan.Campaigns >= 10 && index == plan.Campaigns / 3;

    private bool IsUnseen(int index) => plan.Campaigns >= 10 && index == plan.Campaigns / 2;

    public Guid IdOf(int index)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, plan.Bits(Draw.Campaign, index, 1));
        BitConverter.TryWriteBytes(bytes[8..], plan.Bits(Draw.Campaign, index, 3));
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }

    public Course CourseOf(int index)
    {
        var random = new Mix(plan.Bits(Draw.Campaign, index, 2));
        var place = (index + random.NextFraction()) / plan.Campaigns;
        var start = plan.ReferenceMs - (720 * MarketingPlan.Day) + (long)(place * 765 * MarketingPlan.Day);
        start -= start % MarketingPlan.Day;
        var runs = new Period(start, start + ((14 + random.Next(106)) * MarketingPlan.Day) - 1);
        var created = Math.Min(start - ((5 + random.Next(35)) * MarketingPlan.Day) + random.Next(80_000_000), plan.ReferenceMs - 3_600_000 - random.Next(40_000_000));
        var popularity = 15 + random.Next(80);
        if (index % 17 == 11)
        {
            return new Course("planned", null, created, 0);
        }

        var status = runs.FromMs > plan.ReferenceMs ? "planned"
            : runs.ToMs < plan.ReferenceMs ? "completed"
            : (index % 5) switch { 3 => "in_progress", 4 => "paused", _ => "active" };
        return new Course(status, runs, created, status == "planned" || IsUnseen(index) ? 0 : IsBargain(index) ? 100 : popularity);
    }

    public Campaign Make(int index)
    {
        var course = CourseOf(index);
        var random = new Mix(plan.Bits(Draw.Campaign, index, 4));
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        void Set(string name, string? value)
        {
            if (value is not null)
            {
                values[name] = value;
            }
        }

        var name = NameOf(index);
        var owner = Reference.Owners[random.Chance(8) ? 7 + random.Next(2) : random.Next(7)];
        Set("hs_name", name);
        Set("hs_campaign_status", course.Status);
        Set("hs_start_date", course.Runs is { } runs ? Stamp.Day(runs.FromMs) : null);
        Set("hs_end_date", course.Runs is { } ran && (course.Status == "completed" || random.Chance(85)) ? Stamp.Day(ran.ToMs) : null);
        Set("hs_goal", random.Chance(70) ? random.Pick(Goals) : null);
        Set("hs_audience", random.Chance(75) ? random.Pick(Audiences) : null);
        Set("hs_notes", random.Chance(30) ? "Agreed with sales in the weekly meeting.\nSecond wave only if the first one pays." : null);
        Set("hs_owner", random.Chance(90) ? Stamp.Text(owner.Id) : null);
        var currency = currencies.Codes[random.Next(10) switch { < 6 => 0, < 8 => 1, _ => index } % currencies.Codes.Count];
        Set("hs_currency_code", currency);
        Set("hs_utm", Utm(name, index));
        Set("hs_color_hex", $"#{random.Next(0x1000000).ToString("X6", CultureInfo.InvariantCulture)}");
        Set("hs_created_by_user_id", Stamp.Text(owner.UserId));
        Set("hs_object_id", Stamp.Text(ObjectIdOf(index)));
        var updated = course.CreatedMs + (long)(Math.Sqrt(random.NextFraction()) * (plan.ReferenceMs - course.CreatedMs));
        var (budget, spend) = Money(index, course, currency, updated, ref random);
        return new Campaign(IdOf(index), index, values.ToImmutable(), course.CreatedMs, updated)
        {
            Budget = budget,
            Spend = spend,
            Assets = [.. Held(index, ref random)],
        };
    }

    public static long ObjectIdOf(int index) => 30_118_400_000 + (index * 7_919L);

    /// <summary>Words of an address from a name; the number where the name has no letters for it.</summary>
    public static string Utm(string name, long number)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(People.Latin).Where(word => word.Length > 0);
        var text = string.Join('-', words);
        return text.Length < 3 ? $"campaign-{number}" : text;
    }

    private string NameOf(int index)
    {
        var random = new Mix(plan.Bits(Draw.Campaign, index, 5));
        if (index % 8 == 3)
        {
            return Unusual[index / 8 % Unusual.Length] + (index / 8 < Unusual.Length ? "" : $" {index}");
        }

        var at = DateTimeOffset.FromUnixTimeMilliseconds(CourseOf(index).Runs?.FromMs ?? plan.ReferenceMs).UtcDateTime;
        return $"{random.Pick(Themes)} {random.Pick(["DACH", "UK", "Nordics", "Iberia", "North America", "worldwide"])} Q{((at.Month - 1) / 3) + 1} {at.Year}{(index % 13 == 5 ? " (copy)" : "")}";
    }

    private (ImmutableList<MoneyItem> Budget, ImmutableList<MoneyItem> Spend) Money(int index, Course course, string currency, long updated, ref Mix random)
    {
        var budget = new List<MoneyItem>();
        var spend = new List<MoneyItem>();
        MoneyItem Item(string kind, int order, decimal amount, string name, bool told) => new(
            Stamp.Text((ObjectIdOf(index) * 10) + order + (kind == "spend" ? 5 : 0)), name, Currencies.InSmallUnits(amount, currency), order, told ? "As in the offer" : null, course.CreatedMs, Math.Max(course.CreatedMs, updated - MarketingPlan.Day));

        var parts = random.Chance(88) ? 1 + random.Next(4) : 0;
        for (var order = 0; order < parts; order++)
        {
            budget.Add(Item("budget", order, (10 + random.Next(random.Chance(20) ? 900 : 140)) * 500m, random.Pick(Costs), random.Chance(30)));
        }

        if (IsBargain(index))
        {
            spend.Add(Item("spend", 0, 1m, "Postage", true));
        }
        else if (course.Status != "planned" && index % 6 != 5)
        {
            for (var order = 0; order < Math.Max(1, parts); order++)
            {
                var planned = order < budget.Count ? budget[order].Amount : 20_000m;
                spend.Add(Item("spend", order, Math.Round(planned * (50 + random.Next(75)) / 100m, 2) + (random.Chance(40) ? 0.49m : 0m), order < budget.Count ? budget[order].Name : "Unplanned", random.Chance(30)));
            }
        }

        return ([.. budget], [.. spend]);
    }

    private static List<Asset> Held(int index, ref Mix random)
    {
        var held = new List<Asset>();
        for (var left = index % 7 == 2 ? 14 : random.Next(7); left > 0; left--)
        {
            var type = index % 7 == 2 ? "SOCIAL_BROADCAST" : random.Pick(AssetLibrary.Common);
            held.Add(AssetLibrary.Of(type, random.Next(AssetLibrary.PerType)));
        }

        return [.. held.DistinctBy(asset => (asset.Type, asset.Id)).OrderBy(asset => asset.Type, StringComparer.Ordinal).ThenBy(asset => asset.Id, StringComparer.Ordinal)];
    }
}
