using HubSpotCrm.Core.Crm;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HubSpotCrm.Core.Storage.Mirror;

/// <summary>
/// The copy of one HubSpot account: rebuildable from HubSpot except its history.
/// EF Core owns the schema and the small tables; records are written and searched with SQL on the same tables, a page at a time.
/// </summary>
internal sealed class MirrorDb(DbContextOptions<MirrorDb> options) : DbContext(options)
{
    private static readonly HashSet<string> ReadableText =
    [
        nameof(ContactRow.Name), nameof(ContactRow.FirstName), nameof(ContactRow.LastName), nameof(ContactRow.Email), nameof(ContactRow.Company),
        nameof(ContactRow.Phone), nameof(ContactRow.MobilePhone), nameof(ContactRow.JobTitle), nameof(ContactRow.Industry), nameof(ContactRow.Country),
        nameof(ContactRow.Region), nameof(ContactRow.City), nameof(CompanyRow.Domain),
    ];

    public DbSet<RecordRow> Records => Set<RecordRow>();

    public DbSet<ContactRow> Contacts => Set<ContactRow>();

    public DbSet<CompanyRow> Companies => Set<CompanyRow>();

    public DbSet<DealRow> Deals => Set<DealRow>();

    public DbSet<CampaignRow> Campaigns => Set<CampaignRow>();

    public DbSet<CampaignMoneyRow> CampaignMoney => Set<CampaignMoneyRow>();

    public DbSet<CampaignAssetRow> CampaignAssets => Set<CampaignAssetRow>();

    public DbSet<MarketingEmailRow> MarketingEmails => Set<MarketingEmailRow>();

    public DbSet<EngagementRow> Engagements => Set<EngagementRow>();

    public DbSet<AssociationRow> Associations => Set<AssociationRow>();

    public DbSet<HistoryRow> History => Set<HistoryRow>();

    public DbSet<AliasRow> Aliases => Set<AliasRow>();

    public DbSet<ChangeRow> Changes => Set<ChangeRow>();

    public DbSet<QuarantineRow> Quarantine => Set<QuarantineRow>();

    public DbSet<CheckpointRow> Checkpoints => Set<CheckpointRow>();

    public DbSet<SyncRunRow> SyncRuns => Set<SyncRunRow>();

    public DbSet<DriftRow> Drift => Set<DriftRow>();

    public DbSet<SyncCheckRow> SyncChecks => Set<SyncCheckRow>();

    public DbSet<InboxRow> Inbox => Set<InboxRow>();

    public DbSet<PropertyRow> Properties => Set<PropertyRow>();

    public DbSet<OwnerRow> Owners => Set<OwnerRow>();

    public DbSet<PipelineRow> Pipelines => Set<PipelineRow>();

    public DbSet<StageRow> Stages => Set<StageRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RecordRow>(entity =>
        {
            entity.ToTable("record");
            entity.HasKey(row => row.Key);
            Column(entity, row => row.Key, "key").ValueGeneratedOnAdd();
            Column(entity, row => row.Type, "type");
            Column(entity, row => row.HubSpotId, "hubspot_id");
            Column(entity, row => row.CreatedAt, "created_at");
            Column(entity, row => row.UpdatedAt, "updated_at");
            Column(entity, row => row.IsArchived, "archived");
            Column(entity, row => row.ArchivedAt, "archived_at");
            Column(entity, row => row.Hash, "hash");
            Column(entity, row => row.Raw, "raw");
            Column(entity, row => row.IsPartial, "partial").HasDefaultValue(false);
            entity.HasIndex(row => new { row.Type, row.HubSpotId }).IsUnique();
        });

        modelBuilder.Entity<ContactRow>(entity =>
        {
            entity.ToTable("contact");
            entity.HasKey(row => row.Key);
            entity.Property(row => row.Key).ValueGeneratedNever();
            Snake(entity);
            SortWithoutCase(entity);
            Index(entity, nameof(ContactRow.Name), nameof(ContactRow.Email), nameof(ContactRow.Company), nameof(ContactRow.Phone),
                nameof(ContactRow.JobTitle), nameof(ContactRow.LifecycleStage), nameof(ContactRow.LeadStatus), nameof(ContactRow.LeadScore),
                nameof(ContactRow.OwnerId), nameof(ContactRow.Industry), nameof(ContactRow.Country), nameof(ContactRow.Region),
                nameof(ContactRow.City), nameof(ContactRow.LastActivityAt), nameof(ContactRow.CreatedAt), nameof(ContactRow.ModifiedAt));
        });

