using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Transports;

public sealed class StatusTests
{
    private static readonly QuoteSourceInfo Replay = new()
    {
        Provider = "lean", Feed = "replay", Replay = new ReplaySession(new DateOnly(2014, 6, 6), 2.5),
    };

    [Fact]
    public async Task Open_PlainLive_NoStatus()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1));
        await using var client = await host.ConnectAsync("?symbols=AAPL");
        await client.NextAsync("open");

        (await client.ReceiveAsync())!.Value.GetProperty("type").GetString().Should().Be("price_update");
    }

    [Fact]
    public async Task Open_Demo_StatusSaysSo()
    {
        var feed = new FakeFeed { Source = _ => new QuoteSourceInfo { Provider = "synthetic", Feed = "synthetic", IsDemo = true } };
        await using var host = await StreamHost.StartAsync(feed);
        await using var client = await host.ConnectAsync("?symbols=AAPL");

        var status = await client.NextAsync("status");

        status.GetProperty("liveData").GetBoolean().Should().BeTrue();
        status.GetProperty("demo").GetBoolean().Should().BeTrue();
        status.TryGetProperty("replay", out _).Should().BeFalse();
    }

    [Fact]
    public async Task Source_TurnsIntoAReplay_StatusNamesTheSession()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1));
        await using var client = await host.ConnectAsync("?symbols=AAPL&interval=25");
        await using var events = await SseClient.ConnectAsync(host.Http, "/api/stream?symbols=AAPL&interval=25");
        await client.NextAsync("price_update");
        await events.NextAsync("price_update");

        host.Feed.Serve("AAPL", Replay);

        foreach (var status in new[] { await client.NextAsync("status"), await events.NextAsync("status") })
        {
            status.GetProperty("replay").GetProperty("session").GetString().Should().Be("2014-06-06");
            status.GetProperty("replay").GetProperty("speed").GetDouble().Should().Be(2.5);
        }

        await client.SendAsync("""{"type":"subscribe","symbols":[]}""");
        (await client.NextAsync("subscribed")).GetProperty("sources").GetProperty("AAPL").GetProperty("provider").GetString().Should().Be("lean");
    }

    [Fact]
    public async Task LiveData_SwitchedOffAndOn_ToldAndTheConnectionStays()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1), o => o.HeartbeatInterval = TimeSpan.FromMilliseconds(100));
        await using var client = await host.ConnectAsync("?symbols=AAPL&interval=25");
        await client.NextPriceAsync("AAPL");

        host.Feed.IsLive = false;
        (await client.NextAsync("status")).GetProperty("liveData").GetBoolean().Should().BeFalse();
        (await client.ReceiveAsync())!.Value.GetProperty("type").GetString().Should().Be("heartbeat");

        await using var late = await host.ConnectAsync("?symbols=AAPL&interval=25");
        (await late.NextAsync("status")).GetProperty("liveData").GetBoolean().Should().BeFalse();
        (await late.NextPriceAsync("AAPL")).Should().Be(1, "the last value comes once");

        host.Feed.IsLive = true;
        (await client.NextAsync("status")).GetProperty("liveData").GetBoolean().Should().BeTrue();
        host.Feed.Publish("AAPL", 2);
        (await client.NextPriceAsync("AAPL")).Should().Be(2);
        (await late.NextPriceAsync("AAPL")).Should().Be(2);
    }
}
