using System.Text;
using FluentAssertions;
using MadLab.Streaming.Tests.Support;
using Xunit;

namespace MadLab.Streaming.Tests.Malice;

/// <summary>Clients that come and go by the thousand, in every way there is to leave.</summary>
[Collection(Alone.Name)]
public sealed class ConnectionChurnTests
{
    private const long HeapBound = 48L << 20;

    private static readonly int Connections = RandomRun.IsLong ? 100_000 : 2_000;

    private enum Leaving
    {
        Politely,
        WithoutAWord,
        ByReset,
        InsideAFrame,
        InsideTheHandshake,
        BeforeTheHandshake,
        BeforeTheAnswer,
        FromAnEventStream,
    }

    [Fact]
    public async Task Clients_ComeAndGoByTheThousand_CountsReturnToZeroAndNothingIsKept()
    {
        await using var host = await MaliceHost.StartAsync(feed: new FakeFeed().With("AAPL", 1));
        await ComeAndGoAsync(host, RandomRun.Seed, Connections / 10);
        await host.ShouldBeDeserted();
        var heap = GC.GetTotalMemory(forceFullCollection: true);

        await ComeAndGoAsync(host, RandomRun.Seed + 1, Connections - (Connections / 10));

        await host.ShouldBeDeserted($"MADLAB_TEST_SEED={RandomRun.Seed}");
        (GC.GetTotalMemory(forceFullCollection: true) - heap).Should().BeLessThan(HeapBound, "nothing is kept of a connection that is gone");

        // And the host still serves.
        await using var client = await host.Host.ConnectAsync("?symbols=AAPL&interval=25");
        (await client.NextPriceAsync("AAPL")).Should().Be(1);
    }

    private static async Task ComeAndGoAsync(MaliceHost host, int seed, int count)
    {
        var ways = Enum.GetValues<Leaving>();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var random = new Random(seed + worker);
            while (Interlocked.Increment(ref next) is var number && number <= count)
            {
                await ComeAndGoAsync(host.Address, ways[random.Next(ways.Length)], $"AAPL,C{number % 100}");
            }
        })));
    }

    private static async Task ComeAndGoAsync(Uri address, Leaving leaving, string symbols)
    {
        var path = $"/api/stream/ws?symbols={symbols}&interval=25";
        using var raw = await RawSocket.DialAsync(address);
        if (leaving == Leaving.BeforeTheHandshake)
        {
            return;
        }

        if (leaving == Leaving.FromAnEventStream)
        {
            await raw.SendAsync(Encoding.ASCII.GetBytes($"GET /api/stream?symbols={symbols} HTTP/1.1\r\nHost: {address.Authority}\r\n\r\n"));
            (await raw.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200");
            raw.Reset();
            return;
        }

        var handshake = Encoding.ASCII.GetBytes(RawSocket.Handshake(address, path));
        await raw.SendAsync(leaving == Leaving.InsideTheHandshake ? handshake.AsMemory(0, handshake.Length / 2) : handshake);
        if (leaving is Leaving.InsideTheHandshake or Leaving.BeforeTheAnswer)
        {
            raw.Reset();
            return;
        }

        (await raw.ReadHeadAsync()).Should().StartWith("HTTP/1.1 101");
        Encoding.UTF8.GetString((await raw.NextFrameAsync(RawFrames.Text))!).Should().Contain("open");
        switch (leaving)
        {
            case Leaving.Politely:
                await raw.SendFrameAsync(RawFrames.Close, RawFrames.CloseBody(1000));
                RawFrames.CodeOf(await raw.NextFrameAsync(RawFrames.Close)).Should().Be(1000);
                (await raw.ReadFrameAsync()).Opcode.Should().Be(-1);
                break;
            case Leaving.InsideAFrame:
                await raw.SendAsync(RawFrames.Make(RawFrames.Text, "half"u8, claim: 1000));
                break;
            case Leaving.ByReset:
                raw.Reset();
                break;
        }
    }
}
