using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HubSpotCrm.Core.Storage.App;

internal static class AppDatabase
{
    public const string FileName = "app.db";

    /// <summary>Registers the factory, and the scoped context that ASP.NET Core Identity asks for.</summary>
    public static IServiceCollection AddAppDatabase(this IServiceCollection services)
    {
        services.AddDbContextFactory<AppDb>((provider, context) => context
            .UseSqlite(SqliteSettings.ConnectionString(Path.Combine(provider.GetRequiredService<IOptions<StorageOptions>>().Value.FullPath, FileName)))
            .AddInterceptors(new SqliteSettingsInterceptor()));
        return services;
    }
}
