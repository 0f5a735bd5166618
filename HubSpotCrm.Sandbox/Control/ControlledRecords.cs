using System.Globalization;
using System.Text.Json;
using HubSpotCrm.Sandbox.Api;
using HubSpotCrm.Sandbox.Data;
using HubSpotCrm.Sandbox.Marketing;

namespace HubSpotCrm.Sandbox.Control;

internal sealed record FoundRecord(string Id, string Title);

/// <summary>A property that a person may set, and what it is set to.</summary>
internal sealed record ShownProperty(string Name, string Label, string? Value, IReadOnlyList<PropertyOption> Options);

internal sealed record ShownRecord(string Type, string Id, string Title, IReadOnlyList<ShownProperty> Properties, string? Removal);

/// <summary>Records of every type as the control page lets a person find and change them.</summary>
internal sealed class ControlledRecords(Call call)
{
    public const int MostFound = 20;
    public const int MostLookedAt = 20_000;
    private const string Campaigns = "campaigns";
    private const string Emails = "marketing-emails";

    private static readonly string[] Names =
    [
        "name", "dealname", "hs_task_subject", "hs_call_title", "hs_meeting_title", "hs_email_subject", "hs_note_body", "email", "domain",
    ];

    public IEnumerable<string> Types => call.Crm.Schemas.All.Select(schema => schema.Plural).Append(Campaigns).Append(Emails);

    /// <summary>Live records with the id, or with the text in their name; the first ones when there is no text.</summary>
    public List<FoundRecord> Search(string type, string text)
    {
        if (text.Length > 0 && Find(type, text) is { } exact)
        {
            return [new FoundRecord(exact.Id, exact.Title)];
        }

        var all = type switch
        {
            Campaigns => call.Account.Marketing.Campaigns().OrderBy(campaign => campaign.CreatedMs).Select(campaign => new FoundRecord(campaign.Id.ToString(), campaign.Name)),
            Emails => call.Account.Marketing.Emails().Where(email => !email.Archived).Select(email => new FoundRecord(Stamp.Text(email.Id), email.Name)),
            _ when call.Crm.Schemas.Find(type) is { } schema =>
                call.Crm.From(schema.Kind, 0, archived: false).Take(MostLookedAt).Select(record => new FoundRecord(Stamp.Text(record.Id), Title(record))),
            _ => [],
        };
        return [.. all.Where(record => record.Title.Contains(text, StringComparison.OrdinalIgnoreCase)).Take(MostFound)];
    }

    /// <summary>The live record with the id; null when there is none.</summary>
    public ShownRecord? Find(string type, string id)
    {
        if (type == Campaigns)
        {
            return Guid.TryParse(id, out var guid) && call.Account.Marketing.Find(guid) is { } campaign
                ? new ShownRecord(type, campaign.Id.ToString(), campaign.Name, [.. CampaignRules.Writable.Select(name => Of(campaign, name))], "Delete for good")
                : null;
        }

        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        if (type == Emails)
        {
            return call.Account.Marketing.FindEmail(number) is { Archived: false } email ? new ShownRecord(type, id, email.Name, Of(email), null) : null;
        }

        return call.Crm.Schemas.Find(type) is { } schema && call.Crm.Find(schema.Kind, number) is { IsLive: true } record
            ? new ShownRecord(schema.Plural, id, Title(record), [.. schema.Properties.Where(property => !property.ReadOnly).OrderBy(property => property.Label, StringComparer.OrdinalIgnoreCase).Select(property => Of(record, property))], "Archive")
            : null;
    }

