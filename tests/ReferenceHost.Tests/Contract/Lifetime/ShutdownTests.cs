using System.Net;
using System.Net.WebSockets;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;

namespace ReferenceHost.Tests.Contract.Lifetime;

/// <summary>SIGTERM with everything open: each client is told, and nobody holds the process up.</summary>
[Collection(Alone.Name)]
public sealed class ShutdownTests
{
    // Well under the 30 s that a stream which does not listen to the stop would hold the host for.
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(15);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_WithOpenStreams_EndsThemAndTheProcess(bool isLive)
    {
        // With live data off the streams are quiet, so a poll really waits.
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?> { ["DISABLE_LIVE_DATA"] = isLive ? "false" : "true" });
        await using var socket = await StreamSocket.ConnectAsync(host.Address, "?symbols=AAPL,MSFT&interval=250");
        await using var batched = await StreamSocket.ConnectAsync(host.Address, "?symbols=AAPL,MSFT&interval=250&batch=true");
        await using var idle = await StreamSocket.ConnectAsync(host.Address);
        await using var events = await EventStream.OpenAsync(host.Client, "/api/stream?symbols=AAPL");
        await using var legacy = await EventStream.OpenAsync(host.Client, "/pages/api/stream?symbols=AAPL");
        await socket.ReceiveAsync("open");
        await batched.ReceiveAsync("open");
        await idle.ReceiveAsync("open");
        await events.ReadAsync("open");
        await legacy.ReadAsync("open");
        var cursor = (await host.Client.AskAsync("/api/stream/poll?symbols=AAPL")).ShouldBeJson().GetProperty("cursor").GetString();
        var poll = isLive ? null : host.Client.AskAsync($"/api/stream/poll?symbols=AAPL&since={cursor}&wait=25000");
        await Eventually.AskAsync(
            async () => (await host.Client.AskAsync("/api/health")).ShouldBeJson().GetProperty("streaming").GetProperty("connections").GetInt32(),
            connections => connections == (isLive ? 5 : 6));

        var stop = host.StopAsync();

        (await socket.ReceiveCloseAsync().WaitAsync(Guard)).Should().Be(WebSocketCloseStatus.EndpointUnavailable, "that is 1001");
        (await batched.ReceiveCloseAsync().WaitAsync(Guard)).Should().Be(WebSocketCloseStatus.EndpointUnavailable);
        (await idle.ReceiveCloseAsync().WaitAsync(Guard)).Should().Be(WebSocketCloseStatus.EndpointUnavailable);
        await ReadToEndAsync(events).WaitAsync(Guard);
        await ReadToEndAsync(legacy).WaitAsync(Guard);
        if (poll is not null)
        {
            var answer = await poll.WaitAsync(Guard);
            answer.Status.Should().Be(HttpStatusCode.OK);
            answer.Json.GetProperty("updates").GetArrayLength().Should().Be(0);
        }

        var exit = await stop.WaitAsync(Guard);
        exit.Code.Should().Be(0, exit.Output);
        exit.Error.Should().BeEmpty();
    }

    [Fact]
    public async Task Stop_WithAClientThatAnswersNoClose_EndsTheProcess()
    {
        await using var host = await HostProcess.StartAsync();
        await using var socket = await StreamSocket.ConnectAsync(host.Address, "?symbols=AAPL&interval=250");
        await socket.ReceiveAsync("price_update");

        // Nobody reads from it any more: neither updates nor the close are taken.
        var exit = await host.StopAsync().WaitAsync(Guard);

        exit.Code.Should().Be(0, exit.Output);
    }

    private static async Task ReadToEndAsync(EventStream events)
    {
        while (await events.ReadAsync() is not null)
        {
            // To the proper end: a stream cut off in the middle would throw.
        }
    }
}
