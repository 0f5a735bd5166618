using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HubSpotCrm.Core.Storage.Mirror.Migrations
{
    /// <inheritdoc />
    public partial class CompanyCounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "contacts",
                table: "company",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "open_deals",
                table: "company",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.Sql("""
                UPDATE company SET
                    contacts = (SELECT count(DISTINCT a.to_key) FROM association a JOIN contact o ON o.key = a.to_key
                        WHERE a.from_key = company.key AND a.to_type = 1),
                    open_deals = (SELECT count(DISTINCT a.to_key) FROM association a JOIN deal d ON d.key = a.to_key
                        LEFT JOIN stage s ON s.pipeline_id = d.pipeline AND s.id = d.stage
                        WHERE a.from_key = company.key AND a.to_type = 3 AND coalesce(d.is_closed, s.is_closed, 0) = 0)
                """);

            migrationBuilder.CreateIndex(
                name: "IX_company_contacts",
                table: "company",
                column: "contacts");

            migrationBuilder.CreateIndex(
                name: "IX_company_open_deals",
                table: "company",
                column: "open_deals");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_company_contacts",
                table: "company");

            migrationBuilder.DropIndex(
                name: "IX_company_open_deals",
                table: "company");

            migrationBuilder.DropColumn(
                name: "contacts",
                table: "company");

            migrationBuilder.DropColumn(
                name: "open_deals",
                table: "company");
        }
    }
}
