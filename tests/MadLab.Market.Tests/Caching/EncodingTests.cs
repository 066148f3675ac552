using System.Text;
using FluentAssertions;
using MadLab.Market.Caching;
using Xunit;

namespace MadLab.Market.Tests.Caching;

public sealed class EncodingTests
{
    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public void In_ManyCallersAtOnce_CompressesOnce(string coding)
    {
        var entry = Entry(4096);
        var bodies = new EncodedBody[64];
        var grown = new long[bodies.Length];
        using var start = new ManualResetEventSlim();
        var threads = Enumerable.Range(0, 8).Select(t => new Thread(() =>
        {
            start.Wait();
            for (var i = t; i < bodies.Length; i += 8)
            {
                bodies[i] = entry.In(coding, out grown[i]);
            }
        })).ToList();
        threads.ForEach(t => t.Start());

        start.Set();
        threads.ForEach(t => t.Join());

        bodies.Should().AllSatisfy(b => b.Should().BeSameAs(bodies[0]));
        grown.Where(g => g > 0).Should().ContainSingle("only who compressed reports the growth").Which.Should().Be(bodies[0].Bytes.Length);
    }

    [Fact]
    public void In_ShortBody_StaysAsItIs()
    {
        var entry = Entry(MarketEntry.MinCompressed - 1);

        entry.In("br", out var grown).Should().BeSameAs(entry.Identity);
        grown.Should().Be(0);
    }

    private static MarketEntry Entry(int length)
    {
        var body = Encoding.ASCII.GetBytes(new string('7', length));
        return new MarketEntry
        {
            Key = new MarketKey(MarketKind.Prices, "AAPL"),
            Value = new object(),
            Identity = new EncodedBody(body, null, body),
            FreshUntil = DateTimeOffset.UnixEpoch,
            StaleUntil = DateTimeOffset.UnixEpoch,
        };
    }
}
