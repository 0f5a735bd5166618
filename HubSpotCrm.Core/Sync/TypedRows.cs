using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.Mirror;

namespace HubSpotCrm.Core.Sync;

/// <summary>A value that is not of its property's type.</summary>
internal readonly record struct BadValue(string Property, string Raw, string Reason);

/// <summary>Makes the typed columns from HubSpot's properties. A value that cannot be read is null here and stays verbatim in the record.</summary>
internal sealed class TypedRows(AccountDefinitions definitions)
{
    private const long Milliseconds = 86_400_000;

    private readonly Dictionary<ObjectType, Dictionary<string, bool>> _checked = SyncKinds.All.ToDictionary(
        kind => kind.Type,
        kind => Checked(kind.Type, definitions));

    public AccountDefinitions Definitions { get; } = definitions;

    public static ContactRow Contact(long key, WireRecord record, IReadOnlyDictionary<string, string?> values, string? primaryCompany)
    {
        var first = Text(values, "firstname");
        var last = Text(values, "lastname");
        var email = Text(values, "email");
        return new ContactRow
        {
            Key = key,
            HubSpotId = record.Id,
            Name = (last, first) switch
            {
                ({ } family, { } given) => $"{family}, {given}",
                _ => last ?? first ?? email,
            },
            FirstName = first,
            LastName = last,
            Email = email,
            Company = primaryCompany ?? Text(values, "company"),
            Phone = Text(values, "phone"),
            MobilePhone = Text(values, "mobilephone"),
            JobTitle = Text(values, "jobtitle"),
            LifecycleStage = Text(values, "lifecyclestage"),
            LeadStatus = Text(values, "hs_lead_status"),
            LeadScore = Number(values, "hubspotscore") ?? Number(values, "hs_predictivecontactscore_v2"),
            OwnerId = Text(values, "hubspot_owner_id"),
            Industry = Text(values, "industry"),
            Country = Text(values, "country"),
            Region = Text(values, "state"),
            City = Text(values, "city"),
            LastActivityAt = Instant(values, "notes_last_updated"),
            CreatedAt = Instant(values, "createdate") ?? Known(record.CreatedAt),
            ModifiedAt = Instant(values, "lastmodifieddate") ?? Known(record.UpdatedAt),
        };
    }

    public static CompanyRow Company(long key, WireRecord record, IReadOnlyDictionary<string, string?> values) => new()
    {
        Key = key,
        HubSpotId = record.Id,
        Name = Text(values, "name"),
        Domain = Text(values, "domain"),
        Industry = Text(values, "industry"),
        Size = Number(values, "numberofemployees"),
        Country = Text(values, "country"),
        Region = Text(values, "state"),
        City = Text(values, "city"),
        AnnualRevenue = Number(values, "annualrevenue"),
        LifecycleStage = Text(values, "lifecyclestage"),
        Phone = Text(values, "phone"),
        OwnerId = Text(values, "hubspot_owner_id"),
        LastActivityAt = Instant(values, "notes_last_updated"),
        CreatedAt = Instant(values, "createdate") ?? Known(record.CreatedAt),
        ModifiedAt = Instant(values, "hs_lastmodifieddate") ?? Known(record.UpdatedAt),
    };

    /// <summary>Probability and the closed flags fall back to what the pipeline says of the stage.</summary>
    public DealRow Deal(long key, WireRecord record, IReadOnlyDictionary<string, string?> values)
    {
        var pipeline = Text(values, "pipeline");
        var stageId = Text(values, "dealstage");
        var stage = Definitions.FindStage(pipeline, stageId);
        var amount = Number(values, "amount");
        var currency = Text(values, "deal_currency_code") ?? Definitions.Currency;
        return new DealRow
        {
            Key = key,
            HubSpotId = record.Id,
            Name = Text(values, "dealname"),
            Amount = amount,
            AmountHome = Number(values, "amount_in_home_currency") ?? (currency == Definitions.Currency ? amount : null),
            Currency = currency,
            Stage = stageId,
            Pipeline = pipeline,
            CloseAt = Instant(values, "closedate"),
            Probability = Number(values, "hs_deal_stage_probability") ?? (long?)(stage?.Probability * 1000),
            IsClosed = PropertyValues.Flag(Value(values, "hs_is_closed")) ?? stage?.IsClosed,
            IsWon = PropertyValues.Flag(Value(values, "hs_is_closed_won")) ?? (stage is null ? null : stage is { IsClosed: true, Probability: 1 }),
            ForecastCategory = Text(values, "hs_manual_forecast_category"),
            OwnerId = Text(values, "hubspot_owner_id"),
            LastActivityAt = Instant(values, "notes_last_updated"),
            CreatedAt = Instant(values, "createdate") ?? Known(record.CreatedAt),
            ModifiedAt = Instant(values, "hs_lastmodifieddate") ?? Known(record.UpdatedAt),
        };
    }

    /// <summary>The properties only; the numbers HubSpot reports of a campaign come apart.</summary>
    public static CampaignRow Campaign(long key, WireRecord record, IReadOnlyDictionary<string, string?> values) => new()
    {
        Key = key,
        HubSpotId = record.Id,
        Name = Text(values, "hs_name"),
        Status = Text(values, "hs_campaign_status"),
        StartAt = Day(Instant(values, "hs_start_date")),
        EndAt = Day(Instant(values, "hs_end_date")),
        OwnerId = Text(values, "hs_owner"),
        Currency = Text(values, "hs_currency_code"),
        Budget = Number(values, "hs_budget_items_sum_amount"),
        Spend = Number(values, "hs_spend_items_sum_amount"),
        CreatedAt = Known(record.CreatedAt),
        ModifiedAt = Known(record.UpdatedAt),
    };

