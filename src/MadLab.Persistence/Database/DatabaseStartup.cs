using MadLab.Persistence.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MadLab.Persistence.Database;

/// <summary>Opens the database before the server listens. A model without our tables stops the start; a database that is down does not.</summary>
internal sealed class DatabaseStartup<TContext>(IServiceScopeFactory scopes, StoreDatabase<TContext> database) : IHostedLifecycleService
    where TContext : DbContext
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using (var scope = scopes.CreateAsyncScope())
        {
            if (scope.ServiceProvider.GetRequiredService<TContext>().Model.FindEntityType(typeof(WorkspaceEntity)) is null)
            {
                throw new InvalidOperationException(
                    $"{typeof(TContext).Name} has no tables for MadLab. Call modelBuilder.UseMadLab() in its OnModelCreating.");
            }
        }

        await database.StartAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
