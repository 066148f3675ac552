using MadLab.Persistence.Database;
using MadLab.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence;

/// <summary>A context with MadLab's tables alone, and the notes of its migrations, for hosts that have none of their own; the engines' packages ship its migrations.</summary>
public sealed class MadLabDbContext : DbContext
{
    private readonly string? _schema;

    /// <summary>Creates the context.</summary>
    /// <param name="options">The engine and its connection.</param>
    public MadLabDbContext(DbContextOptions<MadLabDbContext> options)
        : base(options) => _schema = options.FindExtension<StoreSchema>()?.Name;

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.UseMadLab(options => options.Schema = _schema).AddSchemaNotes(_schema);
}
