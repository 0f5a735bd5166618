using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Outbox;

namespace HubSpotCrm.Tests.Support;

/// <summary>An outbox that holds what the test puts in.</summary>
internal sealed class FakeEditService : IEditService
{
    public List<EditStatus> Open { get; } = [];

    public List<string> Calls { get; } = [];

    /// <summary>Called when an edit is settled.</summary>
    public Action<string>? Settled { get; set; }

    public int Reads { get; private set; }

    /// <summary>Why the outbox cannot be read; null when it can.</summary>
    public Failure? Unread { get; set; }

    public static EditStatus Make(string id, string state, string? message = null, params EditedProperty[] properties) => new(
        id, ObjectType.Contact, "101", state, message, "Katharina Lindqvist", new DateTimeOffset(2026, 11, 12, 8, 51, 0, TimeSpan.Zero),
        properties.Length > 0 ? properties : [new EditedProperty("hs_lead_status", "NEW", "IN_PROGRESS")]);

    public static EditStatus Conflict { get; } = Make("e1", "Conflict", "Changed here and in HubSpot.",
        new EditedProperty("jobtitle", "Buyer", "Head of purchasing", "Purchasing lead", new DateTimeOffset(2026, 11, 12, 9, 12, 0, TimeSpan.Zero), "Jonas Weidmann", "Changed in HubSpot meanwhile") { IsConcerned = true },
        new EditedProperty("city", "Basel", "Bern"));

    public Task<Result<IReadOnlyList<EditStatus>>> OpenAsync(Actor actor, CancellationToken cancellationToken)
    {
        Reads++;
        return Task.FromResult((actor.Check(Policy.ViewRecords) ?? Unread) is { } failure ? (Result<IReadOnlyList<EditStatus>>)failure : Open.ToList());
    }

    public Task<Result<EditStatus>> FindAsync(Actor actor, string editId, CancellationToken cancellationToken) =>
        Task.FromResult(Open.Find(edit => edit.EditId == editId) is { } found ? (Result<EditStatus>)found : new EditNotFound());

    public Task<Result<Done>> UndoAsync(Actor actor, string editId, CancellationToken cancellationToken) => SettleAsync(actor, $"undo {editId}", editId);

    public Task<Result<Done>> DiscardAsync(Actor actor, string editId, CancellationToken cancellationToken) => SettleAsync(actor, $"discard {editId}", editId);

    public Task<Result<Done>> RetryAsync(Actor actor, string editId, CancellationToken cancellationToken) => SettleAsync(actor, $"retry {editId}", editId);

    public Task<Result<Done>> ResolveAsync(Actor actor, string editId, ConflictChoice choice, CancellationToken cancellationToken) =>
        SettleAsync(actor, $"resolve {editId} {choice}", editId);

    public List<SettledEdit> SettledEdits { get; } = [];

    /// <summary>What taking an edit back answers; null for success.</summary>
    public Failure? RevertFailure { get; set; }

    /// <summary>What choices by property answer; null for success.</summary>
    public Failure? ResolveFailure { get; set; }

    public Task<Result<Done>> ResolveAsync(Actor actor, string editId, IReadOnlyDictionary<string, FieldChoice> choices, CancellationToken cancellationToken) =>
        ResolveFailure is { } failure
            ? Task.FromResult<Result<Done>>(failure)
            : SettleAsync(actor, $"resolve {editId} {string.Join(", ", choices.Select(choice => $"{choice.Key}: {choice.Value.Choice}{(choice.Value.Another is { } another ? $" {another}" : "")}"))}", editId);

    /// <summary>How long it takes to read what is settled, by the place of the first line.</summary>
    public Func<int, Task> ReadingSettled { get; set; } = _ => Task.CompletedTask;

    public async Task<Result<Page<SettledEdit>>> SettledAsync(Actor actor, int offset, int limit, CancellationToken cancellationToken)
    {
        await ReadingSettled(offset);
        return actor.Check(Policy.ViewRecords) is { } failure
            ? failure
            : new Page<SettledEdit>([.. SettledEdits.Skip(offset).Take(limit)], new Total(SettledEdits.Count, true));
    }

    public Task<Result<EditReceipt>> RevertAsync(Actor actor, string editId, CancellationToken cancellationToken)
    {
        if ((actor.Check(Policy.EditRecords) ?? RevertFailure) is { } failure)
        {
            return Task.FromResult<Result<EditReceipt>>(failure);
        }

        Calls.Add($"revert {editId}");
        return Task.FromResult<Result<EditReceipt>>(new EditReceipt($"undo-of-{editId}"));
    }

    private Task<Result<Done>> SettleAsync(Actor actor, string call, string editId)
    {
        if (actor.Check(Policy.EditRecords) is { } failure)
        {
            return Task.FromResult<Result<Done>>(failure);
        }

        Calls.Add(call);
        Settled?.Invoke(call);
        Open.RemoveAll(edit => edit.EditId == editId);
        return Task.FromResult<Result<Done>>(default(Done));
    }
}
