using HubSpotCrm.Core.Sync.Push;
using HubSpotCrm.Web.Security;
using HubSpotCrm.Web.Urls;

namespace HubSpotCrm.Web.Endpoints;

/// <summary>Where HubSpot delivers its webhooks. Everybody may call it; what is not signed by HubSpot leaves no trace but a line in the log.</summary>
internal static class WebhookEndpoints
{
    private const int MostBytes = 1024 * 1024;

    public static void MapWebhooks(this WebApplication app) => app.MapPost(PortalUrls.Webhooks, TakeAsync).AllowAnonymous().DisableAntiforgery().RequireRateLimiting(PortalSecurity.WebhookLimit);

    private static async Task<IResult> TakeAsync(HttpRequest request, IWebhookIntake intake, CancellationToken cancellationToken)
    {
        if (await BodyAsync(request, cancellationToken) is not { } body)
        {
            return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        var delivery = new WebhookDelivery(
            request.Method, body, request.Headers["X-HubSpot-Signature-v3"].FirstOrDefault(), request.Headers["X-HubSpot-Request-Timestamp"].FirstOrDefault());
        var taken = await intake.TakeAsync(delivery, cancellationToken);
        return taken.Failure switch
        {
            null => TypedResults.NoContent(),
            WebhooksOff => TypedResults.NotFound(),
            WebhookNotSigned => TypedResults.Unauthorized(),
            WebhookUnreadable => TypedResults.BadRequest(),

            // HubSpot delivers again, for a day.
            _ => TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable),
        };
    }

    // The very bytes that were signed. Null when there are too many.
    private static async Task<byte[]?> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MostBytes)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > MostBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}
