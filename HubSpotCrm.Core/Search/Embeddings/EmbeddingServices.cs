using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Search.Embeddings;

internal static class EmbeddingServices
{
    /// <summary>The search for what is close in meaning, off without an endpoint. The host binds <see cref="EmbeddingOptions"/>.</summary>
    public static IServiceCollection AddEmbeddings(this IServiceCollection services)
    {
        services.AddOptions<EmbeddingOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmbeddingOptions>, EmbeddingOptionsValidator>());

        // The embedder ends what takes too long. The handler renews its connections itself; the factory's log lines would say nothing new.
        services.AddHttpClient(EmbeddingTransport.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(EmbeddingTransport.Handler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        services.TryAddSingleton<IEmbeddingGenerator<string, Embedding<float>>, EmbeddingClient>();
        services.TryAddSingleton<Embedder>();
        services.TryAddSingleton<QueryVectors>();
        services.TryAddSingleton<MeaningCopies>();
        services.TryAddSingleton<IMeaningReport>(provider => provider.GetRequiredService<MeaningCopies>());
        services.TryAddSingleton<MeaningSearch>();
        services.AddHostedService(provider => provider.GetRequiredService<MeaningCopies>());
        return services;
    }
}
