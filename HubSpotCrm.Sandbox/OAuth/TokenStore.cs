using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using HubSpotCrm.Sandbox.Data;

namespace HubSpotCrm.Sandbox.OAuth;

/// <summary>An access token as the account knows it.</summary>
internal sealed record AccessGrant(string Hash, string RefreshHash, long UntilMs, string[] Scopes, bool IsStatic = false);

internal sealed record RefreshGrant(string Hash, string[] Scopes);

/// <summary>A consent waiting to be exchanged for tokens.</summary>
internal sealed record CodeGrant(string RedirectUri, string[] Scopes, string? Challenge, string? ChallengeMethod, long UntilMs);

internal sealed record IssuedTokens(string Access, string Refresh, string[] Scopes);

/// <summary>Codes and tokens of the one app. Tokens are known by their hash only; codes live in memory.</summary>
internal sealed class TokenStore(SandboxOptions options, TimeProvider time, Lock writing)
{
    public const int LifetimeSeconds = 1800;
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, CodeGrant> _codes = new();
    private readonly ConcurrentDictionary<string, AccessGrant> _access = new();
    private readonly ConcurrentDictionary<string, RefreshGrant> _refresh = new();

    public Journal? Journal { get; set; }

    /// <summary>Every refresh hands out a new refresh token and forgets the old one.</summary>
    public bool Rotating { get; set; }

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public string IssueCode(string redirectUri, string[] scopes, string? challenge, string? method)
    {
        var code = "eu1-" + Guid.NewGuid();
        _codes[HashOf(code)] = new CodeGrant(redirectUri, scopes, challenge, method, NowMs + (long)CodeLifetime.TotalMilliseconds);
        return code;
    }

    /// <summary>Takes the code out of use; null when there is none such, or it is too old.</summary>
    public CodeGrant? TakeCode(string code) => _codes.TryRemove(HashOf(code), out var grant) && grant.UntilMs > NowMs ? grant : null;

    public IssuedTokens Issue(string[] scopes)
    {
        var refresh = "eu1-" + Guid.NewGuid();
        lock (writing)
        {
            Write(new JournalEntry("refresh") { At = NowMs, Hash = HashOf(refresh), Scopes = scopes });
            return new IssuedTokens(IssueAccess(HashOf(refresh), scopes), refresh, scopes);
        }
    }

    /// <summary>An access token that belongs to the app and no consent.</summary>
    public string IssueToApp(string[] scopes)
    {
        lock (writing)
        {
            return IssueAccess("", scopes);
        }
    }

    /// <summary>A new access token, and the refresh token to go on with; null when the refresh token is not known.</summary>
    public IssuedTokens? Refresh(string refresh)
    {
        lock (writing)
        {
            if (!_refresh.TryGetValue(HashOf(refresh), out var grant))
            {
                return null;
            }

            if (!Rotating)
            {
                return new IssuedTokens(IssueAccess(grant.Hash, grant.Scopes), refresh, grant.Scopes);
            }

            Write(new JournalEntry("revoke") { At = NowMs, Hash = grant.Hash });
            return Issue(grant.Scopes);
        }
    }

    /// <summary>The access token's grant, expired ones too; null when the token is not known.</summary>
    public AccessGrant? FindAccess(string token) =>
        options.Token is { } fixedToken && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(fixedToken))
            ? new AccessGrant("", "", long.MaxValue, [], IsStatic: true)
            : _access.GetValueOrDefault(HashOf(token));

    public RefreshGrant? FindRefresh(string token) => _refresh.GetValueOrDefault(HashOf(token));

    /// <summary>Forgets a refresh token. Access tokens got with it stay good until they expire.</summary>
    public void Revoke(string refresh) => WriteLocked(new JournalEntry("revoke") { At = NowMs, Hash = HashOf(refresh) });

    /// <summary>The app is taken out of the account: no token works any more.</summary>
    public void RevokeAll() => WriteLocked(new JournalEntry("uninstall") { At = NowMs });

    /// <summary>All access tokens expire at once.</summary>
    public void ExpireAll() => WriteLocked(new JournalEntry("expire") { At = NowMs });

    public void Clear()
    {
        _codes.Clear();
        _access.Clear();
        _refresh.Clear();
    }

    public void Apply(JournalEntry entry)
    {
        switch (entry.Op)
        {
            case "refresh":
                _refresh[entry.Hash!] = new RefreshGrant(entry.Hash!, entry.Scopes!);
                break;
            case "access":
                _access[entry.Hash!] = new AccessGrant(entry.Hash!, entry.Owner!, entry.Until!.Value, entry.Scopes!);
                break;
            case "revoke":
                _refresh.TryRemove(entry.Hash!, out _);
                break;
            case "expire":
                foreach (var (hash, grant) in _access)
                {
                    _access[hash] = grant with { UntilMs = Math.Min(grant.UntilMs, entry.At) };
                }

                break;
            case "uninstall":
                Clear();
                break;
        }
    }

    private static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private string IssueAccess(string refreshHash, string[] scopes)
    {
        // Long on purpose: HubSpot says that tokens may take 300 characters and more.
        var token = "CJ" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(180)).Replace('+', '-').Replace('/', '_');
        Write(new JournalEntry("access") { At = NowMs, Hash = HashOf(token), Owner = refreshHash, Until = NowMs + (LifetimeSeconds * 1000L), Scopes = scopes });
        return token;
    }

    private void WriteLocked(JournalEntry entry)
    {
        lock (writing)
        {
            Write(entry);
        }
    }

    private void Write(JournalEntry entry)
    {
        Apply(entry);
        Journal?.Append(entry);
    }
}
