using System.Security.Cryptography;
using Serilog.Context;

namespace HubSpotCrm.Web.Diagnostics;

/// <summary>One id per request: in every log line of it, in the answer's header, and on the error page.</summary>
internal static class Correlation
{
    public const string Header = "X-Correlation-Id";

    public static string Id(HttpContext context) => context.TraceIdentifier;

    public static void UseCorrelation(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Request");
        var clock = app.Services.GetRequiredService<TimeProvider>();
        app.Use(async (context, next) =>
        {
            // Never the caller's own: what strangers send does not belong into our log.
            context.TraceIdentifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            context.Response.OnStarting(() =>
            {
                context.Response.Headers[Header] = context.TraceIdentifier;
                return Task.CompletedTask;
            });
            using var scope = LogContext.PushProperty("CorrelationId", context.TraceIdentifier);
            var started = clock.GetTimestamp();
            try
            {
                await next();
            }
            finally
            {
                var level = context.Response.StatusCode >= 500 ? LogLevel.Error : IsQuiet(context.Request.Path) ? LogLevel.Debug : LogLevel.Information;
                logger.Log(level, "{Method} {Path} answered {Status} in {Milliseconds} ms",
                    context.Request.Method, context.Request.Path.Value, context.Response.StatusCode, (long)clock.GetElapsedTime(started).TotalMilliseconds);
            }
        });
    }

    private static bool IsQuiet(PathString path) =>
        path.StartsWithSegments("/_blazor") || path.StartsWithSegments("/_framework") || path.StartsWithSegments("/_content")
        || path.StartsWithSegments("/health") || path.StartsWithSegments("/css") || path.StartsWithSegments("/js") || path.StartsWithSegments("/sandbox");
}
