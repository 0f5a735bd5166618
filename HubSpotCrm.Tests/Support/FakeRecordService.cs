using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;

namespace HubSpotCrm.Tests.Support;

/// <summary>Records of one kind in memory, in the order they were put in: what was asked is kept, roles are checked as the real service does.</summary>
internal abstract class FakeRecordService<T>(ObjectType type) : IRecordService<T>
    where T : class
{
    public List<T> Rows { get; } = [];

    public Failure? Failure { get; set; }

    public List<RecordQuery> Finds { get; } = [];

    public Dictionary<string, string?> Values { get; } = [];

    public List<AssociatedRecord> Associations { get; } = [];

    public List<NewRecord> Created { get; } = [];

    public List<string> Archived { get; } = [];

    public List<string> MadeAgain { get; } = [];

    public HashSet<string> InBin { get; } = [];

    /// <summary>Why a new record is refused; null when it is taken.</summary>
    public Func<NewRecord, Failure?> Refuse { get; set; } = _ => null;

    public IReadOnlyList<FacetValue> Facets { get; set; } = [];

    public List<RecordEdit> Edits { get; } = [];

    protected abstract string IdOf(T row);

    public Task<Result<Page<T>>> FindAsync(Actor actor, RecordQuery query, CancellationToken cancellationToken)
    {
        Finds.Add(query);
        var live = Rows.Where(row => !Archived.Contains(IdOf(row)) && !InBin.Contains(IdOf(row))).ToList();
        return Task.FromResult<Result<Page<T>>>(Refusal(actor, Policy.ViewRecords) is { } failure
            ? failure
            : new Page<T>([.. live.Skip(query.Offset).Take(query.Limit)], new Total(live.Count, true)));
    }

    public Task<Result<int>> CountAsync(Actor actor, RecordQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<Result<int>>(Refusal(actor, Policy.ViewRecords) is { } failure ? failure : Rows.Count(row => !Archived.Contains(IdOf(row)) && !InBin.Contains(IdOf(row))));

    public Task<Result<IReadOnlyList<FacetValue>>> FacetAsync(Actor actor, RecordQuery query, string field, CancellationToken cancellationToken) =>
        Task.FromResult(Refusal(actor, Policy.ViewRecords) is { } failure ? failure : (Result<IReadOnlyList<FacetValue>>)Facets.ToArray());

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

    public virtual Task<Result<RecordDetails<T>>> GetAsync(Actor actor, string id, CancellationToken cancellationToken) =>
        Task.FromResult<Result<RecordDetails<T>>>(
            Refusal(actor, Policy.ViewRecords) is { } failure ? failure
            : Rows.Find(row => IdOf(row) == id) is not { } found ? new RecordNotFound(type, id)
            : new RecordDetails<T>(found, FakeContactService.Now, InBin.Contains(id), null,
                [.. FakeDefinitionService.Account.Properties.Where(one => one.ObjectType == type).Select(one => new RecordProperty(one, Values.GetValueOrDefault(one.Name), Values.GetValueOrDefault(one.Name)))],
                Associations, []));

    public Task<Result<EditReceipt>> EditAsync(Actor actor, string id, RecordEdit edit, CancellationToken cancellationToken)
    {
        Edits.Add(edit);
        return Task.FromResult<Result<EditReceipt>>(Refusal(actor, Policy.EditRecords) is { } failure ? failure : new EditReceipt("e1"));
    }

    public Task<Result<EditReceipt>> CreateAsync(Actor actor, NewRecord record, CancellationToken cancellationToken)
    {
        if ((Refusal(actor, Policy.EditRecords) ?? Refuse(record)) is { } failure)
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

        Archived.Add(id);
        return Task.FromResult<Result<EditReceipt>>(new EditReceipt($"archive-{id}", FakeContactService.Now.AddSeconds(10)));
    }

    public Task<Result<EditReceipt>> RecreateAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        if (Refusal(actor, Policy.EditRecords) is { } failure)
        {
            return Task.FromResult<Result<EditReceipt>>(failure);
        }

        MadeAgain.Add(id);
        return Task.FromResult<Result<EditReceipt>>(new EditReceipt("new-edit"));
    }

    protected Failure? Refusal(Actor actor, Policy policy) => actor.Check(policy) ?? Failure;
}

internal sealed class FakeCompanyService() : FakeRecordService<Company>(ObjectType.Company), ICompanyService
{
    protected override string IdOf(Company row) => row.Id;
}

internal sealed class FakeDealService() : FakeRecordService<Deal>(ObjectType.Deal), IDealService
{
    protected override string IdOf(Deal row) => row.Id;
}

internal sealed class FakeCampaignService() : FakeRecordService<Campaign>(ObjectType.Campaign), ICampaignService
{
    public Result<CampaignReport>? Report { get; set; }

    /// <summary>How long reading a record takes.</summary>
    public Task Delay { get; set; } = Task.CompletedTask;

    public override async Task<Result<RecordDetails<Campaign>>> GetAsync(Actor actor, string id, CancellationToken cancellationToken)
    {
        await Delay;
        var details = await base.GetAsync(actor, id, cancellationToken);
        return details.Succeeded ? details.Value with { Report = await ReportAsync(actor, id, cancellationToken) } : details;
    }

    public Task<Result<CampaignReport>> ReportAsync(Actor actor, string id, CancellationToken cancellationToken) =>
        Task.FromResult(Refusal(actor, Policy.ViewRecords) is { } failure ? failure
            : Report ?? (Result<CampaignReport>)new CampaignReport(Rows.First(row => row.Id == id), [], [], [], [], null));

    protected override string IdOf(Campaign row) => row.Id;
}
