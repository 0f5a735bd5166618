using System.Globalization;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Marketing;

/// <summary>Marketing e-mails: list and one.</summary>
internal static class EmailEndpoints
{
    private const int MostInPage = 100;

    private static readonly string[] Sorts = ["name", "createdAt", "updatedAt", "createdBy", "updatedBy"];

    public static async Task List(Call call)
    {
        var (limit, wrongLimit) = call.Limit(MostInPage, MostInPage);
        var (offset, wrongCursor) = Cursor.Read(call);
        var (field, descending, wrongSort) = MarketingQuery.Sort(call, "createdAt", Sorts);
        var (filters, wrongFilter) = Filters(call);
        if ((wrongLimit ?? wrongCursor ?? wrongSort ?? wrongFilter) is { } wrong)
        {
            await call.Fail(wrong);
            return;
        }

        var found = call.Account.Marketing.Emails().Where(email => filters.TrueForAll(filter => filter(email))).ToList();
        found.Sort((one, other) => (Compare(one, other, field), one.Id.CompareTo(other.Id)) is var (order, ids) && order != 0 ? (descending ? -order : order) : descending ? -ids : ids);
        var shown = Projection(call);
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total", found.Count);
            Cursor.WritePage(json, call, found, offset, limit, encoded: false, email => EmailWriter.Write(json, email, shown));
            json.WriteEndObject();
        });
    }

    public static Task One(Call call) =>
        long.TryParse(call.Route("emailId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && call.Account.Marketing.FindEmail(id) is { } email && email.Archived == call.Flag("archived")
                ? call.Answer(200, json => EmailWriter.Write(json, email, Projection(call)))
                : call.Fail(ApiFault.NotFound($"Marketing e-mail {call.Route("emailId")} does not exist"));

    /// <summary>Whether a yes-or-no parameter is set; the fault when it is something else.</summary>
    private static (bool? On, ApiFault? Fault) Choice(Call call, string name) => call.Query(name)?.ToLowerInvariant() switch
    {
        null or "" => (null, null),
        "true" => (true, null),
        "false" => (false, null),
        var text => (null, ApiFault.Invalid($"{name} must be true or false, not \"{text}\"")),
    };

    private static (List<Predicate<MarketingEmail>> Filters, ApiFault? Fault) Filters(Call call)
    {
        var (archived, fault) = Choice(call, "archived");
        var (published, wrongPublished) = Choice(call, "isPublished");
        List<Predicate<MarketingEmail>> filters = [email => email.Archived == (archived ?? false), email => published is null || email.IsPublished == published];
        fault ??= wrongPublished;
        foreach (var (name, time) in new (string, Func<MarketingEmail, long?>)[]
        {
            ("created", email => email.CreatedMs), ("updated", email => email.UpdatedMs), ("published", email => email.SentMs),
        })
        {
            var (after, wrongAfter) = MarketingQuery.Time(call, name + "After");
            var (before, wrongBefore) = MarketingQuery.Time(call, name + "Before");
            var (at, wrongAt) = MarketingQuery.Time(call, name + "At");
            fault ??= wrongAfter ?? wrongBefore ?? wrongAt;
            filters.Add(email => (after is null || time(email) > after) && (before is null || time(email) < before) && (at is null || time(email) == at));
        }

        if (call.Query("type") is { Length: > 0 } type)
        {
            fault ??= MarketingEmail.Types.Contains(type) ? null : ApiFault.Invalid($"type \"{type}\" is none of [{string.Join(", ", MarketingEmail.Types)}]");
            filters.Add(email => email.Type == type);
        }

        if (call.Query("campaign") is { Length: > 0 } campaign)
        {
            var valid = Guid.TryParseExact(campaign, "D", out var guid);
            fault ??= valid ? null : ApiFault.Invalid($"campaign \"{campaign}\" is not a GUID");
            filters.Add(email => email.Campaign == guid);
        }

        return (filters, fault);
    }

    private static EmailProjection Projection(Call call) => new(
        call.Names("includedProperties"), call.Flag("includeStats"),
        call.Flag("marketingCampaignNames") ? id => call.Account.Marketing.Find(id)?.Name : null);

    private static int Compare(MarketingEmail one, MarketingEmail other, string field) => field switch
    {
        "name" => string.Compare(one.Name, other.Name, StringComparison.OrdinalIgnoreCase),
        "createdAt" => one.CreatedMs.CompareTo(other.CreatedMs),
        "updatedAt" => one.UpdatedMs.CompareTo(other.UpdatedMs),
        _ => one.By.UserId.CompareTo(other.By.UserId),
    };
}
