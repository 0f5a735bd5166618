using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Views;
using HubSpotCrm.Web.Features.Views;
using MudBlazor;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>What the user does to the saved views of the list: saving, renaming, sharing, pinning, deleting and bringing back.</summary>
public sealed partial class RecordList<T>
{
    /// <summary>How long the deletion of a view can be taken back from its message.</summary>
    private static readonly TimeSpan UndoFor = TimeSpan.FromSeconds(10);

    private bool _isSavingView;

    private async Task SaveViewAsync()
    {
        if (CurrentView is not { } view || _isSavingView)
        {
            return;
        }

        _isSavingView = true;
        Tell(await ChangeViewAsync(view, new ViewChange(view.Version) { State = ListUrl.Write(_state.Content) }));
        _isSavingView = false;
    }

    private Task SaveViewAsAsync() => AskForViewAsync("Save as a view", new ViewDetails("", ViewIcon.Table, false), async details =>
    {
        _actor = await CurrentActor.GetAsync();
        var made = await TryAsync(() => SavedViews.CreateAsync(
            _actor, new NewView(Kind.Type, details.Name, ListUrl.Write(_state.Content), details.Icon, details.IsShared), CancellationToken.None));
        if (made.Succeeded)
        {
            await ReloadViewsAsync();
            Show(_state with { View = made.Value.Id }, []);
            RewriteAddress();
            Toasts.Say($"Saved as “{made.Value.Name}”.");
        }

        return made.Failure;
    });

    private Task EditViewAsync() => CurrentView is { } view
        ? AskForViewAsync($"View “{view.Name}”", new ViewDetails(view.Name, view.Icon, view.IsShared), details => ChangeViewAsync(
            view, new ViewChange(view.Version) { Name = details.Name, Icon = details.Icon, IsShared = details.IsShared }))
        : Task.CompletedTask;

    private async Task<Failure?> ChangeViewAsync(SavedView view, ViewChange change)
    {
        _actor = await CurrentActor.GetAsync();
        var changed = await TryAsync(() => SavedViews.ChangeAsync(_actor, view.Id, change, CancellationToken.None));
        await ReloadViewsAsync();
        if (changed.Succeeded && _state.View == view.Id)
        {
            RewriteAddress();
            Toasts.Say($"“{changed.Value.Name}” saved.");
        }

        StateHasChanged();
        return changed.Failure;
    }

    private async Task DeleteViewAsync()
    {
        if (CurrentView is not { } view)
        {
            return;
        }

        _actor = await CurrentActor.GetAsync();
        var deleted = await TryAsync(() => SavedViews.DeleteAsync(_actor, view.Id, CancellationToken.None));
        Tell(deleted.Failure);
        if (!deleted.Succeeded)
        {
            return;
        }

        Toasts.OfferUndo($"View “{view.Name}” deleted.", Time.GetUtcNow() + UndoFor, () => RestoreViewAsync(view.Id));
        await ReloadViewsAsync();
        await GoToAsync(_views.Plain, replace: true);
    }

    // The message outlives the page: the view comes back even when another list is shown by then.
    private async Task RestoreViewAsync(string id)
    {
        _actor = await CurrentActor.GetAsync();
        var restored = await TryAsync(() => SavedViews.RestoreAsync(_actor, id, CancellationToken.None));
        Tell(restored.Failure);
        if (restored.Succeeded && !_isDisposed)
        {
            await InvokeAsync(async () =>
            {
                await ReloadViewsAsync();
                await GoToAsync(_views.StateOf(id), replace: true);
            });
        }
    }

    private Task PinViewsAsync(IReadOnlyList<string> ids) => ArrangeAsync(() => SavedViews.PinAsync(_actor, Kind.Type, ids, CancellationToken.None));

    private Task SetDefaultViewAsync(string? id) => ArrangeAsync(() => SavedViews.SetDefaultAsync(_actor, Kind.Type, id, CancellationToken.None));

    private async Task ArrangeAsync(Func<Task<Result<Done>>> arrange)
    {
        _actor = await CurrentActor.GetAsync();
        var arranged = await TryAsync(arrange);
        Tell(arranged.Failure);
        await ReloadViewsAsync();
        StateHasChanged();
    }

    private async Task AskForViewAsync(string heading, ViewDetails details, Func<ViewDetails, Task<Failure?>> save)
    {
        var parameters = new DialogParameters<ViewDialog>
        {
            { dialog => dialog.Heading, heading },
            { dialog => dialog.Details, details },
            { dialog => dialog.CanShare, _actor.Check(Policy.ShareViews) is null },
            { dialog => dialog.Save, save },
        };
        await Dialogs.ShowAsync<ViewDialog>(null, parameters, new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true });
    }
}
