using HubSpotCrm.Core.Storage;
using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Tests.Support;

/// <summary>A migrated <c>app.db</c> in a folder, with the portal's settings.</summary>
internal sealed class AppDatabaseFixture : IDbContextFactory<AppDb>
{
    private readonly DbContextOptions<AppDb> _options;

    private AppDatabaseFixture(string folder) => _options = new DbContextOptionsBuilder<AppDb>()
        .UseSqlite(SqliteSettings.ConnectionString(Path.Combine(folder, AppDatabase.FileName)))
        .AddInterceptors(new SqliteSettingsInterceptor())
        .Options;

    public static async Task<AppDatabaseFixture> CreateAsync(string folder, CancellationToken cancellationToken)
    {
        var fixture = new AppDatabaseFixture(folder);
        await using var database = fixture.CreateDbContext();
        await database.Database.MigrateAsync(cancellationToken);
        return fixture;
    }

    public AppDb CreateDbContext() => new(_options);
}