        modelBuilder.Entity<CompanyRow>(entity =>
        {
            entity.ToTable("company");
            entity.HasKey(row => row.Key);
            entity.Property(row => row.Key).ValueGeneratedNever();
            Snake(entity);
            SortWithoutCase(entity);
            Index(entity, nameof(CompanyRow.Name), nameof(CompanyRow.Domain), nameof(CompanyRow.LastActivityAt), nameof(CompanyRow.CreatedAt),
                nameof(CompanyRow.Contacts), nameof(CompanyRow.OpenDeals));
        });

        modelBuilder.Entity<DealRow>(entity =>
        {
            entity.ToTable("deal");
            entity.HasKey(row => row.Key);
            entity.Property(row => row.Key).ValueGeneratedNever();
            Snake(entity);
            SortWithoutCase(entity);
            Index(entity, nameof(DealRow.Name), nameof(DealRow.LastActivityAt), nameof(DealRow.CloseAt), nameof(DealRow.CreatedAt));
            entity.HasIndex(row => new { row.Pipeline, row.Stage });
        });

        modelBuilder.Entity<CampaignRow>(entity =>
        {
            entity.ToTable("campaign");
            entity.HasKey(row => row.Key);
            entity.Property(row => row.Key).ValueGeneratedNever();
            Snake(entity);
            SortWithoutCase(entity);
            Index(entity, nameof(CampaignRow.Name), nameof(CampaignRow.StartAt));
            entity.HasIndex(row => row.HubSpotId).IsUnique();
        });

        modelBuilder.Entity<CampaignMoneyRow>(entity =>
        {
            entity.ToTable("campaign_money");
            entity.HasKey(row => new { row.CampaignKey, row.IsSpend, row.Id });
            Snake(entity);
        });

        modelBuilder.Entity<CampaignAssetRow>(entity =>
        {
            entity.ToTable("campaign_asset");
            entity.HasKey(row => new { row.CampaignKey, row.Kind, row.Id });
            Snake(entity);
        });

        modelBuilder.Entity<MarketingEmailRow>(entity =>
        {
            entity.ToTable("marketing_email");
            entity.HasKey(row => row.Key);
            entity.Property(row => row.Key).ValueGeneratedNever();
            Snake(entity);
            Index(entity, nameof(MarketingEmailRow.CampaignId), nameof(MarketingEmailRow.PublishedAt));
        });

        modelBuilder.Entity<EngagementRow>(entity =>
        {
            entity.ToTable("engagement");
            entity.HasKey(row => row.Key);
            entity.Property(row => row.Key).ValueGeneratedNever();
            Snake(entity);
            entity.HasIndex(row => new { row.Type, row.At });
        });

        modelBuilder.Entity<AssociationRow>(entity =>
        {
            entity.ToTable("association");
            entity.HasKey(row => new { row.FromKey, row.ToKey, row.Kind });
            Snake(entity);
            entity.HasIndex(row => new { row.FromKey, row.ToType });
        });

        modelBuilder.Entity<HistoryRow>(entity =>
        {
            entity.ToTable("history");
            entity.HasKey(row => new { row.Key, row.Property, row.At });
            Snake(entity);

            // Leads and customers in the order of their keys: a cohort is found and followed without going through all history.
            // The query must say its conditions word by word.
            entity.HasIndex(row => new { row.Property, row.Value, row.Key, row.At }).HasDatabaseName("IX_history_lifecycle")
                .HasFilter("property = 'lifecyclestage' AND (value = 'lead' OR value = 'customer')");
        });

        modelBuilder.Entity<AliasRow>(entity =>
        {
            entity.ToTable("alias");
            entity.HasKey(row => new { row.Type, row.OldId });
            Snake(entity);
        });

