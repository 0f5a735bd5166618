using System.Collections.Immutable;
using System.Text.Json;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>What became of an e-mail, or of several together. Opens and clicks count each recipient once.</summary>
internal sealed record EmailStats(ImmutableSortedDictionary<string, long> Counters, ImmutableSortedDictionary<string, long> OpenDevices, ImmutableSortedDictionary<string, long> ClickDevices)
{
    public static readonly EmailStats None = new(Empty, Empty, Empty);

    public static readonly string[] CounterNames =
    [
        "bounce", "click", "contactslost", "delivered", "dropped", "hardbounced", "notsent", "open", "pending", "reply", "selected", "sent", "softbounced", "spamreport", "suppressed", "unsubscribed",
    ];

    private static readonly (string Ratio, string Part, string Whole)[] RatioTable =
    [
        ("bounceratio", "bounce", "sent"), ("clickratio", "click", "delivered"), ("clickthroughratio", "click", "open"), ("contactslostratio", "contactslost", "delivered"),
        ("deliveredratio", "delivered", "sent"), ("hardbounceratio", "hardbounced", "sent"), ("notsentratio", "notsent", "selected"), ("openratio", "open", "delivered"),
        ("pendingratio", "pending", "sent"), ("replyratio", "reply", "delivered"), ("softbounceratio", "softbounced", "sent"), ("spamreportratio", "spamreport", "delivered"),
        ("unsubscribedratio", "unsubscribed", "delivered"),
    ];

    private static ImmutableSortedDictionary<string, long> Empty => ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    public long this[string counter] => Counters.GetValueOrDefault(counter);

    /// <summary>From counters; two thirds of those who opened sat at a computer.</summary>
    public static EmailStats Of(IEnumerable<KeyValuePair<string, long>> counters)
    {
        var all = Empty.AddRange(counters);
        return new EmailStats(all, Devices(all.GetValueOrDefault("open")), Devices(all.GetValueOrDefault("click")));
    }

    public static EmailStats Sum(IEnumerable<EmailStats> all)
    {
        var (counters, opens, clicks) = (Empty.ToBuilder(), Empty.ToBuilder(), Empty.ToBuilder());
        foreach (var one in all)
        {
            Add(counters, one.Counters);
            Add(opens, one.OpenDevices);
            Add(clicks, one.ClickDevices);
        }

        return new EmailStats(counters.ToImmutable(), opens.ToImmutable(), clicks.ToImmutable());

        static void Add(ImmutableSortedDictionary<string, long>.Builder to, ImmutableSortedDictionary<string, long> from)
        {
            foreach (var (name, value) in from)
            {
                to[name] = to.GetValueOrDefault(name) + value;
            }
        }
    }

    public EmailStats With(string counter, long value) => Of(Counters.SetItem(counter, value));

    /// <summary>Writes the block. Ratios are in percent; one whose whole is 0 is left out, as a counter that was never counted is.</summary>
    public void Write(Utf8JsonWriter json, IReadOnlyCollection<string>? only = null)
    {
        bool Shown(string name) => only is null || only.Count == 0 || only.Contains(name);
        json.WriteStartObject();
        json.WriteStartObject("counters");
        foreach (var (name, value) in Counters.Where(pair => Shown(pair.Key)))
        {
            json.WriteNumber(name, value);
        }

        json.WriteEndObject();
        json.WriteStartObject("ratios");
        foreach (var (ratio, part, whole) in RatioTable.Where(row => this[row.Whole] > 0 && Shown(row.Ratio)))
        {
            json.WriteNumber(ratio, Math.Round(100m * this[part] / this[whole], 3));
        }

        json.WriteEndObject();
        json.WriteStartObject("deviceBreakdown");
        WriteDevices(json, "open_device_type", OpenDevices);
        WriteDevices(json, "click_device_type", ClickDevices);
        json.WriteEndObject();
        json.WriteStartObject("qualifierStats");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteDevices(Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, long> devices)
    {
        if (devices.IsEmpty)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (device, value) in devices)
        {
            json.WriteNumber(device, value);
        }

        json.WriteEndObject();
    }

    private static ImmutableSortedDictionary<string, long> Devices(long people)
    {
        var (computer, mobile) = (people * 62 / 100, people * 31 / 100);
        return people == 0 ? Empty : Empty.Add("computer", computer).Add("mobile", mobile).Add("unknown", people - computer - mobile);
    }
}
