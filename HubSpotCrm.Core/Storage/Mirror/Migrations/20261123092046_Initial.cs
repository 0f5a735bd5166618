using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HubSpotCrm.Core.Storage.Mirror.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alias",
                columns: table => new
                {
                    type = table.Column<int>(type: "INTEGER", nullable: false),
                    old_id = table.Column<string>(type: "TEXT", nullable: false),
                    survivor_id = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alias", x => new { x.type, x.old_id });
                });

            migrationBuilder.CreateTable(
                name: "association",
                columns: table => new
                {
                    from_key = table.Column<long>(type: "INTEGER", nullable: false),
                    to_key = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    to_type = table.Column<int>(type: "INTEGER", nullable: false),
                    label = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_association", x => new { x.from_key, x.to_key, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "change_log",
                columns: table => new
                {
                    seq = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_change_log", x => x.seq);
                });

            migrationBuilder.CreateTable(
                name: "checkpoint",
                columns: table => new
                {
                    lane = table.Column<string>(type: "TEXT", nullable: false),
                    type = table.Column<int>(type: "INTEGER", nullable: false),
                    cursor = table.Column<string>(type: "TEXT", nullable: true),
                    state = table.Column<string>(type: "TEXT", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    done = table.Column<long>(type: "INTEGER", nullable: false),
                    total = table.Column<long>(type: "INTEGER", nullable: true),
                    complete_to = table.Column<long>(type: "INTEGER", nullable: true),
                    message = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_checkpoint", x => new { x.lane, x.type });
                });

            migrationBuilder.CreateTable(
                name: "company",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    hub_spot_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    domain = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    industry = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    size = table.Column<long>(type: "INTEGER", nullable: true),
                    country = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    region = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    city = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    annual_revenue = table.Column<long>(type: "INTEGER", nullable: true),
                    lifecycle_stage = table.Column<string>(type: "TEXT", nullable: true),
                    phone = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    owner_id = table.Column<string>(type: "TEXT", nullable: true),
                    last_activity_at = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: true),
                    modified_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_company", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "contact",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    hub_spot_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    first_name = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    last_name = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    email = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    company = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    phone = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    mobile_phone = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    job_title = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    lifecycle_stage = table.Column<string>(type: "TEXT", nullable: true),
                    lead_status = table.Column<string>(type: "TEXT", nullable: true),
                    lead_score = table.Column<long>(type: "INTEGER", nullable: true),
                    owner_id = table.Column<string>(type: "TEXT", nullable: true),
                    industry = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    country = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    region = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    city = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    last_activity_at = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: true),
                    modified_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contact", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "deal",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    hub_spot_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: true, collation: "NOCASE"),
                    amount = table.Column<long>(type: "INTEGER", nullable: true),
                    amount_home = table.Column<long>(type: "INTEGER", nullable: true),
                    currency = table.Column<string>(type: "TEXT", nullable: true),
                    stage = table.Column<string>(type: "TEXT", nullable: true),
                    pipeline = table.Column<string>(type: "TEXT", nullable: true),
                    close_at = table.Column<long>(type: "INTEGER", nullable: true),
                    probability = table.Column<long>(type: "INTEGER", nullable: true),
                    is_closed = table.Column<bool>(type: "INTEGER", nullable: true),
                    is_won = table.Column<bool>(type: "INTEGER", nullable: true),
                    forecast_category = table.Column<string>(type: "TEXT", nullable: true),
                    owner_id = table.Column<string>(type: "TEXT", nullable: true),
                    last_activity_at = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: true),
                    modified_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_deal", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "history",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    property = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: true),
                    source = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_history", x => new { x.key, x.property, x.at });
                });

            migrationBuilder.CreateTable(
                name: "owner",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    email = table.Column<string>(type: "TEXT", nullable: true),
                    first_name = table.Column<string>(type: "TEXT", nullable: true),
                    last_name = table.Column<string>(type: "TEXT", nullable: true),
                    user_id = table.Column<string>(type: "TEXT", nullable: true),
                    is_queue = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_archived = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_owner", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pipeline",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    object_type = table.Column<int>(type: "INTEGER", nullable: false),
                    label = table.Column<string>(type: "TEXT", nullable: false),
                    display_order = table.Column<int>(type: "INTEGER", nullable: false),
                    is_archived = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pipeline", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "property",
                columns: table => new
                {
                    object_type = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    label = table.Column<string>(type: "TEXT", nullable: false),
                    type = table.Column<string>(type: "TEXT", nullable: false),
                    field_type = table.Column<string>(type: "TEXT", nullable: false),
                    group_name = table.Column<string>(type: "TEXT", nullable: true),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    options = table.Column<string>(type: "TEXT", nullable: false),
                    is_calculated = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_read_only = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_hidden = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_archived = table.Column<bool>(type: "INTEGER", nullable: false),
                    has_unique_value = table.Column<bool>(type: "INTEGER", nullable: false),
                    has_external_options = table.Column<bool>(type: "INTEGER", nullable: false),
                    display_order = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_property", x => new { x.object_type, x.name });
                });

            migrationBuilder.CreateTable(
                name: "quarantine",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false),
                    property = table.Column<string>(type: "TEXT", nullable: false),
                    raw = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quarantine", x => new { x.key, x.property });
                });

            migrationBuilder.CreateTable(
                name: "record",
                columns: table => new
                {
                    key = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    type = table.Column<int>(type: "INTEGER", nullable: false),
                    hubspot_id = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                    archived = table.Column<bool>(type: "INTEGER", nullable: false),
                    archived_at = table.Column<long>(type: "INTEGER", nullable: true),
                    hash = table.Column<long>(type: "INTEGER", nullable: false),
                    raw = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_record", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "stage",
                columns: table => new
                {
                    pipeline_id = table.Column<string>(type: "TEXT", nullable: false),
                    id = table.Column<string>(type: "TEXT", nullable: false),
                    label = table.Column<string>(type: "TEXT", nullable: false),
                    display_order = table.Column<int>(type: "INTEGER", nullable: false),
                    probability = table.Column<long>(type: "INTEGER", nullable: true),
                    is_closed = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_archived = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stage", x => new { x.pipeline_id, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_association_from_key_to_type",
                table: "association",
                columns: new[] { "from_key", "to_type" });

            migrationBuilder.CreateIndex(
                name: "IX_change_log_at",
                table: "change_log",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_change_log_key_updated_at_hash",
                table: "change_log",
                columns: new[] { "key", "updated_at", "hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_company_domain",
                table: "company",
                column: "domain");

            migrationBuilder.CreateIndex(
                name: "IX_company_last_activity_at",
                table: "company",
                column: "last_activity_at");

            migrationBuilder.CreateIndex(
                name: "IX_company_name",
                table: "company",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "IX_contact_city",
                table: "contact",
                column: "city");

            migrationBuilder.CreateIndex(
                name: "IX_contact_company",
                table: "contact",
                column: "company");

            migrationBuilder.CreateIndex(
                name: "IX_contact_country",
                table: "contact",
                column: "country");

            migrationBuilder.CreateIndex(
                name: "IX_contact_created_at",
                table: "contact",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "IX_contact_email",
                table: "contact",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "IX_contact_industry",
                table: "contact",
                column: "industry");

            migrationBuilder.CreateIndex(
                name: "IX_contact_job_title",
                table: "contact",
                column: "job_title");

            migrationBuilder.CreateIndex(
                name: "IX_contact_last_activity_at",
                table: "contact",
                column: "last_activity_at");

            migrationBuilder.CreateIndex(
                name: "IX_contact_lead_score",
                table: "contact",
                column: "lead_score");

            migrationBuilder.CreateIndex(
                name: "IX_contact_lead_status",
                table: "contact",
                column: "lead_status");

            migrationBuilder.CreateIndex(
                name: "IX_contact_lifecycle_stage",
                table: "contact",
                column: "lifecycle_stage");

            migrationBuilder.CreateIndex(
                name: "IX_contact_modified_at",
                table: "contact",
                column: "modified_at");

            migrationBuilder.CreateIndex(
                name: "IX_contact_name",
                table: "contact",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "IX_contact_owner_id",
                table: "contact",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "IX_contact_phone",
                table: "contact",
                column: "phone");

            migrationBuilder.CreateIndex(
                name: "IX_contact_region",
                table: "contact",
                column: "region");

            migrationBuilder.CreateIndex(
                name: "IX_deal_close_at",
                table: "deal",
                column: "close_at");

            migrationBuilder.CreateIndex(
                name: "IX_deal_last_activity_at",
                table: "deal",
                column: "last_activity_at");

            migrationBuilder.CreateIndex(
                name: "IX_deal_name",
                table: "deal",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "IX_deal_pipeline_stage",
                table: "deal",
                columns: new[] { "pipeline", "stage" });

            migrationBuilder.CreateIndex(
                name: "IX_record_type_hubspot_id",
                table: "record",
                columns: new[] { "type", "hubspot_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alias");

            migrationBuilder.DropTable(
                name: "association");

            migrationBuilder.DropTable(
                name: "change_log");

            migrationBuilder.DropTable(
                name: "checkpoint");

            migrationBuilder.DropTable(
                name: "company");

            migrationBuilder.DropTable(
                name: "contact");

            migrationBuilder.DropTable(
                name: "deal");

            migrationBuilder.DropTable(
                name: "history");

            migrationBuilder.DropTable(
                name: "owner");

            migrationBuilder.DropTable(
                name: "pipeline");

            migrationBuilder.DropTable(
                name: "property");

            migrationBuilder.DropTable(
                name: "quarantine");

            migrationBuilder.DropTable(
                name: "record");

            migrationBuilder.DropTable(
                name: "stage");
        }
    }
}
