using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HubSpotCrm.Core.Storage.Mirror.Migrations
{
    /// <summary>All other texts of a record beside those of the search index. Where records are indexed already, the index is wanted anew.</summary>
    public partial class SearchFurther : Migration
    {
        // Those that had an index when this was released, by the numbers that checkpoints have them under.
        private static readonly (int Number, string Name)[] Types = [(1, "contact"), (2, "company"), (3, "deal"), (4, "campaign")];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var (number, name) in Types)
            {
                migrationBuilder.Sql($"""
                    CREATE VIRTUAL TABLE {name}_further USING fts5(t, content='', contentless_delete=1, detail=none, tokenize='ascii');
                    ALTER TABLE {name}_seq ADD COLUMN further INTEGER;
                    INSERT INTO checkpoint (lane, type, state, started_at, updated_at, done)
                        SELECT 'index', {number}, 'Running', 0, 0, 0 WHERE EXISTS (SELECT 1 FROM {name}_seq)
                        ON CONFLICT (lane, type) DO UPDATE SET state = 'Running';
                    """);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var (_, name) in Types)
            {
                migrationBuilder.Sql($"DROP TABLE IF EXISTS {name}_further; DROP TABLE IF EXISTS {name}_further_new; ALTER TABLE {name}_seq DROP COLUMN further;");
            }

            migrationBuilder.Sql("DELETE FROM checkpoint WHERE lane = 'index';");
        }
    }
}
