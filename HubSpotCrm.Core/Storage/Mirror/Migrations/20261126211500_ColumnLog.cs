using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HubSpotCrm.Core.Storage.Mirror.Migrations;

/// <summary>
/// What the columnar copy has to read again, noted by triggers so that no writer can forget it. A number is never used again as long as the
/// last row stays.
/// </summary>
[DbContext(typeof(MirrorDb))]
[Migration("20261126211500_ColumnLog")]
internal sealed class ColumnLog : Migration
{
    // Those with a list when this was released, by the numbers that the log has them under.
    private static readonly (int Number, string Name)[] Types = [(1, "contact"), (2, "company"), (3, "deal"), (4, "campaign")];

    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            CREATE TABLE column_source (id TEXT NOT NULL);
            INSERT INTO column_source (id) VALUES (lower(hex(randomblob(16))));
            CREATE TABLE column_log (seq INTEGER PRIMARY KEY, what INTEGER NOT NULL, key INTEGER NOT NULL);
            CREATE TRIGGER column_log_record AFTER UPDATE OF raw ON record WHEN new.type <= 4
                BEGIN INSERT INTO column_log (what, key) VALUES (new.type, new.key); END;
            CREATE TRIGGER column_log_association_insert AFTER INSERT ON association WHEN new.to_type <= 4
                BEGIN INSERT INTO column_log (what, key) VALUES (0, new.from_key); END;
            CREATE TRIGGER column_log_association_delete AFTER DELETE ON association WHEN old.to_type <= 4
                BEGIN INSERT INTO column_log (what, key) VALUES (0, old.from_key); END;
            CREATE TRIGGER column_log_association_update AFTER UPDATE OF from_key, to_key, to_type ON association WHEN old.to_type <= 4 OR new.to_type <= 4
                BEGIN INSERT INTO column_log (what, key) VALUES (0, old.from_key), (0, new.from_key); END;
            """);
        foreach (var (number, name) in Types)
        {
            migrationBuilder.Sql($"""
                CREATE TRIGGER column_log_{name}_insert AFTER INSERT ON {name} BEGIN INSERT INTO column_log (what, key) VALUES ({number}, new.key); END;
                CREATE TRIGGER column_log_{name}_update AFTER UPDATE ON {name} BEGIN INSERT INTO column_log (what, key) VALUES ({number}, new.key); END;
                CREATE TRIGGER column_log_{name}_delete AFTER DELETE ON {name} BEGIN INSERT INTO column_log (what, key) VALUES ({number}, old.key); END;
                CREATE TRIGGER column_log_{name}_place AFTER INSERT ON {name}_seq BEGIN INSERT INTO column_log (what, key) VALUES ({number}, new.key); END;
                """);
        }
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var (_, name) in Types)
        {
            foreach (var when in new[] { "insert", "update", "delete", "place" })
            {
                migrationBuilder.Sql($"DROP TRIGGER IF EXISTS column_log_{name}_{when};");
            }
        }

        migrationBuilder.Sql("""
            DROP TRIGGER column_log_record;
            DROP TRIGGER column_log_association_insert;
            DROP TRIGGER column_log_association_delete;
            DROP TRIGGER column_log_association_update;
            DROP TABLE column_log;
            DROP TABLE column_source;
            """);
    }
}
