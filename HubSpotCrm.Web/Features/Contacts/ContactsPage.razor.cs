using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Components.Shared;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace HubSpotCrm.Web.Features.Contacts;

/// <summary>The contacts: search, filters, list, open record. Its state is the URL; records change under it while sync and colleagues work.</summary>
public sealed partial class ContactsPage : ComponentBase, IDisposable
{
    private ListState _state = new(ObjectType.Contact);
    private IReadOnlyList<string> _ignored = [];
    private AccountDefinitions _definitions = AccountDefinitions.Empty;
    private TextMatch _match = new("");
    private Actor _actor = new("", "", Role.Viewer);
    private ListLoader<Contact> _list = null!;
    private RecordLoader<Contact> _record = null!;
    private FacetLoader _facets = null!;
    private LiveChanges? _live;
    private RecordTable<Contact>? _table;
    private HashSet<string> _shown = [];
    private bool _isDisposed;

    [Inject]
    public required IContactService Contacts { get; init; }

    [Inject]
    public required IDefinitionService Definitions { get; init; }

    [Inject]
    public required IEditService Edits { get; init; }

    [Inject]
    public required ISyncService Sync { get; init; }

    [Inject]
    public required ChangeFeed Feed { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required ILogger<ContactsPage> Logger { get; init; }

    /// <summary>From prerendering, so that the list is asked for once.</summary>
    [PersistentState(RestoreBehavior = RestoreBehavior.SkipLastSnapshot)]
    public ContactsSnapshot? Snapshot { get; set; }

    private static IReadOnlyList<FieldDefinition> Filters { get; } = [.. FieldCatalog.Of(ObjectType.Contact).Where(field => field.IsFilter)];

    private TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(_actor.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    private DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Time.GetUtcNow(), Zone).DateTime);

    private bool HasNextPage => _list.Total is { } total && (!total.IsExact || total.Count > _state.Page * _state.Size) && _list.Rows.Count >= _state.Size;

    private string RangeText
    {
        get
        {
            var first = (_state.Page - 1) * _state.Size;
            var total = _list.Total is { } known ? Formats.Number(known.Count) + (known.IsExact ? "" : "+") : "";
            return $"{Formats.Number(first + 1)}–{Formats.Number(first + _list.Rows.Count)} of {total}";
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        Navigation.LocationChanged -= OnLocationChanged;
        _live?.Dispose();
        _list.Dispose();
        _record.Dispose();
        _facets.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _list = new(
            (query, token) => Contacts.FindAsync(_actor, query, token), (query, token) => Contacts.CountAsync(_actor, query, token),
            contact => contact.Id, Time, Logger, ShowList);
        _record = new((id, token) => Contacts.GetAsync(_actor, id, token), Logger, StateHasChanged);
        _facets = new((query, field, token) => Contacts.FacetAsync(_actor, query, field, token), Logger, StateHasChanged);
        Read(new Uri(Navigation.Uri).Query);
        Navigation.LocationChanged += OnLocationChanged;
        _actor = await CurrentActor.GetAsync();
        _definitions = await Definitions.GetAsync(CancellationToken.None);
        if (RendererInfo.IsInteractive)
        {
            _live = new LiveChanges(Feed, ObjectType.Contact, Time, id => _shown.Contains(id) || id == _record.Id, changed => _ = InvokeAsync(() => RefreshAsync(changed)));
        }

        if (Snapshot is { } snapshot)
        {
            _list.Adopt(snapshot.Unpack(), snapshot.ReadAt);
            ShowList();
        }
        else
        {
            await LoadAsync();
        }

        // The browser's render reads these: the first one shows the list, and its markup stays small.
        if (RendererInfo.IsInteractive)
        {
            await ReadMarksAsync();
            await _record.OpenAsync(_state.Record);
        }
        else if (_list is { Failure: null, Total: { } total, ReadAt: { } readAt })
        {
            Snapshot = ContactsSnapshot.Of(new Page<Contact>(_list.Rows, total), readAt);
        }
    }

    private void Read(string query)
    {
        (_state, _ignored) = ListUrl.Parse(ObjectType.Contact, query);
        _match = new TextMatch(_state.Text);
    }

    private async Task LoadAsync()
    {
        var asked = _state.List;
        await _list.LoadAsync(asked.ToQuery());
        if (_isDisposed || !asked.Equals(_state.List) || _list is not { Failure: null, IsLoading: false, Total: { } total })
        {
            return;
        }

        if (_list.Rows.Count == 0 && total.Count > 0 && _state.Page > 1)
        {
            GoTo(_state with { Page = (total.Count + _state.Size - 1) / _state.Size }, replace: true);
            return;
        }

        if (RendererInfo.IsInteractive)
        {
            Announcer.Say(Formats.Count(total.Count, "contact"));
        }
    }

    private async Task RefreshAsync(IReadOnlyCollection<string> changed)
    {
        if (_isDisposed)
        {
            return;
        }

        _definitions = await Definitions.GetAsync(CancellationToken.None);
        if (_record.Id is { } open && changed.Contains(open))
        {
            await _record.ReloadAsync();
        }

        await ReadMarksAsync();
        await _list.RefreshAsync(_state.ToQuery(), changed);
    }

    private void ShowList()
    {
        // A new set each time: the change feed looks into it from other threads.
        _shown = [.. _list.Rows.Select(contact => contact.Id)];
        StateHasChanged();
    }

    private Task SearchAsync(ListState next)
    {
        // Typing replaces: a history entry for every pause would bury the page before.
        var isTyping = next.Text != _state.Text && next.WithText("").Equals(_state.WithText(""));
        GoTo(next, replace: isTyping);
        return Task.CompletedTask;
    }

    private void SortAsync((string Field, bool KeepOthers) sort) => GoTo(_state.SortBy(sort.Field, sort.KeepOthers), replace: false);

    private Task ClearAsync() => SearchAsync(_state.WithText("").WithoutFilters());

    private Task OpenFacetsAsync(bool isOpen) => _facets.OpenAsync(isOpen, Filters[0], _state.ToQuery());

    private static string UrlOf(ListState state) => ListUrl.Write(state) is { Length: > 0 } query ? $"{PortalUrls.Contacts}?{query}" : PortalUrls.Contacts;

    private void GoTo(ListState next, bool replace) => Navigation.NavigateTo(UrlOf(next), replace: replace);

    private void OnLocationChanged(object? sender, LocationChangedEventArgs location)
    {
        var address = new Uri(location.Location);
        if (address.AbsolutePath.TrimEnd('/') == PortalUrls.Contacts)
        {
            _ = InvokeAsync(() => FollowAsync(address.Query));
        }
    }

    private async Task FollowAsync(string query)
    {
        if (_isDisposed)
        {
            return;
        }

        var before = _state;
        Read(query);
        StateHasChanged();
        var work = new List<Task>();
        if (!before.List.Equals(_state.List))
        {
            work.Add(LoadAsync());
            work.Add(_facets.LoadAsync(_state.ToQuery()));
        }

        if (before.Record != _state.Record)
        {
            work.Add(TurnRecordAsync(before));
        }

        await Task.WhenAll(work);
    }
}
