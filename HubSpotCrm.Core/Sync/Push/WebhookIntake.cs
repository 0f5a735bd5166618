using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Connection;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Sync.Push;

/// <inheritdoc cref="IWebhookIntake"/>
internal sealed class WebhookIntake(
    Inbox inbox, MirrorHost mirrors, ConnectionTargets targets, IOptions<SyncOptions> options, TimeProvider time, ILogger<WebhookIntake> logger) : IWebhookIntake
{
    /// <summary>So many hints may wait.</summary>
    public const int MostWaiting = 100_000;

    private const string SandboxPrefix = "sandbox-";

    public async Task<Result<int>> TakeAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        var url = options.Value.WebhookUrl;
        if (url.Length == 0)
        {
            return new WebhooksOff();
        }

        // Only then is it known whose secret signs.
        if (mirrors.Current is not { } mirror)
        {
            return new NotConnected();
        }

        var isSandbox = mirror.AccountId.StartsWith(SandboxPrefix, StringComparison.Ordinal);
        var secrets = new[] { ConnectionTarget.HubSpot, ConnectionTarget.Sandbox }
            .Where(target => target == ConnectionTarget.HubSpot || isSandbox)
            .Select(targets.AppOf)
            .Where(app => app.Succeeded)
            .Select(app => app.Value.ClientSecret);
        if (!secrets.Any(secret => WebhookSignature.IsValid(secret, delivery.Method, url, delivery.Body.Span, delivery.Signature, delivery.Timestamp, time.GetUtcNow())))
        {
            logger.LogWarning("A webhook was refused: it is not signed by HubSpot, was changed, or is old");
            return new WebhookNotSigned();
        }

        var portalId = isSandbox ? mirror.AccountId[SandboxPrefix.Length..] : mirror.AccountId;
        if (WebhookEvents.Read(delivery.Body, portalId) is not { } hints)
        {
            return new WebhookUnreadable();
        }

        if (await Inbox.CountAsync(mirror, cancellationToken) > MostWaiting)
        {
            return new InboxFull();
        }

        var added = await inbox.AddAsync(mirror, hints, time.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
        logger.LogInformation("A webhook named {Hints} records, {Added} of them new", hints.Count, added);
        return added;
    }
}
