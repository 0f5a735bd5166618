using HubSpotCrm.Core.Views;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HubSpotCrm.Core.Storage.App;

/// <summary>A list that somebody gave a name.</summary>
internal sealed class SavedViewRow
{
    /// <summary>A version 7 GUID.</summary>
    public required string Id { get; set; }
    public required string AccountId { get; set; }
    public required int ObjectType { get; set; }

    /// <summary>The portal's user who made it.</summary>
    public required string OwnerId { get; set; }
    public required string OwnerName { get; set; }
    public required string Name { get; set; }

    /// <summary>The name as names are compared.</summary>
    public required string NameKey { get; set; }
    public ViewIcon Icon { get; set; }

    /// <summary>The query text of the list's address.</summary>
    public required string State { get; set; }
    public bool IsShared { get; set; }

    /// <summary>Grows by one with each change: compare and swap.</summary>
    public long Version { get; set; }
    public required string ChangedBy { get; set; }

    /// <summary>UTC milliseconds.</summary>
    public required long ChangedAt { get; set; }

    /// <summary>UTC milliseconds since when it is deleted and can be brought back; null while it is not.</summary>
    public long? DeletedAt { get; set; }
}

/// <summary>What a view is to one user.</summary>
internal sealed class ViewPlaceRow
{
    public required string AccountId { get; set; }
    public required string UserId { get; set; }
    public required string ViewId { get; set; }
    public required int ObjectType { get; set; }

    /// <summary>Its place among the user's tabs, from 0; null when it is no tab.</summary>
    public int? Place { get; set; }

    /// <summary>The user's list of this kind opens with it.</summary>
    public bool IsDefault { get; set; }
}

/// <summary>The state of a list whose address would be too long, under an id made of the state itself.</summary>
internal sealed class ListStateRow
{
    public required string AccountId { get; set; }
    public required string Id { get; set; }
    public required int ObjectType { get; set; }
    public required string State { get; set; }

    /// <summary>UTC milliseconds, to a day: when a list was last opened with it.</summary>
    public required long UsedAt { get; set; }
}

internal sealed class SavedViewConfiguration : IEntityTypeConfiguration<SavedViewRow>
{
    public void Configure(EntityTypeBuilder<SavedViewRow> builder)
    {
        builder.ToTable("saved_view");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Icon).HasConversion<string>();
        builder.HasIndex(row => new { row.AccountId, row.ObjectType, row.OwnerId });
    }
}

internal sealed class ViewPlaceConfiguration : IEntityTypeConfiguration<ViewPlaceRow>
{
    public void Configure(EntityTypeBuilder<ViewPlaceRow> builder)
    {
        builder.ToTable("view_place");
        builder.HasKey(row => new { row.AccountId, row.UserId, row.ViewId });
    }
}

internal sealed class ListStateConfiguration : IEntityTypeConfiguration<ListStateRow>
{
    public void Configure(EntityTypeBuilder<ListStateRow> builder)
    {
        builder.ToTable("list_state");
        builder.HasKey(row => new { row.AccountId, row.Id });
        builder.HasIndex(row => row.UsedAt);
    }
}
