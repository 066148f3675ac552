using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MadLab.Streaming.Configuration;

/// <summary>Stops the start where nothing feeds the streams: the first client would be the one to find out.</summary>
internal sealed class StreamingStartCheck(IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) =>
        services.GetService<IServiceProviderIsService>()?.IsService(typeof(IQuoteFeed)) == false
            ? throw new InvalidOperationException("MadLab.Streaming found no IQuoteFeed. Call builder.Services.AddMadLabMarket() or AddMadLab(), or register a feed of your own.")
            : Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
