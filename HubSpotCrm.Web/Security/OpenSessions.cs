using System.Collections.Concurrent;

namespace HubSpotCrm.Web.Security;

/// <summary>
/// When each session was last used. The cookie's own clock is not enough: an open screen sends no cookie for hours, and its socket
/// renews the cookie when it connects again, though nobody is there.
/// In memory: a restart leaves no screen open, and a session that comes back after it counts from then.
/// </summary>
internal sealed class OpenSessions(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Use> _uses = new();

    /// <summary>Somebody used the session just now. One that was signed out stays so.</summary>
    public void Touch(string id)
    {
        var now = clock.GetUtcNow();
        if (!_uses.ContainsKey(id))
        {
            Forget(now);
        }

        _uses.AddOrUpdate(id, _ => new Use(now, IsOver: false), (_, use) => use with { At = use.IsOver ? use.At : now });
    }

    /// <summary>Ends the session, whoever still holds its cookie.</summary>
    public void End(string id) => _uses[id] = new Use(clock.GetUtcNow(), IsOver: true);

    /// <summary>In use within <see cref="Session.LongestIdle"/>.</summary>
    public bool IsOpen(string id) => _uses.TryGetValue(id, out var use) && !IsOver(use);

    /// <summary>Signed out, or not used for <see cref="Session.LongestIdle"/>. Not so for one that was not seen since the start.</summary>
    public bool HasEnded(string id) => _uses.TryGetValue(id, out var use) && IsOver(use);

    private bool IsOver(Use use) => use.IsOver || clock.GetUtcNow() - use.At >= Session.LongestIdle;

    // By then a cookie of the session is too old by itself.
    private void Forget(DateTimeOffset now)
    {
        foreach (var (id, use) in _uses)
        {
            if (now - use.At >= Session.Longest)
            {
                _uses.TryRemove(id, out _);
            }
        }
    }

    private sealed record Use(DateTimeOffset At, bool IsOver);
}
