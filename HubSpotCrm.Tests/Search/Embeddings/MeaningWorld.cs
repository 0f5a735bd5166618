using System.Runtime.InteropServices;
using HubSpotCrm.Core.Common;
using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using HubSpotCrm.Core.Search.Embeddings;
using HubSpotCrm.Core.Storage.Mirror;
using HubSpotCrm.Tests.HubSpot;
using HubSpotCrm.Tests.Outbox;
using HubSpotCrm.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Tests.Search.Embeddings;

/// <summary>A real mirror that is written as sync writes it, and beside it the portal's own services of meaning before an endpoint on a real port.</summary>
internal sealed class MeaningWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<ServiceProvider> _services = [];

    private MeaningWorld(RecordsBench bench, EmbeddingServer server) => (Bench, Server) = (bench, server);

    public RecordsBench Bench { get; }

    public EmbeddingServer Server { get; }

    public ListLog Log { get; } = new();

    public ServiceProvider Services => _services[^1];

    public MeaningCopies Copies => Services.GetRequiredService<MeaningCopies>();

    public MeaningStatus Status => Copies.Status;

    public RecordSearch Search { get; private set; } = null!;

    public string VectorPath => MirrorHost.MeaningPath(Bench.Mirror.Path);

    /// <summary>All texts that records were embedded with, in order.</summary>
    public IReadOnlyList<string> Embedded => [.. Server.Asked.SelectMany(texts => texts)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Nothing runs yet: seed, then <see cref="RunAsync"/>.</summary>
    public static async Task<MeaningWorld> OpenAsync() => new(await RecordsBench.OpenAsync(), await EmbeddingServer.StartAsync());

    /// <summary>Starts the services, as the portal does; those that ran before are stopped.</summary>
    public async Task RunAsync(Action<EmbeddingOptions>? more = null)
    {
        if (_services.Count > 0)
        {
            await Copies.StopAsync(Cancellation);
        }

        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System).AddSingleton(Bench.Mirrors).AddSingleton<IDefinitionService>(Bench.Definitions);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).Services.AddSingleton<ILoggerProvider>(Log));
        services.AddSingleton(provider => new MeaningCopies(
            Bench.Mirrors, Bench.Definitions, provider.GetRequiredService<Embedder>(), provider.GetRequiredService<IOptions<EmbeddingOptions>>(), TimeProvider.System,
            provider.GetRequiredService<ILogger<MeaningCopies>>())
        { Rest = TimeSpan.FromMilliseconds(20), Retries = [TimeSpan.FromMilliseconds(50)] });
        services.AddSingleton(provider => new Embedder(
            provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(), TimeProvider.System, firstPause: TimeSpan.FromMilliseconds(5)));
        services.AddEmbeddings();
        services.Configure<EmbeddingOptions>(options =>
        {
            (options.Endpoint, options.Model, options.Nearness, options.Pause, options.QueryTimeout) = (Server.Address, "words", 0.25, TimeSpan.Zero, TimeSpan.FromSeconds(5));
            more?.Invoke(options);
        });
        _services.Add(services.BuildServiceProvider());
        Search = new RecordSearch(TimeProvider.System, meaning: Services.GetRequiredService<MeaningSearch>());
        await Copies.StartAsync(Cancellation);
    }

    public Task UntilReadyAsync(int records) => UntilAsync(status => status is { Stage: MeaningStage.Ready } && status.Done == records && status.Wanted == records);

    public Task UntilAsync(Func<MeaningStatus, bool> condition) => Eventually.HoldsAsync(
        () => Task.FromResult(condition(Status)), Patience, () => $"{Status}\n{string.Join('\n', Log.Lines.TakeLast(20))}", Cancellation);

    public Task<Result<Page<Contact>>> PageAsync(RecordQuery query) => Search.ContactsAsync(Bench.Mirror, query, Bench.Definitions.Definitions, TimeZoneInfo.Utc, Cancellation);

    /// <summary>The records that the file has rows of.</summary>
    public IReadOnlyList<long> KeptKeys()
    {
        using var file = new SqliteConnection($"Data Source={VectorPath};Pooling=False");
        file.Open();
        using var command = file.CreateCommand();
        command.CommandText = "SELECT key FROM vector";
        using var reader = command.ExecuteReader();
        var keys = new List<long>();
        while (reader.Read())
        {
            keys.Add(reader.GetInt64(0));
        }

        return keys;
    }

    /// <summary>Whether the vector of a text lies anywhere in the file or its log, in use or not.</summary>
    public bool HasVectorOf(string text)
    {
        var vector = MemoryMarshal.AsBytes<sbyte>(QuantizedVector.Of(WordVectors.Of(text)).Units);
        foreach (var path in new[] { VectorPath, VectorPath + "-wal" }.Where(File.Exists))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            file.CopyTo(bytes);
            if (bytes.ToArray().AsSpan().IndexOf(vector) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    public async Task<IReadOnlyList<Contact>> FindAsync(string text) => (await PageAsync(RecordQuery.All with { Text = text })).Value.Items;

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services)
        {
            await services.DisposeAsync();
        }

        await Server.DisposeAsync();
        await Bench.DisposeAsync();
    }
}
