using System.Net.WebSockets;
using System.Text;
using FluentAssertions;
using MadLab;
using MadLab.Providers;
using MadLab.Testing;
using PushProvider.Tests.Support;
using Xunit;

namespace PushProvider.Tests;

public sealed class QuoteLinkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task Connection_ThatIsOpenAndMute_IsGivenUpAndReplaced()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var link = Link(upstream);
        await using var reader = link.ReadAsync(Symbol.Parse("AAPL")).GetAsyncEnumerator();
        var read = reader.MoveNextAsync().AsTask();
        await PushHost.UntilAsync(() => upstream.Subscribed.Length == 1 && _time.TimerCount > 0);

        _time.Advance(TimeSpan.FromSeconds(45));

        (await read.Invoking(r => r.WaitAsync(Patience)).Should().ThrowAsync<MarketDataException>()).Which.InnerException.Should().BeOfType<TimeoutException>();
        await PushHost.UntilAsync(() => upstream.Open == 0);
        await using var next = link.ReadAsync(Symbol.Parse("MSFT")).GetAsyncEnumerator();
        var reading = next.MoveNextAsync().AsTask();
        await PushHost.UntilAsync(() => _time.TimerCount > 0);
        _time.Advance(TimeSpan.FromSeconds(1.25));
        await PushHost.UntilAsync(() => upstream.Subscribed.SequenceEqual(["MSFT"]));
        await upstream.PublishAsync("MSFT", 1);
        (await reading.WaitAsync(Patience)).Should().BeTrue();
    }

    [Fact]
    public async Task Connection_OnWhichSomethingIsSaid_Stays()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var link = Link(upstream);
        await using var reader = link.ReadAsync(Symbol.Parse("AAPL")).GetAsyncEnumerator();
        var read = reader.MoveNextAsync().AsTask();
        await PushHost.UntilAsync(() => upstream.Subscribed.Length == 1 && _time.TimerCount > 0);
        for (var i = 1; i <= 6; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(15));
            await upstream.SendAsync(Encoding.UTF8.GetBytes("""{"op":"heartbeat"}"""), WebSocketMessageType.Text);

            // A quote behind it says when it has been read.
            await upstream.PublishAsync("AAPL", i);
            (await read.WaitAsync(Patience)).Should().BeTrue();
            reader.Current.Price.Should().Be(i);
            read = reader.MoveNextAsync().AsTask();
        }

        upstream.Connections.Should().Be(1);
        upstream.Open.Should().Be(1);
        await link.DisposeAsync();
        await read.Invoking(r => r.WaitAsync(Patience)).Should().ThrowAsync<MarketDataException>();
    }

    [Fact]
    public async Task Dispose_EndsItsSequences_AndTakesNoMore()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var link = Link(upstream);
        await using var reader = link.ReadAsync(Symbol.Parse("AAPL")).GetAsyncEnumerator();
        var read = reader.MoveNextAsync().AsTask();
        await PushHost.UntilAsync(() => upstream.Open == 1);

        await link.DisposeAsync();
        await link.DisposeAsync();

        await read.Invoking(r => r.WaitAsync(Patience)).Should().ThrowAsync<MarketDataException>();
        await using var late = link.ReadAsync(Symbol.Parse("AAPL")).GetAsyncEnumerator();
        await late.Invoking(l => l.MoveNextAsync().AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        await PushHost.UntilAsync(() => upstream.Open == 0);
    }

    private QuoteLink Link(FakeUpstream upstream) => new(new UpstreamProtocol(new Uri(upstream.Address), key: null), _time);
}
