using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HubSpotCrm.Core.Storage.App.Migrations;

/// <summary>What HubSpot held before a change was sent, so that it is known again without comparing clocks.</summary>
[DbContext(typeof(AppDb))]
[Migration("20261125220000_OutboxSentOver")]
public sealed class OutboxSentOver : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.AddColumn<string>(name: "SentOver", table: "outbox", type: "TEXT", nullable: true);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.DropColumn(name: "SentOver", table: "outbox");
    }
}
