using System.Diagnostics;
using System.Text.Json;
using FluentAssertions;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MadLab.Streaming.Tests.Malice;

/// <summary>A host under attack: it keeps what it complains of, and proves at the end that nothing is left of anybody.</summary>
internal sealed class MaliceHost : IAsyncDisposable
{
    private const string Path = "/api/stream/ws";

    private readonly Complaints _complaints;

    private MaliceHost(StreamHost host, Complaints complaints)
    {
        Host = host;
        _complaints = complaints;
    }

    public StreamHost Host { get; }

    public Uri Address => Host.Address;

    /// <summary>Starts a host that says nothing by itself: no heartbeats, no pings, no limit on the rate of messages.</summary>
    public static async Task<MaliceHost> StartAsync(Action<StreamingOptions>? options = null, Action<WebApplicationBuilder>? build = null, FakeFeed? feed = null)
    {
        var complaints = new Complaints();
        var host = await StreamHost.StartAsync(
            feed,
            o =>
            {
                o.HeartbeatInterval = TimeSpan.FromMinutes(5);
                o.PingInterval = TimeSpan.Zero;
                o.FeedLinger = TimeSpan.Zero;
                options?.Invoke(o);
            },
            builder =>
            {
                builder.Logging.AddProvider(complaints);
                builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("MadLab:Streaming:MaxMessagesPerMinute", (string?)"0")]);
                build?.Invoke(builder);
            });
        return new MaliceHost(host, complaints);
    }

    /// <summary>A client that has read its <c>open</c>.</summary>
    public async Task<RawSocket> ConnectAsync(string query = "", int? receiveBuffer = null)
    {
        var raw = await RawSocket.ConnectAsync(Address, Path + query, receiveBuffer);
        using var open = JsonDocument.Parse((await raw.ReadFrameAsync()).Payload);
        open.RootElement.GetProperty("type").GetString().Should().Be("open");
        return raw;
    }

    /// <summary>Waits until nobody is connected, and checks that nothing was logged and nothing is held.</summary>
    public async Task ShouldBeDeserted(string because = "")
    {
        await Until(() => Host.Status.Connections == 0 && Host.Status.Symbols == 0 && Host.Feed.OpenCount == 0, "nobody is connected");
        Host.App.Services.GetRequiredService<StreamRuntime>().Loops.Snapshot().Should().BeEmpty(because);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _complaints.Heard.Should().BeEmpty(because);
    }

    /// <summary>Asks until it is so; the host gives no signal of it.</summary>
    public async Task Until(Func<bool> isSo, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(30))
            {
                throw new TimeoutException(
                    $"Not in 30 s: {what}. Connections {Host.Status.Connections}, symbols {Host.Status.Symbols}, upstreams {Host.Feed.OpenCount}. {string.Join('\n', _complaints.Heard)}");
            }

            // A trip through the host's own door, so that it gets its turn.
            using var response = await Host.Http.GetAsync("/nothing-here");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _complaints.Dispose();
    }
}
