using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HubSpotCrm.Core.Storage.App.Migrations;

/// <summary>Edits of many records at once, and what takes an edit back.</summary>
[DbContext(typeof(AppDb))]
[Migration("20261126004500_BulkEdits")]
public sealed class BulkEdits : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.AddColumn<string>(name: "BatchId", table: "outbox", type: "TEXT", nullable: true);
        migrationBuilder.AddColumn<string>(name: "UndoOf", table: "outbox", type: "TEXT", nullable: true);
        migrationBuilder.CreateTable(
            name: "bulk_edit",
            columns: table => new
            {
                Id = table.Column<string>(type: "TEXT", nullable: false),
                AccountId = table.Column<string>(type: "TEXT", nullable: false),
                ObjectType = table.Column<int>(type: "INTEGER", nullable: false),
                State = table.Column<string>(type: "TEXT", nullable: false),
                Changes = table.Column<string>(type: "TEXT", nullable: false),
                UndoOf = table.Column<string>(type: "TEXT", nullable: true),
                ActorId = table.Column<string>(type: "TEXT", nullable: false),
                ActorName = table.Column<string>(type: "TEXT", nullable: false),
                CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                UpdatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                Selected = table.Column<int>(type: "INTEGER", nullable: false),
                Position = table.Column<int>(type: "INTEGER", nullable: false),
                Same = table.Column<int>(type: "INTEGER", nullable: false),
                LeftOut = table.Column<int>(type: "INTEGER", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_bulk_edit", row => row.Id));
        migrationBuilder.CreateTable(
            name: "bulk_selection",
            columns: table => new
            {
                BulkEditId = table.Column<string>(type: "TEXT", nullable: false),
                Chosen = table.Column<string>(type: "TEXT", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_bulk_selection", row => row.BulkEditId));
        migrationBuilder.CreateIndex(
            name: "IX_outbox_AccountId_BatchId_State_NextAttemptAt", table: "outbox", columns: ["AccountId", "BatchId", "State", "NextAttemptAt"]);
        migrationBuilder.CreateIndex(name: "IX_bulk_edit_AccountId_Id", table: "bulk_edit", columns: ["AccountId", "Id"]);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.DropTable(name: "bulk_selection");
        migrationBuilder.DropTable(name: "bulk_edit");
        migrationBuilder.DropIndex(name: "IX_outbox_AccountId_BatchId_State_NextAttemptAt", table: "outbox");
        migrationBuilder.DropColumn(name: "UndoOf", table: "outbox");
        migrationBuilder.DropColumn(name: "BatchId", table: "outbox");
    }
}
