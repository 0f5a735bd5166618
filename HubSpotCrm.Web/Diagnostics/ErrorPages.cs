using System.Net;
using System.Text.Encodings.Web;

namespace HubSpotCrm.Web.Diagnostics;

/// <summary>What a browser sees when a request fails: what happened, what to do, and the id to tell. Written by hand, so that a broken page cannot break it.</summary>
internal static class ErrorPages
{
    public static void UseErrorPages(this WebApplication app)
    {
        app.UseExceptionHandler(handler => handler.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return WriteAsync(context);
        }));
        app.UseStatusCodePages(context => WriteAsync(context.HttpContext));
    }

    /// <summary>A page for the answer's status with words of its own.</summary>
    public static Task WriteAsync(HttpContext context, int status, string title, string text)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, title, text);
    }

    private static Task WriteAsync(HttpContext context)
    {
        var (title, text) = Words(context.Response.StatusCode);
        return WriteAsync(context, title, text);
    }

    private static Task WriteAsync(HttpContext context, string title, string text)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync($"{title}. {text} Reference: {Correlation.Id(context)}", context.RequestAborted);
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        var encoder = HtmlEncoder.Default;
        return context.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{encoder.Encode(title)} · HubSpotCrm</title>
            <link rel="icon" href="/favicon.svg" type="image/svg+xml"><link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/portal.css"><link rel="stylesheet" href="/css/app.css"><script src="/js/theme.js"></script></head>
            <body><main class="alone"><div class="panel form-card"><h1>{encoder.Encode(title)}</h1><p class="t2">{encoder.Encode(text)}</p>
            <p class="s t2">Reference <span class="mono">{Correlation.Id(context)}</span></p><p><a class="link" href="/">Back to the portal</a></p></div></main></body></html>
            """,
            context.RequestAborted);
    }

    private static (string Title, string Text) Words(int status) => (HttpStatusCode)status switch
    {
        HttpStatusCode.NotFound => ("Page not found", "There is nothing at this address. It may have been moved, or the link is incomplete."),
        HttpStatusCode.Forbidden => ("Not allowed", "Your role does not allow this page. Ask an administrator."),
        HttpStatusCode.Unauthorized => ("Sign in first", "This needs a signed-in user."),
        HttpStatusCode.BadRequest => ("The request was not understood", "The form may be too old. Go back, reload the page and send it again."),
        HttpStatusCode.TooManyRequests => ("Too many attempts", "Wait a minute, then try again."),
        >= HttpStatusCode.InternalServerError => ("Something went wrong", "The portal could not finish this. What was saved before is kept. Try again; if it fails again, tell an administrator the reference."),
        _ => ("This did not work", "The portal could not answer this request."),
    };
}
