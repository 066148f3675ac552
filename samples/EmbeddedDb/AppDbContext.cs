using EmbeddedDb.Portfolios;
using Microsoft.EntityFrameworkCore;

namespace EmbeddedDb;

/// <summary>The app's own table and, with one line, MadLab's.</summary>
internal sealed class AppDbContext(DbContextOptions<AppDbContext> options) : DbContext(options)
{
    public DbSet<Portfolio> Portfolios => Set<Portfolio>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Portfolio>(portfolio =>
        {
            portfolio.Property(p => p.Name).HasMaxLength(100);
            portfolio.Property(p => p.WorkspaceId).HasMaxLength(64);
            portfolio.HasIndex(p => p.Name).IsUnique();
        });
        modelBuilder.UseMadLab(o => o.TablePrefix = "lab_");
    }
}
