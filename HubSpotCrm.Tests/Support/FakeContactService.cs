using System.Globalization;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Filters;

namespace HubSpotCrm.Tests.Support;

/// <summary>
/// Contacts in memory: text, filters by value, sort by name or score and pages work; everything asked is kept. Checks roles as the real one does.
/// </summary>
internal sealed class FakeContactService : IContactService
{
    public static readonly DateTimeOffset Now = new(2026, 11, 12, 13, 0, 0, TimeSpan.Zero);

    public List<Contact> Contacts { get; set; } = [];

    /// <summary>What the real service calls the cap of a total.</summary>
    public int Cap { get; set; } = 10_000;

    public Failure? Failure { get; set; }

    /// <summary>Thrown by the next reads: a fault of ours.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Holds searches for a text until they are let go or cancelled.</summary>
    public Dictionary<string, TaskCompletionSource> Gates { get; } = [];

    public List<RecordQuery> Finds { get; } = [];

    /// <summary>Called after rows were read and before they are answered.</summary>
    public Action? Found { get; set; }

    public List<RecordQuery> Counts { get; } = [];

    public List<string> Facets { get; } = [];

    /// <summary>Why values cannot be counted; null when they can.</summary>
    public Failure? FacetFailure { get; set; }

    public List<string> Gets { get; } = [];

    public List<string> Cancelled { get; } = [];

    public List<(string Id, string Property, string Value)> Edits { get; } = [];

    public List<RecordEdit> WholeEdits { get; } = [];

    /// <summary>What an edit waits for before it is taken or refused.</summary>
    public Task SaveGate { get; set; } = Task.CompletedTask;

    public List<NewRecord> Created { get; } = [];

    /// <summary>Archived ids: they are in no list, and can still be read.</summary>
    public HashSet<string> Bin { get; } = [];

    /// <summary>Of the archived ones, those that HubSpot still has.</summary>
    public HashSet<string> Leaving { get; } = [];

    public List<string> MadeAgain { get; } = [];

    /// <summary>What a property holds beside the contact's own fields, and where its edit stands.</summary>
    public Dictionary<string, RecordProperty> Properties { get; } = [];

    public List<AssociatedRecord> Associations { get; } = [];

    public List<PropertyVersion> History { get; } = [];

    public Func<string, string, Failure?> Validate { get; set; } = (_, _) => null;

    public static Contact Make(int number, string? name = null) => new()
    {
        Key = number,
        Id = number.ToString(CultureInfo.InvariantCulture),
        FirstName = name?.Split(' ')[0] ?? "Person",
        LastName = name?.Split(' ')[^1] ?? number.ToString("D4", CultureInfo.InvariantCulture),
        Email = $"p{number}@aurelia-bio.example",
        Company = number % 2 == 0 ? "Aurelia Biosciences SE" : "Ostlab GmbH",
        Phone = $"+41 61 555 {number:D4}",
        LifecycleStage = number % 3 == 0 ? "customer" : "lead",
        LeadScore = number % 100,
        Country = number % 2 == 0 ? "Switzerland" : "Germany",
        OwnerId = "11",
        Owner = "Katharina Lindqvist",
        LastActivityDate = Now.AddMinutes(-number),
    };

    public FakeContactService With(int count)
    {
        Contacts = [.. Enumerable.Range(1, count).Select(number => Make(number))];
        return this;
    }

    public async Task<Result<Page<Contact>>> FindAsync(Actor actor, RecordQuery query, CancellationToken cancellationToken)
    {
        Finds.Add(query);
        if (Gates.TryGetValue(query.Text, out var gate))
        {
            try
            {
                await gate.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Cancelled.Add(query.Text);
                throw;
            }
        }

        if (Refusal(actor, Policy.ViewRecords) is { } failure)
        {
            return failure;
        }

        if (Own(actor, query) is { Succeeded: false } refused)
        {
            return refused.As<Page<Contact>>();
        }

        var matching = Matching(Own(actor, query).Value).ToList();
        Contact[] rows = [.. matching.Skip(query.Offset).Take(query.Limit)];
        Found?.Invoke();
        return new Page<Contact>(rows, new Total(Math.Min(matching.Count, Cap), matching.Count <= Cap));
    }

