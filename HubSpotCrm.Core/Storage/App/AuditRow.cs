using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HubSpotCrm.Core.Storage.App;

/// <summary>One thing that somebody did. Append-only: triggers refuse change and deletion; each row's hash covers the one before it.</summary>
internal sealed class AuditRow
{
    public long Id { get; set; }

    /// <summary>UTC milliseconds.</summary>
    public required long At { get; set; }
    public string? AccountId { get; set; }
    public required string ActorId { get; set; }
    public required string ActorName { get; set; }

    /// <summary>A dotted name: <c>record.edit</c>, <c>connection.connect</c>, <c>user.sign-in</c>.</summary>
    public required string Action { get; set; }

    /// <summary>What it was done to: <c>contacts/501</c>.</summary>
    public string? Subject { get; set; }

    /// <summary>JSON; before and after values for an edit. Never a token or password.</summary>
    public string? Detail { get; set; }

    /// <summary>Hex SHA-256 over the previous row's hash and this row's fields.</summary>
    public required string Hash { get; set; }
}

internal sealed class AuditConfiguration : IEntityTypeConfiguration<AuditRow>
{
    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.ToTable("audit");
        builder.Property(row => row.Id).ValueGeneratedOnAdd();
        builder.HasIndex(row => row.At);
        builder.HasIndex(row => new { row.Subject, row.Id });
    }
}
