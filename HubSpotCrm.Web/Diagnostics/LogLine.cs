using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace HubSpotCrm.Web.Diagnostics;

/// <summary>Writes one event as one line, its exception as indented lines below; everything passes <see cref="LogText"/>.</summary>
internal sealed class LogLine : ITextFormatter
{
    private static readonly string[] QueryProperties = ["QueryString", "Query"];

    private static readonly MessageTemplateTextFormatter Message = new("{Message:lj}", CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        foreach (var name in QueryProperties)
        {
            if (logEvent.Properties.ContainsKey(name))
            {
                logEvent.AddOrUpdateProperty(new LogEventProperty(name, new ScalarValue("")));
            }
        }

        output.Write(logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        output.Write(' ');
        output.Write(logEvent.Level switch
        {
            LogEventLevel.Verbose => "TRC",
            LogEventLevel.Debug => "DBG",
            LogEventLevel.Information => "INF",
            LogEventLevel.Warning => "WRN",
            LogEventLevel.Error => "ERR",
            _ => "FTL",
        });
        output.Write(' ');
        output.Write(Text(logEvent, "CorrelationId") ?? "-");
        output.Write(' ');
        output.Write(Short(Text(logEvent, "SourceContext")));
        output.Write(": ");
        using var message = new StringWriter(CultureInfo.InvariantCulture);
        Message.Format(logEvent, message);
        output.WriteLine(Safe(message.ToString()));
        if (logEvent.Exception is { } exception)
        {
            foreach (var line in exception.ToString().Split('\n'))
            {
                output.Write("    ");
                output.WriteLine(Safe(line.TrimEnd('\r')));
            }
        }
    }

    private static string Safe(string text) => LogText.Escape(LogText.Redact(text));

    private static string? Text(LogEvent logEvent, string name) =>
        logEvent.Properties.TryGetValue(name, out var value) && value is ScalarValue { Value: string text } ? Safe(text) : null;

    private static string Short(string? source) => source is null ? "Portal" : source[(source.LastIndexOf('.') + 1)..];
}
