using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HubSpotCrm.Core.Storage.App;

/// <summary>The connection to a HubSpot account. One row is current; others are accounts that were connected before and whose mirror was kept.</summary>
internal sealed class ConnectionRow
{
    public long Id { get; set; }

    /// <summary>HubSpot's account (hub) id.</summary>
    public required string AccountId { get; set; }

    /// <summary><c>Sandbox</c> or <c>HubSpot</c>.</summary>
    public required string Target { get; set; }

    /// <summary><c>OAuth</c> or <c>AccessToken</c>.</summary>
    public required string Method { get; set; }

    /// <summary><c>Connected</c>, <c>Reconnect</c> or <c>Disconnected</c>.</summary>
    public required string State { get; set; }

    /// <summary>Why HubSpot must be connected again, in words for the administrator.</summary>
    public string? StateReason { get; set; }

    /// <summary>Access and refresh token, encrypted with DataProtection; null once disconnected.</summary>
    public string? ProtectedTokens { get; set; }

    /// <summary>Grows by one with each write of the tokens: compare and swap.</summary>
    public long TokenVersion { get; set; }

    /// <summary>UTC milliseconds; null for a token that does not expire.</summary>
    public long? AccessTokenExpiresAt { get; set; }

    /// <summary>Granted scopes, separated by spaces.</summary>
    public string Scopes { get; set; } = "";
    public string? AccountName { get; set; }
    public string TimeZone { get; set; } = "UTC";
    public string Currency { get; set; } = "USD";

    /// <summary>Separated by spaces.</summary>
    public string AdditionalCurrencies { get; set; } = "";
    public string? UiDomain { get; set; }
    public string? DataHosting { get; set; }
    public string? AccountType { get; set; }

    /// <summary>The HubSpot user who gave consent.</summary>
    public string? HubSpotUser { get; set; }
    public long ConnectedAt { get; set; }
    public required string ConnectedBy { get; set; }
    public bool IsCurrent { get; set; }

    /// <summary>The mirror of this account is to be erased; set until it is.</summary>
    public bool ErasePending { get; set; }
}

internal sealed class ConnectionConfiguration : IEntityTypeConfiguration<ConnectionRow>
{
    public void Configure(EntityTypeBuilder<ConnectionRow> builder)
    {
        builder.ToTable("connection");
        builder.HasIndex(row => new { row.Target, row.AccountId }).IsUnique();
        builder.HasIndex(row => row.IsCurrent).IsUnique().HasFilter("\"IsCurrent\" = 1");
    }
}
