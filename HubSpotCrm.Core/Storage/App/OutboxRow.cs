using HubSpotCrm.Core.Crm;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HubSpotCrm.Core.Storage.App;

/// <summary>One edit of one record on its way to HubSpot. Stored names; never rename.</summary>
internal enum OutboxState
{
    Queued,
    Sending,

    /// <summary>Sent, and no answer came: resolved by reading the record.</summary>
    Unknown,
    Confirmed,
    Conflict,
    Rejected,

    /// <summary>Given up retrying after a day; a user may retry.</summary>
    Parked,

    /// <summary>A user took the edit back.</summary>
    Discarded,
}

internal sealed class OutboxRow
{
    /// <summary>A version 7 GUID, so that ids sort by time.</summary>
    public required string Id { get; set; }
    public required string AccountId { get; set; }
    public required int ObjectType { get; set; }

    /// <summary>HubSpot's id; of a record that is not made yet the portal's own, which starts with <c>new-</c>.</summary>
    public required string HubSpotId { get; set; }
    public EditKind Kind { get; set; }

    /// <summary>JSON array of the records that a created one is associated with; null for others.</summary>
    public string? Associations { get; set; }

    /// <summary>JSON object: the touched properties as the mirror held them when the user saved.</summary>
    public required string BaseValues { get; set; }

    /// <summary>UTC milliseconds of the record's last change at HubSpot when the user saved.</summary>
    public required long BaseUpdatedAt { get; set; }

    /// <summary>JSON object: the touched properties as the user wants them; the empty string clears.</summary>
    public required string NewValues { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }
    public OutboxState State { get; set; }
    public required long CreatedAt { get; set; }
    public long UpdatedAt { get; set; }
    public int Attempts { get; set; }

    /// <summary>UTC milliseconds; not sent before.</summary>
    public long NextAttemptAt { get; set; }

    /// <summary>UTC milliseconds of the first failure in the present row of failures; null while sending does not fail.</summary>
    public long? RetryingSince { get; set; }

    /// <summary>HubSpot's time, UTC milliseconds, just before the change was last sent; null while it never was.</summary>
    public long? SentAt { get; set; }

    /// <summary>JSON: what HubSpot held of the sent properties just before, and since when; a change found later than that may be this one.</summary>
    public string? SentOver { get; set; }

    /// <summary>UTC milliseconds; a sender that has not finished by then is dead and the entry is taken up again.</summary>
    public long? LeaseUntil { get; set; }

    /// <summary>Whoever holds the lease.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>In words for the user: HubSpot's reason, or what is being waited for.</summary>
    public string? Message { get; set; }

    /// <summary>JSON: per property the reason HubSpot gave, or HubSpot's value, who and when for a conflict.</summary>
    public string? Details { get; set; }
    public string? CorrelationId { get; set; }

    /// <summary>The bulk edit that it belongs to; null for an edit of one record.</summary>
    public string? BatchId { get; set; }

    /// <summary>The entry that this one takes back.</summary>
    public string? UndoOf { get; set; }
}

internal sealed class OutboxConfiguration : IEntityTypeConfiguration<OutboxRow>
{
    public void Configure(EntityTypeBuilder<OutboxRow> builder)
    {
        builder.ToTable("outbox");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.State).HasConversion<string>();
        builder.Property(row => row.Kind).HasConversion<string>().HasDefaultValue(EditKind.Update);
        builder.HasIndex(row => new { row.AccountId, row.State, row.NextAttemptAt });
        builder.HasIndex(row => new { row.AccountId, row.ObjectType, row.HubSpotId, row.Id });

        // A person's edit is found at once behind any number of entries of bulk edits.
        builder.HasIndex(row => new { row.AccountId, row.BatchId, row.State, row.NextAttemptAt });
    }
}
