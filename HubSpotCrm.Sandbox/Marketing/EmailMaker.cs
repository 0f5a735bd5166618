using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>Computes the marketing e-mails of the account at the reference time.</summary>
internal sealed class EmailMaker(MarketingPlan plan, CampaignMaker campaigns)
{
    private static readonly string[] Parts = ["Invitation", "Reminder", "Last call", "Thank you", "Follow-up", "Save the date"];

    private static readonly string[] Subjects =
    [
        "You are invited", "Only three days left", "What you missed", "Your copy is ready", "Neue Preise ab Januar", "Votre invitation 💌", "A question, {{ contact.firstname }}",
        "本日発売", "<b>50 %</b> & more", "Thank you for coming",
    ];

    public static long IdOf(int index) => 184_220_000_000 + (index * 7_433L);

    public MarketingEmail Make(int index)
    {
        var random = new Mix(plan.Bits(Draw.Email, index, 1));
        var campaign = plan.Campaigns == 0 || random.Chance(12) ? -1 : (int)((long)index * plan.Campaigns / plan.Emails);
        var runs = campaign < 0
            ? new Period(plan.ReferenceMs - (700 * MarketingPlan.Day), plan.ReferenceMs)
            : campaigns.CourseOf(campaign).Runs;
        var at = runs is { } period ? period.FromMs + (long)(random.NextFraction() * (period.ToMs - period.FromMs)) : (long?)null;
        var (state, type) = at is null || index % 16 == 9 ? ("DRAFT", "BATCH_EMAIL")
            : at > plan.ReferenceMs ? ("SCHEDULED", "BATCH_EMAIL")
            : index % 14 == 6 ? ("AUTOMATED", "AUTOMATED_EMAIL")
            : ("PUBLISHED", random.Chance(10) ? "AB_EMAIL" : "BATCH_EMAIL");
        at = state == "DRAFT" ? null : at;
        var newest = Math.Min(at ?? plan.ReferenceMs, plan.ReferenceMs);
        var created = newest - (long)((1 + (random.NextFraction() * 20)) * MarketingPlan.Day);
        var of = campaign < 0 ? $"Newsletter {Stamp.Day(newest)[..7]}" : campaigns.Make(campaign).Name;
        return new MarketingEmail(
            IdOf(index),
            campaign < 0 ? of : $"{of}: {random.Pick(Parts)}",
            random.Pick(Subjects),
            state, type,
            campaign < 0 ? null : campaigns.IdOf(campaign),
            created,
            created + (long)(random.NextFraction() * (newest - created)),
            at,
            index % 40 == 17,
            Reference.Owners[random.Next(7)])
        {
            Stats = state is "PUBLISHED" or "AUTOMATED" ? Sent(index, plan.ReferenceMs - at!.Value, ref random) : EmailStats.None,
        };
    }

    /// <summary>Figures as they stand so long after it went out; opens come in for days.</summary>
    private EmailStats Sent(int index, long sinceMs, ref Mix random)
    {
        var hours = sinceMs / 3_600_000.0;
        var selected = (long)plan.Contacts * (5 + random.Next(55)) / 100;
        var (suppressed, dropped) = (selected * random.Next(4) / 100, selected * random.Next(2) / 100);
        var sent = selected - suppressed - dropped;
        var pending = hours < 2 ? sent * random.Next(30) / 100 : 0;
        var (hard, soft) = (sent * random.Next(15) / 1000, sent * random.Next(12) / 1000);
        if (index == plan.Emails / 4)
        {
            // A list so old that nothing arrived.
            (pending, hard, soft) = (0, sent, 0);
        }

        var delivered = sent - pending - hard - soft;
        var open = (long)(delivered * (12 + random.Next(40)) / 100 * (1 - Math.Exp(-hours / 18)));
        var click = open * (4 + random.Next(25)) / 100;
        var (unsubscribed, spam) = (delivered * random.Next(8) / 1000, delivered * random.Next(3) / 1000);
        return EmailStats.Of(new Dictionary<string, long>
        {
            ["selected"] = selected,
            ["suppressed"] = suppressed,
            ["dropped"] = dropped,
            ["notsent"] = suppressed + dropped,
            ["sent"] = sent,
            ["pending"] = pending,
            ["delivered"] = delivered,
            ["bounce"] = hard + soft,
            ["hardbounced"] = hard,
            ["softbounced"] = soft,
            ["open"] = open,
            ["click"] = click,
            ["reply"] = open * random.Next(3) / 100,
            ["unsubscribed"] = unsubscribed,
            ["spamreport"] = spam,
            ["contactslost"] = hard + unsubscribed + spam,
        });
    }
}