    /// <summary>Sets a property as a colleague in HubSpot would; what is wrong with it when it is not taken.</summary>
    public string? Change(ShownRecord record, string property, string value)
    {
        if (record.Properties.All(one => one.Name != property))
        {
            return $"property: {record.Type} have no property \"{property}\" that can be set";
        }

        var input = JsonSerializer.SerializeToElement(new { properties = new Dictionary<string, string> { [property] = value } });
        var marketing = call.Account.Marketing;
        return call.Crm.Exclusively(() =>
        {
            switch (record.Type)
            {
                case Campaigns when marketing.Find(Guid.Parse(record.Id)) is { } campaign:
                    var (values, refused) = CampaignRules.Check(input, campaign);
                    _ = refused ?? (object)marketing.Update(campaign, values);
                    return Message(refused);
                case Emails:
                    var given = new Dictionary<string, string?> { [property] = value };
                    var problem = EmailChange.Problem(given);
                    _ = problem ?? (object)marketing.UpdateEmail(Number(record), given);
                    return problem;
                default:
                    var schema = call.Crm.Schemas.Find(record.Type)!;
                    if (call.Crm.Find(schema.Kind, Number(record)) is not { IsLive: true } before)
                    {
                        return "The record is gone";
                    }

                    var (checkedValues, wrong) = RecordChecks.Update(call, schema, input, before, new UniqueClaims());
                    _ = wrong ?? (object)call.Crm.Update(schema.Kind, before.Id, checkedValues!.Values, Writer.OtherUser(Colleague.UserId));
                    return Message(wrong);
            }
        });
    }

    public void Remove(ShownRecord record)
    {
        if (record.Type == Campaigns)
        {
            call.Account.Marketing.Exclusively(() =>
            {
                call.Account.Marketing.Delete(Guid.Parse(record.Id));
                return true;
            });
        }
        else if (call.Crm.Schemas.Find(record.Type) is { } schema)
        {
            WriteEndpoints.ArchiveOne(call, schema, record.Id);
        }
    }

    /// <summary>Who does what the page does.</summary>
    public static Owner Colleague => Reference.Owners[1];

    private static string? Message(ApiFault? fault) => fault?.Errors is { Count: > 0 } errors ? errors[0].Message : fault?.Message;

    private static long Number(ShownRecord record) => long.Parse(record.Id, CultureInfo.InvariantCulture);

    private static ShownProperty Of(Campaign campaign, string name) => new(name, name, campaign[name], name switch
    {
        "hs_campaign_status" => [.. CampaignRules.Statuses.Select(status => new PropertyOption(status, status))],
        "hs_owner" => OwnerOptions,
        _ => [],
    });

    private static ShownProperty[] Of(MarketingEmail email) =>
    [
        new("name", "Name", email.Name, []),
        new("subject", "Subject", email.Subject, []),
        new("state", "State", email.State, [.. MarketingEmail.States.Select(state => new PropertyOption(state, state))]),
        .. EmailStats.CounterNames.Select(counter => new ShownProperty(counter, $"Counter: {counter}", Stamp.Text(email.Stats[counter]), [])),
    ];

    private static ShownProperty Of(CrmRecord record, PropertyDefinition property) => new(
        property.Name, property.Label, record.Value(property.Slot),
        property.External ? OwnerOptions
            : property.Name == "pipeline" ? [.. Reference.Pipelines.Select(pipeline => new PropertyOption(pipeline.Id, pipeline.Label))]
            : property.Name == "dealstage" ? [.. Reference.FindPipeline(record["pipeline"])?.Stages.Select(stage => new PropertyOption(stage.Id, stage.Label)) ?? []]
            : property.IsMultiple ? [] : property.Options);

    private static PropertyOption[] OwnerOptions =>
        [.. Reference.Owners.Where(owner => !owner.Archived).Select(owner => new PropertyOption(Stamp.Text(owner.Id), $"{owner.FirstName} {owner.LastName}"))];

    private static string Title(CrmRecord record)
    {
        var person = $"{record["firstname"]} {record["lastname"]}".Trim();
        var title = person.Length > 0 ? person : Names.Select(name => record[name]).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value)) ?? "(no name)";
        title = record["email"] is { } email && email != title ? $"{title}, {email}" : title;
        return title.Length > 120 ? title[..120] + "…" : title;
    }
}
