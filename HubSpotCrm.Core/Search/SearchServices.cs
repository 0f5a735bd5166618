using HubSpotCrm.Core.Search.Embeddings;
using HubSpotCrm.Core.Search.Meaning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HubSpotCrm.Core.Search;

internal static class SearchServices
{
    /// <summary>The search over the mirror, what words mean in it, and what was looked for.</summary>
    public static IServiceCollection AddSearch(this IServiceCollection services)
    {
        services.TryAddSingleton<SynonymBook>();
        services.TryAddSingleton<SynonymService>();
        services.TryAddSingleton<ISynonymService>(provider => provider.GetRequiredService<SynonymService>());
        services.AddEmbeddings();
        services.TryAddSingleton<RecordSearch>();
        services.TryAddSingleton<SearchIndexWriter>();
        services.TryAddSingleton<IUnifiedSearch, UnifiedSearch>();
        services.TryAddSingleton<IRecentService, RecentService>();
        services.AddHostedService<SearchPreparation>();
        return services;
    }
}
