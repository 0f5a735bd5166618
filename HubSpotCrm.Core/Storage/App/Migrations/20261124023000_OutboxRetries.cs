using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HubSpotCrm.Core.Storage.App.Migrations;

/// <summary>Since when sending an edit fails, and when it was last sent.</summary>
[DbContext(typeof(AppDb))]
[Migration("20261124023000_OutboxRetries")]
public sealed class OutboxRetries : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.AddColumn<long>(name: "RetryingSince", table: "outbox", type: "INTEGER", nullable: true);
        migrationBuilder.AddColumn<long>(name: "SentAt", table: "outbox", type: "INTEGER", nullable: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.DropColumn(name: "RetryingSince", table: "outbox");
        migrationBuilder.DropColumn(name: "SentAt", table: "outbox");
    }
}
