using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Features.Records;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>The lanes of sync in words.</summary>
internal static class LaneWords
{
    private static readonly (string Lane, string Name, string What)[] All =
    [
        ("fast", "Changes", "Looks for what changed since the last look, all the time"),
        ("settled", "Settled changes", "Searches a second time where HubSpot's index has settled, and moves “Complete to”"),
        ("hints", "Hints from HubSpot", "Reads the records that webhooks or the journal name"),
        ("journal", "Webhooks journal", "Reads what HubSpot writes down about changes, in place of being called by webhooks"),
        ("archived", "Archived records", "Looks every hour for what was archived or restored"),
        ("marketing", "Campaigns and e-mails", "Reads campaigns and marketing e-mails whole every quarter of an hour"),
        ("associations", "Associations", "Reads the associations of every record again once a day"),
        ("reconciliation", "All ids", "Compares the ids and versions of all records every night"),
        ("sample", "Some values", "Compares the values of one record in a hundred every week"),
        ("check", "Comparison on request", "Compares counts and some values when somebody asks"),
        ("definitions", "Properties and owners", "Reads properties, pipelines and owners every hour"),
        ("backfill", "First sync", "Reads everything once"),
        ("sweep", "Whole list", "Reads all records of a kind again, on request or when a search left something out"),
        ("index", "Search index", "Makes the search index anew after an update of the portal"),
        ("rebuild", "Typed values", "Makes dates and amounts again from what is here"),
        ("retention", "Old logs", "Forgets once a day what is older than the settings keep"),
    ];

    /// <summary>Where it stands in a list of lanes.</summary>
    public static int Order(string lane) => Array.FindIndex(All, entry => entry.Lane == lane) is >= 0 and var at ? at : All.Length;

    public static string Name(string lane) => Find(lane)?.Name ?? Words.Capital(lane);

    public static string What(string lane) => Find(lane)?.What ?? "";

    /// <summary><c>Changes of contacts</c>; the lane alone where it is of all kinds.</summary>
    public static string Name(string lane, ObjectType? type) => type is { } of ? $"{Name(lane)}: {Words.Plural(of)}" : Name(lane);

    private static (string Lane, string Name, string What)? Find(string lane) => Order(lane) is var at && at < All.Length ? All[at] : null;
}
