using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HubSpotCrm.Core.Storage.Mirror.Migrations
{
    /// <inheritdoc />
    public partial class LifecycleIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_history_lead",
                table: "history");

            migrationBuilder.CreateIndex(
                name: "IX_history_lifecycle",
                table: "history",
                columns: new[] { "property", "value", "key", "at" },
                filter: "property = 'lifecyclestage' AND (value = 'lead' OR value = 'customer')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_history_lifecycle",
                table: "history");

            migrationBuilder.CreateIndex(
                name: "IX_history_lead",
                table: "history",
                columns: new[] { "at", "key" },
                filter: "property = 'lifecyclestage' AND value = 'lead'");
        }
    }
}
