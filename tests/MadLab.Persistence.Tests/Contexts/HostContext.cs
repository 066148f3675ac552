using Microsoft.EntityFrameworkCore;

namespace MadLab.Persistence.Tests.Contexts;

/// <summary>A host's own context, with a table of its own beside ours.</summary>
internal sealed class HostContext(DbContextOptions<HostContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseMadLab(o => o.TablePrefix = "desk_");
}

internal sealed class Order
{
    public int Id { get; set; }

    public required string Name { get; set; }
}

/// <summary>A context whose author forgot <c>UseMadLab()</c>.</summary>
internal sealed class ForgetfulContext(DbContextOptions<ForgetfulContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();
}
