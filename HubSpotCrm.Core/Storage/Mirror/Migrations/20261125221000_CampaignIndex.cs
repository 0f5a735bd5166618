using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HubSpotCrm.Core.Storage.Mirror.Migrations
{
    /// <inheritdoc />
    public partial class CampaignIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(SearchIndexSchema.Of(ObjectType.Campaign).CreateSql);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(SearchIndexSchema.Of(ObjectType.Campaign).DropSql);
    }
}
