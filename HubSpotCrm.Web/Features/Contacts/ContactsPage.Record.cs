using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Features.Records;
using HubSpotCrm.Web.Urls;
using Microsoft.JSInterop;

namespace HubSpotCrm.Web.Features.Contacts;

/// <summary>The edit could not be saved for a reason that is ours; the log says which.</summary>
public sealed record EditNotSaved() : Failure("The value could not be saved. It is still here: try again.");

/// <summary>The open record, its edits, and the marks that edits leave on rows.</summary>
public sealed partial class ContactsPage
{
    private Dictionary<string, RowMark> _marks = [];
    private bool _isOpenedFromList;
    private bool _isMoving;

    private bool CanEdit => _actor.Check(Policy.EditRecords) is null;

    private string RecordTitle => (_record.Details?.Record ?? _list.Rows.FirstOrDefault(row => row.Id == _state.Record))?.DisplayName ?? $"Contact {_state.Record}";

    private async Task TurnRecordAsync(ListState before)
    {
        _isOpenedFromList = before.Record is null ? before.List.Equals(_state.List) : _isMoving && _isOpenedFromList;
        _isMoving = false;
        await _record.OpenAsync(_state.Record);
        if (_state.Record is null && before.Record is { } closed)
        {
            _table?.FocusRow(closed);
        }

        StateHasChanged();
    }

    // A record that was opened here is left by Back, so that the browser's history holds no trace of it; a link's is only taken out of the URL.
    private async Task CloseAsync()
    {
        if (_isOpenedFromList)
        {
            _isOpenedFromList = false;
            await Js.InvokeVoidAsync("history.back");
        }
        else
        {
            GoTo(_state.List, replace: true);
        }
    }

    private void Move(int step)
    {
        if (Neighbour(step) is { } next)
        {
            _isMoving = true;
            GoTo(_state with { Record = next }, replace: true);
        }
    }

    private string? Neighbour(int step)
    {
        var at = _list.Rows.ToList().FindIndex(row => row.Id == _state.Record);
        return at >= 0 && at + step >= 0 && at + step < _list.Rows.Count ? _list.Rows[at + step].Id : null;
    }

    private async Task<Failure?> SaveAsync(PropertyChange change)
    {
        if (_record.Id is not { } id)
        {
            return new EditNotSaved();
        }

        // Asked anew: the role may have changed since the page was opened.
        _actor = await CurrentActor.GetAsync();
        var failure = await TryAsync(() => Contacts.EditAsync(_actor, id, new RecordEdit(new Dictionary<string, string> { [change.Property] = change.Value }), CancellationToken.None));
        if (failure is null && _record.Id == id)
        {
            Announcer.Say("Saving");
            await _record.ReloadAsync();
        }

        return failure;
    }

    private async Task DecideAsync(EditDecision decision)
    {
        _actor = await CurrentActor.GetAsync();
        var failure = await TryAsync(() => decision.Choice switch
        {
            EditChoice.Retry => Edits.RetryAsync(_actor, decision.EditId, CancellationToken.None),
            EditChoice.Discard => Edits.DiscardAsync(_actor, decision.EditId, CancellationToken.None),
            EditChoice.KeepHubSpots => Edits.ResolveAsync(_actor, decision.EditId, ConflictChoice.KeepHubSpots, CancellationToken.None),
            _ => Edits.ResolveAsync(_actor, decision.EditId, ConflictChoice.OverwriteWithMine, CancellationToken.None),
        });
        if (failure is not null)
        {
            Snackbar.Add(failure.Message, MudBlazor.Severity.Error);
        }

        await _record.ReloadAsync();
        await ReadMarksAsync();
    }

    private async Task ReadMarksAsync()
    {
        if (await TryAsync(async () =>
        {
            var open = await Edits.OpenAsync(_actor, CancellationToken.None);
            if (open.Succeeded)
            {
                _marks = open.Value
                    .Where(edit => edit.Type == ObjectType.Contact)
                    .GroupBy(edit => edit.RecordId)
                    .ToDictionary(edits => edits.Key, edits => edits.Select(MarkOf).Max());
            }

            return open;
        }) is null)
        {
            StateHasChanged();
        }
    }

    private RowMark MarkOf(Contact contact) => _marks.GetValueOrDefault(contact.Id) is var mark and not RowMark.None ? mark
        : contact.HasPendingEdit ? RowMark.Saving
        : RowMark.None;

    private static RowMark MarkOf(EditStatus edit) => edit.State switch
    {
        "Conflict" => RowMark.Conflict,
        "Rejected" or "Parked" => RowMark.Rejected,
        _ => RowMark.None,
    };

    private async Task<Failure?> TryAsync<T>(Func<Task<Result<T>>> action)
    {
        try
        {
            return (await action()).Failure;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A fault of ours must not take the circuit with it, and with the circuit what was typed.
            Logger.LogError(exception, "An edit of a contact failed");
            return new EditNotSaved();
        }
    }

    private string LinkOf(Contact contact) => UrlOf(_state with { Record = contact.Id, Tab = RecordTab.Details });

    private static string? LinkOfAssociated(AssociatedRecord record) => record.Type switch
    {
        ObjectType.Contact => PortalUrls.Contact(record.Id),
        ObjectType.Company => UrlOf(new ListState(ObjectType.Contact).Toggle("company", record.Name)),
        _ => null,
    };

    private string? TitleOf(Contact contact, RecordColumn column) => column.Field switch
    {
        "name" => contact.DisplayName,
        "score" or "active" or ContactColumns.Why => null,
        "stage" => contact.LifecycleStage is { } stage ? _definitions.LabelOf(ObjectType.Contact, "lifecyclestage", stage) : null,
        _ => TextOf(contact, column),
    };

    private static string? TextOf(Contact contact, RecordColumn column) => column.Field switch
    {
        "email" => contact.Email,
        "company" => contact.Company,
        "owner" => contact.Owner,
        _ => null,
    };

    private static string ScoreWidth(decimal score) => Math.Clamp(score, 0, 100).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
}
