using System.Net;
using FluentAssertions;
using MadLab.Streaming.Connections;
using MadLab.Streaming.Diagnostics;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Connections;

public sealed class ConnectionCounterTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void TryEnter_SecondFromAnAddress_CountsAsOneWhereItIsOne(string first, string second, bool same)
    {
        using var bench = new HubBench(o => o.MaxConnectionsPerAddress = 1);
        var counter = bench.Get<ConnectionCounter>();
        counter.TryEnter(Transport.Sse, IPAddress.Parse(first)).Should().NotBeNull();

        (counter.TryEnter(Transport.WebSocket, IPAddress.Parse(second)) is null).Should().Be(same);
    }

    [Fact]
    public void Dispose_Twice_LeavesOnce()
    {
        using var bench = new HubBench(o => o.MaxConnections = 2);
        var counter = bench.Get<ConnectionCounter>();
        var place = counter.TryEnter(Transport.Sse, null)!;
        counter.TryEnter(Transport.Sse, null).Should().NotBeNull();
        counter.TryEnter(Transport.Sse, null).Should().BeNull();

        place.Dispose();
        place.Dispose();

        counter.Count.Should().Be(1);
        counter.TryEnter(Transport.Sse, null).Should().NotBeNull();
        counter.TryEnter(Transport.Sse, null).Should().BeNull();
    }

    [Fact]
    public void TryEnter_RefusedBetweenOthers_LogsOneLineAMinute()
    {
        using var logs = new RecordedLogs();
        using var bench = new HubBench(o => o.MaxConnectionsPerAddress = 1, logs: logs);
        var counter = bench.Get<ConnectionCounter>();
        var greedy = IPAddress.Parse("10.0.0.1");
        counter.TryEnter(Transport.Sse, greedy);

        // Somebody else gets in between two refusals: no row of refusals, and yet no line for each.
        RefuseAndLetIn(1, 100);
        logs.Named("ConnectionRefused").Should().Be(1);

        bench.Time.Advance(TimeSpan.FromMinutes(1));
        RefuseAndLetIn(101, 200);
        logs.Named("ConnectionRefused").Should().Be(2);

        void RefuseAndLetIn(byte first, byte last)
        {
            for (var i = first; i <= last; i++)
            {
                counter.TryEnter(Transport.Sse, greedy).Should().BeNull();
                counter.TryEnter(Transport.Sse, new IPAddress([10, 0, 1, i])).Should().NotBeNull();
            }
        }
    }

    [Fact]
    public async Task TryEnter_ManyThreads_CapNeverExceeded()
    {
        using var bench = new HubBench(o => (o.MaxConnections, o.MaxConnectionsPerAddress) = (10, 5));
        var counter = bench.Get<ConnectionCounter>();
        var over = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                using var place = counter.TryEnter(Transport.Polling, new IPAddress([10, 0, 0, (byte)(thread % 3)]));
                if (counter.Count > 10)
                {
                    Interlocked.Increment(ref over);
                }
            }
        })));

        over.Should().Be(0);
        counter.Count.Should().Be(0);
    }
}
