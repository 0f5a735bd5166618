using System.Globalization;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Features.Records;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace HubSpotCrm.Web.Components.Shared;

/// <summary>
/// One record beside its list: key facts, all properties with inline edit, associations, history.
/// From 1280 pixels on it stands beside the list, below it lies over it and keeps the focus, on a phone it fills the screen.
/// </summary>
public sealed partial class RecordDrawer : ComponentBase, IAsyncDisposable
{
    private ElementReference _root;
    private ScriptModule? _script;
    private string? _shown;
    private string? _editing;
    private string? _focusPen;
    private string? _wanted;
    private bool _isSaving;
    private bool _withEmpty;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Parameter, EditorRequired]
    public required ObjectType Type { get; set; }

    /// <summary>HubSpot's id of the record.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>Known from the list before the record is read.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>Null while it is being read.</summary>
    [Parameter]
    public RecordView? View { get; set; }

    [Parameter]
    public Failure? Failure { get; set; }

    [Parameter]
    public RecordTab Tab { get; set; }

    [Parameter]
    public AccountDefinitions Definitions { get; set; } = AccountDefinitions.Empty;

    [Parameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Parameter]
    public bool CanEdit { get; set; }

    [Parameter]
    public bool HasPrevious { get; set; }

    [Parameter]
    public bool HasNext { get; set; }

    /// <summary>The address of an associated record; null when the portal has none for it.</summary>
    [Parameter]
    public Func<AssociatedRecord, string?> LinkOf { get; set; } = _ => null;

    [Parameter]
    public EventCallback OnClose { get; set; }

    /// <summary>Called with −1 for the record before in the list, 1 for the one after.</summary>
    [Parameter]
    public EventCallback<int> OnMove { get; set; }

    [Parameter]
    public EventCallback<RecordTab> OnTab { get; set; }

    /// <summary>Saves; null when it was taken, else why not.</summary>
    [Parameter]
    public Func<PropertyChange, Task<Failure?>> Save { get; set; } = _ => Task.FromResult<Failure?>(null);

    [Parameter]
    public EventCallback<EditDecision> OnDecide { get; set; }

    /// <summary>The record's own address, for the link that is copied; null: the page's.</summary>
    [Parameter]
    public string? Link { get; set; }

    [Parameter]
    public string ArchiveWord { get; set; } = "Archive";

    /// <summary>Called with the id of the record that is to be taken away.</summary>
    [Parameter]
    public EventCallback<string> OnArchive { get; set; }

    [Parameter]
    public EventCallback OnMakeAgain { get; set; }

    // A link may name a tab that this kind does not have.
    private RecordTab Shown => HasLinks || Tab is not (RecordTab.Associations or RecordTab.Timeline) ? Tab : RecordTab.Details;

    private string Kind => Words.Capital(Type.Singular());

    private string? Pipeline => View?.Properties.FirstOrDefault(property => property.Definition.Name == "pipeline")?.Value;

    private int EmptyCount => View is null ? 0 : PropertyGroups.CountEmpty(View);

    // The address comes from outside: a link that is not a web address is not offered.
    private string? HubSpotLink => Uri.TryCreate(View?.HubSpotUrl, UriKind.Absolute, out var link) && link.Scheme is "https" or "http" ? View!.HubSpotUrl : null;

    private string Initials
    {
        get
        {
            var words = Title.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var letters = words.Take(1).Concat(words.Skip(1).TakeLast(1)).Select(word => StringInfo.GetNextTextElement(word));
            return string.Concat(letters).ToUpperInvariant();
        }
    }

    private IEnumerable<(RecordTab Tab, string Label, int Count)> Tabs =>
    [
        (RecordTab.Details, "Details", 0),
        .. HasLinks ? [(RecordTab.Associations, "Associations", View?.Associations.Count ?? 0), (RecordTab.Timeline, "Timeline", 0)] : Array.Empty<(RecordTab, string, int)>(),
        (RecordTab.History, "History", View?.History.Count ?? 0),
    ];

    // Marketing records have neither associations nor a timeline in HubSpot.
    private bool HasLinks => ObjectTypes.CrmObjects.Contains(Type);

    public async ValueTask DisposeAsync()
    {
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }
    }

    protected override void OnParametersSet()
    {
        if (_shown is not null && _shown != Id)
        {
            (_editing, _wanted, _withEmpty) = (null, null, false);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        _script ??= new ScriptModule(Js, "./Components/Shared/RecordDrawer.razor.js");
        if (firstRender)
        {
            await _script.CallAsync("attach", _root);
        }

        if (_shown != Id)
        {
            _shown = Id;
            await _script.CallAsync("focusTitle", _root);
        }

        if (_focusPen is { } property)
        {
            _focusPen = null;
            await _script.CallAsync("focusEdit", _root, property);
        }
    }

    // While a value is being saved the next editor waits: what is refused stays open with what was typed.
    private void Start(string property)
    {
        if (_isSaving)
        {
            _wanted = property;
        }
        else
        {
            _editing = property;
        }
    }

    private async Task<Failure?> SaveAsync(PropertyChange change)
    {
        (_isSaving, _wanted) = (true, null);
        try
        {
            var failure = await Save(change);
            if (failure is not null)
            {
                _wanted = null;
            }

            return failure;
        }
        finally
        {
            _isSaving = false;
        }
    }

    private void Cancel(string property) => (_editing, _focusPen) = (null, property);

    // After Tab the next property that can be edited opens, in the order of the screen.
    private void GoOn(RecordProperty property, bool toNext)
    {
        if (_wanted is { } wanted)
        {
            (_editing, _wanted, _focusPen) = (wanted, null, null);
            return;
        }

        var name = property.Definition.Name;
        var next = toNext && View is not null
            ? PropertyGroups.Of(View, _withEmpty)
                .SelectMany(group => group.Properties)
                .SkipWhile(other => other.Definition.Name != name)
                .Skip(1)
                .FirstOrDefault(other => PropertyEditors.ReadOnlyReason(other.Definition) is null)
            : null;
        _editing = next?.Definition.Name;
        _focusPen = next is null ? name : null;
    }
}
