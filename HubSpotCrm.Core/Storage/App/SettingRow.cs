using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HubSpotCrm.Core.Storage.App;

/// <summary>A setting made in the portal, and the portal's own small facts.</summary>
internal sealed class SettingRow
{
    public required string Name { get; set; }
    public required string Value { get; set; }

    /// <summary>UTC milliseconds.</summary>
    public long UpdatedAt { get; set; }

    /// <summary>The name under which an account's sync is on, paused or cancelled.</summary>
    public static string SyncModeOf(string accountId) => $"sync.{accountId}.mode";

    /// <summary>The name under which stands what a user looked for and opened last in an account.</summary>
    public static string RecentOf(string accountId, string userId) => RecentsOf(accountId) + userId;

    /// <summary>What the names of all users of an account begin with there.</summary>
    public static string RecentsOf(string accountId) => $"recent.{accountId}.";
}

internal sealed class SettingConfiguration : IEntityTypeConfiguration<SettingRow>
{
    public void Configure(EntityTypeBuilder<SettingRow> builder)
    {
        builder.ToTable("setting");
        builder.HasKey(row => row.Name);
    }
}
