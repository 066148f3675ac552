using MadLab.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MadLab.Persistence.PostgreSql.Migrations;

/// <summary>Theme and provider, which readers choose in the workbench. Older versions serve the schema as well: they leave both alone.</summary>
[DbContext(typeof(MadLabDbContext))]
[Migration(Id)]
internal sealed class PagePreferences(string schema) : Migration
{
    public const string Id = "20261126000000_PagePreferences";

    private const string Table = "madlab_preferences";

    protected override void BuildTargetModel(ModelBuilder modelBuilder) => PagePreferencesModel.Build(modelBuilder, schema);

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(name: "theme", schema: schema, table: Table, type: "character varying(16)", maxLength: 16, nullable: true);
        migrationBuilder.AddColumn<string>(name: "provider", schema: schema, table: Table, type: "character varying(32)", maxLength: 32, nullable: true);
        migrationBuilder.NoteSchema(Id, schema: schema);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn(name: "theme", schema: schema, table: Table);
        migrationBuilder.DropColumn(name: "provider", schema: schema, table: Table);
    }
}
