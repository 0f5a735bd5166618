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

        var account = PushAccount.Of(mirror);
        var secrets = new[] { ConnectionTarget.HubSpot, ConnectionTarget.Sandbox }
            .Where(target => target == ConnectionTarget.HubSpot || account.Target == ConnectionTarget.Sandbox)
            .Select(targets.AppOf)
            .Where(app => app.Succeeded)
            .Select(app => app.Value.ClientSecret);
        if (!secrets.Any(secret => WebhookSignature.IsValid(secret, delivery.Method, url, delivery.Body.Span, delivery.Signature, delivery.Timestamp, time.GetUtcNow())))
        {
            logger.LogWarning("A webhook was refused: it is not signed by HubSpot, was changed, or is old");
            return new WebhookNotSigned();
        }

        if (WebhookEvents.Read(delivery.Body, account.PortalId) is not { } hints)
        {
            return new WebhookUnreadable();
        }

        if (await Inbox.CountAsync(mirror, cancellationToken) > Inbox.MostWaiting)
        {
            return new InboxFull();
        }

        var added = await inbox.AddAsync(mirror, hints, time.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
        logger.LogInformation("A webhook named {Hints} records, {Added} of them new", hints.Count, added);
        return added;
    }
}
