using System.Text.Json;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace MadLab.Streaming.Tests.Clients;

/// <summary>The EventSource of a browser, by Node's <c>eventsource</c> package.</summary>
public sealed class NodeEventSourceTests
{
    [NodeFact]
    public async Task Connect_Any_EachEventComesUnderItsName()
    {
        var feed = new FakeFeed().With("AAPL", 1.25m);
        feed.Failure = static symbol => symbol.Value == "NONE" ? new MarketDataException(MarketErrorKind.SymbolUnknown, "There is no NONE.") : null;
        await using var host = await StreamHost.StartAsync(feed, o => o.HeartbeatInterval = TimeSpan.FromMilliseconds(200));
        await using var client = Connect(host, "?symbols=AAPL,NONE&interval=25");

        await client.NextAsync("connection open");
        var epoch = Data(await client.NextAsync("open")).GetProperty("epoch").GetString();
        Data(await client.NextAsync("stream_error")).GetProperty("code").GetString().Should().Be("SYMBOL_NOT_FOUND");
        var update = await client.NextAsync("price_update");
        update.GetProperty("id").GetString().Should().StartWith(epoch + ":");
        Quote(update).Should().Be(("AAPL", 1.25m));
        Data(await client.NextAsync("heartbeat")).GetProperty("ts").GetInt64().Should().BePositive();
        feed.IsLive = false;
        Data(await client.NextAsync("status")).GetProperty("liveData").GetBoolean().Should().BeFalse();
    }

    [NodeFact]
    public async Task Server_EndsTheStream_TheClientComesBackAfterTheRetryForWhatChangedAndNothingTwice()
    {
        // Longer than the 3 s a client waits unasked, so that the wait shows who was listened to.
        var retry = TimeSpan.FromSeconds(3.2);
        using var end = new CancellationTokenSource();
        await using var host = await StreamHost.StartAsync(
            new FakeFeed().With("A", 1).With("B", 2).With("C", 3),
            o => (o.ReconnectDelay, o.FeedLinger) = (retry, TimeSpan.FromMinutes(1)),
            before: app => app.Use((context, next) =>
            {
                // The first stream alone; the later ones find it ended and are left to themselves.
                context.RequestAborted = end.IsCancellationRequested ? context.RequestAborted : end.Token;
                return next(context);
            }));
        await using var client = Connect(host, "?symbols=A,B,C&interval=25");
        for (var i = 0; i < 3; i++)
        {
            await client.NextAsync("price_update");
        }

        await end.CancelAsync();
        var lost = await client.NextAsync("connection error");
        lost.GetProperty("isClosed").GetBoolean().Should().BeFalse("it means to come back");
        host.Feed.Publish("B", 20);

        var back = await client.NextAsync("connection open");
        (back.GetProperty("at").GetInt32() - lost.GetProperty("at").GetInt32()).Should().BeGreaterThanOrEqualTo((int)retry.TotalMilliseconds - 50, "timers are not that exact");
        Quote(await client.NextAsync("price_update")).Should().Be(("B", 20));
        host.Feed.Publish("C", 30);
        Quote(await client.NextAsync("price_update")).Should().Be(("C", 30), "nothing comes twice");
    }

    [NodeFact]
    public async Task Connect_PastTheCap_ToldByAnEventAndNotGivenUp()
    {
        await using var host = await StreamHost.StartAsync(options: o => o.MaxConnections = 1);
        await using var first = Connect(host);
        await first.NextAsync("open");

        await using var second = Connect(host);

        Data(await second.NextAsync("stream_error")).GetProperty("code").GetString().Should().Be("OVERLOADED");
        (await second.NextAsync("connection error")).GetProperty("isClosed").GetBoolean().Should().BeFalse("it means to come back");
    }

    [NodeFact]
    public async Task Host_Stops_TheStreamEndsAndTheClientMeansToComeBack()
    {
        await using var host = await StreamHost.StartAsync();
        await using var client = Connect(host);
        await client.NextAsync("open");

        await host.App.StopAsync();

        (await client.NextAsync("connection error")).GetProperty("isClosed").GetBoolean().Should().BeFalse();
    }

    private static ClientProcess Connect(StreamHost host, string query = "") =>
        ClientProcess.Node("eventsource.mjs", new Uri(host.Address, "/api/stream" + query));

    private static JsonElement Data(JsonElement line)
    {
        using var document = JsonDocument.Parse(line.GetProperty("data").GetString()!);
        return document.RootElement.Clone();
    }

    private static (string?, decimal) Quote(JsonElement line) => (Data(line).GetProperty("symbol").GetString(), Data(line).GetProperty("price").GetDecimal());
}
