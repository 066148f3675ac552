using System.Globalization;
using System.Runtime.InteropServices;
using MadLab.Hosting.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MadLab.Hosting.Startup;

/// <summary>
/// Told to stop, it says first that it is not ready, and goes on to serve for a while: a balancer that asks every second finds out before the door
/// is shut. A second signal stops it at once.
/// </summary>
internal sealed class DrainingLifetime(TimeSpan delay, IHostApplicationLifetime lifetime, TimeProvider time, ILoggerFactory loggers) : IHostLifetime, IReadiness, IDisposable
{
    public const string DelayKey = "MadLab:ShutdownDelay";

    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    // As the framework's own lifetime writes, which this takes the place of.
    private readonly ILogger _logger = loggers.CreateLogger("Microsoft.Hosting.Lifetime");
    private readonly List<PosixSignalRegistration> _signals = [];
    private CancellationTokenRegistration _started;
    private int _asked;

    public bool IsReady => Volatile.Read(ref _asked) == 0;

    /// <summary>Registers it where the configuration has a delay; else the framework's lifetime stops at once.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        if (builder.Configuration[DelayKey]?.Trim() is not { Length: > 0 } text)
        {
            return;
        }

        if (!TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var delay) || delay < TimeSpan.Zero || delay > LongestDelay)
        {
            throw SettingException.Unusable(DelayKey, text, "accepted are times from 0 to 00:01:00");
        }

        if (delay > TimeSpan.Zero)
        {
            builder.Services.AddSingleton(s => new DrainingLifetime(
                delay, s.GetRequiredService<IHostApplicationLifetime>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILoggerFactory>()));
            builder.Services.AddSingleton<IHostLifetime>(static s => s.GetRequiredService<DrainingLifetime>());
            builder.Services.AddSingleton<IReadiness>(static s => s.GetRequiredService<DrainingLifetime>());
        }
    }

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
        {
            _signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Stop();
            }));
        }

        _started = lifetime.ApplicationStarted.Register(static state => ((ILogger)state!).Started(), _logger);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _started.Dispose();
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void Stop()
    {
        if (Interlocked.Increment(ref _asked) > 1)
        {
            lifetime.StopApplication();
            return;
        }

        _logger.Draining(delay.TotalSeconds);
        _ = DrainAsync();
    }

    private async Task DrainAsync()
    {
        await Task.Delay(delay, time, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lifetime.StopApplication();
    }
}
