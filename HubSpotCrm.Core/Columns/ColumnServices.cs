using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HubSpotCrm.Core.Columns;

internal static class ColumnServices
{
    /// <summary>The columnar copy of the connected account, kept from the start of the host on.</summary>
    public static IServiceCollection AddColumns(this IServiceCollection services)
    {
        services.TryAddSingleton<ColumnCopies>();
        services.TryAddSingleton<IColumnCopyReport>(provider => provider.GetRequiredService<ColumnCopies>());
        services.TryAddSingleton<ColumnSearch>();
        services.AddHostedService(provider => provider.GetRequiredService<ColumnCopies>());
        return services;
    }
}
