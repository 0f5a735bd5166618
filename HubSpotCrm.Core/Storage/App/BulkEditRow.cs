using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HubSpotCrm.Core.Storage.App;

/// <summary>Where a bulk edit stands as a whole; its records have states of their own in the outbox. Stored names; never rename.</summary>
internal enum BulkEditState
{
    /// <summary>Its entries are being written into the outbox; goes on at the next start.</summary>
    Preparing,

    /// <summary>All its entries are in the outbox.</summary>
    Queued,

    /// <summary>A user stopped it: what was not on its way then is not sent.</summary>
    Cancelled,
}

/// <summary>One change of many records, or the undoing of one.</summary>
internal sealed class BulkEditRow
{
    /// <summary>A version 7 GUID, so that ids sort by time.</summary>
    public required string Id { get; set; }
    public required string AccountId { get; set; }
    public required int ObjectType { get; set; }
    public BulkEditState State { get; set; }

    /// <summary>JSON object: the properties as the user wants them; of an undo those that it takes back.</summary>
    public required string Changes { get; set; }

    /// <summary>The bulk edit that this one takes back.</summary>
    public string? UndoOf { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
    public required long CreatedAt { get; set; }

    /// <summary>UTC milliseconds of the last entry that was written.</summary>
    public long UpdatedAt { get; set; }

    /// <summary>Records that were chosen.</summary>
    public int Selected { get; set; }

    /// <summary>How many of the chosen were looked at so far.</summary>
    public int Position { get; set; }

    /// <summary>Of those: had the values already, so that there is nothing to send.</summary>
    public int Same { get; set; }

    /// <summary>Of those: could not be edited; each has a discarded entry with its reason.</summary>
    public int LeftOut { get; set; }
}

/// <summary>The records that were chosen for a bulk edit whose entries are not all written yet.</summary>
internal sealed class BulkSelectionRow
{
    public required string BulkEditId { get; set; }

    /// <summary>JSON array: HubSpot's ids; of an undo the ids of the entries to take back.</summary>
    public required string Chosen { get; set; }
}

internal sealed class BulkEditConfiguration : IEntityTypeConfiguration<BulkEditRow>
{
    public void Configure(EntityTypeBuilder<BulkEditRow> builder)
    {
        builder.ToTable("bulk_edit");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.State).HasConversion<string>();
        builder.HasIndex(row => new { row.AccountId, row.Id });
    }
}

internal sealed class BulkSelectionConfiguration : IEntityTypeConfiguration<BulkSelectionRow>
{
    public void Configure(EntityTypeBuilder<BulkSelectionRow> builder)
    {
        builder.ToTable("bulk_selection");
        builder.HasKey(row => row.BulkEditId);
    }
}
