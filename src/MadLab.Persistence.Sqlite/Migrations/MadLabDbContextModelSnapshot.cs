using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace MadLab.Persistence.Sqlite.Migrations;

/// <summary>The model as the newest migration leaves it; a test fails when the model has moved on without one.</summary>
[DbContext(typeof(MadLabDbContext))]
internal sealed class MadLabDbContextModelSnapshot : ModelSnapshot
{
    protected override void BuildModel(ModelBuilder modelBuilder) => PagePreferencesModel.Build(modelBuilder);
}
