using System.Text.Json;
using FluentAssertions;
using MadLab.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MadLab.Tests.Feeds;

/// <summary>An upstream that is connected and mute, as clients see it.</summary>
public sealed class MuteUpstreamTests
{
    private static readonly Symbol Apple = Symbol.Parse("AAPL");
    private static readonly Symbol Microsoft = Symbol.Parse("MSFT");

    private readonly MuteStream _stream = new();

    [Fact]
    public async Task WebSocket_OneSymbolFallsMute_IsTold_OthersGoOn_AndTheNewestValueEndsIt()
    {
        await using var app = await StartAsync();
        using var ticking = new CancellationTokenSource();
        var ticks = TickAsync(Microsoft, ticking.Token);
        _stream.Publish(Apple, 100);
        using var client = await QuoteSocket.ConnectAsync(app, "?symbols=AAPL,MSFT&interval=25");
        await client.PriceAsync("AAPL", 100);

        _stream.Mute(Apple, true);
        var between = await UpdatesUntilAsync(client, static m => IsError(m, "AAPL"));
        var state = (await app.GetJsonAsync("/api/market/providers"))[0].GetProperty("status").GetString();
        var after = await client.UntilAsync(static m => PriceOf(m, "MSFT") is not null);
        _stream.Publish(Apple, 101);
        _stream.Publish(Apple, 102);
        _stream.Mute(Apple, false);
        await client.PriceAsync("AAPL", 102);
        await ticking.CancelAsync();
        await ticks;

        between.Should().BeGreaterThan(0, "the other symbol ticked while the fault was noticed");
        PriceOf(after, "MSFT").Should().NotBeNull();
        state.Should().Be("degraded");
        var metrics = await (await app.GetAsync("/api/metrics?format=prometheus")).Content.ReadAsStringAsync();
        metrics.Should().Contain("madlab_feed_restarts_total").And.Contain("madlab_reason=\"silent\"");
    }

    [Fact]
    public async Task Events_SymbolFallsMute_IsAStreamError()
    {
        await using var app = await StartAsync();
        _stream.Mute(Apple, true);
        using var response = await app.Http.GetAsync(new Uri("/api/stream?symbols=AAPL", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        (await LineAsync(reader, "event: stream_error")).Should().NotBeNull();
        (await LineAsync(reader, "data: ")).Should().Contain("UPSTREAM_UNAVAILABLE").And.Contain("AAPL");
        _stream.Publish(Apple, 103);
        _stream.Mute(Apple, false);

        (await LineAsync(reader, "event: price_update")).Should().NotBeNull();
        (await LineAsync(reader, "data: ")).Should().Contain("103");
    }

    private Task<KestrelApp> StartAsync() => KestrelApp.StartAsync(
        builder =>
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["MadLab:Market:QuoteSilence"] = "00:00:01",
                ["MadLab:Streaming:MinInterval"] = "00:00:00.025",
            });
            builder.Services.AddMadLab().AddProvider("mute", _ => _stream);
        },
        app => app.MapMadLab());

    private async Task TickAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        try
        {
            for (var price = 200m; await timer.WaitForNextTickAsync(cancellationToken); price++)
            {
                _stream.Publish(symbol, price);
            }
        }
        catch (OperationCanceledException)
        {
            // The test has seen enough.
        }
    }

    private static async Task<int> UpdatesUntilAsync(QuoteSocket client, Func<JsonElement, bool> condition)
    {
        var updates = 0;
        await client.UntilAsync(message =>
        {
            updates += PriceOf(message, "MSFT") is null ? 0 : 1;
            return condition(message);
        });
        return updates;
    }

    private static bool IsError(JsonElement message, string symbol) => message.GetProperty("type").GetString() == "error"
        && message.GetProperty("code").GetString() == "UPSTREAM_UNAVAILABLE" && message.GetProperty("message").GetString()!.Contains(symbol, StringComparison.Ordinal);

    private static decimal? PriceOf(JsonElement message, string symbol) => message.GetProperty("type").GetString() == "price_update"
        && message.GetProperty("data") is var data && data.GetProperty("symbol").GetString() == symbol ? data.GetProperty("price").GetDecimal() : null;

    private static async Task<string?> LineAsync(StreamReader reader, string start)
    {
        while (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return line;
            }
        }

        return null;
    }
}
