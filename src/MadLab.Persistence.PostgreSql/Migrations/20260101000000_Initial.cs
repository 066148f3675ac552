using MadLab.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace MadLab.Persistence.PostgreSql.Migrations;

/// <summary>The schema, the four tables, and the one in which migrations say which versions can serve what they leave.</summary>
[DbContext(typeof(MadLabDbContext))]
[Migration(Id)]
internal sealed class Initial(string schema) : Migration
{
    public const string Id = "20260101000000_Initial";

    private const string Identity = "Npgsql:ValueGenerationStrategy";
    private const string Text200 = "character varying(200)";

    protected override void BuildTargetModel(ModelBuilder modelBuilder) => InitialModel.Build(modelBuilder, schema);

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema(schema);
        migrationBuilder.CreateTable(
            name: "madlab_operator_settings",
            schema: schema,
            columns: table => new
            {
                name = table.Column<string>(type: Text200, maxLength: 200, nullable: false),
                value = table.Column<string>(type: "text", nullable: true),
                set_by = table.Column<string>(type: "text", nullable: false),
                set_at = table.Column<long>(type: "bigint", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_madlab_operator_settings", x => x.name));

        migrationBuilder.CreateTable(
            name: "madlab_preferences",
            schema: schema,
            columns: table => new
            {
                owner = table.Column<string>(type: Text200, maxLength: 200, nullable: false),
                stream_mode = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                polling_interval_ms = table.Column<int>(type: "integer", nullable: true),
                cache_ttl_ms = table.Column<int>(type: "integer", nullable: true),
                cache_max_entries = table.Column<int>(type: "integer", nullable: true),
                version = table.Column<long>(type: "bigint", nullable: false),
                updated_at = table.Column<long>(type: "bigint", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_madlab_preferences", x => x.owner));

        migrationBuilder.CreateTable(
            name: SchemaNotes.Table,
            schema: schema,
            columns: table => new
            {
                migration = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                oldest_version = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_madlab_schema", x => x.migration));

        migrationBuilder.CreateTable(
            name: "madlab_templates",
            schema: schema,
            columns: table => new
            {
                seq = table.Column<long>(type: "bigint", nullable: false).Annotation(Identity, NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                owner = table.Column<string>(type: Text200, maxLength: 200, nullable: false, defaultValue: ""),
                name = table.Column<string>(type: Text200, maxLength: 200, nullable: false),
                kind = table.Column<string>(type: Text200, maxLength: 200, nullable: false),
                title = table.Column<string>(type: Text200, maxLength: 200, nullable: false),
                widgets = table.Column<string>(type: "text", nullable: false),
                version = table.Column<long>(type: "bigint", nullable: false),
                created_at = table.Column<long>(type: "bigint", nullable: false),
                updated_at = table.Column<long>(type: "bigint", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_madlab_templates", x => x.seq));

        migrationBuilder.CreateTable(
            name: "madlab_workspaces",
            schema: schema,
            columns: table => new
            {
                seq = table.Column<long>(type: "bigint", nullable: false).Annotation(Identity, NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                owner = table.Column<string>(type: Text200, maxLength: 200, nullable: false, defaultValue: ""),
                title = table.Column<string>(type: Text200, maxLength: 200, nullable: false),
                data = table.Column<string>(type: "text", nullable: false),
                version = table.Column<long>(type: "bigint", nullable: false),
                created_at = table.Column<long>(type: "bigint", nullable: false),
                updated_at = table.Column<long>(type: "bigint", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_madlab_workspaces", x => x.seq));

        migrationBuilder.CreateIndex(name: "ix_madlab_templates_id", schema: schema, table: "madlab_templates", column: "id", unique: true);
        migrationBuilder.CreateIndex(
            name: "ix_madlab_templates_owner_name", schema: schema, table: "madlab_templates", columns: ["owner", "name"], unique: true);
        migrationBuilder.CreateIndex(name: "ix_madlab_workspaces_id", schema: schema, table: "madlab_workspaces", column: "id", unique: true);
        migrationBuilder.CreateIndex(
            name: "ix_madlab_workspaces_owner_seq", schema: schema, table: "madlab_workspaces", columns: ["owner", "seq"]);
        migrationBuilder.NoteSchema(Id, schema: schema);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(name: "madlab_operator_settings", schema: schema);
        migrationBuilder.DropTable(name: "madlab_preferences", schema: schema);
        migrationBuilder.DropTable(name: SchemaNotes.Table, schema: schema);
        migrationBuilder.DropTable(name: "madlab_templates", schema: schema);
        migrationBuilder.DropTable(name: "madlab_workspaces", schema: schema);
    }
}
