using System.Collections.Concurrent;
using HubSpotCrm.Core.HubSpot;
using HubSpotCrm.Core.HubSpot.Auth;
using HubSpotCrm.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotCrm.Tests.HubSpot;

/// <summary>A client before a scripted server, on a clock that the test moves.</summary>
internal sealed class ClientBench : IAsyncDisposable
{
    public const string Token = "pat-na1-11111111-2222-3333-4444-555555555555";
    public const string Contact = """{"id":"501","properties":{"email":"a@b.c","phone":null},"createdAt":"2025-01-27T19:53:15.581Z","updatedAt":"2025-01-28T19:53:15Z","archived":false}""";
    public const string Page = "{\"results\":[" + Contact + "],\"paging\":{\"next\":{\"after\":\"502\"}}}";

    private readonly ServiceProvider _services;

    public ClientBench(Action<HubSpotOptions>? configure = null, bool isOAuth = false, TimeProvider? time = null, string version = "2026-09")
    {
        Server = new ScriptedServer(time ?? Time);
        var services = new ServiceCollection();
        services.AddSingleton(time ?? Time);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddHubSpotClient();

        // What the real network takes must never look like HubSpot's silence on the moved clock.
        services.Configure<HubSpotOptions>(options => options.AttemptTimeout = TimeSpan.FromSeconds(50));
        if (configure is not null)
        {
            services.Configure(configure);
        }

        _services = services.BuildServiceProvider();
        Factory = _services.GetRequiredService<HubSpotClientFactory>();
        Endpoint = new HubSpotEndpoint(Server.Address, version, IsSandbox: true);
        Client = Factory.For(
            Endpoint,
            Factory.Fixed(Endpoint, Token, reason =>
            {
                Refusals.Add(reason);
                return Task.CompletedTask;
            }),
            isOAuth);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public ScriptedServer Server { get; }

    public HubSpotClientFactory Factory { get; }

    public HubSpotEndpoint Endpoint { get; }

    public HubSpotClient Client { get; }

    public ListLog Log { get; } = new();

    public ConcurrentBag<string> Refusals { get; } = [];

    public static ListRequest List { get; } = new(["email", "phone"]);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Moves the clock in small steps until the task ends.</summary>
    public async Task<T> RunAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            Cancellation.ThrowIfCancellationRequested();
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(4, Cancellation);
        }

        return await task;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}

/// <summary>Keeps every line of the log.</summary>
internal sealed class ListLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
