using System.Web;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace HubSpotCrm.Web.Features.Sync;

/// <summary>Bulk edits that run or wait for a decision, and the one that the address names, with its records.</summary>
public sealed partial class BulkEdits : ComponentBase, IDisposable
{
    private List<BulkEditStatus> _shown = [];
    private AccountDefinitions _definitions = AccountDefinitions.Empty;
    private string? _failure;
    private string? _open;
    private bool _isBusy;
    private bool _isLoaded;
    private IDisposable? _subscription;
    private Throttle? _throttle;

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
        Navigation.LocationChanged -= OnLocationChanged;
        _subscription?.Dispose();
        _throttle?.Dispose();
    }

    protected override void OnInitialized()
    {
        _open = OpenIn(Navigation.Uri);
        Navigation.LocationChanged += OnLocationChanged;
        _throttle = new Throttle(Clock, LiveChanges.ShownInterval, () => _ = InvokeAsync(ReloadAsync));
        _subscription = News.Subscribe(_throttle.Signal);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (Actor is not null && !_isLoaded)
        {
            _isLoaded = true;
            await LoadAsync();
        }
    }

    private static string? OpenIn(string address) => HttpUtility.ParseQueryString(new Uri(address).Query)[PortalUrls.BulkEditQuery];

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(() =>
    {
        _open = OpenIn(change.Location);
        return ReloadAsync();
    });

    private async Task ReloadAsync()
    {
        if (Actor is not null)
        {
            await LoadAsync();
            StateHasChanged();
        }
    }

    private async Task LoadAsync()
    {
        var actor = await Current.GetAsync();
        var open = await BulkService.OpenAsync(actor, CancellationToken.None);
        _failure = open.Failure is null or NotConnected ? null : open.Failure.Message;
        if (!open.Succeeded)
        {
            return;
        }

        _definitions = await Definitions.GetAsync(CancellationToken.None);
        var shown = open.Value.ToList();
        if (_open is { } id && !shown.Exists(bulk => bulk.Id == id))
        {
            var named = await BulkService.FindAsync(actor, id, CancellationToken.None);
            _failure = named.Failure?.Message;
            if (named.Succeeded)
            {
                shown.Insert(0, named.Value);
            }
        }

        _shown = shown;
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

    private async Task DoAsync(Func<Actor, Task<Result<int>>> action)
    {
        _isBusy = true;
        var done = await action(await Current.GetAsync());
        _isBusy = false;
        if (!done.Succeeded)
        {
            Toasts.Fail(done.Failure.Message);
        }

        await LoadAsync();
    }
}
