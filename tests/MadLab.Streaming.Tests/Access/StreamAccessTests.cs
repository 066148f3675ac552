using System.Net;
using System.Security.Claims;
using System.Text.Json;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using MadLab.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MadLab.Streaming.Tests.Access;

/// <summary>Users with different rights on real sockets.</summary>
public sealed class StreamAccessTests : IDisposable
{
    private static readonly QuoteSourceInfo Backup = new() { Provider = "backup", Feed = "test" };

    private readonly Doorkeeper _doorkeeper = new();
    private readonly RecordedLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task WebSocket_RefusedInTheQuery_IsToldAndLeavesTheSet()
    {
        await using var host = await StartAsync();
        _doorkeeper.Rule = r => r.Caller.Identity?.Name == "bob" && r.Symbol.Value == "AAPL" ? MarketAccess.Refused : MarketAccess.RealTime;
        await using var ann = await ConnectAsync(host, "ann", "?symbols=AAPL,MSFT");
        await using var bob = await ConnectAsync(host, "bob", "?symbols=AAPL,MSFT");

        (await ann.NextPriceAsync("AAPL")).Should().Be(1);
        var error = await bob.NextAsync("error");
        await bob.SendAsync("""{"type":"subscribe","symbols":["IBM"]}""");
        var set = await bob.NextAsync("subscribed");

        error.GetProperty("code").GetString().Should().Be("NOT_ENTITLED");
        error.GetProperty("symbol").GetString().Should().Be("AAPL");
        set.GetProperty("symbols").EnumerateArray().Select(s => s.GetString()).Should().Equal("MSFT", "IBM");
    }

    [Fact]
    public async Task WebSocket_Refused_NeverGetsAValue()
    {
        await using var host = await StartAsync();
        _doorkeeper.Rule = r => r.Symbol.Value == "AAPL" ? MarketAccess.Refused : MarketAccess.RealTime;
        await using var bob = await ConnectAsync(host, "bob", "?symbols=AAPL,MSFT&interval=25");
        await host.Feed.WhenOpened("MSFT");

        var symbols = new HashSet<string?>();
        for (var i = 0; i < 10; i++)
        {
            host.Feed.Publish("MSFT", 10 + i);
            symbols.Add((await bob.NextAsync("price_update")).GetProperty("data").GetProperty("symbol").GetString());
        }

        symbols.Should().Equal("MSFT");
        host.Feed.IsOpen("AAPL").Should().BeFalse("nobody who may see it listens");
    }

