using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HubSpotCrm.Core.Storage.Mirror.Migrations
{
    /// <inheritdoc />
    public partial class Marketing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "campaign",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    hub_spot_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    status = table.Column<string>(type: "TEXT", nullable: true),
                    start_at = table.Column<long>(type: "INTEGER", nullable: true),
                    end_at = table.Column<long>(type: "INTEGER", nullable: true),
                    owner_id = table.Column<string>(type: "TEXT", nullable: true),
                    currency = table.Column<string>(type: "TEXT", nullable: true),
                    asset_kinds = table.Column<string>(type: "TEXT", nullable: true),
                    budget = table.Column<long>(type: "INTEGER", nullable: true),
                    spend = table.Column<long>(type: "INTEGER", nullable: true),
                    sessions = table.Column<long>(type: "INTEGER", nullable: true),
                    new_contacts_first_touch = table.Column<long>(type: "INTEGER", nullable: true),
                    new_contacts_last_touch = table.Column<long>(type: "INTEGER", nullable: true),
                    influenced_contacts = table.Column<long>(type: "INTEGER", nullable: true),
                    revenue = table.Column<long>(type: "INTEGER", nullable: true),
                    deal_amount = table.Column<long>(type: "INTEGER", nullable: true),
                    deals = table.Column<long>(type: "INTEGER", nullable: true),
                    roi = table.Column<long>(type: "INTEGER", nullable: true),
                    conversion_rate = table.Column<long>(type: "INTEGER", nullable: true),
                    email_open_rate = table.Column<long>(type: "INTEGER", nullable: true),
                    email_click_rate = table.Column<long>(type: "INTEGER", nullable: true),
                    reported_at = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: true),
                    modified_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaign", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "campaign_asset",
                columns: table => new
                {
                    campaign_key = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaign_asset", x => new { x.campaign_key, x.kind, x.id });
                });

            migrationBuilder.CreateTable(
                name: "campaign_money",
                columns: table => new
                {
                    campaign_key = table.Column<long>(type: "INTEGER", nullable: false),
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    is_spend = table.Column<bool>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    amount = table.Column<long>(type: "INTEGER", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    place = table.Column<int>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaign_money", x => new { x.campaign_key, x.is_spend, x.id });
                });

            migrationBuilder.CreateTable(
                name: "engagement",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    hub_spot_id = table.Column<string>(type: "TEXT", nullable: false),
                    type = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: true),
                    owner_id = table.Column<string>(type: "TEXT", nullable: true),
                    title = table.Column<string>(type: "TEXT", nullable: true),
                    body = table.Column<string>(type: "TEXT", nullable: true),
                    status = table.Column<string>(type: "TEXT", nullable: true),
                    direction = table.Column<string>(type: "TEXT", nullable: true),
                    duration = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: true),
                    modified_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_engagement", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "marketing_email",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    hub_spot_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: true),
                    subject = table.Column<string>(type: "TEXT", nullable: true),
                    state = table.Column<string>(type: "TEXT", nullable: true),
                    campaign_id = table.Column<string>(type: "TEXT", nullable: true),
                    published_at = table.Column<long>(type: "INTEGER", nullable: true),
                    sent = table.Column<long>(type: "INTEGER", nullable: false),
                    delivered = table.Column<long>(type: "INTEGER", nullable: false),
                    opens = table.Column<long>(type: "INTEGER", nullable: false),
                    clicks = table.Column<long>(type: "INTEGER", nullable: false),
                    replies = table.Column<long>(type: "INTEGER", nullable: false),
                    bounces = table.Column<long>(type: "INTEGER", nullable: false),
                    unsubscribed = table.Column<long>(type: "INTEGER", nullable: false),
                    spam_reports = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: true),
                    modified_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_marketing_email", x => x.key);
                });

            migrationBuilder.CreateIndex(
                name: "IX_campaign_hub_spot_id",
                table: "campaign",
                column: "hub_spot_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_campaign_name",
                table: "campaign",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "IX_campaign_start_at",
                table: "campaign",
                column: "start_at");

            migrationBuilder.CreateIndex(
                name: "IX_engagement_type_at",
                table: "engagement",
                columns: new[] { "type", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_marketing_email_campaign_id",
                table: "marketing_email",
                column: "campaign_id");

            migrationBuilder.CreateIndex(
                name: "IX_marketing_email_published_at",
                table: "marketing_email",
                column: "published_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "campaign");

            migrationBuilder.DropTable(
                name: "campaign_asset");

            migrationBuilder.DropTable(
                name: "campaign_money");

            migrationBuilder.DropTable(
                name: "engagement");

            migrationBuilder.DropTable(
                name: "marketing_email");
        }
    }
}
