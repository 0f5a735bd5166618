using HubSpotCrm.Core.Search;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HubSpotCrm.Core.Storage.Mirror.Migrations
{
    /// <inheritdoc />
    public partial class SearchIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var type in SearchIndexSchema.Types)
            {
                migrationBuilder.Sql(SearchIndexSchema.Of(type).CreateSql);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var type in SearchIndexSchema.Types)
            {
                migrationBuilder.Sql(SearchIndexSchema.Of(type).DropSql);
            }
        }
    }
}
