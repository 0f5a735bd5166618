using HubSpotCrm.Core.Storage;
using Microsoft.Extensions.Options;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace HubSpotCrm.Web.Diagnostics;

/// <summary>
/// The rolling file in the data folder, kept 30 days. It opens after the folder was made ready: opened earlier it would make the folder itself,
/// with the wrong rights. Until then events wait here.
/// </summary>
internal sealed class LogFile(IOptions<StorageOptions> storage) : ILogEventSink, IDisposable
{
    private const int MostWaiting = 1000;
    private readonly Lock _gate = new();
    private readonly List<LogEvent> _waiting = [];
    private Logger? _file;

    public static string FolderIn(string dataFolder) => Path.Combine(dataFolder, "logs");

    public void Open()
    {
        lock (_gate)
        {
            _file ??= new LoggerConfiguration()
                .MinimumLevel.Verbose()
                .WriteTo.File(
                    new LogLine(), Path.Combine(FolderIn(storage.Value.FullPath), "portal-.log"), rollingInterval: RollingInterval.Day,
                    retainedFileTimeLimit: TimeSpan.FromDays(30), retainedFileCountLimit: null, fileSizeLimitBytes: 200_000_000, rollOnFileSizeLimit: true)
                .CreateLogger();
            foreach (var logEvent in _waiting)
            {
                _file.Write(logEvent);
            }

            _waiting.Clear();
        }
    }

    public void Emit(LogEvent logEvent)
    {
        lock (_gate)
        {
            if (_file is not null)
            {
                _file.Write(logEvent);
            }
            else if (_waiting.Count < MostWaiting)
            {
                _waiting.Add(logEvent);
            }
        }
    }

    public void Dispose() => _file?.Dispose();
}
