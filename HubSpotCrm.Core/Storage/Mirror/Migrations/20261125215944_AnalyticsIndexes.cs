using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HubSpotCrm.Core.Storage.Mirror.Migrations
{
    /// <inheritdoc />
    public partial class AnalyticsIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_history_lead",
                table: "history",
                columns: new[] { "at", "key" },
                filter: "property = 'lifecyclestage' AND value = 'lead'");

            migrationBuilder.CreateIndex(
                name: "IX_deal_created_at",
                table: "deal",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "IX_company_created_at",
                table: "company",
                column: "created_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_history_lead",
                table: "history");

            migrationBuilder.DropIndex(
                name: "IX_deal_created_at",
                table: "deal");

            migrationBuilder.DropIndex(
                name: "IX_company_created_at",
                table: "company");
        }
    }
}
