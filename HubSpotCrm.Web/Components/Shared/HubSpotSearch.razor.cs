using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>What a search found, and what it asked.</summary>
/// <param name="Results">All matching rows of <see cref="HubSpotSearch{T}.Data"/>; from the mirror the first page.</param>
public sealed record SearchOutcome<T>(IReadOnlyList<T> Results, IReadOnlyList<FieldFilter> Filters, IReadOnlyList<SortKey> Sort, string Text, Total Total);

/// <summary>
/// Search, filters and sort over one kind of record, to be put on any page: it finds the rows itself, in <see cref="Data"/> where it is given
/// and else in the mirror, and hands on what it found. The list pages keep their state in the URL and use its parts.
/// </summary>
public sealed partial class HubSpotSearch<T> : ComponentBase, IDisposable
    where T : class
{
    private readonly Newest _newest = new();
    private ListState _state = null!;
    private AccountDefinitions _definitions = AccountDefinitions.Empty;
    private FacetLoader _facets = null!;
    private Total? _total;
    private bool _isAsking;
    private string? _failure;

    [Inject]
    public required RecordKind<T> Kind { get; init; }

    [Inject]
    public required IRecordService<T> Records { get; init; }

    [Inject]
    public required IDefinitionService Definitions { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required ILogger<HubSpotSearch<T>> Logger { get; init; }

    /// <summary>The kind's plural, <c>contacts</c>: must name the kind of the rows. Null: the kind of the rows.</summary>
    [Parameter]
    public string? DataType { get; set; }

    /// <summary>Rows to search in; null: the mirror.</summary>
    [Parameter]
    public IReadOnlyList<T>? Data { get; set; }

    /// <summary>Called with what was found for each new question: rows, filters, sort.</summary>
    [Parameter]
    public EventCallback<SearchOutcome<T>> OnSearch { get; set; }

    /// <summary>The rows are being fetched by the page around it.</summary>
    [Parameter]
    public bool Loading { get; set; }

    /// <summary>How many records there are, while nothing is searched for; null: as found.</summary>
    [Parameter]
    public int? TotalCount { get; set; }

    private Total? Shown => !_state.IsNarrowed && TotalCount is { } count ? new Total(count, true) : _total;

    public void Dispose()
    {
        _newest.Dispose();
        _facets.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _state = new ListState(Kind.Type);
        _facets = new(FacetAsync, Logger, StateHasChanged);
        _total = Data is { } data ? new Total(data.Count, true) : null;
        _definitions = await Definitions.GetAsync(CancellationToken.None);
    }

    protected override void OnParametersSet()
    {
        if (DataType is { } named && !named.Equals(Kind.Type.Plural(), StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{nameof(DataType)} is \"{named}\", and the rows are {Kind.Type.Plural()}.", nameof(DataType));
        }
    }

    private async Task SearchAsync(ListState next)
    {
        (_state, _isAsking) = (next, true);
        var cancellationToken = _newest.Next();
        try
        {
            var page = Data is { } data ? Within(data, next) : await Records.FindAsync(await CurrentActor.GetAsync(), next.ToQuery(), cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            (_isAsking, _failure) = (false, page.Failure?.Message);
            if (page.Succeeded)
            {
                _total = page.Value.Total;
                await OnSearch.InvokeAsync(new SearchOutcome<T>(page.Value.Items, next.Filters, next.Sort, next.Text, page.Value.Total));
            }

            await _facets.LoadAsync(next.ToQuery());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A newer question is on its way.
        }
    }

    private Task OpenFacetsAsync(bool isOpen) => _facets.OpenAsync(isOpen, Kind.Filters[0], _state.ToQuery());

    private async Task<Result<IReadOnlyList<FacetValue>>> FacetAsync(RecordQuery query, string field, CancellationToken cancellationToken) => Data is { } data
        ? DataSearch.Facet(Kind, data, query, field, _definitions)
        : await Records.FacetAsync(await CurrentActor.GetAsync(), query, field, cancellationToken);

    private Result<Page<T>> Within(IReadOnlyList<T> data, ListState state)
    {
        var found = DataSearch.Find(Kind, data, state.ToQuery(), _definitions);
        return new Page<T>(found, new Total(found.Count, true));
    }
}
