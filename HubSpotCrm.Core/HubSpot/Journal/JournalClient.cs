using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Core.HubSpot.Wire;

namespace HubSpotCrm.Core.HubSpot.Journal;

/// <summary>
/// HubSpot's webhooks journal: files of what happened in the accounts of an app, in order, for three days. Its calls count against no limit.
/// What it refuses is a failure of the journal and never one of the account's connection.
/// </summary>
internal sealed class JournalClient(HubSpotChannel channel, AppToken token, JournalFiles files)
{
    private readonly HubSpotPaths _paths = HubSpotPaths.For(channel.Endpoint.Version);

    /// <summary>The app's subscriptions that tell of everything, of all accounts and over all pages.</summary>
    public async Task<Result<IReadOnlyList<JournalSubscription>>> SubscriptionsAsync(CancellationToken cancellationToken)
    {
        var subscriptions = new List<JournalSubscription>();
        var cursors = new HashSet<string>();
        string? after = null;
        do
        {
            var query = after is null ? "" : $"?after={Uri.EscapeDataString(after)}";
            var page = await SendAsync(Call(HttpMethod.Get, "journal subscriptions", _paths.JournalSubscriptions + query), JournalReader.Subscriptions, cancellationToken);
            if (!page.Succeeded)
            {
                return page.As<IReadOnlyList<JournalSubscription>>();
            }

            subscriptions.AddRange(page.Value.Subscriptions);
            after = page.Value.After;
        }
        while (after is not null && cursors.Add(after));

        return subscriptions;
    }

    /// <summary>Has HubSpot write down what happens to records of a kind; also when it does already.</summary>
    public async Task<Result<Done>> SubscribeAsync(JournalSubscription subscription, CancellationToken cancellationToken)
    {
        var body = Bodies.JournalSubscription(subscription.ObjectTypeId, subscription.PortalId, JournalReader.AllActions);
        var made = await SendAsync(
            Call(HttpMethod.Post, "journal subscribe", _paths.JournalSubscriptions, body), static _ => default(Done), cancellationToken);
        return made.Failure is RecordConflict ? new Done() : made;
    }

    /// <summary>The file after the offset, or the first there is; <see cref="JournalOffsetLost"/> when HubSpot does not know the offset any more.</summary>
    /// <param name="offset">Null begins anew.</param>
    public async Task<Result<WireJournalEntry>> NextAsync(string? offset, CancellationToken cancellationToken)
    {
        var place = offset is null ? "earliest" : $"offset/{Uri.EscapeDataString(offset)}/next";
        var answer = await SendAsync(Call(HttpMethod.Get, "journal next", $"{_paths.Journal}/{place}"), JournalReader.Entry, cancellationToken);
        return offset is not null && answer.Failure is JournalMissing or InvalidProperties or RequestRefused { Status: 400 or 410 }
            ? new JournalOffsetLost() : answer;
    }

    /// <summary>What a file tells; <see cref="JournalFileNotAllowed"/> or <see cref="JournalFileUnreadable"/>.</summary>
    public Task<Result<IReadOnlyList<WireJournalEvent>>> FileAsync(WireJournalEntry entry, CancellationToken cancellationToken) =>
        files.ReadAsync(entry.Url, JournalReader.File, cancellationToken);

    private HubSpotCall Call(HttpMethod method, string operation, string path, byte[]? body = null) =>
        new(method, operation, channel.Address(path), body, Replayable: body is null) { Budget = CallBudget.None };

    // Its own end of a refused token: that of the account would ask an administrator to connect again.
    private async Task<Result<T>> SendAsync<T>(HubSpotCall call, ReadBody<T> read, CancellationToken cancellationToken)
    {
        for (var isRepeated = false; ; isRepeated = true)
        {
            var bearer = await token.GetAsync(cancellationToken);
            if (!bearer.Succeeded)
            {
                return bearer.As<T>();
            }

            var answer = await channel.SendAsync(call, bearer.Value, CallPriority.Background, read, cancellationToken);
            if (answer.Failure is TokenRefused)
            {
                token.Forget();
                if (!isRepeated)
                {
                    continue;
                }
            }

            return answer.Failure switch
            {
                TokenRefused refused => new JournalNotAllowed([], refused.CorrelationId),
                MissingScopes missing => new JournalNotAllowed(missing.Scopes, missing.CorrelationId),
                HubSpotRecordNotFound missing => new JournalMissing(missing.CorrelationId),
                _ => answer,
            };
        }
    }
}
