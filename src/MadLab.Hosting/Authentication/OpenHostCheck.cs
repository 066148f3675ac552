using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace MadLab.Hosting.Authentication;

/// <summary>Asks the guard before anything listens, whoever starts the app.</summary>
internal sealed class OpenHostCheck : IHostedService
{
    /// <summary>The app, once its endpoints are mapped.</summary>
    public WebApplication? App { get; set; }

    public Task StartAsync(CancellationToken cancellationToken) => App is null ? Task.CompletedTask : OpenHostGuard.CheckAsync(App);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
