using HubSpotCrm.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HubSpotCrm.Benchmarks.Simulation;

/// <summary>An answer of the sandbox.</summary>
/// <param name="IsCutOff">The sandbox broke the connection.</param>
internal sealed record SandboxAnswer(int Status, IHeaderDictionary Headers, byte[] Body, bool IsCutOff);

/// <summary>The sandbox's own pipeline without a network: one for all runs, each of which brings the account that answers.</summary>
internal sealed class SandboxPipeline : IServer
{
    private static readonly Lazy<SandboxPipeline> Shared = new(Start);

    private Func<IFeatureCollection, Task>? _process;
    private WebApplication? _app;

    private SandboxPipeline()
    {
    }

    public static SandboxPipeline Instance => Shared.Value;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>Answers at once; nothing in the sandbox waits as long as it has no latency.</summary>
    public SandboxAnswer Answer(SandboxAccount account, HttpMethod method, Uri address, string? authorization, string? contentType, byte[] body)
    {
        var features = new FeatureCollection();
        var request = new HttpRequestFeature
        {
            Method = method.Method,
            Scheme = address.Scheme,
            Path = Uri.UnescapeDataString(address.AbsolutePath),
            QueryString = address.Query,
            RawTarget = address.PathAndQuery,
            Protocol = "HTTP/1.1",
            Body = new MemoryStream(body, writable: false),
        };
        request.Headers.Host = address.Authority;
        request.Headers.Authorization = authorization;
        request.Headers.ContentType = contentType;
        request.Headers.ContentLength = body.Length;
        using var written = new MemoryStream();
        var response = new HeldResponse();
        var connection = new HeldConnection();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(written));
        features.Set<IHttpRequestLifetimeFeature>(connection);
        features.Set<IServiceProvidersFeature>(new OfAccount(account, _app!.Services));
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            _process!(features).GetAwaiter().GetResult();
            response.Begin();
        }
        catch (OperationCanceledException) when (connection.RequestAborted.IsCancellationRequested)
        {
            // Whoever cut it off reads nothing of it.
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        return new SandboxAnswer(response.StatusCode, response.Headers, written.ToArray(), connection.RequestAborted.IsCancellationRequested);
    }

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _process = async features =>
        {
            var context = application.CreateContext(features);
            Exception? failed = null;
            try
            {
                await application.ProcessRequestAsync(context);
            }
            catch (Exception exception)
            {
                failed = exception;
                throw;
            }
            finally
            {
                application.DisposeContext(context, failed);
            }
        };
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    private static SandboxPipeline Start()
    {
        var pipeline = new SandboxPipeline();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHubSpotSandbox(options => options.Contacts = 0);
        builder.Services.AddSingleton<IServer>(pipeline);
        pipeline._app = builder.Build();
        pipeline._app.MapHubSpotSandbox("");
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            pipeline._app.StartAsync().GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        return pipeline;
    }

    private sealed class OfAccount(SandboxAccount account, IServiceProvider others) : IServiceProvidersFeature, IServiceProvider
    {
        public IServiceProvider RequestServices { get => this; set { } }

        public object? GetService(Type serviceType) => serviceType == typeof(SandboxAccount) ? account : others.GetService(serviceType);
    }

    private sealed class HeldResponse : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();

        public override void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

        public void Begin()
        {
            while (_starting.TryPop(out var next))
            {
                next.Callback(next.State).GetAwaiter().GetResult();
            }
        }
    }

    private sealed class HeldConnection : IHttpRequestLifetimeFeature, IDisposable
    {
        private readonly CancellationTokenSource _aborted = new();

        public HeldConnection() => RequestAborted = _aborted.Token;

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => _aborted.Cancel();

        public void Dispose() => _aborted.Dispose();
    }
}
