using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HubSpotCrm.Core.Storage.Mirror.Migrations
{
    /// <inheritdoc />
    public partial class SearchIndex : Migration
    {
        // Those that had an index when this was released.
        private static readonly string[] Types = ["contact", "company", "deal"];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var type in Types)
            {
                migrationBuilder.Sql(FirstSearchIndex.Create(type));
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var type in Types)
            {
                migrationBuilder.Sql(FirstSearchIndex.Drop(type));
            }
        }
    }
}
