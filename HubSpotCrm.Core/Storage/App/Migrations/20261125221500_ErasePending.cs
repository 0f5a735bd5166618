using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace HubSpotCrm.Core.Storage.App.Migrations;

/// <summary>That the mirror of a disconnected account is still to be erased.</summary>
[DbContext(typeof(AppDb))]
[Migration("20261125221500_ErasePending")]
public sealed class ErasePending : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.AddColumn<bool>(name: "ErasePending", table: "connection", type: "INTEGER", nullable: false, defaultValue: false);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        ArgumentNullException.ThrowIfNull(migrationBuilder);
        migrationBuilder.DropColumn(name: "ErasePending", table: "connection");
    }
}
