using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HubSpotCrm.Core.Storage.Mirror.Migrations
{
    /// <summary>The words of the search indexes, for words that were typed with a slip.</summary>
    public partial class SearchVocabulary : Migration
    {
        private static readonly string[] Types = ["contact", "company", "deal", "campaign"];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var type in Types)
            {
                migrationBuilder.Sql($"CREATE VIRTUAL TABLE {type}_search_words USING fts5vocab({type}_search, row);");
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var type in Types)
            {
                migrationBuilder.Sql($"DROP TABLE IF EXISTS {type}_search_words;");
            }
        }
    }
}
