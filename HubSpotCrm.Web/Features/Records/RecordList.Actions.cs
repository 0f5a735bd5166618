using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>New records, and records that are taken away and brought back.</summary>
public sealed partial class RecordList<T>
{
    private ElementReference _root;
    private ScriptModule? _script;
    private string? _menu;

    [Inject]
    public required IDialogService Dialogs { get; init; }

    [Inject]
    private NewRecordWatch Watch { get; set; } = null!;

    private EventCallback<string> OnMenu => CanEdit ? EventCallback.Factory.Create<string>(this, id => _menu = _menu == id || !_shown.Contains(id) ? null : id) : default;

    private EventCallback OnMakeAgain => Kind.CanBeMadeAgain ? EventCallback.Factory.Create(this, MakeAgainAsync) : default;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _script = new ScriptModule(Js, "./Features/Records/RecordList.razor.js");
            await _script.CallAsync("attach", _root);
        }
    }

    private Task PlaceMenuAsync(ElementReference menu) =>
        _table is { } table && _menu is { } id ? table.PlaceMenuAsync(id, menu) : Task.CompletedTask;

    private void CloseMenu()
    {
        if (_menu is { } id)
        {
            _menu = null;
            _table?.FocusRow(id);
        }
    }

    private async Task CreateAsync()
    {
        var parameters = new DialogParameters<NewRecordDialog>
        {
            { dialog => dialog.Type, Kind.Type },
            { dialog => dialog.Fields, Kind.NewFields },
            { dialog => dialog.Links, Kind.NewLinks },
            { dialog => dialog.Definitions, _definitions },
            { dialog => dialog.Zone, Cells.Zone },
            { dialog => dialog.Save, SaveNewAsync },
        };

        // What was typed is only given up by a button that says so.
        var options = new DialogOptions { MaxWidth = MaxWidth.Small, FullWidth = true, BackdropClick = false, CloseOnEscapeKey = false };
        await Dialogs.ShowAsync<NewRecordDialog>(null, parameters, options);
    }

    private async Task<Failure?> SaveNewAsync(NewRecord record)
    {
        _actor = await CurrentActor.GetAsync();
        var saved = await TryAsync(() => Records.CreateAsync(_actor, record, CancellationToken.None));
        if (saved.Succeeded)
        {
            await FollowNewAsync(saved.Value);
        }

        return saved.Failure;
    }

    private async Task ArchiveAsync(string id)
    {
        var name = NameOf(id);
        _actor = await CurrentActor.GetAsync();
        var archived = await TryAsync(() => Records.ArchiveAsync(_actor, id, CancellationToken.None));
        if (!archived.Succeeded)
        {
            Tell(archived.Failure);
            return;
        }

        _list.Remove(id);
        if (_state.Record == id)
        {
            await CloseAsync();
        }

        if (archived.Value is { EditId: { } editId, HeldUntil: { } until })
        {
            Toasts.OfferUndo($"{Words.Capital(Kind.Singular)} {Kind.ArchivedWord}.", until, () => UndoAsync(editId));
        }
        else
        {
            Toasts.Say($"{name} {Kind.ArchivedWord}.");
        }
    }

    // The toast outlives the page: the record comes back even when another list is shown by then.
    private async Task UndoAsync(string editId)
    {
        _actor = await CurrentActor.GetAsync();
        var undone = await TryAsync(() => Edits.UndoAsync(_actor, editId, CancellationToken.None));
        Tell(undone.Failure);
        if (!_isDisposed)
        {
            await InvokeAsync(LoadAsync);
        }
    }

    private async Task MakeAgainAsync()
    {
        if (_record.Id is not { } id)
        {
            return;
        }

        var parameters = new DialogParameters<MakeAgainDialog> { { dialog => dialog.Type, Kind.Type }, { dialog => dialog.Id, id }, { dialog => dialog.Name, RecordTitle } };
        var dialog = await Dialogs.ShowAsync<MakeAgainDialog>(null, parameters, new DialogOptions { MaxWidth = MaxWidth.ExtraSmall, FullWidth = true });
        if (await dialog.Result is not { Canceled: false })
        {
            return;
        }

        _actor = await CurrentActor.GetAsync();
        var made = await TryAsync(() => Records.RecreateAsync(_actor, id, CancellationToken.None));
        Tell(made.Failure);
        if (made.Succeeded)
        {
            await FollowNewAsync(made.Value);
        }
    }

    private Task FollowNewAsync(EditReceipt receipt) => receipt.EditId is { } editId ? Watch.FollowAsync(Kind.Type, editId) : Task.CompletedTask;
}
