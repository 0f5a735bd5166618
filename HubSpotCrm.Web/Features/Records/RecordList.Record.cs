using System.Globalization;
using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>The edit could not be saved for a reason that is ours; the log says which.</summary>
public sealed record EditNotSaved() : Failure("The value could not be saved. It is still here: try again.");

/// <summary>The open record, its edits, and the marks that edits leave on rows.</summary>
public sealed partial class RecordList<T>
{
    private Dictionary<string, RowMark> _marks = [];

    [Inject]
    public required IEditService Edits { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    private bool CanEdit => _actor.Check(Policy.EditRecords) is null;

    private string RecordTitle => _record.Details is { } details ? Kind.NameOf(details.Record) : NameOf(_state.Record ?? "");

    private string NameOf(string id) => _list.Rows.FirstOrDefault(row => Kind.IdOf(row) == id) is { } row ? Kind.NameOf(row) : $"{Words.Capital(Kind.Singular)} {id}";

    private EventCallback<string> OnOpen => IsEmbedded ? EventCallback.Factory.Create<string>(this, OpenRowAsync) : default;

    private async Task TurnRecordAsync(ListState before)
    {
        if (_state.Record is { } opened && before.Record is null)
        {
            _ = NoteAsync(opened);
        }

        await _record.OpenAsync(_state.Record);
        if (_state.Record is null && before.Record is { } closed)
        {
            _table?.FocusRow(closed);
        }

        StateHasChanged();
    }

    // A record that was opened from this list is left by Back, so that the history holds no trace of it. After anything else Back would
    // undo that: the record is only taken out of the URL.
    private async Task CloseAsync()
    {
        var list = _state.List;
        if (IsEmbedded || _trail.Before is not { } before || !before.Equals(list))
        {
            await GoToAsync(list, replace: true);
            return;
        }

        var shown = _state;
        Show(list, []);
        _trail.Back(list);
        await Js.InvokeVoidAsync("history.back");
        await FollowAsync(shown);
    }

    private Task MoveAsync(int step) => Neighbour(step) is { } next ? GoToAsync(_state with { Record = next }, replace: true) : Task.CompletedTask;

    private Task OpenRowAsync(string id) => GoToAsync(_state with { Record = id, Tab = RecordTab.Details }, replace: false);

    private string? Neighbour(int step)
    {
        var at = _list.Rows.ToList().FindIndex(row => Kind.IdOf(row) == _state.Record);
        return at >= 0 && at + step >= 0 && at + step < _list.Rows.Count ? Kind.IdOf(_list.Rows[at + step]) : null;
    }

    private async Task<Failure?> SaveAsync(PropertyChange change)
    {
        if (_record.Id is not { } id)
        {
            return new EditNotSaved();
        }

        // Asked anew: the role may have changed since the page was opened.
        _actor = await CurrentActor.GetAsync();
        var edit = new RecordEdit(
            new Dictionary<string, string> { [change.Property] = change.Value }, new Dictionary<string, string?> { [change.Property] = change.Seen });
        var saved = await TryAsync(() => Records.EditAsync(_actor, id, edit, CancellationToken.None));
        if (saved.Succeeded && _record.Id == id)
        {
            Announcer.Say("Saving");
            await _record.ReloadAsync();
        }

        return saved.Failure;
    }

    private async Task DecideAsync(EditDecision decision)
    {
        _actor = await CurrentActor.GetAsync();
        var decided = await TryAsync(() => decision.Choice switch
        {
            EditChoice.Retry => Edits.RetryAsync(_actor, decision.EditId, CancellationToken.None),
            EditChoice.Discard => Edits.DiscardAsync(_actor, decision.EditId, CancellationToken.None),
            EditChoice.KeepHubSpots => Edits.ResolveAsync(_actor, decision.EditId, ConflictChoice.KeepHubSpots, CancellationToken.None),
            _ => Edits.ResolveAsync(_actor, decision.EditId, ConflictChoice.OverwriteWithMine, CancellationToken.None),
        });
        Tell(decided.Failure);
        await _record.ReloadAsync();
        await ReadMarksAsync();
    }

    private async Task ReadMarksAsync()
    {
        var open = await TryAsync(() => Edits.OpenAsync(_actor, CancellationToken.None));
        if (open.Succeeded && !_isDisposed)
        {
            _marks = open.Value
                .Where(edit => edit.Type == Kind.Type)
                .GroupBy(edit => edit.RecordId)
                .ToDictionary(edits => edits.Key, edits => edits.Select(MarkOf).Max());
            StateHasChanged();
        }
    }

    private RowMark MarkOf(T row) => _marks.GetValueOrDefault(Kind.IdOf(row)) is var mark and not RowMark.None ? mark
        : Kind.IsPending(row) ? RowMark.Saving
        : RowMark.None;

    private static RowMark MarkOf(EditStatus edit) => edit.State switch
    {
        "Conflict" => RowMark.Conflict,
        "Rejected" or "Parked" => RowMark.Rejected,
        _ => RowMark.None,
    };

    private async Task<Result<TAnswer>> TryAsync<TAnswer>(Func<Task<Result<TAnswer>>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A fault of ours must not take the circuit with it, and with the circuit what was typed.
            Logger.LogError(exception, "An edit of {Type} failed", Kind.Type);
            return new EditNotSaved();
        }
    }

    private void Tell(Failure? failure)
    {
        if (failure is not null)
        {
            Toasts.Fail(failure.Message);
        }
    }

    private string LinkOf(T row) => UrlOf(_state with { Record = Kind.IdOf(row), Tab = RecordTab.Details });

    private string? TitleOf(T row, RecordColumn column) => column.Field == RecordKind<T>.Why ? null
        : column.Slot == CardSlot.Title ? Kind.NameOf(row)
        : Kind.Cell(row, column.Field, Cells).Title;

    private static string ScoreWidth(decimal score) => Math.Clamp(score, 0, 100).ToString("0.#", CultureInfo.InvariantCulture);
}
