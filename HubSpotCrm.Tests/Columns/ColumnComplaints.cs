using System.Collections.Concurrent;
using HubSpotCrm.Core.Columns;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Tests.Columns;

/// <summary>What a copy warns of, in its order.</summary>
internal sealed class ColumnComplaints : ILogger<ColumnCopies>
{
    public ConcurrentQueue<string> Messages { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Messages.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }
}
