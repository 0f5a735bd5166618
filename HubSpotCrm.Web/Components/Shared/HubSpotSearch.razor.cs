using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Web.Features.Filters;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>What a search found, and what it asked.</summary>
/// <param name="Results">All matching rows of <see cref="HubSpotSearch{T}.Data"/>; from the mirror the first page.</param>
public sealed record SearchOutcome<T>(IReadOnlyList<T> Results, IReadOnlyList<FilterNode> Filters, IReadOnlyList<SortKey> Sort, string Text, Total Total);

/// <summary>
/// Search, filters and sort over one kind of record, to be put on any page: it finds the rows itself, in <see cref="Data"/> where it is given
/// and else in the mirror, and hands on what it found. A page that keeps the question itself, as the lists do in their URL, gives it the
/// <see cref="State"/>, is told the next one, and finds the rows.
/// </summary>
public sealed partial class HubSpotSearch<T> : ComponentBase, IDisposable
    where T : class
{
    private readonly Newest _newest = new();
    private ListState _own = null!;
    private ListState? _counted;
    private AccountDefinitions _definitions = AccountDefinitions.Empty;
    private FacetLoader _facets = null!;
    private Actor _actor = Actor.Nobody;
    private Total? _total;
    private bool _isAsking;
    private bool _isDisposed;
    private string? _failure;

    [Inject]
    public required RecordKind<T> Kind { get; init; }

    [Inject]
    public required IRecordService<T> Records { get; init; }

    [Inject]
    public required IDefinitionService Account { get; init; }

    [Inject]
    public required IDialogService Dialogs { get; init; }

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

    /// <summary>What is searched for now, where the page around it keeps that; null: it keeps it itself.</summary>
    [Parameter]
    public ListState? State { get; set; }

    /// <summary>Called with what to search for next, where <see cref="State"/> is given.</summary>
    [Parameter]
    public EventCallback<ListState> StateChanged { get; set; }

    /// <summary>What the page around it found; null while it is not known.</summary>
    [Parameter]
    public Total? Found { get; set; }

    /// <summary>As the page around it has them; null: the account's.</summary>
    [Parameter]
    public AccountDefinitions? Definitions { get; set; }

    /// <summary>Called on Enter in the search box: the text is one that was meant.</summary>
    [Parameter]
    public EventCallback OnEnter { get; set; }

    /// <summary>Stands at the end of the row: what to do with changes that are not saved.</summary>
    [Parameter]
    public RenderFragment? Changes { get; set; }

    /// <summary>Stands after the count: that there is more by now.</summary>
    [Parameter]
    public RenderFragment? News { get; set; }

    private bool IsAlone => State is null;

    private ListState Current => State ?? _own;

    private AccountDefinitions Known => Definitions ?? _definitions;

    private Total? Shown => !IsAlone ? Found : !_own.IsNarrowed && TotalCount is { } count ? new Total(count, true) : _total;

    public void Dispose()
    {
        _isDisposed = true;
        _newest.Dispose();
        _facets.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _own = new ListState(Kind.Type);
        _facets = new(FacetAsync, Logger, StateHasChanged);
        _total = Data is { } data ? new Total(data.Count, true) : null;
        _actor = await CurrentActor.GetAsync();
        if (Definitions is null)
        {
            _definitions = await Account.GetAsync(CancellationToken.None);
        }
    }

    // The values of the open menu are those under the new question.
    protected override Task OnParametersSetAsync()
    {
        var rows = State?.Rows;
        var isSame = _counted is null || rows is null || rows.Equals(_counted);
        _counted = rows;
        return isSame ? Task.CompletedTask : _facets.LoadAsync(Current.ToQuery());
    }

    protected override void OnParametersSet()
    {
        if (DataType is { } named && !named.Equals(Kind.Type.Plural(), StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{nameof(DataType)} is \"{named}\", and the rows are {Kind.Type.Plural()}.", nameof(DataType));
        }
    }

    private Task GoToAsync(ListState next) => IsAlone ? SearchAsync(next) : StateChanged.InvokeAsync(next);

    private async Task SearchAsync(ListState next)
    {
        (_own, _isAsking) = (next, true);
        var cancellationToken = _newest.Next();
        try
        {
            var page = await FindAsync(next.ToQuery(), cancellationToken);
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

    private async Task BuildAsync()
    {
        if (await FilterBuilder.AskAsync(Dialogs, Current, Known, CountAsync, FacetAsync) is { } next && !_isDisposed)
        {
            await GoToAsync(next);
        }
    }

    private Task OpenFacetsAsync(bool isOpen) => _facets.OpenAsync(isOpen, Kind.Filters[0], Current.ToQuery());

    private Task<Result<Page<T>>> FindAsync(RecordQuery query, CancellationToken cancellationToken) => AskAsync<Page<T>>(
        query,
        (data, own) =>
        {
            var found = DataSearch.Find(Kind, data, own, Known, Time.GetUtcNow());
            return new Page<T>(found, new Total(found.Count, true));
        },
        () => Records.FindAsync(_actor, query, cancellationToken));

    private Task<Result<int>> CountAsync(RecordQuery query, CancellationToken cancellationToken) => AskAsync<int>(
        query, (data, own) => DataSearch.Find(Kind, data, own, Known, Time.GetUtcNow()).Count, () => Records.CountAsync(_actor, query, cancellationToken));

    private Task<Result<IReadOnlyList<FacetValue>>> FacetAsync(RecordQuery query, string field, CancellationToken cancellationToken) => AskAsync<IReadOnlyList<FacetValue>>(
        query, (data, own) => DataSearch.Facet(Kind, data, own, field, Known, Time.GetUtcNow()), () => Records.FacetAsync(_actor, query, field, cancellationToken));

    // In the rows that are given, else in the mirror.
    private async Task<Result<TAnswer>> AskAsync<TAnswer>(RecordQuery query, Func<IReadOnlyList<T>, RecordQuery, Result<TAnswer>> within, Func<Task<Result<TAnswer>>> mirror)
    {
        _actor = await CurrentActor.GetAsync();
        if (Data is not { } data)
        {
            return await mirror();
        }

        var own = OwnFilters.Of(_actor, Kind.Type, query, Known);
        return own.Succeeded ? within(data, own.Value) : own.As<TAnswer>();
    }
}
