using HubSpotCrm.Core.Common;
using HubSpotCrm.Web.Localization;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>Rows that are chosen, and the edit of all of them.</summary>
public sealed partial class RecordList<T>
{
    private readonly ListSelection _selection = new();

    private EventCallback<(string Id, bool ToHere)> OnSelect => CanEdit ? EventCallback.Factory.Create<(string Id, bool ToHere)>(this, Select) : default;

    private IReadOnlyList<string> PageIds => [.. _list.Rows.Select(Kind.IdOf)];

    // Not offered where the whole list is on the page already.
    private string? MoreToSelect => !_selection.IsAll && _list.Total is { } total && total.Count > _selection.Count(total)
        ? Formats.Number(total)
        : null;

    private void Select((string Id, bool ToHere) chosen)
    {
        if (chosen.ToHere)
        {
            _selection.Extend(chosen.Id, PageIds);
        }
        else
        {
            _selection.Toggle(chosen.Id, PageIds);
        }

        SaySelected();
    }

    private void SelectPage()
    {
        _selection.TogglePage(PageIds);
        SaySelected();
    }

    private void SelectAll()
    {
        _selection.ChooseAll();
        SaySelected();
    }

    private void ClearSelection()
    {
        _selection.Clear();
        SaySelected();
    }

    private void SaySelected() => Announcer.Say(_selection.IsEmpty ? "Nothing selected" : $"{Formats.Number(_selection.Count(_list.Total))} selected");

    // Rows that another question finds are other rows.
    private void DropSelectionOf(ListState? before, ListState after)
    {
        if (before is not null && !Question(before).Equals(Question(after)))
        {
            _selection.Clear();
        }
    }

    private static ListState Question(ListState state) => state.Rows with { Page = 1, Sort = [] };

    private async Task EditSelectionAsync()
    {
        var parameters = new DialogParameters<BulkEditDialog>
        {
            { dialog => dialog.Type, Kind.Type },
            { dialog => dialog.Records, _selection.ToBulk(_state.ToQuery()) },
            { dialog => dialog.Count, _selection.Count(_list.Total) },
            { dialog => dialog.Definitions, _definitions },
            { dialog => dialog.Zone, Cells.Zone },
        };

        // What was typed is only given up by a button that says so.
        var options = new DialogOptions { MaxWidth = MaxWidth.Medium, FullWidth = true, BackdropClick = false, CloseOnEscapeKey = false };
        var dialog = await Dialogs.ShowAsync<BulkEditDialog>(null, parameters, options);
        if (await dialog.Result is { Canceled: false } && !_isDisposed)
        {
            _selection.Clear();
            await LoadAsync();
        }
    }
}
