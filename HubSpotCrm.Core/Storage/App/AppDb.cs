using HubSpotCrm.Core.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace HubSpotCrm.Core.Storage.App;

/// <summary>
/// The precious file: users, the connection and its tokens, edits on their way, audit, settings.
/// Rows that belong to an account carry its id, so a sandbox and a real account never mix.
/// </summary>
public sealed class AppDb(DbContextOptions<AppDb> options) : IdentityDbContext<PortalUser, IdentityRole, string>(options)
{
    internal DbSet<ConnectionRow> Connections => Set<ConnectionRow>();

    internal DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    internal DbSet<BulkEditRow> BulkEdits => Set<BulkEditRow>();

    internal DbSet<BulkSelectionRow> BulkSelections => Set<BulkSelectionRow>();

    internal DbSet<AuditRow> Audit => Set<AuditRow>();

    internal DbSet<SavedViewRow> SavedViews => Set<SavedViewRow>();

    internal DbSet<ViewPlaceRow> ViewPlaces => Set<ViewPlaceRow>();

    internal DbSet<ListStateRow> ListStates => Set<ListStateRow>();

    internal DbSet<SettingRow> Settings => Set<SettingRow>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(AppDb).Assembly, type => type.Namespace == typeof(AppDb).Namespace);
    }
}
