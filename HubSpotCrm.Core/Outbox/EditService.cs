using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Core.Sync;

namespace HubSpotCrm.Core.Outbox;

/// <inheritdoc cref="IEditService"/>
internal sealed class EditService(OutboxStore store, MirrorHost mirrors, OutboxSignal signal, ChangeFeed feed, TimeProvider time) : IEditService
{
    private const int MostShown = 500;

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

    public Task<Result<Done>> ResolveAsync(Actor actor, string editId, ConflictChoice choice, CancellationToken cancellationToken) => DecideAsync(
        actor, editId, $"resolve-{(choice == ConflictChoice.KeepHubSpots ? "hubspots" : "mine")}", row => row.State == OutboxState.Conflict,
        edit => (edit.Details?.Overwrote, choice) switch
        {
            (true, ConflictChoice.KeepHubSpots) => Restore(edit),
            (true, _) => Accept(edit),
            (_, ConflictChoice.KeepHubSpots) => KeepHubSpots(edit),
            _ => Overwrite(edit),
        },
        cancellationToken);

    // The properties that HubSpot did not change meanwhile are still to be sent.
    private FollowUp? KeepHubSpots(Edit edit)
    {
        var rest = edit.New.Where(value => edit.Details?.Properties.ContainsKey(value.Key) != true).ToDictionary();
        if (rest.Count == 0)
        {
            edit.Row.State = OutboxState.Discarded;
            return null;
        }

        edit.Row.NewValues = Edit.ToJson(rest);
        edit.Row.BaseValues = Edit.ToJson(edit.Base.Where(value => rest.ContainsKey(value.Key)).ToDictionary());
        Requeue(edit.Row);
        return null;
    }

    // HubSpot's value is what the user has seen now: only another change after it is a conflict again.
    private FollowUp? Overwrite(Edit edit)
    {
        edit.Row.BaseValues = Edit.ToJson(edit.Base.ToDictionary(
            value => value.Key,
            value => edit.Details?.Properties.GetValueOrDefault(value.Key) is { } theirs ? theirs.HubSpots : value.Value));
        Requeue(edit.Row);
        return null;
    }

    private static FollowUp? Accept(Edit edit)
    {
        edit.Row.State = OutboxState.Confirmed;
        return null;
    }

    private static FollowUp Restore(Edit edit)
    {
        edit.Row.State = OutboxState.Confirmed;
        var overwritten = edit.Details!.Properties;
        return new FollowUp(
            overwritten.ToDictionary(entry => entry.Key, entry => (string?)edit.New.GetValueOrDefault(entry.Key)),
            overwritten.ToDictionary(entry => entry.Key, entry => entry.Value.HubSpots ?? ""));
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

    private EditStatus Status(Edit edit) => new(
        edit.Row.Id,
        (ObjectType)edit.Row.ObjectType,
        edit.Row.HubSpotId,
        edit.Row.State.ToString(),
        edit.Row.Message,
        edit.Row.ActorName,
        DateTimeOffset.FromUnixTimeMilliseconds(edit.Row.CreatedAt),
        [.. edit.New.Select(value =>
        {
            var detail = edit.Details?.Properties.GetValueOrDefault(value.Key);
            return new EditedProperty(
                value.Key, edit.Base.GetValueOrDefault(value.Key), value.Value, detail?.HubSpots,
                detail?.At is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, detail?.By, detail?.Reason);
        })],
        edit.Row.Kind,
        HeldUntil(edit.Row));
}