    public static MarketingEmailRow MarketingEmail(long key, WireRecord record, IReadOnlyDictionary<string, string?> values) => new()
    {
        Key = key,
        HubSpotId = record.Id,
        Name = Text(values, "name"),
        Subject = Text(values, "subject"),
        State = Text(values, "state"),
        CampaignId = Text(values, "campaign"),
        PublishedAt = Instant(values, "publishedAt"),
        Sent = Count(values, "sent"),
        Delivered = Count(values, "delivered"),
        Opens = Count(values, "open"),
        Clicks = Count(values, "click"),
        Replies = Count(values, "reply"),
        Bounces = Count(values, "bounce"),
        Unsubscribed = Count(values, "unsubscribed"),
        SpamReports = Count(values, "spamreport"),
        CreatedAt = Known(record.CreatedAt),
        ModifiedAt = Known(record.UpdatedAt),
    };

    public static EngagementRow Engagement(ObjectType type, long key, WireRecord record, IReadOnlyDictionary<string, string?> values)
    {
        var (begin, end) = (Instant(values, "hs_meeting_start_time"), Instant(values, "hs_meeting_end_time"));
        return new EngagementRow
        {
            Key = key,
            HubSpotId = record.Id,
            Type = (int)type,
            At = Instant(values, "hs_timestamp") ?? begin,
            OwnerId = Text(values, "hubspot_owner_id"),
            Title = type switch
            {
                ObjectType.Task => Text(values, "hs_task_subject"),
                ObjectType.Meeting => Text(values, "hs_meeting_title"),
                ObjectType.Call => Text(values, "hs_call_title"),
                ObjectType.Email => Text(values, "hs_email_subject"),
                _ => null,
            },
            Body = type switch
            {
                ObjectType.Task => Text(values, "hs_task_body"),
                ObjectType.Note => Text(values, "hs_note_body"),
                ObjectType.Meeting => Text(values, "hs_meeting_body"),
                ObjectType.Call => Text(values, "hs_call_body"),
                _ => Text(values, "hs_email_html") ?? Text(values, "hs_email_text"),
            },
            Status = type switch
            {
                ObjectType.Task => Text(values, "hs_task_status"),
                ObjectType.Meeting => Text(values, "hs_meeting_outcome"),
                ObjectType.Call => Text(values, "hs_call_status"),
                ObjectType.Email => Text(values, "hs_email_status"),
                _ => null,
            },
            Direction = Text(values, type == ObjectType.Call ? "hs_call_direction" : "hs_email_direction"),
            Duration = type switch
            {
                ObjectType.Call => Number(values, "hs_call_duration") / 1000,
                ObjectType.Meeting when end >= begin => end - begin,
                _ => null,
            },
            CreatedAt = Instant(values, "hs_createdate") ?? Known(record.CreatedAt),
            ModifiedAt = Instant(values, "hs_lastmodifieddate") ?? Known(record.UpdatedAt),
        };
    }

    /// <summary>Every value of a number or date property that is neither.</summary>
    public IEnumerable<BadValue> Faults(ObjectType type, IReadOnlyDictionary<string, string?> values)
    {
        var kinds = _checked[type];
        foreach (var (name, value) in values)
        {
            if (string.IsNullOrWhiteSpace(value) || !kinds.TryGetValue(name, out var isNumber))
            {
                continue;
            }

            Unreadable fault;
            _ = isNumber ? PropertyValues.Thousandths(value, out fault) : PropertyValues.Instant(value, out fault);
            if (fault.Text is { } reason)
            {
                yield return new BadValue(name, value, reason);
            }
        }
    }

    // True: a number; false: a date or time. What the typed columns need counts even before the definitions were read.
    private static Dictionary<string, bool> Checked(ObjectType type, AccountDefinitions definitions)
    {
        var kinds = new Dictionary<string, bool>();
        foreach (var field in Search.FieldCatalog.Of(type))
        {
            if (field is { Property: { } property, Kind: Search.FieldKind.Number or Search.FieldKind.Money or Search.FieldKind.Instant })
            {
                kinds[property] = field.Kind is Search.FieldKind.Number or Search.FieldKind.Money;
            }
        }

        foreach (var property in definitions.Properties)
        {
            if (property.ObjectType == type && property.Type is (PropertyType.Number or PropertyType.Date or PropertyType.DateTime))
            {
                kinds[property.Name] = property.Type == PropertyType.Number;
            }
        }

        return kinds;
    }

    private static string? Value(IReadOnlyDictionary<string, string?> values, string name) => values.GetValueOrDefault(name);

    private static string? Text(IReadOnlyDictionary<string, string?> values, string name) => PropertyValues.Text(Value(values, name));

    private static long? Number(IReadOnlyDictionary<string, string?> values, string name) => PropertyValues.Thousandths(Value(values, name), out _);

    private static long? Instant(IReadOnlyDictionary<string, string?> values, string name) => PropertyValues.Instant(Value(values, name), out _);

    private static long Count(IReadOnlyDictionary<string, string?> values, string name) => Number(values, $"stats.{name}") / 1000 ?? 0;

    private static long? Day(long? instant) => instant - (((instant % Milliseconds) + Milliseconds) % Milliseconds);

    private static long? Known(long time) => time == 0 ? null : time;
}