    public Task<Result<int>> CountAsync(Actor actor, RecordQuery query, CancellationToken cancellationToken)
    {
        Counts.Add(query);
        return Task.FromResult(Refusal(actor, Policy.ViewRecords) is { } failure ? (Result<int>)failure
            : Own(actor, query) is { Succeeded: true, Value: var own } ? Matching(own).Count()
            : Own(actor, query).As<int>());
    }

    public Task<Result<IReadOnlyList<FacetValue>>> FacetAsync(Actor actor, RecordQuery query, string field, CancellationToken cancellationToken)
    {
        Facets.Add(field);
        var own = Own(actor, query) is { Succeeded: true, Value: var resolved } ? resolved : query;
        var others = own with { Filters = [.. own.Filters.Where(filter => filter is not FieldFilter one || one.Field != field)] };
        IReadOnlyList<FacetValue> values =
        [
            .. Matching(others).GroupBy(contact => ValueOf(contact, field) ?? "")
                .Select(group => new FacetValue(group.Key, group.Count()))
                .OrderByDescending(value => value.Count).ThenBy(value => value.Value, StringComparer.Ordinal),
        ];
        return Task.FromResult((Refusal(actor, Policy.ViewRecords) ?? FacetFailure) is { } failure ? failure : (Result<IReadOnlyList<FacetValue>>)values.ToArray());
    }

    public async Task<Result<Core.Search.Facets>> FacetsAsync(Actor actor, RecordQuery query, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, IReadOnlyList<FacetValue>>();
        foreach (var field in fields)
        {
            var facet = await FacetAsync(actor, query, field, cancellationToken);
            if (!facet.Succeeded)
            {
                return facet.As<Core.Search.Facets>();
            }

            values[field] = facet.Value;
        }

        return new Core.Search.Facets(values);
    }

    public Task<Result<RecordDetails<Contact>>> GetAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        Gets.Add(id);
        if (Refusal(actor, Policy.ViewRecords) is { } failure)
        {
            return Task.FromResult<Result<RecordDetails<Contact>>>(failure);
        }

