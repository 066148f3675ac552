using System.Globalization;
using FluentAssertions;
using MadLab.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MadLab.Streaming.Tests.Support;

/// <summary>A real host on a clock that the test moves, with a healthy client beside the slow ones: every step is a round of new values that it must get.</summary>
internal sealed class SlowBench : IAsyncDisposable
{
    public const int Symbols = 49;

    /// <summary>The steps of a second.</summary>
    public const int Second = 40;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1) / Second;
    private static readonly string[] Names = [.. Enumerable.Range(1, Symbols).Select(i => $"STALL{i}")];

    private readonly ManualTimeProvider _time;
    private readonly WsClient _healthy;

    private SlowBench(StreamHost host, ManualTimeProvider time, RecordedLogs logs, WsClient healthy)
    {
        (Host, _time, Logs, _healthy) = (host, time, logs, healthy);
        Sums = new Sums(host);
    }

    public StreamHost Host { get; }

    public RecordedLogs Logs { get; }

    public Sums Sums { get; }

    /// <summary>The price of the last round; all symbols have it.</summary>
    public decimal Newest { get; private set; } = 0.5m;

    public static async Task<SlowBench> StartAsync(Cable? cable = null)
    {
        var time = new ManualTimeProvider();
        var logs = new RecordedLogs();
        var feed = new FakeFeed().With("PULSE", 0.5m).With("OWN", 0.5m);
        foreach (var name in Names)
        {
            feed.With(name, 0.5m);
        }

        var host = await StreamHost.StartAsync(feed, o =>
        {
            o.FeedLinger = TimeSpan.Zero;

            // They run on the machine's clock, not on the test's; a client that does not read answers none of them either.
            o.PingInterval = TimeSpan.Zero;
        },
        builder =>
        {
            builder.Logging.AddProvider(logs);
            builder.Services.AddSingleton<TimeProvider>(time);
            cable?.ConnectTo(builder);
        });
        var healthy = await host.ConnectAsync("?symbols=PULSE&interval=25");
        await healthy.NextPriceAsync("PULSE");
        return new SlowBench(host, time, logs, healthy);
    }

    /// <summary>Connects a client of a kind (websocket, batch or sse) that listens to every symbol, and to OWN alone.</summary>
    public async Task<SlowClient> ConnectAsync(string kind, Line line, Uri? address = null)
    {
        var query = $"?symbols={string.Join(',', Names)},OWN&interval=25" + (kind == "batch" ? "&batch=true" : "");
        if (kind == "sse")
        {
            var http = new HttpClient(line.Handler) { BaseAddress = address ?? Host.Address, Timeout = Timeout.InfiniteTimeSpan };
            return new SlowClient(await SseClient.ConnectAsync(http, "/api/stream" + query));
        }

        return new SlowClient(await WsClient.ConnectAsync(address ?? Host.Address, "/api/stream/ws" + query, invoker: new HttpMessageInvoker(line.Handler)));
    }

    /// <summary>One step: new values everywhere. The healthy client gets exactly the newest, however the others fare.</summary>
    public async Task StepAsync()
    {
        Newest = decimal.Floor(Newest) + 1;
        foreach (var name in Names)
        {
            if (Host.Feed.IsOpen(name))
            {
                Host.Feed.Publish(name, Newest);
            }
        }

        Host.Feed.Publish("PULSE", Newest);
        _time.Advance(Step);
        (await _healthy.NextPriceAsync("PULSE")).Should().Be(Newest, "a slow client delays nobody");
    }

    /// <summary>Steps until a client that listens to OWN has gone; tells how many it took.</summary>
    public async Task<int> StepUntilGoneAsync(int most, Action<int>? every = null)
    {
        var gone = Host.Feed.WhenClosed("OWN");
        for (var step = 1; step <= most; step++)
        {
            await StepAsync();
            every?.Invoke(step);
            if (gone.IsCompleted)
            {
                return step;
            }
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Still served after {most / Second} s."));
    }

    public async ValueTask DisposeAsync()
    {
        Sums.Dispose();
        await _healthy.DisposeAsync();
        await Host.DisposeAsync();
    }
}
