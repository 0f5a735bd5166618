using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Wire;
using HubSpotCrm.Core.Storage.App;
using HubSpotCrm.Core.Sync;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Outbox;

/// <summary>
/// Makes a record at HubSpot, once. HubSpot takes no key of ours that would make a second call harmless, so after a call without an answer the
/// record is looked for, and made again only when it is certain that there is none.
/// </summary>
/// <param name="settleAfter">How long HubSpot's search may take to show a record.</param>
internal sealed class CreateDelivery(
    OutboxQueue queue, MirrorAnswers answers, IDefinitionService definitionService, ChangeFeed feed, TimeSpan settleAfter, ILogger logger)
{
    /// <summary>HubSpot's search mostly shows a new record by then; what it does not show is looked for in the list, which costs more.</summary>
    public static TimeSpan BeforeListing { get; } = TimeSpan.FromMinutes(1);

    // HubSpot's machines need not agree on the second.
    private const long ClockDifference = 2_000;

    // Of more than a few nobody looks at each.
    private const int MostNamed = 5;

    // Under this name the time of the first call is kept: what was created later may be ours.
    private const string CreatedAt = "createdate";

    /// <inheritdoc cref="OutboxDelivery.DeliverAsync"/>
    public async Task<DeliveryOutcome?> DeliverAsync(OutboxTarget target, Edit edit, CancellationToken cancellationToken)
    {
        var type = (ObjectType)edit.Row.ObjectType;
        var definitions = await definitionService.GetAsync(cancellationToken);
        var wasUnknown = edit.Row.State == OutboxState.Unknown;
        if (wasUnknown && await LookAsync(target, edit, definitions, cancellationToken) is { } found)
        {
            return found;
        }

        // By the time of sending the record is told from older ones: it must be HubSpot's own.
        var heard = await target.Remote.HearAsync(cancellationToken);
        if (!heard.Succeeded)
        {
            return DeliveryFailures.OfRead(heard.Failure, edit, definitions);
        }

        var now = target.Remote.Now;
        var since = wasUnknown ? FirstSentAt(edit) : now;
        if (!await queue.MarkSendingAsync(edit, now, new Dictionary<string, SentOver> { [CreatedAt] = new(null, since) }, cancellationToken))
        {
            return null;
        }

        feed.Publish(new RecordsChanged(type, [edit.Row.HubSpotId]));
        var made = await target.Remote.CreateAsync(type, edit.New, edit.Associations, cancellationToken);
        if (made.Succeeded)
        {
            return await AdoptAsync(target, edit, made.Value, definitions, cancellationToken);
        }

        if (made.Failure is RecordConflict { ExistingId: { } existing } conflict)
        {
            var other = wasUnknown ? await target.Remote.ReadAsync(type, existing, [], cancellationToken) : null;
            if (other?.Succeeded == false)
            {
                return DeliveryFailures.OfRead(other.Failure, edit, definitions) with { State = OutboxState.Unknown };
            }

            return other?.Value.CreatedAt >= since - ClockDifference && (await queue.TakenAsync(edit, [existing], cancellationToken)).Count == 0
                ? await AdoptAsync(target, edit, other.Value, definitions, cancellationToken)
                : Exists(type, existing, conflict.CorrelationId);
        }

        return DeliveryFailures.OfChange(made.Failure, edit, wasUnknown, definitions);
    }

    // Null when there is none and it is to be sent again.
    private async Task<DeliveryOutcome?> LookAsync(OutboxTarget target, Edit edit, AccountDefinitions definitions, CancellationToken cancellationToken)
    {
        var type = (ObjectType)edit.Row.ObjectType;
        var since = FirstSentAt(edit) - ClockDifference;
        if (CreateKeys.Of(type, edit.New) is not { } key)
        {
            return Park($"HubSpot did not say whether it made this {type.Singular()}, and without {CreateKeys.Needed(type)} the portal cannot look for it. "
                + "If you find it in HubSpot, discard this entry; if not, send it again.");
        }

        var search = await target.Remote.FindAsync(type, key.Property, key.Value, since, cancellationToken);
        if (!search.Succeeded)
        {
            return DeliveryFailures.OfRead(search.Failure, edit, definitions);
        }

        var sought = new Sought(type, key, since, definitions);
        if (await JudgeAsync(target, edit, sought, search.Value, cancellationToken) is { } judged)
        {
            return judged;
        }

        // A key that HubSpot keeps unique makes a second call harmless.
        if (key.IsUnique)
        {
            return null;
        }

        var waited = TimeSpan.FromMilliseconds(Math.Max(target.Remote.Now - (edit.Row.SentAt ?? 0), 0));
        if (waited < BeforeListing)
        {
            return Looking(type, BeforeListing - waited);
        }

        // Campaigns are looked for in their list to begin with.
        return type == ObjectType.Campaign ? null : await LookInListAsync(target, edit, sought, waited, cancellationToken);
    }

    // That the search does not show it proves nothing: how far it lags, HubSpot does not say.
    private async Task<DeliveryOutcome?> LookInListAsync(OutboxTarget target, Edit edit, Sought sought, TimeSpan waited, CancellationToken cancellationToken)
    {
        var (type, key) = (sought.Type, sought.Key);
        var listed = await target.Remote.ListedAsync(type, [.. edit.New.Keys], sought.Since, cancellationToken);
        if (listed.Succeeded)
        {
            var named = listed.Value.Where(record => record.CreatedAt >= sought.Since && sought.HasName(record)).ToList();
            return await JudgeAsync(target, edit, sought, named, cancellationToken)
                ?? await TraceAsync(target, edit, sought, [.. listed.Value.Except(named)], cancellationToken);
        }

        return listed.Failure is not ListTooLong ? DeliveryFailures.OfRead(listed.Failure, edit, sought.Definitions)
            : waited < settleAfter ? Looking(type, TimeSpan.Zero)
            : Park($"HubSpot did not say whether it made this {type.Singular()}, and its search has not shown one called “{key.Value}” since. "
                + "If you find it in HubSpot, discard this entry; if not, send it again.");
    }

    // Null when none of what was found is it.
    private async Task<DeliveryOutcome?> JudgeAsync(
        OutboxTarget target, Edit edit, Sought sought, IReadOnlyList<WireRecord> found, CancellationToken cancellationToken)
    {
        var (type, key, since, definitions) = sought;
        var taken = await queue.TakenAsync(edit, [.. found.Select(record => record.Id)], cancellationToken);
        var newer = found.Where(record => record.CreatedAt >= since && !taken.Contains(record.Id)).ToList();
        if (newer.Count > 1)
        {
            var comparison = new EditComparison(type, definitions);
            var equal = newer.FindAll(record => edit.New.All(value => comparison.Same(value.Key, record.Properties.GetValueOrDefault(value.Key), value.Value)));
            newer = equal.Count == 1 ? equal : newer;
        }

        return (newer.Count, found.Count, key.IsUnique) switch
        {
            (1, _, _) => await AdoptAsync(target, edit, newer[0], definitions, cancellationToken),
            ( > 1, _, _) => Park($"HubSpot did not say whether it made this {type.Singular()}, and holds several called “{key.Value}” that were made since: "
                + $"{string.Join(", ", newer.Select(record => record.Id))}. If one of them is it, discard this entry; if not, send it again."),
            (_, > 0, true) when taken.Count == 0 => Exists(type, found[0].Id, null),
            _ => null,
        };
    }

    // Null when nothing speaks for it that the record was made and is there under another name or id.
    private async Task<DeliveryOutcome?> TraceAsync(
        OutboxTarget target, Edit edit, Sought sought, IReadOnlyList<WireRecord> listed, CancellationToken cancellationToken)
    {
        var comparison = new EditComparison(sought.Type, sought.Definitions);
        var taken = await queue.TakenAsync(edit, [.. listed.Select(record => record.Id)], cancellationToken);
        var renamed = listed.Where(record => record.CreatedAt >= sought.Since && !taken.Contains(record.Id)
            && CreateTraces.IsRenamed(record, edit.New, sought.Key.Property, comparison));
        var merged = await CreateTraces.WithNewOnesAsync(target.Mirror, sought.Type, listed, sought.Since, cancellationToken);
        List<string> ids = [.. renamed.Concat(merged).Select(record => record.Id).Distinct()];
        return ids.Count == 0
            ? null
            : Park($"HubSpot did not say whether it made this {sought.Type.Singular()}. None is called “{sought.Key.Value}”, but it may have been given another name or "
                + $"been merged since, into {string.Join(", ", ids.Take(MostNamed))}. If it is there, discard this entry; if not, send it again.");
    }

    private async Task<DeliveryOutcome> AdoptAsync(
        OutboxTarget target, Edit edit, WireRecord record, AccountDefinitions definitions, CancellationToken cancellationToken)
    {
        var type = (ObjectType)edit.Row.ObjectType;
        if (record.Archived)
        {
            // Made, and in the recycle bin by now: not one of the live records that an answer brings.
            return new DeliveryOutcome(OutboxState.Confirmed) { MovedTo = record.Id };
        }

        var whole = await target.Remote.ReadWholeAsync(type, record.Id, definitions, cancellationToken);
        if (whole.Succeeded)
        {
            await answers.TakeAsync(target, type, whole.Value, cancellationToken, WriteKind.Whole);
        }
        else
        {
            // Sync brings the rest.
            logger.LogWarning("{Type} {RecordId} was made, but not read back: {Reason}", type, record.Id, whole.Failure.Message);
            await answers.TakeAsync(target, type, record, cancellationToken);
        }

        return new DeliveryOutcome(OutboxState.Confirmed) { MovedTo = record.Id };
    }

    private static DeliveryOutcome Exists(ObjectType type, string id, string? correlationId) => new(
        OutboxState.Rejected,
        type == ObjectType.Contact ? $"HubSpot already has a contact with this e-mail: {id}." : $"HubSpot already has this {type.Singular()}: {id}.",
        CorrelationId: correlationId)
    {
        WasNotMade = true,
    };

    private static DeliveryOutcome Looking(ObjectType type, TimeSpan wait) => new(
        OutboxState.Unknown, $"HubSpot did not answer; the portal looks whether the {type.Singular()} was made.", Wait: wait, IsFailure: true);

    // A user who sends it again after this has looked, and wants it made.
    private static DeliveryOutcome Park(string message) => new(OutboxState.Parked, message) { WasNotMade = true };

    private static long FirstSentAt(Edit edit) => edit.SentOver.GetValueOrDefault(CreatedAt)?.At ?? edit.Row.SentAt ?? edit.Row.CreatedAt;

    private sealed record Sought(ObjectType Type, CreateKey Key, long Since, AccountDefinitions Definitions)
    {
        public bool HasName(WireRecord record) => string.Equals(record.Properties.GetValueOrDefault(Key.Property)?.Trim(), Key.Value, StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>The property by which a new record is found again.</summary>
/// <param name="IsUnique">HubSpot refuses a second record with this value.</param>
internal sealed record CreateKey(string Property, string Value, bool IsUnique);

internal static class CreateKeys
{
    private static readonly Dictionary<ObjectType, CreateKey[]> Keys = new()
    {
        [ObjectType.Contact] = [new("email", "an e-mail", IsUnique: true)],
        [ObjectType.Company] = [new("name", "a name", IsUnique: false), new("domain", "a domain", IsUnique: false)],
        [ObjectType.Deal] = [new("dealname", "a name", IsUnique: false)],
        [ObjectType.Campaign] = [new("hs_name", "a name", IsUnique: false)],
    };

    /// <summary>Null when the values hold nothing to look for.</summary>
    public static CreateKey? Of(ObjectType type, IReadOnlyDictionary<string, string> values) => Keys[type]
        .Where(key => !string.IsNullOrWhiteSpace(values.GetValueOrDefault(key.Property)))
        .Select(key => key with { Value = values[key.Property].Trim() })
        .FirstOrDefault();

    /// <summary>For a sentence: what the values should have held.</summary>
    public static string Needed(ObjectType type) => Keys[type][0].Value;
}