        return Task.FromResult<Result<RecordDetails<Contact>>>(Contacts.FirstOrDefault(contact => contact.Id == id) is { } contact
            ? new RecordDetails<Contact>(contact, Now, Bin.Contains(id), $"https://app.hubspot.com/contacts/1/record/0-1/{id}", [.. PropertiesOf(contact)], Associations, History) { IsBeingArchived = Leaving.Contains(id) }
            : new RecordNotFound(ObjectType.Contact, id));
    }

    public Task<Result<EditReceipt>> CreateAsync(Actor actor, NewRecord record, CancellationToken cancellationToken)
    {
        if ((Refusal(actor, Policy.EditRecords) ?? record.Values.Select(value => Validate(value.Key, value.Value)).FirstOrDefault(failure => failure is not null)) is { } failure)
        {
            return Task.FromResult<Result<EditReceipt>>(failure);
        }

        Created.Add(record);
        return Task.FromResult<Result<EditReceipt>>(new EditReceipt("new-edit"));
    }

    public Task<Result<EditReceipt>> ArchiveAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        if (Refusal(actor, Policy.EditRecords) is { } failure)
        {
            return Task.FromResult<Result<EditReceipt>>(failure);
        }

        Bin.Add(id);
        return Task.FromResult<Result<EditReceipt>>(new EditReceipt($"archive-{id}", Now.AddSeconds(10)));
    }

    public Task<Result<EditReceipt>> RecreateAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        MadeAgain.Add(id);
        return Task.FromResult<Result<EditReceipt>>(Refusal(actor, Policy.EditRecords) is { } failure ? failure : new EditReceipt("new-edit"));
    }

    public async Task<Result<EditReceipt>> EditAsync(Actor actor, string id, RecordEdit edit, CancellationToken cancellationToken)
    {
        WholeEdits.Add(edit);
        await SaveGate;
        foreach (var (property, value) in edit.Values)
        {
            if ((Refusal(actor, Policy.EditRecords) ?? Validate(property, value)) is { } failure)
            {
                return failure;
            }

            Edits.Add((id, property, value));
            Properties[property] = new RecordProperty(FakeDefinitionService.Find(property), value, null, EditState.Pending, null, "e1");
            Contacts = [.. Contacts.Select(contact => contact.Id != id ? contact : Changed(contact, property, value))];
        }

        return new EditReceipt("e1");
    }

    private static Contact Changed(Contact contact, string property, string value) => property switch
    {
        "jobtitle" => contact with { JobTitle = value, HasPendingEdit = true },
        "lastname" => contact with { LastName = value, HasPendingEdit = true },
        _ => contact with { HasPendingEdit = true },
    };

    private Failure? Refusal(Actor actor, Policy policy) => Fault is null ? actor.Check(policy) ?? Failure : throw Fault;

    private IEnumerable<RecordProperty> PropertiesOf(Contact contact) => FakeDefinitionService.Account.Properties.Where(definition => definition.ObjectType == ObjectType.Contact).Select(definition =>
        Properties.GetValueOrDefault(definition.Name) ?? new RecordProperty(definition, Held(contact, definition.Name), Held(contact, definition.Name)));

    private static string? Held(Contact contact, string property) => property switch
    {
        "firstname" => contact.FirstName,
        "lastname" => contact.LastName,
        "email" => contact.Email,
        "phone" => contact.Phone,
        "jobtitle" => contact.JobTitle,
        "company" => contact.Company,
        "lifecyclestage" => contact.LifecycleStage,
        "hubspotscore" => contact.LeadScore?.ToString(CultureInfo.InvariantCulture),
        "hubspot_owner_id" => contact.OwnerId,
        _ => null,
    };

    private static Result<RecordQuery> Own(Actor actor, RecordQuery query) => OwnFilters.Of(actor, ObjectType.Contact, query, FakeDefinitionService.Account);

    private IEnumerable<Contact> Matching(RecordQuery query)
    {
        var words = query.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(TextFolding.Fold).ToArray();
        var matching = Contacts.Where(contact => !Bin.Contains(contact.Id)).Where(contact => words.All(word => SearchedWords(contact).Any(held => held.StartsWith(word, StringComparison.Ordinal))))
            .Where(contact => query.Filters.All(filter => Filters.Holds(ObjectType.Contact, new Filtered(contact), filter)));
        return (query.Sort.Count > 0 ? query.Sort[0] : null) switch
        {
            { Field: "name", Descending: var descending } => descending ? matching.OrderByDescending(contact => contact.DisplayName) : matching.OrderBy(contact => contact.DisplayName),
            { Field: "score", Descending: var descending } => descending ? matching.OrderByDescending(contact => contact.LeadScore) : matching.OrderBy(contact => contact.LeadScore),
            _ => matching,
        };
    }

    private static string[] SearchedWords(Contact contact) =>
        TextFolding.Fold($"{contact.FirstName} {contact.LastName} {contact.Email} {contact.Company} {contact.Phone}").Split(' ', '@', '.', '-');

    private static readonly FilterEvaluation Filters = new(FakeDefinitionService.Account, FilterDays.At(TimeZoneInfo.Utc, Now));

    // Alone: no record is associated with another.
    private sealed class Filtered(Contact contact) : IFilteredRecord
    {
        public object? ValueOf(RecordField field) => field.Name switch
        {
            "score" => contact.LeadScore,
            "name" => contact.DisplayName,
            "email" => contact.Email,
            "active" => contact.LastActivityDate,
            "created" => contact.CreatedDate,
            _ => FakeContactService.ValueOf(contact, field.Name),
        };

        public IEnumerable<IFilteredRecord> Related(ObjectType type) => [];
    }

    private static string? ValueOf(Contact contact, string field) => field switch
    {
        "country" => contact.Country,
        "company" => contact.Company,
        "stage" => contact.LifecycleStage,
        "status" => contact.LeadStatus,
        "owner" => contact.OwnerId,
        "industry" => contact.Industry,
        "city" => contact.City,
        "region" => contact.Region,
        _ => null,
    };
}
