using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MadLab.Persistence.Sqlite.Migrations;

/// <summary>The four tables.</summary>
[DbContext(typeof(MadLabDbContext))]
[Migration("20260101000000_Initial")]
internal sealed class Initial : Migration
{
    protected override void BuildTargetModel(ModelBuilder modelBuilder) => InitialModel.Build(modelBuilder);

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "madlab_operator_settings",
            columns: table => new
            {
                name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                value = table.Column<string>(type: "TEXT", nullable: true),
                set_by = table.Column<string>(type: "TEXT", nullable: false),
                set_at = table.Column<long>(type: "INTEGER", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_madlab_operator_settings", x => x.name));

        migrationBuilder.CreateTable(
            name: "madlab_preferences",
            columns: table => new
            {
                owner = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                stream_mode = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                polling_interval_ms = table.Column<int>(type: "INTEGER", nullable: true),
                cache_ttl_ms = table.Column<int>(type: "INTEGER", nullable: true),
                cache_max_entries = table.Column<int>(type: "INTEGER", nullable: true),
                version = table.Column<long>(type: "INTEGER", nullable: false),
                updated_at = table.Column<long>(type: "INTEGER", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_madlab_preferences", x => x.owner));

        migrationBuilder.CreateTable(
            name: "madlab_templates",
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
            constraints: table => table.PrimaryKey("PK_madlab_templates", x => x.seq));

        migrationBuilder.CreateTable(
            name: "madlab_workspaces",
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
            constraints: table => table.PrimaryKey("PK_madlab_workspaces", x => x.seq));

        migrationBuilder.CreateIndex(name: "ix_madlab_templates_id", table: "madlab_templates", column: "id", unique: true);
        migrationBuilder.CreateIndex(
            name: "ix_madlab_templates_owner_name", table: "madlab_templates", columns: ["owner", "name"], unique: true);
        migrationBuilder.CreateIndex(name: "ix_madlab_workspaces_id", table: "madlab_workspaces", column: "id", unique: true);
        migrationBuilder.CreateIndex(
            name: "ix_madlab_workspaces_owner_seq", table: "madlab_workspaces", columns: ["owner", "seq"]);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(name: "madlab_operator_settings");
        migrationBuilder.DropTable(name: "madlab_preferences");
        migrationBuilder.DropTable(name: "madlab_templates");
        migrationBuilder.DropTable(name: "madlab_workspaces");
    }
}
