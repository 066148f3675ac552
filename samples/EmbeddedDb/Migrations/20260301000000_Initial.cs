using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace EmbeddedDb.Migrations;

/// <summary>The app's table and MadLab's four.</summary>
[DbContext(typeof(AppDbContext))]
[Migration("20260301000000_Initial")]
internal sealed class Initial : Migration
{
    protected override void BuildTargetModel(ModelBuilder modelBuilder) => AppDbContextModelSnapshot.Build(modelBuilder);

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "Portfolios",
            columns: table => new
            {
                Id = table.Column<int>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                WorkspaceId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Portfolios", x => x.Id));

        migrationBuilder.CreateTable(
            name: "lab_operator_settings",
            columns: table => new
            {
                name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                value = table.Column<string>(type: "TEXT", nullable: true),
                set_by = table.Column<string>(type: "TEXT", nullable: false),
                set_at = table.Column<long>(type: "INTEGER", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_lab_operator_settings", x => x.name));

        migrationBuilder.CreateTable(
            name: "lab_preferences",
            columns: table => new
            {
                owner = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                stream_mode = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                polling_interval_ms = table.Column<int>(type: "INTEGER", nullable: true),
                cache_ttl_ms = table.Column<int>(type: "INTEGER", nullable: true),
                cache_max_entries = table.Column<int>(type: "INTEGER", nullable: true),
                version = table.Column<long>(type: "INTEGER", nullable: false),
                updated_at = table.Column<long>(type: "INTEGER", nullable: false),
                theme = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                provider = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_lab_preferences", x => x.owner));

        migrationBuilder.CreateTable(
            name: "lab_templates",
            columns: table => new
            {
                seq = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                owner = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false, defaultValue: ""),
                name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                kind = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                widgets = table.Column<string>(type: "TEXT", nullable: false),
                version = table.Column<long>(type: "INTEGER", nullable: false),
                created_at = table.Column<long>(type: "INTEGER", nullable: false),
                updated_at = table.Column<long>(type: "INTEGER", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_lab_templates", x => x.seq));

        migrationBuilder.CreateTable(
            name: "lab_workspaces",
            columns: table => new
            {
                seq = table.Column<long>(type: "INTEGER", nullable: false).Annotation("Sqlite:Autoincrement", true),
                id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                owner = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false, defaultValue: ""),
                title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                data = table.Column<string>(type: "TEXT", nullable: false),
                version = table.Column<long>(type: "INTEGER", nullable: false),
                created_at = table.Column<long>(type: "INTEGER", nullable: false),
                updated_at = table.Column<long>(type: "INTEGER", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_lab_workspaces", x => x.seq));

        migrationBuilder.CreateIndex(name: "IX_Portfolios_Name", table: "Portfolios", column: "Name", unique: true);
        migrationBuilder.CreateIndex(name: "ix_lab_templates_id", table: "lab_templates", column: "id", unique: true);
        migrationBuilder.CreateIndex(name: "ix_lab_templates_owner_name", table: "lab_templates", columns: ["owner", "name"], unique: true);
        migrationBuilder.CreateIndex(name: "ix_lab_workspaces_id", table: "lab_workspaces", column: "id", unique: true);
        migrationBuilder.CreateIndex(name: "ix_lab_workspaces_owner_seq", table: "lab_workspaces", columns: ["owner", "seq"]);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(name: "Portfolios");
        migrationBuilder.DropTable(name: "lab_operator_settings");
        migrationBuilder.DropTable(name: "lab_preferences");
        migrationBuilder.DropTable(name: "lab_templates");
        migrationBuilder.DropTable(name: "lab_workspaces");
    }
}
