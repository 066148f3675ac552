using MadLab;
using MadLab.Persistence;
using MadLab.Persistence.Model;
using MadLab.Stores;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Reaches MadLab's documents on a host's own context.</summary>
public static class MadLabDbContextExtensions
{
    /// <summary>
    /// MadLab's documents on this very context: with a transaction open on it they are written in that one, and stay or go with the host's rows.
    /// </summary>
    /// <remarks>
    /// A write takes effect at once, like <c>ExecuteUpdate</c>, and not with <c>SaveChanges</c>; what is pending on the context stays pending. One that is
    /// refused (somebody wrote in between, the store is full) leaves the transaction as it was. Without a transaction each write has one of its own.
    /// What the database throws comes as it is, so that an execution strategy around the transaction can tell whether to run it again.
    /// As with the context itself, one operation at a time.
    /// </remarks>
    /// <param name="context">A context whose model has <c>modelBuilder.UseMadLab()</c>.</param>
    /// <param name="owner">Whose documents, as <see cref="IMadLabOwner"/> gives it; by default the owner whom all share.</param>
    /// <exception cref="InvalidOperationException">The model has no tables for MadLab.</exception>
    /// <exception cref="ArgumentException">The owner cannot be one.</exception>
    public static MadLabStores MadLab(this DbContext context, string owner = "")
    {
        ArgumentNullException.ThrowIfNull(context);
        StoreOwners.Check(owner);
        if (context.Model.FindEntityType(typeof(WorkspaceEntity)) is null)
        {
            throw new InvalidOperationException(
                $"{context.GetType().Name} has no tables for MadLab. Call modelBuilder.UseMadLab() in its OnModelCreating.");
        }

        return new MadLabStores(context, owner, ClockOf(context));
    }

    /// <summary>The host's clock, where the context comes from the host's services.</summary>
    private static TimeProvider ClockOf(DbContext context) =>
        context.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?.GetService(typeof(TimeProvider)) as TimeProvider
            ?? TimeProvider.System;
}
