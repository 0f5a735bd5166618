using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Core.Outbox;

/// <inheritdoc cref="IEditService"/>
internal sealed class EditService(
    OutboxStore store, BulkEditStore bulkEdits, MirrorHost mirrors, IDefinitionService definitionService, OutboxSignal signal, ChangeFeed feed, TimeProvider time) : IEditService
{
    private const int MostShown = 500;
    private const int MostSettled = 200;
    private static readonly TimeSpan SettledFor = TimeSpan.FromDays(30);

    public async Task<Result<IReadOnlyList<EditStatus>>> OpenAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.ViewRecords) is { } refused)
        {
            return refused;
        }

        if (mirrors.Current is not { } mirror)
        {
            return mirrors.Absence;
        }

        return (await store.OpenAsync(mirror.AccountId, MostShown, cancellationToken)).ConvertAll(Status);
    }

    public async Task<Result<EditStatus>> FindAsync(Actor actor, string editId, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.ViewRecords) is { } refused)
        {
            return refused;
        }

        if (mirrors.Current is not { } mirror)
        {
            return mirrors.Absence;
        }

        return await store.FindAsync(mirror.AccountId, editId, cancellationToken) is { } edit ? Status(edit) : new EditNotFound();
    }

    // An entry that the sender has taken up is due, and one that is due is not held: the two never meet.
    public Task<Result<Done>> UndoAsync(Actor actor, string editId, CancellationToken cancellationToken) => DecideAsync(
        actor, editId, "undo", row => HeldUntil(row) is not null,
        edit =>
        {
            (edit.Row.State, edit.Row.Message) = (OutboxState.Discarded, "Taken back before it was sent.");
            return null;
        },
        cancellationToken);

    public Task<Result<Done>> DiscardAsync(Actor actor, string editId, CancellationToken cancellationToken) => DecideAsync(
        actor, editId, "discard", row => OutboxStore.Stuck.Contains(row.State),
        edit =>
        {
            edit.Row.State = edit.Details is { Overwrote: true } ? OutboxState.Confirmed : OutboxState.Discarded;
            return null;
        },
        cancellationToken);

    public Task<Result<Done>> RetryAsync(Actor actor, string editId, CancellationToken cancellationToken) => DecideAsync(
        actor, editId, "retry", row => row.State is OutboxState.Rejected or OutboxState.Parked,
        edit =>
        {
            Requeue(edit.Row);
            return null;
        },
        cancellationToken);

    public async Task<Result<Page<SettledEdit>>> SettledAsync(Actor actor, int offset, int limit, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.ViewRecords) is { } refused)
        {
            return refused;
        }

        if (mirrors.Current is not { } mirror)
        {
            return new NotConnected();
        }

        if (offset < 0 || limit is < 1 or > MostSettled)
        {
            return new InvalidInput("Page", $"between 1 and {MostSettled} rows, from the first on.");
        }

        var since = (time.GetUtcNow() - SettledFor).ToUnixTimeMilliseconds();
        var (lines, count) = await store.SettledAsync(mirror.AccountId, since, offset, limit, cancellationToken);
        var bulk = await bulkEdits.FindAsync(mirror.AccountId, [.. lines.Where(line => line.Edit is null).Select(line => line.Id)], cancellationToken);
        return new Page<SettledEdit>(
            [.. lines.Select(line => line.Edit is { } edit ? new SettledEdit(Status(edit), null) : new SettledEdit(null, bulk[line.Id]))], new Total(count, IsExact: true));
    }

    public async Task<Result<EditReceipt>> RevertAsync(Actor actor, string editId, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.EditRecords) is { } refused)
        {
            return refused;
        }

        if (mirrors.Current is not { } mirror)
        {
            return new NotConnected();
        }

        if (await store.FindAsync(mirror.AccountId, editId, cancellationToken) is not { } edit)
        {
            return new EditNotFound();
        }

        var (type, id) = ((ObjectType)edit.Row.ObjectType, edit.Row.HubSpotId);
        if (edit.Row.State != OutboxState.Confirmed)
        {
            return new EditNotUndone($"This edit is not at HubSpot: it is {edit.Row.State.ToString().ToLowerInvariant()}.");
        }

        var rules = new BulkRules(type, await definitionService.GetAsync(cancellationToken));
        Task<KeptValues?> ReadAsync() => RecordReading.ValuesAsync(mirror, type, id, cancellationToken);
        Result<EditReceipt> receipt;
        try
        {
            receipt = edit.Row.Kind switch
            {
                EditKind.Archive => new EditNotUndone($"HubSpot cannot restore a deleted {type.Singular()}. Open it and choose “Create again”."),
                EditKind.Create => await store.AddArchiveAsync(actor, mirror.AccountId, type, id, ReadAsync, cancellationToken, undoOf: editId),
                _ => await store.AddUndoAsync(actor, edit, rules, ReadAsync, cancellationToken),
            };
        }
        catch (Exception exception) when (DiskFull.IsCauseOf(exception))
        {
            return new DiskFull();
        }

        if (receipt.Succeeded)
        {
            feed.Publish(new RecordsChanged(type, [id]));
            signal.Set();
        }

        return receipt;
    }

    public Task<Result<Done>> ResolveAsync(Actor actor, string editId, ConflictChoice choice, CancellationToken cancellationToken) => choice == ConflictChoice.SaveAnother
        ? Task.FromResult<Result<Done>>(new InvalidInput("Choice", "type the value to save for each property."))
        : DecideAsync(
            actor, editId, $"resolve-{(choice == ConflictChoice.KeepHubSpots ? "hubspots" : "mine")}", row => row.State == OutboxState.Conflict,
            edit => Resolve(edit, (edit.Details?.Properties.Keys ?? []).ToDictionary(property => property, _ => new FieldChoice(choice))),
            cancellationToken);

    public async Task<Result<Done>> ResolveAsync(
        Actor actor, string editId, IReadOnlyDictionary<string, FieldChoice> choices, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.EditRecords) is { } refused)
        {
            return refused;
        }

        if (mirrors.Current is not { } mirror)
        {
            return new NotConnected();
        }

        if (await store.FindAsync(mirror.AccountId, editId, cancellationToken) is not { } edit)
        {
            return new EditNotFound();
        }

        if (edit.Row.State != OutboxState.Conflict)
        {
            return new EditNotWaiting(edit.Row.State.ToString());
        }

        var decided = await CheckAsync(actor, mirror, edit, choices, cancellationToken);
        if (!decided.Succeeded)
        {
            return decided.As<Done>();
        }

        // A conflict that became another one since it was shown is decided about anew.
        return await DecideAsync(
            actor, editId, "resolve-fields", row => row.State == OutboxState.Conflict && row.Details == edit.Row.Details,
            present => Resolve(present, decided.Value), cancellationToken);
    }

    // The choices with their values as HubSpot takes them.
    private async Task<Result<IReadOnlyDictionary<string, FieldChoice>>> CheckAsync(
        Actor actor, Mirror mirror, Edit edit, IReadOnlyDictionary<string, FieldChoice> choices, CancellationToken cancellationToken)
    {
        var type = (ObjectType)edit.Row.ObjectType;
        var definitions = await definitionService.GetAsync(cancellationToken);
        string LabelOf(string property) => definitions.FindProperty(type, property)?.Label ?? property;
        var concerned = edit.Details?.Properties ?? new Dictionary<string, EditDetail>();
        if (choices.Keys.FirstOrDefault(property => !concerned.ContainsKey(property)) is { } other)
        {
            return new InvalidInput(LabelOf(other), "it is in no conflict.");
        }

        if (concerned.Keys.FirstOrDefault(property => !choices.ContainsKey(property)) is { } missing)
        {
            return new InvalidInput(LabelOf(missing), "choose which value is saved.");
        }

        var typed = choices.Where(choice => choice.Value.Choice == ConflictChoice.SaveAnother).ToDictionary(choice => choice.Key, choice => choice.Value.Another ?? "");
        if (typed.Count == 0)
        {
            return choices.ToDictionary();
        }

        var kept = await RecordReading.ValuesAsync(mirror, type, edit.Row.HubSpotId, cancellationToken);
        var values = new PropertyValidator(definitions, type, actor.Zone).Check(typed, kept?.Values ?? new Dictionary<string, string?>());
        return values.Succeeded
            ? choices.ToDictionary(
                choice => choice.Key,
                choice => values.Value.TryGetValue(choice.Key, out var value) ? choice.Value with { Another = value } : choice.Value)
            : values.As<IReadOnlyDictionary<string, FieldChoice>>();
    }

    private FollowUp? Resolve(Edit edit, IReadOnlyDictionary<string, FieldChoice> choices) =>
        edit.Details is { Overwrote: true } over ? Correct(edit, over, choices) : SendRest(edit, choices);

    // HubSpot's value is what the user has seen now: only another change after it is a conflict again. The properties that are in no conflict are still to be sent.
    private FollowUp? SendRest(Edit edit, IReadOnlyDictionary<string, FieldChoice> choices)
    {
        var (before, wanted) = (new Dictionary<string, string?>(), new Dictionary<string, string>());
        foreach (var (property, mine) in edit.New)
        {
            var theirs = edit.Details?.Properties.GetValueOrDefault(property);
            var choice = choices.GetValueOrDefault(property);
            if (choice?.Choice == ConflictChoice.KeepHubSpots)
            {
                continue;
            }

            before[property] = theirs is null ? edit.Base.GetValueOrDefault(property) : theirs.HubSpots;
            wanted[property] = choice is { Choice: ConflictChoice.SaveAnother, Another: var another } ? another ?? "" : mine;
        }

        if (wanted.Count == 0)
        {
            edit.Row.State = OutboxState.Discarded;
            return null;
        }

        (edit.Row.NewValues, edit.Row.BaseValues) = (Edit.ToJson(wanted), Edit.ToJson(before));
        Requeue(edit.Row);
        return null;
    }

    // The edit is at HubSpot; what is chosen instead of it is an edit of its own.
    private static FollowUp? Correct(Edit edit, EditDetails over, IReadOnlyDictionary<string, FieldChoice> choices)
    {
        edit.Row.State = OutboxState.Confirmed;
        var wanted = over.Properties
            .Where(theirs => choices.GetValueOrDefault(theirs.Key) is { Choice: not ConflictChoice.OverwriteWithMine })
            .ToDictionary(
                theirs => theirs.Key,
                theirs => choices[theirs.Key] is { Choice: ConflictChoice.SaveAnother, Another: var another } ? another ?? "" : theirs.Value.HubSpots ?? "");
        return wanted.Count == 0 ? null : new FollowUp(wanted.Keys.ToDictionary(property => property, edit.Written), wanted);
    }

    // The user sees the record as it is and wants the value anew, so what was sent before no longer counts as this change.
    private void Requeue(OutboxRow row)
    {
        (row.Message, row.Details, row.Attempts, row.RetryingSince) = (null, null, 0, null);
        if (row is { Kind: EditKind.Create, SentAt: not null })
        {
            // It may have been made: then it is looked for first.
            row.State = OutboxState.Unknown;
        }
        else
        {
            (row.State, row.SentAt, row.SentOver) = (OutboxState.Queued, null, null);
        }

        row.NextAttemptAt = time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    private async Task<Result<Done>> DecideAsync(
        Actor actor, string editId, string action, Func<OutboxRow, bool> from, Func<Edit, FollowUp?> change, CancellationToken cancellationToken)
    {
        if (actor.Check(Policy.EditRecords) is { } refused)
        {
            return refused;
        }

        if (mirrors.Current is not { } mirror)
        {
            return mirrors.Absence;
        }

        if (await store.DecideAsync(actor, mirror.AccountId, editId, action, from, change, cancellationToken) is not { } row)
        {
            return await store.StateOfAsync(mirror.AccountId, editId, cancellationToken) is { } state
                ? new EditNotWaiting(state.ToString())
                : new EditNotFound();
        }

        feed.Publish(new RecordsChanged((ObjectType)row.ObjectType, [row.HubSpotId]));
        signal.Set();
        return new Done();
    }

    private DateTimeOffset? HeldUntil(OutboxRow row) =>
        row is { Kind: EditKind.Archive, State: OutboxState.Queued, Attempts: 0, LeaseOwner: null } && row.NextAttemptAt > time.GetUtcNow().ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(row.NextAttemptAt)
            : null;

    private EditStatus Status(Edit edit) => EditStatuses.Of(edit, HeldUntil(edit.Row));
}
