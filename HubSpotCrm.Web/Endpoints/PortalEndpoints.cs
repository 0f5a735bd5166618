using HubSpotCrm.Core.Connection;
using HubSpotCrm.Web.Circuits;
using HubSpotCrm.Web.Security;
using HubSpotCrm.Web.Urls;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace HubSpotCrm.Web.Endpoints;

/// <summary>What is not a page.</summary>
internal static class PortalEndpoints
{
    public static void MapPortalEndpoints(this WebApplication app)
    {
        app.MapHealth();
        app.MapWebhooks();

        // An open screen that is used keeps its session alive, as every request with its cookie does; the socket would not.
        app.MapGet(PortalUrls.KeepSession, () => TypedResults.NoContent());

        app.MapPost(PortalUrls.SignOut, async (HttpContext context, SignInService signIn) =>
        {
            await signIn.SignOutAsync(context.User);
            return TypedResults.LocalRedirect(PortalUrls.SignIn);
        }).RequireForm();

        app.MapConnect();
    }

    /// <summary>Takes the request only with the form's own token.</summary>
    public static RouteHandlerBuilder RequireForm(this RouteHandlerBuilder endpoint) => endpoint.DisableAntiforgery().AddEndpointFilter(async (context, next) =>
    {
        var antiforgery = context.HttpContext.RequestServices.GetRequiredService<IAntiforgery>();
        return await antiforgery.IsRequestValidAsync(context.HttpContext) ? await next(context) : TypedResults.BadRequest();
    });

    private static void MapConnect(this WebApplication app)
    {
        app.MapPost(PortalUrls.ConnectStart, async (
            HttpContext context, IConnectionService connection, CurrentActor current, [FromForm] string? target, CancellationToken cancellationToken) =>
        {
            if (!Enum.TryParse<ConnectionTarget>(target, ignoreCase: true, out var chosen) || !Enum.IsDefined(chosen))
            {
                return Results.BadRequest();
            }

            var origin = new Uri($"{context.Request.Scheme}://{context.Request.Host}");
            var started = await connection.StartOAuthAsync(CurrentActor.From(context.User, current.Zone), chosen, Session.Id(context.User), origin, cancellationToken);
            return started.Succeeded
                ? Results.Redirect(started.Value.ToString())
                : Results.LocalRedirect(PortalUrls.ConnectFailed(ConnectNotices.Keep(context, started.Failure.Message)));
        }).RequireForm();

        app.MapPost(PortalUrls.ConnectToken, async (
            HttpContext context, IConnectionService connection, CurrentActor current, [FromForm] string? accessToken, CancellationToken cancellationToken) =>
        {
            var connected = await connection.ConnectWithTokenAsync(CurrentActor.From(context.User, current.Zone), (accessToken ?? "").Trim(), cancellationToken);
            return connected.Succeeded
                ? Connected(connection)
                : Results.LocalRedirect(PortalUrls.ConnectFailed(ConnectNotices.Keep(context, connected.Failure.Message)));
        }).RequireForm();

        app.MapGet(PortalUrls.OAuthCallback, async (
            HttpContext context, IConnectionService connection, CurrentActor current, ILogger<OAuthCallback> logger,
            string? code, string? state, string? error, [FromQuery(Name = "error_description")] string? description, CancellationToken cancellationToken) =>
        {
            var callback = new OAuthCallback(code, state, error, description);
            var completed = await connection.CompleteOAuthAsync(CurrentActor.From(context.User, current.Zone), callback, Session.Id(context.User), cancellationToken);
            if (completed.Succeeded)
            {
                return Connected(connection);
            }

            logger.LogWarning("Connecting HubSpot failed: {Failure}", completed.Failure.GetType().Name);
            return Results.LocalRedirect(PortalUrls.ConnectFailed(ConnectNotices.Keep(context, completed.Failure.Message)));
        });
    }

    // To the records; where HubSpot did not grant all, by way of a page that says so.
    private static IResult Connected(IConnectionService connection) =>
        Results.LocalRedirect(connection.Status.MissingScopes.Count > 0 ? PortalUrls.ConnectGaps : PortalUrls.Contacts);
}
