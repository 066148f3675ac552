using MadLab.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MadLab.Persistence.Sqlite.Migrations;

/// <summary>Theme and provider, which readers choose in the workbench. Older versions serve the schema as well: they leave both alone.</summary>
[DbContext(typeof(MadLabDbContext))]
[Migration(Id)]
internal sealed class PagePreferences : Migration
{
    public const string Id = "20261126000000_PagePreferences";

    protected override void BuildTargetModel(ModelBuilder modelBuilder) => PagePreferencesModel.Build(modelBuilder);

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(name: "theme", table: "madlab_preferences", type: "TEXT", maxLength: 16, nullable: true);
        migrationBuilder.AddColumn<string>(name: "provider", table: "madlab_preferences", type: "TEXT", maxLength: 32, nullable: true);
        migrationBuilder.NoteSchema(Id);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn(name: "theme", table: "madlab_preferences");
        migrationBuilder.DropColumn(name: "provider", table: "madlab_preferences");
    }
}
