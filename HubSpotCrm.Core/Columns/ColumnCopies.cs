using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Storage.Mirror;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Core.Columns;

/// <summary>Keeps the columnar copy of the connected account's mirror, from when the mirror is opened until it is closed.</summary>
internal sealed class ColumnCopies : IHostedService, IColumnCopyReport, IDisposable
{
    private readonly Lock _gate = new();
    private readonly MirrorHost _mirrors;
    private readonly IDefinitionService _definitions;
    private readonly TimeProvider _time;
    private readonly ILogger<ColumnCopies> _logger;
    private ColumnCopy? _copy;
    private bool _isStarted;

    public ColumnCopies(MirrorHost mirrors, IDefinitionService definitions, TimeProvider time, ILogger<ColumnCopies> logger)
    {
        (_mirrors, _definitions, _time, _logger) = (mirrors, definitions, time, logger);
        _mirrors.Changed += Follow;
    }

    public event Action? Changed;

    public ColumnCopyStatus? Status => Volatile.Read(ref _copy)?.Status;

    /// <summary>The copy of the mirror, in whatever state; null when it is not the one that is kept.</summary>
    public ColumnCopy? Of(Mirror mirror) => Volatile.Read(ref _copy) is { } copy && copy.Mirror == mirror ? copy : null;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        Follow();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _isStarted = false;
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _mirrors.Changed -= Follow;
        lock (_gate)
        {
            _copy?.Dispose();
            _copy = null;
        }
    }

    // A mirror closes its own copy.
    private void Follow()
    {
        lock (_gate)
        {
            if (!_isStarted || _mirrors.Current == _copy?.Mirror)
            {
                return;
            }

            _copy?.Dispose();
            _copy = _mirrors.Current is { } mirror ? new ColumnCopy(mirror, _definitions.GetAsync, _time, _logger, () => Changed?.Invoke()) { AwaitsRecords = true } : null;
            _copy?.Start();
        }

        Changed?.Invoke();
    }
}
