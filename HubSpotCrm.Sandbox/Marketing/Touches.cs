using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>A contact met a campaign.</summary>
/// <param name="Contact">The contact's place among the computed ones.</param>
internal readonly record struct Touch(int Campaign, int Contact, long AtMs, bool IsFirst, bool IsLast);

/// <summary>Which contacts met which campaigns, and when: what every figure of a campaign is worked out from.</summary>
internal sealed class Touches
{
    private const int TouchedPercent = 42;
    private readonly MarketingPlan _plan;
    private readonly BaseData _records;
    private readonly Lazy<Course[]> _courses;
    private readonly Lazy<List<Touch>[]> _byCampaign;

    public Touches(MarketingPlan plan, BaseData records, CampaignMaker campaigns)
    {
        _plan = plan;
        _records = records;
        _courses = new(() => [.. Enumerable.Range(0, plan.Campaigns).Select(campaigns.CourseOf)]);
        _byCampaign = new(Invert);
    }

    /// <summary>The contact's touches in the order of time, as far as the campaigns are still there.</summary>
    public List<Touch> OfContact(int contact, Func<int, bool> isThere)
    {
        var touches = Computed(contact).Where(touch => isThere(touch.Campaign)).ToList();
        for (var place = 0; place < touches.Count; place++)
        {
            touches[place] = touches[place] with { IsFirst = place == 0, IsLast = place == touches.Count - 1 };
        }

        return touches;
    }

    /// <summary>Contacts that met the campaign, whatever happened to either since.</summary>
    public IEnumerable<int> ContactsOf(int campaign) => _byCampaign.Value[campaign].Select(touch => touch.Contact).Distinct();

    public Course CourseOf(int campaign) => _courses.Value[campaign];

    private List<Touch> Computed(int contact)
    {
        var touches = new List<Touch>();
        var random = new Mix(_plan.Bits(Draw.Touch, contact, 1));
        if (_plan.Campaigns == 0 || !random.Chance(TouchedPercent))
        {
            return touches;
        }

        var created = _records.CreatedMs(ObjectKind.Contact, contact);
        var place = Math.Clamp((created - _plan.ReferenceMs + (720 * MarketingPlan.Day)) / (765.0 * MarketingPlan.Day), 0, 1);
        for (var left = 1 + random.Next(4); left > 0; left--)
        {
            // Mostly campaigns that ran when the contact was new.
            var (skew, at) = (random.NextFraction(), random.NextFraction());
            var campaign = Math.Clamp((int)((place + (skew * skew * (1 - place)) - 0.04) * _plan.Campaigns), 0, _plan.Campaigns - 1);
            var course = _courses.Value[campaign];
            if (course.Runs is not { } runs || random.Next(100) >= course.Popularity)
            {
                continue;
            }

            var open = runs.Within(new Period(created - (30 * MarketingPlan.Day), _plan.ReferenceMs - 1));
            if (open.FromMs < open.ToMs)
            {
                touches.Add(new Touch(campaign, contact, open.FromMs + (long)(at * (open.ToMs - open.FromMs)), false, false));
            }
        }

        touches.Sort((one, other) => one.AtMs != other.AtMs ? one.AtMs.CompareTo(other.AtMs) : one.Campaign.CompareTo(other.Campaign));
        return touches;
    }

    private List<Touch>[] Invert()
    {
        List<Touch>[] all = [.. Enumerable.Range(0, _plan.Campaigns).Select(_ => new List<Touch>())];
        for (var contact = 0; contact < _plan.Contacts; contact++)
        {
            foreach (var touch in Computed(contact))
            {
                all[touch.Campaign].Add(touch);
            }
        }

        return all;
    }
}
