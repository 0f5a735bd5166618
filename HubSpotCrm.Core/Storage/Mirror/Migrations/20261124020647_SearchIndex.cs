using HubSpotCrm.Core.Crm;
using HubSpotCrm.Core.Search;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HubSpotCrm.Core.Storage.Mirror.Migrations
{
    /// <inheritdoc />
    public partial class SearchIndex : Migration
    {
        // Those that had an index when this was released.
        private static readonly ObjectType[] Types = [ObjectType.Contact, ObjectType.Company, ObjectType.Deal];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var type in Types)
            {
                migrationBuilder.Sql(SearchIndexSchema.Of(type).CreateSql);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var type in Types)
            {
                migrationBuilder.Sql(SearchIndexSchema.Of(type).DropSql);
            }
        }
    }
}
