using Microsoft.Extensions.Hosting;

namespace MadLab.Routing;

/// <summary>Stops the start where the app has a route of ours, instead of failing each request with "ambiguous match".</summary>
internal sealed class RouteConflictCheck(MappedRoutes routes) : IHostedLifecycleService
{
    // A WebApplication has mapped everything by now, and nothing listens yet.
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        routes.Check();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A host with UseEndpoints() maps while the server starts: look again.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        routes.Check();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
