using System.Diagnostics;
using HubSpotCrm.Core.Columns;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using Microsoft.Extensions.Logging.Abstractions;

namespace HubSpotCrm.Benchmarks.Filters;

/// <summary>The classes that lists call, over a benchmark's mirror and its columnar copy.</summary>
internal sealed class ListServices : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly SearchData _data;
    private readonly ColumnCopies _copies;
    private readonly ColumnSearch _columns;

    public ListServices(SearchData data)
    {
        _data = data;
        _copies = new ColumnCopies(data.Host, new AccountDefinitionService(), TimeProvider.System, NullLogger<ColumnCopies>.Instance);
        _columns = new ColumnSearch(_copies);
        Search = new RecordSearch(TimeProvider.System, _columns);
    }

    public RecordSearch Search { get; }

    /// <summary>Ends when the copy answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _copies.StartAsync(cancellationToken);
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Patience; await Task.Delay(20, cancellationToken))
        {
            using var reading = await _columns.OpenAsync(_data.Mirror, cancellationToken);
            if (reading is not null)
            {
                return;
            }
        }

        throw new InvalidOperationException($"The copy is {_copies.Status}.");
    }

    public Task StopAsync(CancellationToken cancellationToken) => _copies.StopAsync(cancellationToken);

    public void Dispose()
    {
        _columns.Dispose();
        _copies.Dispose();
    }

    private sealed class AccountDefinitionService : IDefinitionService
    {
        public ValueTask<AccountDefinitions> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(AccountData.Definitions);
    }
}
