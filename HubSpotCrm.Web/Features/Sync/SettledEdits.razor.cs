using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Components;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>What became of the edits of the last 30 days, a bulk edit as one line, and the way to take them back.</summary>
public sealed partial class SettledEdits : ComponentBase, IDisposable
{
    private const int PageSize = 25;

    /// <summary>Nobody waits for this list, and every step of every edit is told.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Newest _newest = new();
    private IReadOnlyList<SettledEdit> _lines = [];
    private AccountDefinitions _definitions = AccountDefinitions.Empty;
    private string? _failure;
    private int _offset;
    private int _shown;
    private int _total;
    private bool _isBusy;
    private bool _isLoaded;
    private IDisposable? _subscription;
    private Throttle? _throttle;

    [Inject]
    public required IEditService Edits { get; init; }

    [Inject]
    public required IBulkEditService BulkService { get; init; }

    [Inject]
    public required IDefinitionService Definitions { get; init; }

    [Inject]
    public required OutboxNews News { get; init; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    /// <summary>Null until it is known who looks.</summary>
    [Parameter, EditorRequired]
    public Actor? Actor { get; set; }

    private bool MayEdit => Actor is { Role: >= Role.Editor };

    public void Dispose()
    {
        _subscription?.Dispose();
        _throttle?.Dispose();
        _newest.Dispose();
    }

    protected override void OnInitialized()
    {
        _throttle = new Throttle(Clock, Interval, () => _ = InvokeAsync(ReloadAsync));
        _subscription = News.Subscribe(_throttle.Signal);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (Actor is not null && !_isLoaded)
        {
            await ShowAsync(0);
        }
    }

    private async Task ReloadAsync()
    {
        if (Actor is not null)
        {
            await ShowAsync(_offset);
            StateHasChanged();
        }
    }

    private async Task ShowAsync(int offset)
    {
        // At once, so that a refresh that comes meanwhile is of the page that was chosen; one that was under way is dropped.
        _offset = offset;
        var cancellationToken = _newest.Next();
        try
        {
            var page = await Edits.SettledAsync(await Current.GetAsync(), offset, PageSize, cancellationToken);
            var definitions = page.Succeeded ? await Definitions.GetAsync(cancellationToken) : _definitions;
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            _isLoaded = true;
            _failure = page.Failure is null or NotConnected ? null : page.Failure.Message;
            if (page.Succeeded)
            {
                (_definitions, _lines, _shown, _total) = (definitions, page.Value.Items, offset, page.Value.Total.Count);
            }

            _offset = _shown;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Another page is being read, or nobody looks any more.
        }
    }

    private async Task UndoAsync(EditStatus edit)
    {
        _isBusy = true;
        var undo = await Edits.RevertAsync(await Current.GetAsync(), edit.EditId, CancellationToken.None);
        _isBusy = false;
        if (!undo.Succeeded)
        {
            Toasts.Fail(undo.Failure.Message);
        }
        else
        {
            Toasts.Say(undo.Value.EditId is null ? "There was nothing to undo." : $"The edit of {NameOf(edit)} is being undone.");
        }
    }

    private async Task UndoAsync(BulkEditStatus bulk)
    {
        _isBusy = true;
        var undo = await BulkService.UndoAsync(await Current.GetAsync(), bulk.Id, CancellationToken.None);
        _isBusy = false;
        if (undo.Succeeded)
        {
            Navigation.NavigateTo(PortalUrls.BulkEdit(undo.Value.Id));
        }
        else
        {
            Toasts.Fail(undo.Failure.Message);
        }
    }

    private static string NameOf(EditStatus edit) => $"{Words.Capital(edit.Type.Singular())} {edit.RecordId}";

    private string What(EditStatus edit) => edit.Kind switch
    {
        EditKind.Create => "Created",
        EditKind.Archive => edit.Type == ObjectType.Campaign ? "Deleted" : "Archived",
        _ => string.Join(", ", edit.Properties.Select(property =>
            $"{EditWords.Label(_definitions, edit, property)}: {EditWords.Value(_definitions, edit, property, property.Was, Formats)} → {EditWords.Value(_definitions, edit, property, property.Mine, Formats)}")),
    };
}
