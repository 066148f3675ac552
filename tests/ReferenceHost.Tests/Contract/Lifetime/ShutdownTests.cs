using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using FluentAssertions;
using ReferenceHost.Tests.Contract.Support;
using ReferenceHost.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace ReferenceHost.Tests.Contract.Lifetime;

/// <summary>SIGTERM with everything open: each client is told, and nobody holds the process up.</summary>
[Collection(Alone.Name)]
public sealed class ShutdownTests(ITestOutputHelper output)
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

        (await socket.ReceiveAsync(m => m.TryGetProperty("reconnectMs", out _) && m.GetProperty("type").GetString() == "status"))
            .GetProperty("reconnectMs").GetInt32().Should().BeInRange(2_000, 4_000);
        (await socket.ReceiveCloseAsync().WaitAsync(Guard)).Should().Be(WebSocketCloseStatus.EndpointUnavailable, "that is 1001");
        (await batched.ReceiveCloseAsync().WaitAsync(Guard)).Should().Be(WebSocketCloseStatus.EndpointUnavailable);
        (await idle.ReceiveCloseAsync().WaitAsync(Guard)).Should().Be(WebSocketCloseStatus.EndpointUnavailable);
        var last = await ReadToEndAsync(events).WaitAsync(Guard);
        last.Name.Should().Be("status");
        last.Json.GetProperty("reconnectMs").GetInt32().Should().Be(last.Retry, "an EventSource reads only the one, a program the other");
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
    public async Task Stop_WithADelay_IsNotReadyAndServesOnBeforeTheDoorIsShut()
    {
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?> { ["MadLab__ShutdownDelay"] = "00:00:03" });
        await using var socket = await StreamSocket.ConnectAsync(host.Address, "?symbols=AAPL&interval=250");
        await socket.ReceiveAsync("price_update");
        (await host.Client.AskAsync("/api/health/ready")).Status.Should().Be(HttpStatusCode.OK);

        var stop = host.StopAsync();

        await Eventually.AskAsync(() => FreshAsync(host, "/api/health/ready"), static status => status == HttpStatusCode.ServiceUnavailable);
        (await FreshAsync(host, "/api/market?symbol=AAPL")).Should().Be(HttpStatusCode.OK, "whoever still comes is served");
        await socket.ReceiveAsync("price_update");
        stop.IsCompleted.Should().BeFalse();
        (await socket.ReceiveCloseAsync().WaitAsync(Guard)).Should().Be(WebSocketCloseStatus.EndpointUnavailable);
        var exit = await stop.WaitAsync(Guard);
        exit.Code.Should().Be(0, exit.Output);
    }

    [Theory]
    [InlineData("00:01:01")]
    [InlineData("soon")]
    public async Task Delay_ThatCannotBeUsed_StopsTheStart(string delay)
    {
        var end = await HostProcess.RunAsync(new Dictionary<string, string?> { ["MadLab__ShutdownDelay"] = delay });

        end.Code.Should().Be(2);
        end.Error.Should().Contain($"MadLab:ShutdownDelay is '{delay}'");
    }

    // On a connection of its own, as new callers come.
    private static async Task<HttpStatusCode> FreshAsync(HostProcess host, string path)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = host.Address };
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
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

    [Fact]
    public async Task Stop_WithHundredsOfStreams_TellsEachAndEndsAllWithinASecond()
    {
        const int Each = 100;
        await using var host = await HostProcess.StartAsync(new Dictionary<string, string?> { ["DISABLE_LIVE_DATA"] = "true", ["DISABLE_RATE_LIMIT"] = "true" });
        var sockets = await Task.WhenAll(Enumerable.Range(0, Each).Select(_ => StreamSocket.ConnectAsync(host.Address, "?symbols=AAPL")));
        var streams = await Task.WhenAll(Enumerable.Range(0, Each).Select(_ => EventStream.OpenAsync(host.Client, "/api/stream?symbols=AAPL")));
        await Task.WhenAll(sockets.Select(s => s.ReceiveAsync("open")));
        await Task.WhenAll(streams.Select(s => s.ReadAsync("open")));
        var cursor = (await host.Client.AskAsync("/api/stream/poll?symbols=AAPL")).ShouldBeJson().GetProperty("cursor").GetString();
        var polls = Enumerable.Range(0, Each).Select(_ => host.Client.AskAsync($"/api/stream/poll?symbols=AAPL&since={cursor}&wait=25000")).ToList();
        await Eventually.AskAsync(
            async () => (await host.Client.AskAsync("/api/health")).ShouldBeJson().GetProperty("streaming").GetProperty("connections").GetInt32(),
            connections => connections == 3 * Each);

        var started = Stopwatch.GetTimestamp();
        var stop = host.StopAsync();
        var closes = Task.WhenAll(sockets.Select(s => s.ReceiveCloseAsync()));
        var ends = Task.WhenAll(streams.Select(ReadToEndAsync));
        var answers = await Task.WhenAll(polls).WaitAsync(Guard);
        (await closes.WaitAsync(Guard)).Should().AllBeEquivalentTo(WebSocketCloseStatus.EndpointUnavailable);
        var waits = (await ends.WaitAsync(Guard)).Select(e => e.Retry).ToList();
        var elapsed = Stopwatch.GetElapsedTime(started);

        output.WriteLine($"{3 * Each} clients were told within {elapsed.TotalMilliseconds:0} ms.");
        elapsed.Should().BeLessThan(TimeSpan.FromSeconds(1));
        answers.Should().OnlyContain(a => a.Status == HttpStatusCode.OK);
        waits.Should().OnlyContain(w => w >= 2_000 && w <= 4_000);
        waits.Distinct().Should().HaveCountGreaterThan(Each / 2, "all at once is what the wait is to prevent");
        foreach (var socket in sockets)
        {
            await socket.DisposeAsync();
        }

        (await stop.WaitAsync(Guard)).Code.Should().Be(0);
    }

    // To the proper end: a stream cut off in the middle would throw.
    private static async Task<ServerEvent> ReadToEndAsync(EventStream events)
    {
        ServerEvent? last = null;
        while (await events.ReadAsync() is { } next)
        {
            last = next;
        }

        return last ?? throw new InvalidOperationException("The stream ended without an event.");
    }
}
