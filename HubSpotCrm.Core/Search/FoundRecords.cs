using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;

namespace HubSpotCrm.Core.Search;

/// <summary>What one text found among the records of all kinds that have a list. Null in a kind's place: it has not answered yet.</summary>
public sealed record FoundRecords(string Text)
{
    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<ObjectType> Kinds { get; } = [ObjectType.Contact, ObjectType.Company, ObjectType.Deal, ObjectType.Campaign];

    public Result<Page<Contact>>? Contacts { get; init; }

    public Result<Page<Company>>? Companies { get; init; }

    public Result<Page<Deal>>? Deals { get; init; }

    public Result<Page<Campaign>>? Campaigns { get; init; }

    /// <summary>How many kinds have answered, with rows or with a failure.</summary>
    public int Answered => Kinds.Count(type => TotalOf(type) is not null || FailureOf(type) is not null);

    /// <summary>Every kind has answered with what it finds first.</summary>
    public bool IsComplete => Answered == Kinds.Count;

    /// <summary>No kind looks for more.</summary>
    public bool IsWhole => IsComplete && !(IsPartial(Contacts) || IsPartial(Companies) || IsPartial(Deals) || IsPartial(Campaigns));

    /// <summary>Rows over all kinds; "at least" where one of them is that, has not answered, or looks for more.</summary>
    public Total Total
    {
        get
        {
            var totals = Kinds.Select(TotalOf).ToList();
            return new Total(totals.Sum(total => total?.Count ?? 0), totals.TrueForAll(total => total is null or { IsExact: true }) && IsWhole);
        }
    }

    /// <summary>Why nothing could be searched, where one reason is that of all kinds: no permission, no account. Null else.</summary>
    public Failure? Failure => Kinds.Select(FailureOf).Distinct().ToList() is [{ } shared] ? shared : null;

    /// <summary>Null while it has not answered, and when it failed.</summary>
    public Total? TotalOf(ObjectType type) => type switch
    {
        ObjectType.Contact => TotalIn(Contacts),
        ObjectType.Company => TotalIn(Companies),
        ObjectType.Deal => TotalIn(Deals),
        ObjectType.Campaign => TotalIn(Campaigns),
        _ => null,
    };

    /// <summary>Why this kind has no rows; null when it has, or has not answered.</summary>
    public Failure? FailureOf(ObjectType type) => type switch
    {
        ObjectType.Contact => Contacts?.Failure,
        ObjectType.Company => Companies?.Failure,
        ObjectType.Deal => Deals?.Failure,
        ObjectType.Campaign => Campaigns?.Failure,
        _ => null,
    };

    /// <summary>The same rows with another total of one kind: it was counted meanwhile.</summary>
    public FoundRecords Counted(ObjectType type, int count) => type switch
    {
        ObjectType.Contact => this with { Contacts = Counted(Contacts, count) },
        ObjectType.Company => this with { Companies = Counted(Companies, count) },
        ObjectType.Deal => this with { Deals = Counted(Deals, count) },
        ObjectType.Campaign => this with { Campaigns = Counted(Campaigns, count) },
        _ => this,
    };

    private static bool IsPartial<T>(Result<Page<T>>? answer) => answer is { Succeeded: true, Value.IsPartial: true };

    private static Total? TotalIn<T>(Result<Page<T>>? answer) => answer is { Succeeded: true } ? answer.Value.Total : null;

    private static Result<Page<T>>? Counted<T>(Result<Page<T>>? answer, int count) =>
        answer is { Succeeded: true } ? answer.Value with { Total = new Total(count, true) } : answer;
}
