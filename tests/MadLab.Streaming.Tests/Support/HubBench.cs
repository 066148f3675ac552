using MadLab.Streaming.Connections;
using MadLab.Streaming.Diagnostics;
using MadLab.Streaming.Flushing;
using MadLab.Streaming.Hub;
using MadLab.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MadLab.Streaming.Tests.Support;

/// <summary>The hub and the loops on a clock that a test moves; passes of the loops are made by the test, too.</summary>
internal sealed class HubBench : IDisposable
{
    private readonly ServiceProvider _services;

    public HubBench(Action<StreamingOptions>? options = null, bool withTimers = false, ILoggerProvider? logs = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IQuoteFeed>(Feed);
        services.AddSingleton<IHostApplicationLifetime>(Lifetime);
        services.AddSingleton<TimeProvider>(withTimers ? Time : new Timerless(Time));
        services.AddSingleton<Microsoft.Extensions.Configuration.IConfiguration>(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build());
        services.AddLogging(logging =>
        {
            if (logs is not null)
            {
                logging.AddProvider(logs);
            }
        });
        services.AddMadLabStreaming(options);
        _services = services.BuildServiceProvider();
        Runtime = _services.GetRequiredService<StreamRuntime>();
    }

    public FakeFeed Feed { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public FakeLifetime Lifetime { get; } = new();

    public StreamRuntime Runtime { get; }

    public QuoteHub Hub => Runtime.Hub;

    public FlushLoops Loops => Runtime.Loops;

    public IQuoteSource Source => _services.GetRequiredService<IQuoteSource>();

    public StreamMetrics Metrics => Runtime.Metrics;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Moves the clock on by slots, with a pass of the loops in each.</summary>
    public void Tick(int slots)
    {
        for (var i = 0; i < slots; i++)
        {
            Time.Advance(FlushClock.SlotLength);
            Loops.Tick();
        }
    }

    public void Dispose() => _services.Dispose();

    /// <summary>Tells the time and never fires: the loops' own timers would race the test's passes.</summary>
    private sealed class Timerless(TimeProvider time) : TimeProvider
    {
        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Dead();

        private sealed class Dead : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
