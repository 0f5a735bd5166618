using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot.Auth;

namespace HubSpotCrm.Core.HubSpot.Journal;

/// <summary>The app's own token for the journal, kept in memory until shortly before it expires. For one caller at a time.</summary>
internal sealed class AppToken(HubSpotOAuthClient oauth, string clientId, string clientSecret, TimeProvider time)
{
    private const string Scopes = "developer.webhooks_journal.read developer.webhooks_journal.subscriptions.read developer.webhooks_journal.subscriptions.write";
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private AccessToken? _token;
    private long _since;
    private TimeSpan _goodFor;

    public async Task<Result<AccessToken>> GetAsync(CancellationToken cancellationToken)
    {
        if (_token is { } kept && time.GetElapsedTime(_since) < _goodFor)
        {
            return kept;
        }

        var began = time.GetTimestamp();
        var answer = await oauth.AppTokenAsync(clientId, clientSecret, Scopes, cancellationToken);
        if (!answer.Succeeded)
        {
            return answer.As<AccessToken>();
        }

        // Of a token that lives shorter than that, most of its life is still used.
        var lifetime = TimeSpan.FromSeconds(answer.Value.ExpiresIn);
        (_since, _goodFor) = (began, lifetime - (Early < lifetime / 4 ? Early : lifetime / 4));
        var token = new AccessToken(answer.Value.AccessToken);
        _token = token;
        return token;
    }

    /// <summary>HubSpot refuses it: the next one who asks gets another.</summary>
    public void Forget() => _token = null;
}
