using HubSpotCrm.Core.Storage.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace HubSpotCrm.Core.Storage.Mirror;

/// <summary>For <c>dotnet ef migrations add NAME --context MirrorDb --output-dir Storage/Mirror/Migrations</c>.</summary>
internal sealed class MirrorDbDesign : IDesignTimeDbContextFactory<MirrorDb>
{
    public MirrorDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<MirrorDb>().UseSqlite("Data Source=design.db").Options);
}

/// <summary>For <c>dotnet ef migrations add NAME --context AppDb --output-dir Storage/App/Migrations</c>.</summary>
internal sealed class AppDbDesign : IDesignTimeDbContextFactory<AppDb>
{
    public AppDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<AppDb>().UseSqlite("Data Source=design.db").Options);
}
