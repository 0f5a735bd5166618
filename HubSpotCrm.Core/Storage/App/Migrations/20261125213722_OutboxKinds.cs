using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HubSpotCrm.Core.Storage.App.Migrations
{
    /// <inheritdoc />
    public partial class OutboxKinds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Associations",
                table: "outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "outbox",
                type: "TEXT",
                nullable: false,
                defaultValue: "Update");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Associations",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "outbox");
        }
    }
}
