using MadLab;
using MadLab.Persistence.Database;
using Microsoft.EntityFrameworkCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps MadLab's documents in a host's own database.</summary>
public static class MadLabPersistenceBuilderExtensions
{
    /// <summary>
    /// Keeps templates, workspaces, preferences and operators' settings in a context of the host's, on any relational engine.
    /// The host owns schema and migrations; the model needs <c>modelBuilder.UseMadLab()</c>, else the start fails and says so.
    /// </summary>
    /// <remarks>
    /// Each operation runs on a context from a scope of its own and in a transaction of its own: what the host has pending in its
    /// scope is never committed by it. Where SQLite is the engine, writers take turns. To write documents in a transaction of the host's own,
    /// together with its rows, ask the context: <see cref="MadLabDbContextExtensions.MadLab"/>.
    /// </remarks>
    /// <typeparam name="TContext">The context, registered with <c>AddDbContext</c>, <c>AddDbContextPool</c> or <c>AddDbContextFactory</c>.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IMadLabBuilder UseDbContext<TContext>(this IMadLabBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        StoreRegistration.UseStores<TContext>(builder.Services, static _ => new DatabaseEngine());
        return builder;
    }
}