    [Fact]
    public async Task WebSocket_Subscribe_AsksAgain()
    {
        await using var host = await StartAsync();
        await using var bob = await ConnectAsync(host, "bob", "?symbols=AAPL");
        await bob.NextPriceAsync("AAPL");
        _doorkeeper.Rule = static _ => MarketAccess.Refused;

        await bob.SendAsync("""{"type":"subscribe","symbols":["AAPL","MSFT"]}""");

        var errors = new[] { await bob.NextAsync("error"), await bob.NextAsync("error") };
        errors.Select(e => e.GetProperty("symbol").GetString()).Should().BeEquivalentTo("AAPL", "MSFT");
        await bob.SendAsync("""{"type":"unsubscribe","symbols":[]}""");
        (await bob.NextAsync("unsubscribed")).GetProperty("symbols").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task WebSocket_RightTakenAway_LeavesTheSetAtTheNextQuestion()
    {
        await using var host = await StartAsync(o => o.AuthorizationInterval = TimeSpan.FromSeconds(1));
        await using var bob = await ConnectAsync(host, "bob", "?symbols=AAPL");
        await bob.NextPriceAsync("AAPL");

        _doorkeeper.Rule = static _ => MarketAccess.Refused;

        (await bob.NextAsync("error")).GetProperty("code").GetString().Should().Be("NOT_ENTITLED");
    }

    [Fact]
    public async Task WebSocket_AnotherProviderTakesOver_IsAskedBeforeAnythingOfItIsSent()
    {
        await using var host = await StartAsync();
        _doorkeeper.Rule = r => r.Provider == "backup" ? MarketAccess.Refused : MarketAccess.RealTime;
        await using var bob = await ConnectAsync(host, "bob", "?symbols=AAPL&interval=25");
        await bob.NextPriceAsync("AAPL");

        host.Feed.Serve("AAPL", Backup);
        host.Feed.Publish("AAPL", 2);

        var next = await bob.ReceiveAsync();
        next!.Value.GetProperty("type").GetString().Should().Be("error");
        next.Value.GetProperty("code").GetString().Should().Be("NOT_ENTITLED");
    }

    [Fact]
    public async Task WebSocket_AnotherProviderThatIsOpen_GoesOn()
    {
        await using var host = await StartAsync();
        await using var bob = await ConnectAsync(host, "bob", "?symbols=AAPL&interval=25");
        await bob.NextPriceAsync("AAPL");

        host.Feed.Serve("AAPL", Backup);
        host.Feed.Publish("AAPL", 2);

        (await bob.NextPriceAsync("AAPL")).Should().Be(2);
        _doorkeeper.Asked.Select(a => a.Provider).Distinct().Should().Equal("fake", "backup");
    }

    [Fact]
    public async Task Streams_RealTimeAndDelayed_ShareNoCell()
    {
        var time = new ManualTimeProvider();
        await using var host = await StartAsync(o => o.PollLinger = TimeSpan.FromMinutes(5), b => b.Services.AddSingleton<TimeProvider>(time));
        _doorkeeper.Rule = r => r.Caller.Identity?.Name == "bob" ? MarketAccess.DelayedBy(TimeSpan.FromSeconds(60)) : MarketAccess.RealTime;
        using var annPolls = Client(host, "ann");
        using var bobPolls = Client(host, "bob");
        var start = await PollAsync(bobPolls, "&since=" + await CursorAsync(annPolls));

        (await PollAsync(annPolls)).Should().Equal(1);
        start.Should().BeEmpty();
        time.Advance(TimeSpan.FromSeconds(61));

        host.Feed.Publish("AAPL", 2);
        (await PollAsync(annPolls)).Should().Equal(2);
        (await PollAsync(bobPolls)).Should().Equal(1);
        time.Advance(TimeSpan.FromSeconds(59));
        (await PollAsync(bobPolls)).Should().Equal(1);
        time.Advance(TimeSpan.FromSeconds(2));
        (await PollAsync(bobPolls)).Should().Equal(2);
        host.Feed.Opens.Count(s => s.Value == "AAPL").Should().Be(1, "both live on one upstream");
        host.Status.Symbols.Should().Be(2, "of AAPL and MSFT, however many cells there are");
    }

    [Fact]
    public async Task WebSocket_Delayed_SaysSoInItsSources()
    {
        await using var host = await StartAsync();
        _doorkeeper.Rule = static _ => MarketAccess.DelayedBy(TimeSpan.FromSeconds(900));
        await using var bob = await ConnectAsync(host, "bob", "?symbols=AAPL");

        var open = await bob.NextAsync("open");

        open.GetProperty("sources").GetProperty("AAPL").GetProperty("delaySeconds").GetInt32().Should().Be(900);
    }

    [Fact]
    public async Task EventStream_Refused_GetsAStreamError()
    {
        await using var host = await StartAsync();
        _doorkeeper.Rule = r => r.Caller.Identity?.Name == "bob" ? MarketAccess.Refused : MarketAccess.RealTime;
        using var annReads = Client(host, "ann");
        using var bobReads = Client(host, "bob");
        await using var ann = await SseClient.ConnectAsync(annReads, "/api/stream?symbols=AAPL");
        await using var bob = await SseClient.ConnectAsync(bobReads, "/api/stream?symbols=AAPL");

        (await ann.NextAsync("price_update")).GetProperty("price").GetDecimal().Should().Be(1);
        await bob.NextAsync("open");
        var error = await bob.ReceiveAsync();
        error!.Value.Type.Should().Be("stream_error");
        error.Value.Data.GetProperty("code").GetString().Should().Be("NOT_ENTITLED");
    }

    [Fact]
    public async Task Poll_Refused_SaysSoUnderErrors()
    {
        await using var host = await StartAsync();
        _doorkeeper.Rule = r => r.Caller.Identity?.Name == "bob" ? MarketAccess.Refused : MarketAccess.RealTime;
        using var ann = Client(host, "ann");
        using var bob = Client(host, "bob");
        (await PollAsync(ann)).Should().Equal(1);

        using var refused = JsonDocument.Parse(await bob.GetStringAsync("/api/stream/poll?symbols=AAPL"));

        refused.RootElement.GetProperty("updates").GetArrayLength().Should().Be(0);
        refused.RootElement.GetProperty("errors").GetProperty("AAPL").GetProperty("code").GetString().Should().Be("NOT_ENTITLED");
    }

    [Fact]
    public async Task WebSocket_FeedNamesNoSource_TheHostIsAskedAboutAnUnknownOne()
    {
        await using var host = await StartAsync();
        host.Feed.Source = static _ => null;
        await using var bob = await ConnectAsync(host, "bob", "?symbols=AAPL");

        (await bob.NextPriceAsync("AAPL")).Should().Be(1);

        _doorkeeper.Asked.Select(a => a.Provider).Distinct().Should().Equal("unknown");
    }

    [Fact]
    public async Task Poll_HostDoesNotDecide_DoesNotHoldUpTheStop()
    {
        await using var host = await StartAsync();
        _doorkeeper.Thinking = new TaskCompletionSource().Task;
        using var bob = Client(host, "bob");
        var waiting = bob.GetAsync("/api/stream/poll?symbols=AAPL");
        await _doorkeeper.FirstAsked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        // Well under the five seconds that the host has to decide.
        await host.App.StopAsync().WaitAsync(TimeSpan.FromSeconds(4));

        using var answer = await waiting;
        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task WebSocket_HostThrows_RefusesAndLogs()
    {
        await using var host = await StartAsync();
        _doorkeeper.Rule = static _ => throw new InvalidOperationException("The table is gone.");
        await using var bob = await ConnectAsync(host, "bob", "?symbols=AAPL");

        var error = await bob.NextAsync("error");

        error.GetProperty("code").GetString().Should().Be("NOT_ENTITLED");
        error.GetProperty("message").GetString().Should().NotContain("table");
        _logs.Named("AccessUnknown").Should().Be(1);
    }

    [Fact]
    public async Task WebSocket_NobodyDecides_AsksNothingAndKeepsNoSources()
    {
        await using var host = await StreamHost.StartAsync(new FakeFeed().With("AAPL", 1));
        await using var bob = await ConnectAsync(host, "bob", "?symbols=AAPL");
        await bob.NextPriceAsync("AAPL");

        var cell = host.App.Services.GetRequiredService<MadLab.Streaming.Hub.QuoteHub>().Acquire(Symbol.Parse("AAPL"))!;
        cell.Current!.Source.Should().BeNull();
        host.App.Services.GetService<IMarketAccess>().Should().BeNull();
    }

    [Fact]
    public async Task WebSocket_TwoHundredRefused_StaysOpen()
    {
        await using var host = await StartAsync();
        _doorkeeper.Rule = static _ => MarketAccess.Refused;
        await using var bob = await ConnectAsync(host, "bob");
        var symbols = string.Join(',', Enumerable.Range(0, 200).Select(i => $"\"S{i}\""));

        await bob.SendAsync($$"""{"type":"subscribe","symbols":[{{symbols}}]}""");
        for (var i = 0; i < 200; i++)
        {
            await bob.NextAsync("error");
        }

        await bob.SendAsync("""{"type":"ping"}""");
        await bob.NextAsync("heartbeat");
    }

    private Task<StreamHost> StartAsync(Action<StreamingOptions>? options = null, Action<WebApplicationBuilder>? build = null) => StreamHost.StartAsync(
        new FakeFeed().With("AAPL", 1).With("MSFT", 1),
        options,
        builder =>
        {
            builder.Logging.AddProvider(_logs);
            builder.Services.AddSingleton<IMarketAccess>(_doorkeeper);
            build?.Invoke(builder);
        },
        app => app.Use((context, next) =>
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, context.Request.Headers["X-User"].ToString())], "test"));
            return next();
        }));

    private static Task<WsClient> ConnectAsync(StreamHost host, string user, string query = "") =>
        host.ConnectAsync(query, o => o.SetRequestHeader("X-User", user));

    private static HttpClient Client(StreamHost host, string user)
    {
        var client = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Add("X-User", user);
        return client;
    }

    private static async Task<string> CursorAsync(HttpClient client)
    {
        // With a cursor a poll does not wait for first values, which on a clock that stands still never ends.
        using var answer = JsonDocument.Parse(await client.GetStringAsync("/api/stream/poll?symbols=MSFT"));
        return answer.RootElement.GetProperty("cursor").GetString()!;
    }

    private static async Task<decimal[]> PollAsync(HttpClient client, string more = "")
    {
        using var answer = JsonDocument.Parse(await client.GetStringAsync("/api/stream/poll?symbols=AAPL" + more));
        return [.. answer.RootElement.GetProperty("updates").EnumerateArray().Select(u => u.GetProperty("price").GetDecimal())];
    }
}
