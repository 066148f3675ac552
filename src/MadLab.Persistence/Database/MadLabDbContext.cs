using MadLab.Persistence.Model;
using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence;

/// <summary>A context with MadLab's tables alone, and the notes of its migrations, for hosts that have none of their own; the engines' packages ship its migrations.</summary>
public sealed class MadLabDbContext : DbContext
{
    /// <summary>Creates the context.</summary>
    /// <param name="options">The engine and its connection.</param>
    public MadLabDbContext(DbContextOptions<MadLabDbContext> options)
        : base(options)
    {
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseMadLab().AddSchemaNotes();
}
