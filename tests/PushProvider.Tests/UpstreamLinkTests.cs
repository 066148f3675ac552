using System.Net.WebSockets;
using System.Text;
using FluentAssertions;
using MadLab;
using MadLab.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using PushProvider.Tests.Support;
using PushProvider.Upstream;
using Xunit;

namespace PushProvider.Tests;

public sealed class UpstreamLinkTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Connection_ThatIsOpenAndMute_IsGivenUpAndReplaced()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var link = new UpstreamLink(new Uri(upstream.Address), key: null, _time, NullLogger.Instance);
        var reader = link.Join(Symbol.Parse("AAPL"));
        await PushHost.UntilAsync(() => upstream.Subscribed.Length == 1 && _time.TimerCount > 0);

        _time.Advance(UpstreamConnection.Silence);

        var read = async () => await reader.Quotes.WaitToReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        (await read.Should().ThrowAsync<MarketDataException>()).Which.InnerException.Should().BeOfType<TimeoutException>();
        link.Leave(reader);
        await PushHost.UntilAsync(() => upstream.Open == 0);
        link.Join(Symbol.Parse("MSFT"));
        await PushHost.UntilAsync(() => _time.TimerCount > 0);
        _time.Advance(TimeSpan.FromSeconds(1.25));
        await PushHost.UntilAsync(() => upstream.Subscribed.SequenceEqual(["MSFT"]));
    }

    [Fact]
    public async Task Connection_OnWhichSomethingIsSaid_Stays()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var link = new UpstreamLink(new Uri(upstream.Address), key: null, _time, NullLogger.Instance);
        var reader = link.Join(Symbol.Parse("AAPL"));
        await PushHost.UntilAsync(() => upstream.Subscribed.Length == 1 && _time.TimerCount > 0);
        for (var i = 1; i <= 6; i++)
        {
            _time.Advance(UpstreamMessages.Heartbeat);
            await upstream.SendAsync(Encoding.UTF8.GetBytes("""{"op":"heartbeat"}"""), WebSocketMessageType.Text);

            // A quote behind it says when it has been read.
            await upstream.PublishAsync("AAPL", i);
            (await reader.Quotes.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))).Price.Should().Be(i);
        }

        upstream.Connections.Should().Be(1);
        upstream.Open.Should().Be(1);
    }

    [Fact]
    public async Task Dispose_EndsItsSequences_AndTakesNoMore()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var link = new UpstreamLink(new Uri(upstream.Address), key: null, _time, NullLogger.Instance);
        var reader = link.Join(Symbol.Parse("AAPL"));
        await PushHost.UntilAsync(() => upstream.Open == 1);

        await link.DisposeAsync();
        await link.DisposeAsync();

        await reader.Invoking(async r => await r.Quotes.WaitToReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))).Should().ThrowAsync<MarketDataException>();
        link.Invoking(l => l.Join(Symbol.Parse("AAPL"))).Should().Throw<ObjectDisposedException>();
        await PushHost.UntilAsync(() => upstream.Open == 0);
    }
}
