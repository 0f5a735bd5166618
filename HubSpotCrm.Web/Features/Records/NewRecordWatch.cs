using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Sync;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Urls;

namespace HubSpotCrm.Web.Features.Records;

/// <summary>
/// Follows records that were made in the portal until HubSpot has them, and tells where they are then.
/// Belongs to one screen and goes with it; used on the renderer's thread but for the feed's call.
/// </summary>
internal sealed class NewRecordWatch : IDisposable
{
    private readonly Dictionary<string, ObjectType> _waiting = [];
    private readonly IEditService _edits;
    private readonly ISyncService _sync;
    private readonly CurrentActor _current;
    private readonly Toasts _toasts;
    private readonly IDisposable _subscription;
    private SynchronizationContext? _renderer;

    public NewRecordWatch(IEditService edits, ISyncService sync, CurrentActor current, Toasts toasts, ChangeFeed feed)
    {
        (_edits, _sync, _current, _toasts) = (edits, sync, current, toasts);
        _subscription = feed.Subscribe(Hear);
    }

    /// <summary>Says that the record is on its way, and where it is as soon as HubSpot has made it.</summary>
    public async Task FollowAsync(ObjectType type, string editId)
    {
        _renderer = SynchronizationContext.Current;
        lock (_waiting)
        {
            _waiting[editId] = type;
        }

        if (!await LookAsync(editId, type))
        {
            var isAway = _sync.Status.State is SyncState.Waiting or SyncState.ReconnectNeeded or SyncState.Off;
            _toasts.Say(isAway
                ? $"Queued: HubSpot gets the {type.Singular()} when it answers."
                : $"{Words.Capital(type.Singular())} is on its way to HubSpot.");
        }
    }

    public void Dispose() => _subscription.Dispose();

    private void Hear(RecordsChanged change)
    {
        KeyValuePair<string, ObjectType>[] waiting;
        lock (_waiting)
        {
            waiting = [.. _waiting.Where(one => one.Value == change.Type)];
        }

        foreach (var (editId, type) in waiting)
        {
            if (_renderer is { } renderer)
            {
                renderer.Post(_ => _ = LookAsync(editId, type), null);
            }
            else
            {
                _ = LookAsync(editId, type);
            }
        }
    }

    // True when it is settled, one way or the other.
    private async Task<bool> LookAsync(string editId, ObjectType type)
    {
        var edit = await _edits.FindAsync(await _current.GetAsync(), editId, CancellationToken.None);
        if (!edit.Succeeded || edit.Value.State is not ("Confirmed" or "Rejected" or "Parked" or "Conflict" or "Discarded"))
        {
            return false;
        }

        lock (_waiting)
        {
            if (!_waiting.Remove(editId))
            {
                return true;
            }
        }

        var word = Words.Capital(type.Singular());
        if (edit.Value.State == "Confirmed")
        {
            _toasts.Say($"{word} created.", PortalUrls.Record(type, edit.Value.RecordId), "Open");
        }
        else if (edit.Value.State != "Discarded")
        {
            _toasts.Fail($"{word} not created: {edit.Value.Message ?? "HubSpot gave no reason."}", PortalUrls.Sync, "See outbox");
        }

        return true;
    }
}
