using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Features.Connection;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Localization;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace HubSpotCrm.Web.Features.Search;

/// <summary>One text over all kinds of record: the best of each with why it was found, how many there are, and the way to the whole list.</summary>
public sealed partial class SearchPage : ComponentBase, IAsyncDisposable
{
    /// <summary>Of each kind; the lists have the others.</summary>
    public const int Rows = 5;

    private UnifiedLoader _loader = null!;
    private string _text = "";
    private string? _asked;
    private IReadOnlyList<HitGroup> _groups = [];
    private FoundRecords? _read;
    private Recents _recents = Recents.None;
    private AccountDefinitions _definitions = AccountDefinitions.Empty;
    private Actor _actor = Actor.Nobody;
    private ScriptModule? _script;
    private ElementReference _root;
    private bool _isDisposed;

    [Inject]
    public required IUnifiedSearch Searches { get; init; }

    [Inject]
    public required IRecentService Recent { get; init; }

    [Inject]
    public required IDefinitionService Definitions { get; init; }

    [Inject]
    public required ISyncService Sync { get; init; }

    [Inject]
    public required IConnectionService Connection { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider Time { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required ILogger<SearchPage> Logger { get; init; }

    /// <summary>What is searched for.</summary>
    [SupplyParameterFromQuery(Name = PortalUrls.SearchQuery)]
    public string? Text { get; set; }

    /// <summary>From prerendering, so that the records are asked for once.</summary>
    [PersistentState(RestoreBehavior = RestoreBehavior.SkipLastSnapshot)]
    public SearchSnapshot? Snapshot { get; set; }

    // A kind that HubSpot does not share is not shown as one without hits.
    private IReadOnlyList<ObjectType> LeftOut
    {
        get
        {
            var missing = Scopes.Missing(Connection.Status, Sync.Status);
            return [.. FoundRecords.Kinds.Where(type => missing.Contains(Scopes.ToRead(type)) && _groups.Any(group => group.Type == type && group.Hits.Count == 0))];
        }
    }

    private IEnumerable<HitGroup> Shown => _groups.Where(group => !LeftOut.Contains(group.Type)).OrderBy(group => group.Hits.Count == 0 && group.Problem is null);

    private Total? Sum => _loader.Found?.Total ?? (_groups.Count == 0 ? null : new Total(_groups.Sum(group => group.Total?.Count ?? 0), _groups.All(group => group.Total is not { IsExact: false })));

    // Said of the text before while the next is being searched for.
    private bool IsNothing => _loader.Found is { IsWhole: true, Total.Count: 0 } && _groups.All(group => group.Problem is null);

    private string? CountText => _loader.IsSlow || Sum is not { } sum ? null : Formats.Number(sum);

    private string CountTail => _loader.IsSlow
        ? $"Still searching {FoundRecords.Kinds.Count - _loader.Answered} of {FoundRecords.Kinds.Count} types…"
        : Sum is not { } sum ? "Searching…" : (sum is { Count: 1, IsExact: true } ? "record" : "records") + AsOf;

    // How old the copy is that was searched in: nothing of HubSpot is asked.
    private string AsOf => (Sync.Status.CompleteTo ?? Sync.Status.SyncedAt) is { } at ? $" · searched local copy as of {Formats.MinuteOrDay(at)}" : "";

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        _loader.Dispose();
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    protected override async Task OnInitializedAsync()
    {
        _loader = new(Searches, Time, Logger, InvokeAsync, Show);
        _text = ListState.Clean(Text ?? "");
        _actor = await Current.GetAsync();
        _definitions = await Definitions.GetAsync(CancellationToken.None);
        if (Snapshot is { } snapshot && snapshot.Text == _text)
        {
            (_groups, _asked) = (snapshot.Groups, _text);
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        var text = ListState.Clean(Text ?? "");
        if (_asked == text)
        {
            return;
        }

        (_text, _asked) = (text, text);
        await LoadAsync();

        // What is still to be counted or to be thought of is asked for in the browser.
        if (!RendererInfo.IsInteractive && _loader is { Found: { Failure: null, Total: { Count: > 0, IsExact: true } }, ReadAt: { } readAt } && _groups.All(group => group.Problem is null))
        {
            Snapshot = new SearchSnapshot(_text, _groups, readAt);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _script = new ScriptModule(Js, "./Features/Search/SearchPage.razor.js");
            await _script.CallAsync("attach", _root);
        }
    }

    private string ListOf(ObjectType type) => $"{PortalUrls.ListOf(type)}?{ListUrl.Write(new ListState(type) { Text = _text })}";

    // Within the list of its kind and the same text: the record's neighbours are the other hits, and Back leads here.
    private string RecordOf(SearchHit hit) => $"{PortalUrls.ListOf(hit.Type)}?{ListUrl.Write(new ListState(hit.Type) { Text = _text, Record = hit.Id })}";

    // Typing replaces: a history entry for every pause would bury the page before.
    private void GoTo(string text) => Navigation.NavigateTo(PortalUrls.SearchFor(text), replace: true);

    private async Task LoadAsync()
    {
        if (_text.Length == 0)
        {
            _loader.Forget();
            (_groups, _read) = ([], null);
            await ReadRecentsAsync();
            return;
        }

        _actor = await Current.GetAsync();
        await _loader.LoadAsync(_actor, _text, Rows, RendererInfo.IsInteractive);
        if (_isDisposed || _loader is not { IsAsking: false, Found: { Failure: null } found } || found.Text != _text)
        {
            return;
        }

        Announcer.Say(found.Total.Count == 0 ? $"Nothing matches {_text}" : Formats.Count(found.Total, "record"));
        if (found.Total.Count == 0)
        {
            await ReadRecentsAsync();
        }
    }

    private void Show()
    {
        if (_loader.Found is { } found && !ReferenceEquals(found, _read))
        {
            (_read, _groups) = (found, Hits.Read(found, new CellContext(_definitions, TimeZoneInfo.Utc, Time.GetUtcNow())));
        }

        StateHasChanged();
    }

    private async Task ReadRecentsAsync() => _recents = await Recent.GetAsync(_actor, CancellationToken.None) is { Succeeded: true, Value: var kept } ? kept : Recents.None;

    private async Task NoteAsync() => await Recent.NoteSearchAsync(_actor, _text, CancellationToken.None);

    private async Task OpenAsync(SearchHit hit)
    {
        await Recent.NoteSearchAsync(_actor, _text, CancellationToken.None);
        await Recent.NoteRecordAsync(_actor, new RecordReference(hit.Type, hit.Id), CancellationToken.None);
    }

    private async Task ForgetAsync()
    {
        await Recent.ClearAsync(_actor, CancellationToken.None);
        await ReadRecentsAsync();
    }
}
