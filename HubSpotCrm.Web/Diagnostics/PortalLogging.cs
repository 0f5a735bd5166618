using HubSpotCrm.Web.Hosting;
using Serilog;
using Serilog.Events;

namespace HubSpotCrm.Web.Diagnostics;

/// <summary>Console and file; both write <see cref="LogLine"/>s.</summary>
internal static class PortalLogging
{
    public static WebApplicationBuilder AddPortalLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<LogFile>();
        var least = Level(builder.Configuration.GetValue("Portal:LogLevel", LogLevel.Information));
        builder.Services.AddSerilog(
            (services, logger) =>
            {
                logger.MinimumLevel.Is(least).Enrich.FromLogContext();
                if (least >= LogEventLevel.Information)
                {
                    // Requests get one line of ours; the framework's own lines carry query strings and say little more.
                    logger.MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                        .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
                        .MinimumLevel.Override("System.Net.Http.HttpClient", LogEventLevel.Warning)
                        .MinimumLevel.Override("Polly", LogEventLevel.Warning);
                }

                // What people type travels in these messages.
                logger.MinimumLevel.Override("Microsoft.AspNetCore.SignalR", LogEventLevel.Information)
                    .MinimumLevel.Override("Microsoft.AspNetCore.Http.Connections", LogEventLevel.Information)
                    .MinimumLevel.Override("Microsoft.AspNetCore.Components.Server", LogEventLevel.Information);
                logger.WriteTo.Console(new LogLine()).WriteTo.Sink(services.GetRequiredService<LogFile>());
            },
            preserveStaticLogger: true);
        return builder;
    }

    private static LogEventLevel Level(LogLevel level) => level switch
    {
        LogLevel.Trace => LogEventLevel.Verbose,
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Warning => LogEventLevel.Warning,
        LogLevel.Error => LogEventLevel.Error,
        _ => LogEventLevel.Fatal,
    };
}
