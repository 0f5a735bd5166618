using HubSpotCrm.Core.Common;

namespace HubSpotCrm.Core.Sync.Push;

/// <summary>One request as it came.</summary>
/// <param name="Signature">The header <c>X-HubSpot-Signature-v3</c>; null without one.</param>
/// <param name="Timestamp">The header <c>X-HubSpot-Request-Timestamp</c>; null without one.</param>
public sealed record WebhookDelivery(string Method, ReadOnlyMemory<byte> Body, string? Signature, string? Timestamp);

/// <summary>Webhooks are not switched on.</summary>
public sealed record WebhooksOff() : Failure("The portal takes no webhooks. Set Sync:WebhookUrl to the address that is entered in HubSpot.");

/// <summary>The request is not HubSpot's, was changed on its way, or is old. Deliberately says no more.</summary>
public sealed record WebhookNotSigned() : Failure("The request is not signed by HubSpot.");

/// <summary>It is signed, but is no list of events.</summary>
public sealed record WebhookUnreadable() : Failure("The body is no list of HubSpot's events.");

/// <summary>More hints wait than can be kept; HubSpot delivers again, and asking for changes finds them anyway.</summary>
public sealed record InboxFull() : Failure("Too many events wait already. Deliver them again later.");

/// <summary>Takes HubSpot's webhooks. Answers as soon as the hints are kept; their records are read afterwards.</summary>
public interface IWebhookIntake
{
    /// <summary>How many new hints were kept; <see cref="WebhooksOff"/>, <see cref="WebhookNotSigned"/>, <see cref="WebhookUnreadable"/>, <see cref="InboxFull"/> or <see cref="Connection.NotConnected"/>.</summary>
    Task<Result<int>> TakeAsync(WebhookDelivery delivery, CancellationToken cancellationToken);
}
