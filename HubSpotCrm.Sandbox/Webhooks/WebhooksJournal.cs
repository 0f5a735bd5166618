using System.Security.Cryptography;
using System.Text;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.Webhooks;

/// <summary>What happened in the account, in files that an app fetches in their order. A file is forgotten after three days.</summary>
internal sealed class WebhooksJournal(TimeProvider time)
{
    public const int MostInFile = 10_000;
    public static readonly string[] Actions = ["CREATE", "UPDATE", "DELETE", "MERGE", "RESTORE"];

    private static readonly TimeSpan Kept = TimeSpan.FromDays(3);
    private static readonly TimeSpan AddressLifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly List<JournalSubscription> _subscriptions = [];
    private readonly List<JournalFile> _files = [];
    private readonly List<JournalEvent> _pending = [];
    private long _lastId = 70_300;

    public static int AddressSeconds => (int)AddressLifetime.TotalSeconds;

    public JournalSubscription[] Subscriptions
    {
        get
        {
            lock (_lock)
            {
                return [.. _subscriptions];
            }
        }
    }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Null when there is one just like it.</summary>
    public JournalSubscription? Subscribe(string objectTypeId, string[] actions, string[] properties, string[] objectIds)
    {
        lock (_lock)
        {
            if (_subscriptions.Exists(one => one.ObjectTypeId == objectTypeId && one.Actions.Order().SequenceEqual(actions.Order())
                && one.Properties.SequenceEqual(properties) && one.ObjectIds.SequenceEqual(objectIds)))
            {
                return null;
            }

            var made = new JournalSubscription(++_lastId, objectTypeId, actions, properties, objectIds, NowMs);
            _subscriptions.Add(made);
            return made;
        }
    }

    public bool Unsubscribe(long id)
    {
        lock (_lock)
        {
            return _subscriptions.RemoveAll(one => one.Id == id) > 0;
        }
    }

    /// <summary>Writes the change down where somebody subscribed to it.</summary>
    public void Add(JournalEntry entry)
    {
        lock (_lock)
        {
            if (_subscriptions.Count == 0 || Of(entry) is not { } told || !_subscriptions.Exists(one => Wants(one, told)))
            {
                return;
            }

            _pending.Add(told);
            if (_pending.Count >= MostInFile)
            {
                Publish();
            }
        }
    }

    /// <summary>The first file that is still there; null when there is none.</summary>
    public JournalFile? First()
    {
        lock (_lock)
        {
            Publish();
            return _files.FirstOrDefault();
        }
    }

    public JournalFile? Last()
    {
        lock (_lock)
        {
            Publish();
            return _files.LastOrDefault();
        }
    }

    /// <summary>The file after this one, if there is any yet.</summary>
    public (bool IsKnown, JournalFile? Next) After(Guid offset)
    {
        lock (_lock)
        {
            Publish();
            var place = _files.FindIndex(file => file.Offset == offset);
            return (place >= 0, place >= 0 ? _files.ElementAtOrDefault(place + 1) : null);
        }
    }

    public JournalFile? Find(Guid offset)
    {
        lock (_lock)
        {
            return _files.Find(file => file.Offset == offset);
        }
    }

    /// <summary>What makes an address of a file good from the moment of its date on.</summary>
    public string Sign(Guid offset, string date) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes($"{offset} {date}")));

    public void Clear()
    {
        lock (_lock)
        {
            _subscriptions.Clear();
            _files.Clear();
            _pending.Clear();
        }
    }

    private void Publish()
    {
        var now = NowMs;
        _files.RemoveAll(file => file.PublishedMs <= now - (long)Kept.TotalMilliseconds);
        if (_pending.Count > 0)
        {
            _files.Add(new JournalFile(Guid.NewGuid(), now, [.. _pending]));
            _pending.Clear();
        }
    }

    private static JournalEvent? Of(JournalEntry entry)
    {
        var action = entry.Op switch
        {
            "create" => "CREATE",
            "set" => "UPDATE",
            "archive" or "erase" => "DELETE",
            "merge" or "absorb" => "MERGE",
            "restore" => "RESTORE",
            _ => null,
        };
        return action is null || entry.Kind is not { } kind
            ? null
            : new JournalEvent(
                "OBJECT", Reference.PortalId, Stamp.Iso(entry.At), action, Schemas.Of(kind).TypeId, entry.Id!.Value, entry.Op is "create" or "set" ? entry.Values! : new Dictionary<string, string?>());
    }

    private static bool Wants(JournalSubscription one, JournalEvent told) =>
        one.ObjectTypeId == told.ObjectTypeId
        && one.Actions.Contains(told.Action)
        && (one.ObjectIds.Length == 0 || one.ObjectIds.Contains(Stamp.Text(told.ObjectId)))
        && (one.Properties.Length == 0 || told.Action != "UPDATE" || told.PropertyChanges.Keys.Intersect(one.Properties).Any());
}
