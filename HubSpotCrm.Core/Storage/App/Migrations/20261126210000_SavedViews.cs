using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HubSpotCrm.Core.Storage.App.Migrations;

/// <summary>Saved views, what each is to its users, and the states of lists whose addresses would be too long.</summary>
[DbContext(typeof(AppDb))]
[Migration("20261126210000_SavedViews")]
public sealed class SavedViews : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.CreateTable(
            name: "saved_view",
            columns: table => new
            {
                Id = table.Column<string>(type: "TEXT", nullable: false),
                AccountId = table.Column<string>(type: "TEXT", nullable: false),
                ObjectType = table.Column<int>(type: "INTEGER", nullable: false),
                OwnerId = table.Column<string>(type: "TEXT", nullable: false),
                OwnerName = table.Column<string>(type: "TEXT", nullable: false),
                Name = table.Column<string>(type: "TEXT", nullable: false),
                NameKey = table.Column<string>(type: "TEXT", nullable: false),
                Icon = table.Column<string>(type: "TEXT", nullable: false),
                State = table.Column<string>(type: "TEXT", nullable: false),
                IsShared = table.Column<bool>(type: "INTEGER", nullable: false),
                Version = table.Column<long>(type: "INTEGER", nullable: false),
                ChangedBy = table.Column<string>(type: "TEXT", nullable: false),
                ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                DeletedAt = table.Column<long>(type: "INTEGER", nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_saved_view", row => row.Id));
        migrationBuilder.CreateTable(
            name: "view_place",
            columns: table => new
            {
                AccountId = table.Column<string>(type: "TEXT", nullable: false),
                UserId = table.Column<string>(type: "TEXT", nullable: false),
                ViewId = table.Column<string>(type: "TEXT", nullable: false),
                ObjectType = table.Column<int>(type: "INTEGER", nullable: false),
                Place = table.Column<int>(type: "INTEGER", nullable: true),
                IsDefault = table.Column<bool>(type: "INTEGER", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_view_place", row => new { row.AccountId, row.UserId, row.ViewId }));
        migrationBuilder.CreateTable(
            name: "list_state",
            columns: table => new
            {
                AccountId = table.Column<string>(type: "TEXT", nullable: false),
                Id = table.Column<string>(type: "TEXT", nullable: false),
                ObjectType = table.Column<int>(type: "INTEGER", nullable: false),
                State = table.Column<string>(type: "TEXT", nullable: false),
                UsedAt = table.Column<long>(type: "INTEGER", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_list_state", row => new { row.AccountId, row.Id }));
        migrationBuilder.CreateIndex(
            name: "IX_saved_view_AccountId_ObjectType_OwnerId", table: "saved_view", columns: ["AccountId", "ObjectType", "OwnerId"]);
        migrationBuilder.CreateIndex(name: "IX_list_state_UsedAt", table: "list_state", column: "UsedAt");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.DropTable(name: "list_state");
        migrationBuilder.DropTable(name: "view_place");
        migrationBuilder.DropTable(name: "saved_view");
    }
}
