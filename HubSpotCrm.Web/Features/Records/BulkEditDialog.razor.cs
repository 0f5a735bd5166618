using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Outbox;
using HubSpotCrm.Web.Circuits;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>New values for many records: choose them, see what they would change, apply, and watch.</summary>
public sealed partial class BulkEditDialog : ComponentBase, IDisposable
{
    private const int PageSize = 10;

    private readonly List<Change> _changes = [new()];
    private readonly Newest _newest = new();
    private BulkPreview? _preview;
    private BulkEdit? _previewed;
    private BulkEditStatus? _started;
    private string? _failure;
    private bool _isBusy;
    private bool _isLooking;
    private int _offset;
    private IDisposable? _subscription;
    private Throttle? _throttle;

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }

    [Inject]
    public required IBulkEditService BulkEdits { get; init; }

    [Inject]
    public required OutboxNews News { get; init; }

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required ILogger<BulkEditDialog> Logger { get; init; }

    [Parameter, EditorRequired]
    public required ObjectType Type { get; set; }

    [Parameter, EditorRequired]
    public required BulkSelection Records { get; set; }

    /// <summary>How many records are chosen.</summary>
    [Parameter, EditorRequired]
    public required int Count { get; set; }

    [Parameter]
    public AccountDefinitions Definitions { get; set; } = AccountDefinitions.Empty;

    [Parameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    private bool IsReady => _changes.TrueForAll(change => change.Definition is not null);

    private BulkEdit Edit => new(Type, Records, _changes.ToDictionary(
        change => change.Definition!.Name, change => PropertyText.FromDraft(change.Definition!, change.Draft, Zone)));

    public void Dispose()
    {
        _subscription?.Dispose();
        _throttle?.Dispose();
        _newest.Dispose();
    }

    // A property that takes no values, or that is chosen in another line, is not offered.
    private IEnumerable<PropertyDefinition> Choosable(Change change) => Definitions.Properties
        .Where(definition => definition.ObjectType == Type && definition is { IsHidden: false } && PropertyEditors.ReadOnlyReason(definition) is null && definition.Name != "hs_object_id"
            && !_changes.Exists(other => other != change && other.Definition?.Name == definition.Name))
        .OrderBy(definition => definition.Label, StringComparer.OrdinalIgnoreCase);

    private IReadOnlyList<(string Value, string Label)> OptionsOf(PropertyDefinition definition) => PropertyEditors.Options(
        definition, Definitions, null, _changes.Find(change => change.Definition?.Name == "pipeline")?.Draft);

    private void Choose(Change change, string? name)
    {
        (change.Definition, change.Draft, change.Problem) = (string.IsNullOrEmpty(name) ? null : Definitions.FindProperty(Type, name), "", null);
        Reset();
    }

    private void Write(Change change, string draft)
    {
        (change.Draft, change.Problem) = (draft, null);
        Reset();
    }

    private void Add()
    {
        _changes.Add(new Change());
        Reset();
    }

    private void Remove(Change change)
    {
        _changes.Remove(change);
        Reset();
    }

    // A preview that is being made is of other values: its answer is not waited for.
    private void Reset()
    {
        (_preview, _previewed, _failure) = (null, null, null);
        if (_isLooking)
        {
            _newest.Next();
            (_isLooking, _isBusy) = (false, false);
        }
    }

    private async Task PreviewAsync(int offset)
    {
        if (_isBusy)
        {
            return;
        }

        _isLooking = true;
        var edit = Edit;
        var cancellationToken = _newest.Next();
        var preview = await TryAsync(actor => BulkEdits.PreviewAsync(actor, edit, offset, PageSize, cancellationToken), cancellationToken);
        if (preview is null)
        {
            return;
        }

        _isLooking = false;
        if (preview is { Succeeded: true })
        {
            (_preview, _previewed, _offset) = (preview.Value, edit, offset);
        }
    }

    // Exactly what was looked at.
    private async Task ApplyAsync()
    {
        if (_previewed is not { } edit)
        {
            return;
        }

        var started = await TryAsync(actor => BulkEdits.StartAsync(actor, edit, CancellationToken.None), CancellationToken.None);
        if (started is { Succeeded: true })
        {
            _throttle = new Throttle(Clock, LiveChanges.ShownInterval, () => _ = InvokeAsync(FollowAsync));
            _subscription = News.Subscribe(_throttle.Signal);
            _started = started.Value;
            await FollowAsync();
        }
    }

    private async Task StopAsync()
    {
        await TryAsync(actor => BulkEdits.CancelAsync(actor, _started!.Id, CancellationToken.None), CancellationToken.None);
        await FollowAsync();
    }

    private async Task FollowAsync()
    {
        if (_started is { } started && await BulkEdits.FindAsync(await Current.GetAsync(), started.Id, CancellationToken.None) is { Succeeded: true } found)
        {
            _started = found.Value;
            StateHasChanged();
        }
    }

    // Null when it was not asked, or when nobody waits for the answer any more.
    private async Task<Result<TAnswer>?> TryAsync<TAnswer>(Func<Core.Access.Actor, Task<Result<TAnswer>>> ask, CancellationToken cancellationToken)
    {
        if (_isBusy)
        {
            return null;
        }

        (_isBusy, _failure) = (true, null);
        StateHasChanged();
        Result<TAnswer> answer;
        try
        {
            // Asked anew: the role may have changed since the page was opened.
            answer = await ask(await Current.GetAsync());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A fault of ours must not take the circuit with it, and with the circuit what was typed.
            Logger.LogError(exception, "A bulk edit of {Type} failed", Type);
            answer = new EditNotSaved();
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        _isBusy = false;
        Tell(answer.Failure);
        return answer;
    }

    // The service names the property as the user sees it, or by HubSpot's name.
    private void Tell(Failure? failure)
    {
        if (failure is InvalidInput invalid && _changes.Find(change => change.Definition?.Label == invalid.Field || change.Definition?.Name == invalid.Field) is { } wrong)
        {
            wrong.Problem = invalid.Reason;
        }
        else
        {
            _failure = failure?.Message;
        }
    }

    /// <summary>One property and its new value, as it is being typed.</summary>
    private sealed class Change
    {
        public PropertyDefinition? Definition { get; set; }

        public string Draft { get; set; } = "";

        public string? Problem { get; set; }
    }
}
