using HubSpotCrm.Core.Access;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;

namespace HubSpotCrm.Tests.Support;

/// <summary>A connection that is what the test says. States are good once, for the user and session that asked.</summary>
internal sealed class FakeConnectionService : IConnectionService
{
    private readonly List<Action<ConnectionStatus>> _screens = [];
    private readonly Dictionary<string, (string User, string Session, DateTimeOffset Until)> _states = [];

    public static PortalInformation Portal { get; } =
        new("4827193", "Nordwind Instruments", "Europe/Berlin", "EUR", ["USD", "JPY"], "app-eu1.hubspot.com", "eu1", "STANDARD");

    public static ConnectionStatus Sandbox { get; } = new(
        ConnectionState.Connected, ConnectionTarget.Sandbox, ConnectionMethod.OAuth, Portal, ["crm.objects.contacts.read", "crm.objects.contacts.write"], [],
        new DateTimeOffset(2026, 11, 12, 13, 0, 0, TimeSpan.Zero), "Katharina Lindqvist", null, null);

    public ConnectionStatus Status { get; private set; } = ConnectionStatus.None;

    /// <summary>What was asked, one word and its argument each.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What a consent connects.</summary>
    public ConnectionStatus Consented { get; set; } = Sandbox;

    /// <summary>The origin that the last consent was asked for.</summary>
    public Uri? Origin { get; private set; }

    /// <summary>The sessions that asked for a consent.</summary>
    public List<string> Sessions { get; } = [];

    /// <summary>Fails the next call that can fail.</summary>
    public Failure? Failure { get; set; }

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public void Become(ConnectionStatus status)
    {
        Status = status;
        foreach (var screen in _screens.ToList())
        {
            screen(status);
        }
    }

    public IDisposable Subscribe(Action<ConnectionStatus> onChanged)
    {
        lock (_screens)
        {
            _screens.Add(onChanged);
        }

        return new Subscription(() =>
        {
            lock (_screens)
            {
                _screens.Remove(onChanged);
            }
        });
    }

    public Task<Result<Uri>> StartOAuthAsync(Actor actor, ConnectionTarget target, string sessionId, Uri origin, CancellationToken cancellationToken)
    {
        if ((actor.Check(Policy.Administer) ?? Failure) is { } failure)
        {
            return Task.FromResult<Result<Uri>>(failure);
        }

        Origin = origin;
        Sessions.Add(sessionId);
        Calls.Add($"start {target}");
        var state = Guid.NewGuid().ToString("N");
        _states[state] = (actor.UserId, sessionId, Clock.GetUtcNow().AddMinutes(10));
        return Task.FromResult<Result<Uri>>(new Uri($"https://app.hubspot.com/oauth/authorize?client_id=1&state={state}"));
    }

    public Task<Result<PortalInformation>> CompleteOAuthAsync(Actor actor, OAuthCallback callback, string sessionId, CancellationToken cancellationToken)
    {
        if ((actor.Check(Policy.Administer) ?? Failure) is { } failure)
        {
            return Task.FromResult<Result<PortalInformation>>(failure);
        }

        if (!_states.Remove(callback.State ?? "", out var state) || state.User != actor.UserId || state.Session != sessionId || sessionId.Length == 0 || Clock.GetUtcNow() >= state.Until)
        {
            return Task.FromResult<Result<PortalInformation>>(new InvalidInput("Connection", "this answer does not belong to a connection you started. Start again."));
        }

        Calls.Add($"complete {callback.Code}");
        Become(Consented);
        return Task.FromResult<Result<PortalInformation>>(Portal);
    }

    public Task<Result<PortalInformation>> ConnectWithTokenAsync(Actor actor, string accessToken, CancellationToken cancellationToken)
    {
        if ((actor.Check(Policy.Administer) ?? Failure) is { } failure)
        {
            return Task.FromResult<Result<PortalInformation>>(failure);
        }

        Calls.Add($"token {accessToken}");
        Become(Sandbox with { Target = ConnectionTarget.HubSpot, Method = ConnectionMethod.AccessToken, TokenEnding = accessToken[^4..] });
        return Task.FromResult<Result<PortalInformation>>(Portal);
    }

    public Task<Result<Done>> DisconnectAsync(Actor actor, bool eraseMirror, CancellationToken cancellationToken)
    {
        if ((actor.Check(Policy.Administer) ?? Failure) is { } failure)
        {
            return Task.FromResult<Result<Done>>(failure);
        }

        Calls.Add(eraseMirror ? "disconnect erase" : "disconnect keep");
        Become(ConnectionStatus.None);
        return Task.FromResult<Result<Done>>(default(Done));
    }

    public Task<Result<Done>> ResetSandboxAsync(Actor actor, CancellationToken cancellationToken)
    {
        if ((actor.Check(Policy.Administer) ?? Failure) is { } failure)
        {
            return Task.FromResult<Result<Done>>(failure);
        }

        Calls.Add("reset sandbox");
        Become(ConnectionStatus.None);
        return Task.FromResult<Result<Done>>(default(Done));
    }

    public Task<Result<Done>> RebuildCopyAsync(Actor actor, CancellationToken cancellationToken)
    {
        if ((actor.Check(Policy.Administer) ?? Failure) is { } failure)
        {
            return Task.FromResult<Result<Done>>(failure);
        }

        Calls.Add("rebuild copy");
        Become(Status with { CopyFault = null });
        return Task.FromResult<Result<Done>>(default(Done));
    }
}
