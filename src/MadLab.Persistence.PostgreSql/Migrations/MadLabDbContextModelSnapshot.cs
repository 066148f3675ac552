using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace MadLab.Persistence.PostgreSql.Migrations;

/// <summary>The model as the newest migration leaves it; a test fails when the model has moved on without one.</summary>
internal sealed class MadLabDbContextModelSnapshot(string schema) : ModelSnapshot
{
    protected override void BuildModel(ModelBuilder modelBuilder) => PagePreferencesModel.Build(modelBuilder, schema);
}
