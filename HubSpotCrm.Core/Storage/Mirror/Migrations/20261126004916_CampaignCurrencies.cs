using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HubSpotCrm.Core.Storage.Mirror.Migrations
{
    /// <inheritdoc />
    public partial class CampaignCurrencies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "currency",
                table: "campaign_money",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "money_currency",
                table: "campaign",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "revenue_currency",
                table: "campaign",
                type: "TEXT",
                nullable: true);

            // Which currency the revenue was told in was not kept: the next round asks for every campaign's numbers again.
            migrationBuilder.Sql("UPDATE campaign SET money_currency = currency, roi = NULL, reported_at = NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "currency",
                table: "campaign_money");

            migrationBuilder.DropColumn(
                name: "money_currency",
                table: "campaign");

            migrationBuilder.DropColumn(
                name: "revenue_currency",
                table: "campaign");
        }
    }
}
