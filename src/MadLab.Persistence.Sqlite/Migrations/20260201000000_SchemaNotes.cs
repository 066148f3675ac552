using MadLab.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MadLab.Persistence.Sqlite.Migrations;

/// <summary>The table in which migrations say which versions can serve what they leave.</summary>
[DbContext(typeof(MadLabDbContext))]
[Migration(Id)]
internal sealed class SchemaNotesMigration : Migration
{
    public const string Id = "20260201000000_SchemaNotes";

    protected override void BuildTargetModel(ModelBuilder modelBuilder) => SchemaNotesModel.Build(modelBuilder);

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "madlab_schema",
            columns: table => new
            {
                migration = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                oldest_version = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_madlab_schema", x => x.migration));

        migrationBuilder.NoteSchema(Id);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable(name: "madlab_schema");
}
