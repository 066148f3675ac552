using System.Net.WebSockets;
using System.Text;
using FluentAssertions;
using MadLab.TestSupport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace PushProvider.Tests;

using Support;

/// <summary>The sample, from outside: a vendor's WebSocket on one side, clients' WebSockets on the other.</summary>
public sealed class WebSocketQuoteProviderTests : IAsyncLifetime
{
    private FakeUpstream _upstream = null!;
    private KestrelApp _app = null!;

    public async Task InitializeAsync()
    {
        _upstream = await FakeUpstream.StartAsync();
        _app = await PushHost.StartAsync(_upstream);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task ManySymbolsAndClients_ShareOneUpstreamConnection()
    {
        string[] symbols = [.. Enumerable.Range(0, 40).Select(i => $"SYM{i}").Order(StringComparer.Ordinal)];
        var clients = new List<QuoteSocket>();
        for (var i = 0; i < 8; i++)
        {
            clients.Add(await ConnectAsync(string.Join(',', symbols)));
        }

        await PushHost.UntilAsync(() => _upstream.Subscribed.SequenceEqual(symbols));
        foreach (var symbol in symbols)
        {
            await _upstream.PublishAsync(symbol, 12.5m);
        }

        foreach (var client in clients)
        {
            var missing = symbols.ToHashSet();
            while (missing.Count > 0)
            {
                var update = await client.UntilAsync(static m => m.GetProperty("type").GetString() == "price_update");
                missing.Remove(update.GetProperty("data").GetProperty("symbol").GetString()!);
            }
        }

        _upstream.Connections.Should().Be(1);
        clients.ForEach(c => c.Dispose());
    }

    [Fact]
    public async Task UpstreamKilled_ClientsAreTold_AndEveryLiveSymbolAndNoOtherComesBackWithItsNewestValue()
    {
        using var client = await ConnectAsync("AAPL,MSFT");
        using var leaving = await ConnectAsync("GOOG");
        await PushHost.UntilAsync(() => _upstream.Subscribed.Length == 3);
        await _upstream.PublishAsync("AAPL", 100);
        await _upstream.PublishAsync("MSFT", 200);
        await client.PriceAsync("AAPL", 100);
        await client.PriceAsync("MSFT", 200);

        _upstream.Refuses = true;
        _upstream.Kill();
        var errors = new HashSet<string>();
        while (errors.Count < 2)
        {
            var error = await client.UntilAsync(static m => m.GetProperty("type").GetString() == "error");
            error.GetProperty("code").GetString().Should().Be("UPSTREAM_UNAVAILABLE");
            errors.Add(error.GetProperty("message").GetString()!.Contains("AAPL", StringComparison.Ordinal) ? "AAPL" : "MSFT");
        }

        leaving.Dispose();
        var status = _app.App.Services.GetRequiredService<MadLab.IStreamingStatus>();
        await PushHost.UntilAsync(() => status.Symbols == 2);
        await _upstream.PublishAsync("AAPL", 101); // while nobody is connected
        _upstream.Refuses = false;

        await client.PriceAsync("AAPL", 101);
        await PushHost.UntilAsync(() => _upstream.Subscribed.SequenceEqual(["AAPL", "MSFT"]));
        await _upstream.PublishAsync("MSFT", 201);
        await client.PriceAsync("MSFT", 201);
        _upstream.Connections.Should().Be(2);
    }

    [Fact]
    public async Task Symbols_LeaveAfterTheLinger_AndComeBackWithTheirValue()
    {
        using var staying = await ConnectAsync("AAPL");
        using var client = await ConnectAsync("MSFT");
        await PushHost.UntilAsync(() => _upstream.Subscribed.Length == 2);
        await _upstream.PublishAsync("MSFT", 200);
        await client.PriceAsync("MSFT", 200);

        await client.SendAsync("""{"type":"unsubscribe","symbols":["MSFT"]}""");

        await PushHost.UntilAsync(() => _upstream.Subscribed.SequenceEqual(["AAPL"]));
        await _upstream.PublishAsync("MSFT", 201);
        await client.SendAsync("""{"type":"subscribe","symbols":["MSFT"]}""");
        await client.PriceAsync("MSFT", 201);
        _upstream.Connections.Should().Be(1);
    }

    [Fact]
    public async Task LastSymbolLeaves_ClosesTheConnection()
    {
        using (await ConnectAsync("AAPL"))
        {
            await PushHost.UntilAsync(() => _upstream.Open == 1);
        }

        await PushHost.UntilAsync(() => _upstream.Open == 0);
        using var again = await ConnectAsync("AAPL");
        await PushHost.UntilAsync(() => _upstream.Open == 1);
        await _upstream.PublishAsync("AAPL", 100);
        await again.PriceAsync("AAPL", 100);
    }

    [Fact]
    public async Task UnknownSymbol_IsToldAndHurtsNoOther()
    {
        _upstream.Unknown.Add("NOPE");
        using var client = await ConnectAsync("AAPL,NOPE");

        await client.ErrorAsync("SYMBOL_NOT_FOUND", "NOPE");
        await PushHost.UntilAsync(() => _upstream.Subscribed.SequenceEqual(["AAPL"]));
        await _upstream.PublishAsync("AAPL", 100);

        await client.PriceAsync("AAPL", 100);
        _upstream.Connections.Should().Be(1);
    }

    [Fact]
    public async Task Garbage_IsPassedOver_AndTheConnectionServesOn()
    {
        using var client = await ConnectAsync("AAPL");
        await PushHost.UntilAsync(() => _upstream.Subscribed.Length == 1);
        string[] garbage =
        [
            "", "{", "null", "[]", "[[[]]]", "42", "\"text\"", "{}", """{"s":1}""", """{"s":"AAPL"}""", """{"s":"AAPL","p":"12","t":1}""", """{"s":"AAPL","p":1e400,"t":1}""",
            """{"s":"AAPL","p":1,"t":1e300}""", """{"s":"AAPL","p":1,"t":-1}""", """{"s":"\ud800","p":1,"t":1}""", """{"\ud800":1,"s":"AAPL"}""",
            """{"s":"..","p":1,"t":1}""", """{"s":"UNASKED","p":1,"t":1700000000000}""", """{"s":"UNASKED","error":"unknown"}""", new('[', 10_000), """{"s":"AAPL","p":""",
        ];
        foreach (var message in garbage)
        {
            await _upstream.SendAsync(Encoding.UTF8.GetBytes(message));
        }

        await _upstream.SendAsync([0, 255, 1, 254], WebSocketMessageType.Binary);
        await _upstream.SendAsync(Encoding.UTF8.GetBytes(new string('x', 4 * 64 * 1024)));
        await _upstream.SendAsync(Encoding.UTF8.GetBytes("[" + new string(' ', 64 * 1024) + "]"));
        await _upstream.PublishAsync("AAPL", 100);

        await client.PriceAsync("AAPL", 100);
        _upstream.Connections.Should().Be(1);
    }

    [Fact]
    public async Task HostStops_EndsTheUpstreamConnection()
    {
        await using var app = await PushHost.StartAsync(_upstream);
        using var client = await QuoteSocket.ConnectAsync(app, "?symbols=AAPL&interval=25");
        await PushHost.UntilAsync(() => _upstream.Open == 1);

        await app.App.StopAsync();
        await app.DisposeAsync();

        await PushHost.UntilAsync(() => _upstream.Open == 0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("quotes")]
    [InlineData("http://127.0.0.1/")]
    public async Task Address_ThatIsNone_NamesTheSetting(string? address)
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["MadLab:Providers:push:Address"] = address }).Build())
            .AddMadLab().AddProvider<WebSocketQuoteProvider>("push").Services
            .BuildServiceProvider();

        services.Invoking(s => s.GetRequiredService<MadLab.IQuoteFeed>()).Should().Throw<InvalidOperationException>().WithMessage("*MadLab:Providers:push:Address*");
    }

    private Task<QuoteSocket> ConnectAsync(string symbols) => QuoteSocket.ConnectAsync(_app, $"?symbols={symbols}&interval=25");
}