        modelBuilder.Entity<ChangeRow>(entity =>
        {
            entity.ToTable("change_log");
            entity.HasKey(row => row.Seq);
            Snake(entity);
            entity.HasIndex(row => new { row.Key, row.UpdatedAt, row.Hash }).IsUnique();
            entity.HasIndex(row => row.At);
        });

        modelBuilder.Entity<QuarantineRow>(entity =>
        {
            entity.ToTable("quarantine");
            entity.HasKey(row => new { row.Key, row.Property });
            Snake(entity);
        });

        modelBuilder.Entity<CheckpointRow>(entity =>
        {
            entity.ToTable("checkpoint");
            entity.HasKey(row => new { row.Lane, row.Type });
            Snake(entity);
        });

        modelBuilder.Entity<SyncRunRow>(entity =>
        {
            entity.ToTable("sync_run");
            entity.HasKey(row => row.Id);
            Snake(entity);
            entity.HasIndex(row => row.StartedAt);
        });

        modelBuilder.Entity<DriftRow>(entity =>
        {
            entity.ToTable("drift");
            entity.HasKey(row => row.Id);
            Snake(entity);
            entity.HasIndex(row => row.FoundAt);
            entity.HasIndex(row => new { row.Type, row.HubSpotId }).HasFilter("healed_at IS NULL");
        });

        modelBuilder.Entity<SyncCheckRow>(entity =>
        {
            entity.ToTable("sync_check");
            entity.HasKey(row => row.Id);
            Snake(entity);
            entity.HasIndex(row => row.StartedAt);
        });

        modelBuilder.Entity<InboxRow>(entity =>
        {
            entity.ToTable("inbox");
            entity.HasKey(row => row.Seq);
            Snake(entity);
            entity.HasIndex(row => new { row.Event, row.Type, row.HubSpotId }).IsUnique();
            entity.HasIndex(row => row.ReceivedAt);
            entity.HasIndex(row => row.Seq).HasDatabaseName("IX_inbox_unread").HasFilter("read_at IS NULL");
        });

        modelBuilder.Entity<PropertyRow>(entity =>
        {
            entity.ToTable("property");
            entity.HasKey(row => new { row.ObjectType, row.Name });
            Snake(entity);
        });

        modelBuilder.Entity<OwnerRow>(entity =>
        {
            entity.ToTable("owner");
            entity.HasKey(row => row.Id);
            Snake(entity);
        });

        modelBuilder.Entity<PipelineRow>(entity =>
        {
            entity.ToTable("pipeline");
            entity.HasKey(row => row.Id);
            Snake(entity);
        });

        modelBuilder.Entity<StageRow>(entity =>
        {
            entity.ToTable("stage");
            entity.HasKey(row => new { row.PipelineId, row.Id });
            Snake(entity);
        });
    }

    private static PropertyBuilder<TValue> Column<TRow, TValue>(
        EntityTypeBuilder<TRow> entity, System.Linq.Expressions.Expression<Func<TRow, TValue>> property, string name)
        where TRow : class => entity.Property(property).HasColumnName(name);

    private static void Index<TRow>(EntityTypeBuilder<TRow> entity, params string[] properties)
        where TRow : class
    {
        foreach (var property in properties)
        {
            entity.HasIndex(property);
        }
    }

    private static void Snake<TRow>(EntityTypeBuilder<TRow> entity)
        where TRow : class
    {
        foreach (var property in entity.Metadata.GetProperties())
        {
            property.SetColumnName(ToSnake(property.Name));
        }
    }

    // Text that people read sorts and compares without case, as HubSpot's own filters do; ids and internal values stay exact.
    private static void SortWithoutCase<TRow>(EntityTypeBuilder<TRow> entity)
        where TRow : class
    {
        foreach (var property in entity.Metadata.GetProperties().Where(property => ReadableText.Contains(property.Name)))
        {
            property.SetCollation("NOCASE");
        }
    }

    private static string ToSnake(string name) =>
        string.Concat(name.Select((letter, at) =>
            char.IsUpper(letter) ? (at == 0 ? "" : "_") + char.ToLowerInvariant(letter) : letter.ToString()));
}
