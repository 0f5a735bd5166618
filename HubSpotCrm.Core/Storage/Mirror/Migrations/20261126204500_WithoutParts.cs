using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HubSpotCrm.Core.Storage.Mirror.Migrations
{
    /// <summary>What stands within words is found by the words themselves: the index of runs of letters goes, and with it the wish to have it filled.</summary>
    public partial class WithoutParts : Migration
    {
        private static readonly string[] Types = ["contact", "company", "deal", "campaign"];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var type in Types)
            {
                migrationBuilder.Sql($"DROP TABLE IF EXISTS {type}_parts; DROP TABLE IF EXISTS {type}_parts_new;");
            }

            migrationBuilder.Sql("DELETE FROM checkpoint WHERE lane = 'index';");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var type in Types)
            {
                migrationBuilder.Sql($"CREATE VIRTUAL TABLE {type}_parts USING fts5(t, content='', contentless_delete=1, detail=none, tokenize='trigram');");
            }
        }
    }
}
